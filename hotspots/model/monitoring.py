"""How unevenly, how often for the time in placement, and where: the other figures inside."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from hotspots.model.episode import PlacementType, PlaceSource
    from hotspots.model.evidence import Direction
    from hotspots.model.figures import (
        Figures,
        Frequency,
        ProviderTally,
        SpanTally,
        SpanUnit,
        Tally,
    )
    from hotspots.period import Period


class UnevennessVerdict(StrEnum):
    """Whether the episodes are spread more unevenly than luck alone would spread them."""

    BEYOND = "more uneven than by chance"
    WITHIN = "may be chance"
    INSUFFICIENT = "insufficient data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unevenness:
    """How unevenly the episodes fall on the young people who had any.

    Shares and Gini coefficients run from 0 to 1. The two `chance_` triples are the lower end,
    the middle and the upper end of what 95 % of the simulations gave in which everybody was
    equally likely; None, with no p-value, where there is too little to simulate.
    """

    episodes: int
    children: int
    top_children: int
    top_episodes: int
    gini: float | None
    chance_gini: tuple[float, float, float] | None
    chance_top_share: tuple[float, float, float] | None
    p_value: float | None
    simulations: int
    verdict: UnevennessVerdict

    @property
    def top_share(self) -> float:
        """From 0 to 1: the part of the episodes that the most often missing make."""
        return self.top_episodes / self.episodes if self.episodes else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementSpell:
    """A young person's time in a placement; the day it ended (`until`) is not part of it.

    `until` is None while it lasts. That is the SSDA903 return's rule: the day on which one
    placement ends is the first day of the next.
    """

    child_id: str
    placement: PlacementType
    first: date
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Episodes for each 1,000 days that young people lived in a type of placement.

    `per_1000_days` with its exact 95 % interval is None, and `reason` says why, where it
    cannot be computed. `outside` episodes began on a day on which the record has the young
    person in no such placement: they are not in the rate.
    """

    placement: PlacementType
    episodes: int
    child_days: int
    outside: int
    per_1000_days: float | None
    low: float | None
    high: float | None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceShare:
    """Of the episodes from one type of placement, those with a usable place from one source.

    `source` None means any source, `placement` None any placement. `spoke` have any words of
    a place from it; of those `usable` have one in the city that can be put on the map, and
    `outside` (some of the others) only one outside it.
    """

    placement: PlacementType | None
    source: PlaceSource | None
    episodes: int
    spoke: int
    usable: int
    outside: int

    @property
    def part(self) -> float:
        """From 0 to 1: usable, of all the episodes; 0 where there are none."""
        return self.usable / self.episodes if self.episodes else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceSeen:
    """A public place: the episodes in which young people named it, and police found them there."""

    place_id: str
    name: str
    by_child: Tally
    by_police: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceComparison:
    """What young people say in return interviews beside where police found them.

    `places` are public places of either, the most episodes first. Of the `both` episodes with
    a place from each, `agreeing` share a public place or lie within `agree_within_m` metres.
    """

    places: tuple[PlaceSeen, ...]
    child_episodes: int
    police_episodes: int
    both: int
    agreeing: int
    agree_within_m: float


class AuthoritySide(StrEnum):
    """Whose child, and where placed: by responsible authority and by the placement's."""

    OURS_HERE = "ours, placed here"
    OURS_ELSEWHERE = "ours, placed elsewhere"
    OTHERS_HERE = "another authority's, placed here"
    OTHERS_ELSEWHERE = "another authority's, placed elsewhere"
    UNKNOWN = "not known"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityChild:
    """One young person on one side of the boundary; `responsible_la` as it is recorded."""

    side: AuthoritySide
    child_id: str
    responsible_la: str
    episodes: int
    last_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsidePlace:
    """A place outside the city that episodes name: kept and listed, never on the city's map."""

    name: str
    tally: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfAuthority:
    """Who is on which side of the boundary, and which places lie beyond it.

    `sides` holds every side, with 0 where nobody is on it. `children` lists those known
    to be on another side than ours and here.
    """

    sides: tuple[tuple[AuthoritySide, Tally], ...]
    children: tuple[AuthorityChild, ...]
    places: tuple[OutsidePlace, ...]
    place_episodes: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """One type of placement (None: all) beside the frozen baseline, and the sentence for it."""

    placement: PlacementType | None
    direction: Direction
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduction:
    """The period beside a frozen baseline, and what makes that baseline a poor one."""

    baseline: Period
    trends: tuple[Trend, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitoring:
    """All of the co-ordinator's figures for one period: exact, and for the inside only.

    `reduction` is None where no baseline was frozen.
    """

    figures: Figures
    spans: tuple[tuple[SpanUnit, tuple[SpanTally, ...]], ...]
    providers: tuple[ProviderTally, ...]
    frequency: Frequency
    unevenness: Unevenness
    rates: tuple[Rate, ...]
    shares: tuple[SourceShare, ...]
    comparison: PlaceComparison
    authority: OutOfAuthority
    reduction: Reduction | None
    crosswalk_version: str

    @property
    def period(self) -> Period:
        """The days that are counted."""
        return self.figures.period


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowTally:
    """So many weeks up to a day, beside as many before them."""

    weeks: int
    days: Period
    days_before: Period
    now: Tally
    before: Tally
    high_risk: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingNow:
    """A young person without a recorded return; `risk_level` as it is recorded, blank if not."""

    child_id: str
    since: date
    days: int
    risk_level: str
    placement: PlacementType
