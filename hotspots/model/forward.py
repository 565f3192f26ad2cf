"""Whether the hotspots of some months say where children are seen in the next one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotspots.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldOut:
    """A period cut in two: `earlier` is learnt from, `held_out` is the calendar month after."""

    earlier: Period
    held_out: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """How a choice of places did in the held-out month.

    `visits` of that month were at one of the `places` (a mean over draws for places drawn
    at random). `hit_rate` is their share of all visits, `area_share` the share of the
    city's ground that the places take up, and `pai` the first over the second (the
    predictive accuracy index); None where the places take up no ground.
    """

    places: int
    visits: float
    hit_rate: float
    area_share: float
    pai: float | None


class ForwardVerdict(StrEnum):
    """Three hotspots beside the three busiest places of the month before."""

    BETTER = "better than last month's places"
    NO_DIFFERENCE = "no clear difference from last month's places"
    WORSE = "worse than last month's places"
    INSUFFICIENT = "insufficient data"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardCheck:
    """The forecasts side by side.

    A visit is one episode at one position; `visits` and `children` count the held-out
    month. `hotspots` is the whole ground of all hotspots, `random` as many public places
    drawn at random; `three_hotspots` are the busiest places of the three busiest hotspots,
    `last_month` as many of the busiest places of the month before. `p_value` is that of the
    difference between these two, with children as the exchange unit. The forecasts are None
    where the verdict is `insufficient data`.
    """

    split: HoldOut | None
    visits: int
    children: int
    verdict: ForwardVerdict
    hotspots: Forecast | None = None
    random: Forecast | None = None
    three_hotspots: Forecast | None = None
    last_month: Forecast | None = None
    p_value: float | None = None
