"""The least that any policy must ask: constants in code, so that no file can lower them."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from hotspots.errors import ReleaseRefusedError
from hotspots.protect.policy import (
    CLASSIFICATIONS,
    Figures,
    PeopleRules,
    PeriodKind,
    Shows,
    Thresholds,
    Timing,
)
from hotspots.release import Audience

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotspots.protect.policy import Policy

# The sources of the numbers stand beside them in the policies' own files.
FLOOR = {
    Audience.PARTNER: PeopleRules(
        thresholds=Thresholds(
            children=3, episodes=5, top_child_percent=100, top_two_percent=90, p_percent=10
        ),
        figures=Figures(base=5, band_to=7, child_bands=(3, 5, 10)),
        timing=Timing(period=PeriodKind.MONTHS, days_after_close=14, days_after_period=1),
        shows=Shows(
            places=True,
            areas=True,
            months=True,
            time_bands=True,
            total=False,
            firmness=True,
            direction=True,
            actions=True,
            place_themes=True,
            place_guardians=True,
            place_lead=True,
            place_review=True,
        ),
    ),
    Audience.BRIEF: PeopleRules(
        thresholds=Thresholds(
            children=5, episodes=8, top_child_percent=50, top_two_percent=90, p_percent=20
        ),
        figures=Figures(base=5, band_to=0, child_bands=(5, 10)),
        timing=Timing(
            period=PeriodKind.QUARTER_OR_HALF_YEAR, days_after_close=28, days_after_period=28
        ),
        shows=Shows(
            places=True,
            areas=True,
            months=False,
            time_bands=False,
            total=False,
            firmness=False,
            direction=True,
            actions=True,
            place_themes=True,
            place_guardians=True,
            place_lead=True,
            place_review=False,
        ),
    ),
    Audience.PUBLIC: PeopleRules(
        thresholds=Thresholds(
            children=10, episodes=10, top_child_percent=50, top_two_percent=90, p_percent=20
        ),
        figures=Figures(base=5, band_to=0, child_bands=()),
        timing=Timing(period=PeriodKind.YEAR, days_after_close=90, days_after_period=90),
        shows=Shows(
            places=False,
            areas=False,
            months=False,
            time_bands=False,
            total=True,
            firmness=False,
            direction=False,
            actions=False,
            place_themes=False,
            place_guardians=False,
            place_lead=False,
            place_review=False,
        ),
    ),
}
CLASSIFICATION = {
    Audience.PARTNER: "OFFICIAL-SENSITIVE",
    Audience.BRIEF: "OFFICIAL-SENSITIVE",
    Audience.PUBLIC: "OFFICIAL",
    Audience.OPEN_DATA: "OFFICIAL",
}
WIDER = {Audience.BRIEF: Audience.PARTNER}
_KINDS = tuple(PeriodKind)  # from the finest to the coarsest


def refuse_weaker(policy: Policy) -> None:
    """Let a policy through only if it asks at least what the floor asks.

    Raises:
        ReleaseRefusedError: it is weaker; the message names where, for the co-ordinator.
    """
    weak = [*_weak_frame(policy), *_weak_rules(policy.rules, FLOOR.get(policy.audience))]
    if weak:
        msg = (
            f"The policy for the audience {policy.audience.value!r} is weaker than this program "
            f"allows in: {', '.join(weak)}. Nothing is released under it; make it stricter."
        )
        raise ReleaseRefusedError(msg)
    if policy.wider is not None:
        refuse_weaker(policy.wider)


def _weak_frame(policy: Policy) -> Iterator[str]:
    asked = CLASSIFICATIONS.index(CLASSIFICATION[policy.audience])
    if CLASSIFICATIONS.index(policy.classification) < asked:
        yield "classification"
    wider = None if policy.wider is None else policy.wider.audience
    if wider is not WIDER.get(policy.audience):
        yield "the wider audience's policy"


def _weak_rules(rules: PeopleRules | None, floor: PeopleRules | None) -> Iterator[str]:
    if rules is None or floor is None:
        if rules is not floor:
            yield "rules"
        return
    yield from _weak_thresholds(rules.thresholds, floor.thresholds)
    yield from _weak_figures(rules.figures, floor.figures)
    yield from _weak_timing(rules.timing, floor.timing)
    allowed = asdict(floor.shows)
    for part, shown in asdict(rules.shows).items():
        if shown and not allowed[part]:
            yield part


def _weak_thresholds(own: Thresholds, floor: Thresholds) -> Iterator[str]:
    if own.children < floor.children:
        yield "children"
    if own.episodes < floor.episodes:
        yield "episodes"
    if own.top_child_percent > floor.top_child_percent:
        yield "top_child_percent"
    if own.top_two_percent > floor.top_two_percent:
        yield "top_two_percent"
    if own.p_percent < floor.p_percent:
        yield "p_percent"


def _weak_figures(own: Figures, floor: Figures) -> Iterator[str]:
    # Only multiples of the floor's base: a count rounded to 5 here and to 7 there
    # could be closed in upon from both sides.
    if own.base % floor.base:
        yield "base"
    # A band may begin later than the floor's, but may be cut only where the floor's are.
    if own.child_bands and not set(own.child_bands[1:]) < set(floor.child_bands):
        yield "child_bands"


def _weak_timing(own: Timing, floor: Timing) -> Iterator[str]:
    if _KINDS.index(own.period) < _KINDS.index(floor.period):
        yield "period"
    if own.days_after_close < floor.days_after_close:
        yield "days_after_close"
    if own.days_after_period < floor.days_after_period:
        yield "days_after_period"
