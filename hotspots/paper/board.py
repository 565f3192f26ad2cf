"""The board paper in the order of the council's report of 2021: sections 4.3 to 4.7 and 5.2.

One wording for both versions: the exact one inside, and the one that an audience may read.
Whoever makes the words decides what a figure says; here is only where it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.document import Bars, Block, Bullets, Document, Grid, Section

if TYPE_CHECKING:
    from datetime import date

NOTHING_SHOWN = "Nothing can be shown here for this period."
PLACES_ARE_NOT_TO_BLAME = (
    "These are public places where young people who went missing were, as their records say. A "
    "place is not to blame for that."
)
AGREED = "What partners agree about the places, as far as it is told here:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A figure under its name: episodes and young people, as the reader may read them.

    `height` is the number in `episodes`, for a bar; None where none may be shown.
    """

    name: str
    episodes: str
    children: str
    height: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLine:
    """One hotspot: its zone and name, its figures, which way it goes, what is done and agreed."""

    zone: str
    name: str
    episodes: str
    children: str
    direction: str
    actions: str
    agreed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardWords:
    """All that a board paper says, in words.

    `months`, `placements` and `interviews` are tables of figures; empty where none may be
    shown. `paragraph` are the sentences of section 4.7, `travel` those of 5.2.
    """

    about: str
    classification: str
    banner: str
    day: date
    period: str
    numbers: tuple[str, ...]
    months: tuple[Line, ...]
    interviews: tuple[Line, ...]
    where: tuple[str, ...]
    placements: tuple[Line, ...]
    places: tuple[PlaceLine, ...]
    paragraph: tuple[str, ...]
    travel: tuple[str, ...]
    foot: tuple[str, ...]


def board_paper(words: BoardWords) -> Document:
    """The paper; its sections have the numbers that they have in the council's report."""
    return Document(
        title=f"Children missing from home and care, {words.period}",
        about=words.about,
        classification=words.classification,
        banner=words.banner,
        day=words.day,
        sections=(
            Section(number="4.3", title="Numbers and frequency", blocks=_numbers(words)),
            Section(
                number="4.4", title="Return interviews: why and where", blocks=_interviews(words)
            ),
            Section(number="4.5", title="Where young people live", blocks=_placements(words)),
            Section(number="4.6", title="Hot spots", blocks=_places(words)),
            Section(number="4.7", title="Who is missing most often", blocks=_paragraph(words)),
            Section(
                number="5.2",
                title="Disruption, and the direction of travel",
                blocks=_travel(words),
            ),
        ),
        foot=words.foot,
    )


def _numbers(words: BoardWords) -> tuple[Block, ...]:
    if not words.months:
        return (*words.numbers, NOTHING_SHOWN) if not words.numbers else words.numbers
    bars = Bars(
        caption="Episodes by the month in which they began",
        labels=tuple(line.name for line in words.months),
        heights=tuple(line.height for line in words.months),
        texts=tuple(line.episodes for line in words.months),
    )
    return (*words.numbers, bars, _grid("By month", "Month", words.months))


def _interviews(words: BoardWords) -> tuple[Block, ...]:
    table = (
        (_grid("Returns by what came of the interview", "Interview", words.interviews),)
        if words.interviews
        else ()
    )
    return (*table, *words.where) if table or words.where else (NOTHING_SHOWN,)


def _placements(words: BoardWords) -> tuple[Block, ...]:
    if not words.placements:
        return (NOTHING_SHOWN,)
    return (_grid("By type of placement", "Placement", words.placements),)


def _places(words: BoardWords) -> tuple[Block, ...]:
    if not words.places:
        return ("No place is named here.",)
    grid = Grid(
        caption="Hot spots by zone",
        head=("Place", "Zone", "Episodes", "Young people"),
        rows=tuple((one.name, one.zone or "-", one.episodes, one.children) for one in words.places),
    )
    agreed = tuple(one.agreed for one in words.places if one.agreed)
    said = (AGREED, Bullets(lines=agreed)) if agreed else ()
    return (PLACES_ARE_NOT_TO_BLAME, grid, *said)


def _paragraph(words: BoardWords) -> tuple[Block, ...]:
    return (Bullets(lines=words.paragraph),) if words.paragraph else (NOTHING_SHOWN,)


def _travel(words: BoardWords) -> tuple[Block, ...]:
    told = tuple(
        (one.name, one.direction or "Not said", one.actions or "-")
        for one in words.places
        if one.direction or one.actions
    )
    table = (
        (
            Grid(
                caption="Which way each hot spot goes, and what is being done",
                head=("Place", "Which way it goes", "What is being done"),
                rows=told,
            ),
        )
        if told
        else ()
    )
    return (*words.travel, *table) if words.travel or table else (NOTHING_SHOWN,)


def _grid(caption: str, head: str, lines: tuple[Line, ...]) -> Grid:
    return Grid(
        caption=caption,
        head=(head, "Episodes", "Young people"),
        rows=tuple((line.name, line.episodes, line.children) for line in lines),
    )
