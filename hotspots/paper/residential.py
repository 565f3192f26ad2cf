"""The residential case management pack: figures by type of home, and never by home.

One wording for both versions, as of the board paper: the exact one inside, and the one that
an audience may read. Whoever makes the words decides what a figure says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.document import Bars, Block, Bullets, Document, Grid, Section
from hotspots.paper.board import NOTHING_SHOWN, PLACES_ARE_NOT_TO_BLAME

if TYPE_CHECKING:
    from datetime import date

    from hotspots.paper.board import Line

NOT_BY_HOME = (
    "No home is named and no figure is given by home: with few young people in each, a figure "
    "would be about one of them. Talk about a home where its own records are open."
)
NOT_TOLD = (
    "How many were missing again and again, and what came of the interviews, is not told by type "
    "of home: it would be about a handful of young people. The missing co-ordinator has it."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeLine:
    """One type of home: its figures now, and those of the time before."""

    now: Line
    before: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentialWords:
    """All that a pack says, in words.

    `homes` is empty where no figure may be shown. `closer` are the tables that are exact, and
    so for the inside alone. `places` are names with their figures.
    """

    about: str
    classification: str
    banner: str
    day: date
    period: str
    before: str
    total: str
    homes: tuple[HomeLine, ...]
    closer: tuple[Grid, ...]
    places: tuple[str, ...]
    foot: tuple[str, ...]


def residential_pack(words: ResidentialWords) -> Document:
    """The pack, in the order of the meeting: figures, what is behind them, places, limits."""
    return Document(
        title=f"Residential case management: missing episodes, {words.period}",
        about=words.about,
        classification=words.classification,
        banner=words.banner,
        day=words.day,
        sections=(
            Section(number="1", title="By type of home", blocks=_homes(words)),
            Section(
                number="2",
                title="Missing again and again, and return interviews",
                blocks=words.closer or (NOT_TOLD,),
            ),
            Section(number="3", title="Public places", blocks=_places(words)),
            Section(number="4", title="What this pack does not tell", blocks=(NOT_BY_HOME,)),
        ),
        foot=words.foot,
    )


def _homes(words: ResidentialWords) -> tuple[Block, ...]:
    if not words.homes:
        return (NOTHING_SHOWN,)
    bars = Bars(
        caption="Episodes by type of home",
        labels=tuple(_short(one.now.name) for one in words.homes),
        heights=tuple(one.now.height for one in words.homes),
        texts=tuple(one.now.episodes for one in words.homes),
    )
    grid = Grid(
        caption=f"{words.period}, and before it {words.before}",
        head=(
            *("Type of home", "Episodes", "Young people"),
            *("Episodes before", "Young people before"),
        ),
        rows=tuple(
            (
                *(one.now.name, one.now.episodes, one.now.children),
                *(one.before.episodes, one.before.children),
            )
            for one in words.homes
        ),
    )
    return (words.total, bars, grid)


def _short(name: str) -> str:
    """A label that has room under its bar: two lines."""
    return name.replace(" ", "\n", 1)


def _places(words: ResidentialWords) -> tuple[Block, ...]:
    if not words.places:
        return ("No place is named here.",)
    return (PLACES_ARE_NOT_TO_BLAME, Bullets(lines=words.places))
