"""What the co-ordinator's figures are asked for; every number is a setting with its source."""

from __future__ import annotations

from dataclasses import dataclass

from hotspots.errors import ParameterError
from hotspots.model import PlacementType, RepeatRule

# Paragraph 4.7 of the council's report names the five young people who were missing most often.
MOST_OFTEN = 5
# The types that paragraph 4.7 names before it comes to "the remainder".
NAMED_TYPES = (PlacementType.OWN_RESIDENTIAL, PlacementType.FOSTER, PlacementType.SUPPORTED)
# Essex Police, procedure B1601, 3.21: three times in 90 days.
THREE_IN_NINETY = RepeatRule(episodes=3, days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitorParams:
    """Thresholds of the figures.

    `top_children` are the most often missing that are told apart, `named_types` those that
    are no remainder, `windows_days` the days up to the last one in which each young person's
    episodes are counted, `rules` what makes a repeat, `long_hours` what makes an episode
    long, `simulations` the draws beside which the concentration is held, and
    `agree_within_m` how near to each other two places count as one.

    Raises:
        ParameterError: one of them is not positive, or nothing is left to simulate.
    """

    top_children: int = MOST_OFTEN
    named_types: tuple[PlacementType, ...] = NAMED_TYPES
    windows_days: tuple[int, ...] = (7, 28, 90)
    rules: tuple[RepeatRule, ...] = (THREE_IN_NINETY,)
    long_hours: int = 24
    simulations: int = 1999
    agree_within_m: float = 250.0

    def __post_init__(self) -> None:
        numbers = (self.top_children, *self.windows_days, self.long_hours, self.agree_within_m)
        if min(numbers) <= 0 or not self.windows_days:
            msg = "The thresholds of the figures are positive, and one window of days at least."
            raise ParameterError(msg)
        if self.simulations < 99:  # noqa: PLR2004 - fewer draws cannot show 95 %
            msg = "Give at least 99 simulations: fewer cannot show what 95 % of them do."
            raise ParameterError(msg)
