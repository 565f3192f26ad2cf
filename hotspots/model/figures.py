"""How often: the co-ordinator's counts, exact and for the inside only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from hotspots.errors import ParameterError

if TYPE_CHECKING:
    from datetime import date

    from hotspots.model.episode import EpisodeStatus, PlacementType
    from hotspots.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A number of episodes, and the different young people who had them."""

    episodes: int
    children: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementFigure:
    """One type of placement: its episodes, the young people who had them, and the top of them.

    `top_episodes` are those of the `top_children` most often missing *from this type*.
    """

    placement: PlacementType
    episodes: int
    children: int
    top_children: int
    top_episodes: int

    @property
    def top_share(self) -> float:
        """From 0 to 1: the part of this type's episodes that are by its most often missing."""
        return self.top_episodes / self.episodes if self.episodes else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How many episodes began in the period, by how many young people, and from where.

    `placements` holds the types that occur, in the order of `PlacementType`. A young
    person who moved counts in each type (`movers` says how many did) and once in
    `children`. `top_episodes` are those of the `top_children` most often missing, over
    all types of placement together. `remainder` is what the types that paragraph 4.7
    names leave over, and `remainder_types` the types that it holds.
    """

    period: Period
    episodes: int
    children: int
    placements: tuple[PlacementFigure, ...]
    movers: int
    top_children: int
    top_episodes: int
    remainder: Tally
    remainder_types: tuple[PlacementType, ...]

    @property
    def top_share(self) -> float:
        """From 0 to 1: the part of all episodes that are by the most often missing."""
        return self.top_episodes / self.episodes if self.episodes else 0.0


class SpanUnit(StrEnum):
    """How a period is cut: weeks are those of ISO 8601, from Monday to Sunday."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One week, month or quarter of local days, as far as it lies within a period.

    `is_whole` is false where the period begins or ends inside it: its count is then of a
    part and not to be held beside the others.
    """

    unit: SpanUnit
    label: str
    days: Period
    is_whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanTally:
    """The episodes that began in a span: all, and by placement type and by status.

    Every type and status that occurs anywhere in the period stands in each span, with 0
    where it has none, so that the rows of a table have the same columns.
    """

    span: Span
    all: Tally
    placements: tuple[tuple[PlacementType, Tally], ...]
    statuses: tuple[tuple[EpisodeStatus, Tally], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderTally:
    """The episodes from one type of placement of one provider, by status.

    `provider` is a code of the SSDA903 return (PR0 to PR5); blank where it is none of them.
    """

    placement: PlacementType
    provider: str
    all: Tally
    missing: Tally
    away: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatRule:
    """`episodes` or more that began within any `days` days running: a young person to look at.

    Raises:
        ParameterError: fewer than two episodes, or no day.
    """

    episodes: int
    days: int

    def __post_init__(self) -> None:
        if self.episodes < 2 or self.days < 1:  # noqa: PLR2004 - one episode is no repeat
            msg = "A repeat is two episodes or more, in one day or more: for instance 3/90."
            raise ParameterError(msg)

    def __str__(self) -> str:
        return f"{self.episodes} or more in {self.days} days"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lengths:
    """How long episodes lasted, in true elapsed hours.

    `ended` have a known length: the median, the longest, and how many were longer than
    `long_hours`, are of those. `still_missing` have not ended; of `dates_only` the record
    has no times, so that no length can be told.
    """

    ended: int
    median_hours: float | None
    longest_hours: float | None
    long_hours: int
    over: int
    still_missing: int
    dates_only: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildFrequency:
    """How often one young person (a pseudonym) was missing or away.

    `episodes` began in the period. `in_windows` belong to the windows of `Frequency`, which
    end on its day and may reach back before the period. The gaps are days from a return to
    the next start. `rules_met` hold on that day, `rules_met_in_period` held on some day.
    """

    child_id: str
    episodes: int
    missing: int
    away: int
    in_windows: tuple[int, ...]
    rules_met: tuple[RepeatRule, ...]
    rules_met_in_period: tuple[RepeatRule, ...]
    median_gap_days: float | None
    shortest_gap_days: float | None
    lengths: Lengths
    placements: tuple[PlacementType, ...]
    last_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequency:
    """Young people by how often, the most often first; `as_of` is the day the windows end."""

    as_of: date
    windows_days: tuple[int, ...]
    rules: tuple[RepeatRule, ...]
    children: tuple[ChildFrequency, ...]
    lengths: Lengths

    def flagged(self, rule: RepeatRule) -> tuple[ChildFrequency, ...]:
        """The young people for whom the rule holds on the day."""
        return tuple(child for child in self.children if rule in child.rules_met)
