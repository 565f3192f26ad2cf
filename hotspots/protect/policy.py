"""What one audience may be shown, as values; `policyfile` reads them, `floor` guards them.

Nothing here decides about a child: `cell` and `gate` do, with these numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from hotspots.errors import ParameterError

if TYPE_CHECKING:
    from hotspots.release import Audience

_WHOLE_PERCENT = 100
# A figure that stands for fewer counts than this says too nearly what the count is.
_FEWEST_COUNTS_BEHIND_A_FIGURE = 3
_FEWEST_COUNTS_BEHIND_A_BAND = 2
# Government Security Classifications, from the least guarded to the most that we use.
CLASSIFICATIONS = ("OFFICIAL", "OFFICIAL-SENSITIVE")


class PeriodKind(StrEnum):
    """The closed periods an audience is shown, from the finest to the coarsest."""

    MONTHS = "months"
    QUARTER_OR_HALF_YEAR = "quarter or half-year"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """What a cell must reach before its figure may be shown.

    `children` and `episodes` are the fewest of each. `top_child_percent` is the largest
    share of a cell's episodes that the child with most may have; the two with most must
    stay below `top_two_percent`, as in ACRO's (n, k) rule. `p_percent` is the p % rule:
    the episodes of all others must be at least so many percent of the first child's, or
    the second child could work out the first.

    Raises:
        ParameterError: a number that is no threshold.
    """

    children: int
    episodes: int
    top_child_percent: int
    top_two_percent: int
    p_percent: int

    def __post_init__(self) -> None:
        if self.children < 1 or self.episodes < 1:
            msg = "A policy needs at least one child and one episode behind a figure."
            raise ParameterError(msg)
        shares = (self.top_child_percent, self.top_two_percent, self.p_percent)
        if not all(0 <= share <= _WHOLE_PERCENT for share in shares):
            msg = "The shares of a policy are whole percentages from 0 to 100."
            raise ParameterError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How a count that passes is written.

    `base` is the multiple to which it is rounded; counts up to `band_to` are written as
    a band from the fewest shown ("5 to 7") where it is not 0. `child_bands` are the lowest
    numbers of the bands in which children are counted; empty where they are not shown.

    Raises:
        ParameterError: not a rounding, or bands out of order or too narrow.
    """

    base: int
    band_to: int
    child_bands: tuple[int, ...]

    def __post_init__(self) -> None:
        if self.base < 1 or self.band_to < 0:
            msg = "A policy rounds to a multiple of at least 1, and a band ends at 0 or more."
            raise ParameterError(msg)
        widths = [b - a for a, b in zip(self.child_bands, self.child_bands[1:], strict=False)]
        if any(width < _FEWEST_COUNTS_BEHIND_A_BAND for width in widths):
            msg = "The bands of children must rise, and each must hold at least two numbers."
            raise ParameterError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Which periods, and how long after.

    An episode counts once it has been over for `days_after_close`; a period may be
    released once it has been over for `days_after_period`. Both are at least 0.

    Raises:
        ParameterError: a negative number of days.
    """

    period: PeriodKind
    days_after_close: int
    days_after_period: int

    def __post_init__(self) -> None:
        if self.days_after_close < 0 or self.days_after_period < 0:
            msg = "A policy cannot publish before the end: its delays are 0 days or more."
            raise ParameterError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shows:
    """Which parts of a release exist for an audience at all."""

    places: bool
    areas: bool
    months: bool
    time_bands: bool
    total: bool
    firmness: bool
    direction: bool
    actions: bool
    place_themes: bool
    place_guardians: bool
    place_lead: bool
    place_review: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleRules:
    """The rules of an audience that is shown figures about children.

    Raises:
        ParameterError: the numbers together would write some count almost exactly.
    """

    thresholds: Thresholds
    figures: Figures
    timing: Timing
    shows: Shows

    def __post_init__(self) -> None:
        if not self._smallest_figure_is_vague:
            msg = (
                "The smallest figure of this policy would stand for fewer than three counts. "
                "Move the fewest episodes, or the end of the band."
            )
            raise ParameterError(msg)
        bands = self.figures.child_bands
        if bands and bands[0] != self.thresholds.children:
            msg = "The first band of children must begin at the fewest children shown."
            raise ParameterError(msg)

    @property
    def _smallest_figure_is_vague(self) -> bool:
        fewest, figures = self.thresholds.episodes, self.figures
        first_rounded = max(fewest, figures.band_to + 1)
        band_is_wide = first_rounded - fewest not in range(1, _FEWEST_COUNTS_BEHIND_A_FIGURE)
        highest = first_rounded + _FEWEST_COUNTS_BEHIND_A_FIGURE - 1
        rounds_alike = rounded(first_rounded, figures.base) == rounded(highest, figures.base)
        return band_is_wide and rounds_alike


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What one audience may be shown.

    `statements` head the notices of every release. `rules` is None where the data has no
    people in it. `wider` is the policy of the audience that sees more: what is hidden
    from that one is hidden from this one too.

    Raises:
        ParameterError: a classification that we do not know.
    """

    audience: Audience
    version: str
    title: str
    classification: str
    statements: tuple[str, ...]
    rules: PeopleRules | None
    wider: Policy | None = None

    def __post_init__(self) -> None:
        if self.classification not in CLASSIFICATIONS:
            msg = f"A policy's classification is one of: {', '.join(CLASSIFICATIONS)}."
            raise ParameterError(msg)


def rounded(count: int, base: int) -> int:
    """The nearest multiple of `base`, halves up, in whole numbers throughout.

    Python's `round` takes halves to the even neighbour (25 to base 10 gives 20).
    """
    return (2 * count + base) // (2 * base) * base
