"""What a release says of itself, in words for people who are tired and in a hurry.

The minimum counts may be told. How far one or two children may dominate a figure is
not: with those numbers a reader who knows one child could narrow down the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.describe import baseline_warning
from hotspots.protect.policy import PeriodKind
from hotspots.release import NOTHING_YET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotspots.period import Period
    from hotspots.protect.policy import PeopleRules, Policy

_PERIODS = {
    PeriodKind.MONTHS: "whole calendar months",
    PeriodKind.QUARTER_OR_HALF_YEAR: "one calendar quarter or half-year",
    PeriodKind.YEAR: "one calendar year",
}


def notices_of(policy: Policy, rules: PeopleRules, *, fits: bool) -> tuple[str, ...]:
    """The notices of a release: they depend on the policy and the period, never on the data."""
    if not fits:
        return (*policy.statements, _not_yet(rules))
    return (*policy.statements, *_what_is_shown(rules))


def comparison_notices(earlier: Period) -> tuple[str, ...]:
    """What the directions of travel are beside, and whether that is a poor baseline."""
    beside = (
        f"Rising and falling compare the figures shown here with those shown for "
        f"{earlier.in_words}. Smaller changes are not told apart from chance."
    )
    warning = baseline_warning(earlier)
    return (beside, warning) if warning else (beside,)


def _not_yet(rules: PeopleRules) -> str:
    return (
        f"{NOTHING_YET}: this audience is shown {_PERIODS[rules.timing.period]}, "
        f"{_days(rules.timing.days_after_period)} or more after the end. "
        "Choose another period, or wait."
    )


def _what_is_shown(rules: PeopleRules) -> Iterator[str]:
    if rules.shows.places:
        yield "Places with too few young people are not shown, and there may be none."
        yield (
            f"A place is shown only with at least {rules.thresholds.children} young people and "
            f"{rules.thresholds.episodes} episodes. "
            "A place that is not shown is not known to be safe."
        )
        yield "Only public places are named. Homes are never shown."
        yield (
            "A zone's figure adds up the places shown. An episode at two places counts at "
            "both, so it is not a number of episodes in the zone."
        )
    else:
        yield "If the figure is not shown, there were too few young people, and there may be none."
    yield f"Figures are rounded to the nearest {rules.figures.base}."
    yield (
        "Only episodes that began in the period and ended at least "
        f"{_days(rules.timing.days_after_close)} ago are counted."
    )


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
