"""What a release is made of: figures, places, directions and actions as they may be shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from hotspots.period import Period

if TYPE_CHECKING:
    from datetime import date


class Audience(StrEnum):
    """Who a release is for; `OPEN_DATA` is the context layer, which has no people in it."""

    PARTNER = "partner"
    BRIEF = "brief"
    PUBLIC = "public"
    OPEN_DATA = "open-data"


PEOPLE_AUDIENCES = (Audience.PARTNER, Audience.BRIEF, Audience.PUBLIC)


class Withheld(StrEnum):
    """Why a figure is null; the texts never tell suppressed from zero."""

    TOO_FEW = "too few young people to show"
    NOT_FOR_AUDIENCE = "not shown to this audience"
    PERIOD = "not shown for a period of this length"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCount:
    """A protected count: a rounded value, or a band in words, or withheld with a reason.

    `value` is null where only a band may be shown or nothing may; it is never 0.
    `text` is what people read.
    """

    text: str
    value: int | None = None
    reason: Withheld | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPosition:
    """A public place's own coordinate from the gazetteer, never computed from points."""

    easting: float
    northing: float
    lon: float
    lat: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCell:
    """One cell of the fixed 100 m grid by its south-west corner in metres, with its ring.

    `ring` is a closed counter-clockwise ring of longitude and latitude.
    """

    easting: int
    northing: int
    ring: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownArea:
    """A fixed area (a ward) by its official code and name."""

    code: str
    name: str


class Change(StrEnum):
    """How a hotspot stands beside the release that this one is compared with.

    `NEW` is shown now and was not then, which may be because it was withheld.
    """

    NEW = "not shown before"
    RISING = "rising"
    FALLING = "falling"
    NO_CLEAR_CHANGE = "no clear change"
    NOT_COMPARABLE = "too few to compare"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDirection:
    """The direction of travel, worked out from shown figures of two releases and nothing else.

    `text` is the sentence for people, with the interval of the ratio where there is one.
    `ratio` is episodes a day now over then, `low` and `high` its 95 % interval; all three
    are null but for a rising or falling hotspot.
    """

    change: Change
    text: str
    ratio: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAction:
    """What agencies do about a place or its zone, as somebody decided to tell it.

    `first_month` and `last_month` are `2021-03`; the last is null while no end is known.
    """

    what: str
    lead: str
    first_month: str
    last_month: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPlaceRisk:
    """What partners agree about a place or its zone, as far as somebody decided to tell it.

    `about` is the name of the place or zone. `themes` and `guardians` are words of the
    controlled list, `lead` an agency; a part that is not told is empty.
    """

    about: str
    themes: tuple[str, ...] = ()
    guardians: tuple[str, ...] = ()
    lead: str = ""
    next_review: date | None = None

    def text(self, *, beside: str = "") -> str:
        """For people: `Markeaton Park. Lead agency: Council. Next review: 15 September 2021.`.

        The name is left out where it is the one that stands beside it.
        """
        parts = (
            ("Themes", "; ".join(self.themes)),
            ("Looked after by", "; ".join(self.guardians)),
            ("Lead agency", self.lead),
            ("Next review", _day(self.next_review)),
        )
        told = " ".join(f"{name}: {said}." for name, said in parts if said)
        return told if self.about == beside else f"{self.about}. {told}"


def _day(day: date | None) -> str:
    return "" if day is None else Period(first=day, last=day).in_words.partition(" to ")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerHotspot:
    """A place that the release compared with showed, and this one does not show."""

    hotspot_id: str
    name: str
    area: ShownArea | None
    position: ShownPosition


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The earlier release to the same audience that directions of travel are beside.

    It is named by its period alone: the digest of a whole release would let the reader of
    one area try out what the others hold.
    """

    period: Period
    former: tuple[FormerHotspot, ...]

    def for_areas(
        self, codes: frozenset[str], *, hotspot_ids: frozenset[str] = frozenset()
    ) -> Self:
        """The same with what was shown in these areas, and these hotspots, alone."""
        own = tuple(
            one
            for one in self.former
            if one.hotspot_id in hotspot_ids or (one.area is not None and one.area.code in codes)
        )
        return replace(self, former=own)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedHotspot:
    """A hotspot as one audience may see it.

    `footprint` is `place` (a circle of `extent_m` round the gazetteer's position) or
    `cells` (only where no person is in the data). `time_bands` names four six-hour
    bands of the local day; empty where they may not be shown. `firmness` says in words
    how firm the hotspot is, `direction` which way it goes, `actions` what is being done,
    `place_risks` what is agreed about the place; each is empty where the audience is not
    told or there is nothing to tell.
    """

    hotspot_id: str
    name: str
    category: str
    zone: str
    area: ShownArea | None
    position: ShownPosition
    extent_m: float
    episodes: ShownCount
    children: ShownCount
    first_month: str | None
    last_month: str | None
    time_bands: tuple[tuple[str, ShownCount], ...] = ()
    cells: tuple[ShownCell, ...] = ()
    firmness: str = ""
    direction: ShownDirection | None = None
    actions: tuple[ShownAction, ...] = ()
    place_risks: tuple[ShownPlaceRisk, ...] = ()

    @property
    def agreed(self) -> tuple[str, ...]:
        """What is agreed about the place, for people who have its name before them."""
        return tuple(one.text(beside=self.name) for one in self.place_risks)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedZone:
    """A named grouping of the hotspots that are shown; its figure is built from theirs."""

    name: str
    hotspot_ids: tuple[str, ...]
    episodes: ShownCount
