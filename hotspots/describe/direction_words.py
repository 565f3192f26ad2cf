"""The direction of travel in a sentence for a person, with its figures beside the word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.model import Travel

if TYPE_CHECKING:
    from hotspots.model import Direction

_MEANING = {
    Travel.RISING: "",
    Travel.FALLING: "",
    Travel.EMERGING: " There were hardly any before.",
    Travel.FORMER: " There are hardly any now.",
    Travel.STABLE: " It has neither doubled nor halved.",
    Travel.PERSISTENT: " There were some in {active} of {months} months; no change is shown.",
    Travel.INTERMITTENT: " There were some in {active} of {months} months; no change is shown.",
    Travel.INSUFFICIENT: " That is too little to say which way it goes.",
}
_ONE_CHILD = " Without one of the children no change would be shown."
_MOST_DECIMALS = 4


def direction_sentence(direction: Direction) -> str:
    """For instance: `Rising: 24 episodes in 181 days against 5 in 184 before (…).`."""
    return (
        f"{direction.word.value.capitalize()}: {_episodes(direction.current_episodes)} in "
        f"{direction.current_days} days against {direction.baseline_episodes} in "
        f"{direction.baseline_days} before{_ratio(direction)}."
        + _MEANING[direction.word].format(active=direction.active_months, months=direction.months)
        + (_ONE_CHILD if direction.hinges_on_one_child else "")
    )


def _episodes(number: int) -> str:
    return "1 episode" if number == 1 else f"{number} episodes"


def _ratio(direction: Direction) -> str:
    if direction.low is None:
        return ""
    limits = (
        f"{plain_number(direction.low)} or more"
        if direction.high is None
        else f"{plain_number(direction.low)} to {plain_number(direction.high)}"
    )
    if direction.rate_ratio is None:
        return f" (95 % interval of the ratio {limits})"
    return f" ({plain_number(direction.rate_ratio)} times as many a day; 95 % interval {limits})"


def plain_number(value: float) -> str:
    """One decimal, or as many as it takes to see on which side of 1 it lies."""
    texts = [f"{value:.{decimals}f}" for decimals in range(1, _MOST_DECIMALS + 1)]
    return next((text for text in texts if float(text) != 1), texts[0])
