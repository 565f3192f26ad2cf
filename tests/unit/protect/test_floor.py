from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from hotspots.errors import ReleaseRefusedError
from hotspots.protect import load_policy
from hotspots.protect.floor import FLOOR, refuse_weaker
from hotspots.protect.policy import PeriodKind
from hotspots.release import PEOPLE_AUDIENCES, Audience

if TYPE_CHECKING:
    from hotspots.protect import Policy


def changed(audience: Audience, section: str, **changes: Any) -> Policy:  # noqa: ANN401 - any number
    policy = load_policy(audience)
    assert policy.rules is not None
    part = replace(getattr(policy.rules, section), **changes)
    return replace(policy, rules=replace(policy.rules, **{section: part}))


@pytest.mark.parametrize("audience", PEOPLE_AUDIENCES)
def test_the_packaged_policies_are_exactly_the_floor(audience: Audience) -> None:
    assert load_policy(audience).rules == FLOOR[audience]


WEAKER = [
    (Audience.PARTNER, "thresholds", {"top_two_percent": 91}, "top_two_percent"),
    (Audience.PARTNER, "thresholds", {"p_percent": 9}, "p_percent"),
    (Audience.PARTNER, "timing", {"days_after_close": 13}, "days_after_close"),
    (Audience.PARTNER, "timing", {"days_after_period": 0}, "days_after_period"),
    (Audience.PARTNER, "figures", {"child_bands": (3, 5, 7, 10)}, "child_bands"),
    (Audience.PARTNER, "shows", {"total": True}, "total"),
    (Audience.BRIEF, "thresholds", {"episodes": 5}, "episodes"),
    (Audience.BRIEF, "thresholds", {"top_child_percent": 51}, "top_child_percent"),
    (Audience.BRIEF, "thresholds", {"top_two_percent": 91}, "top_two_percent"),
    (Audience.BRIEF, "thresholds", {"p_percent": 19}, "p_percent"),
    (Audience.BRIEF, "timing", {"period": PeriodKind.MONTHS}, "period"),
    (Audience.BRIEF, "timing", {"days_after_close": 27}, "days_after_close"),
    (Audience.BRIEF, "timing", {"days_after_period": 27}, "days_after_period"),
    (Audience.BRIEF, "figures", {"child_bands": (5, 7, 10)}, "child_bands"),
    (Audience.BRIEF, "shows", {"months": True}, "months"),
    (Audience.BRIEF, "shows", {"time_bands": True}, "time_bands"),
    (Audience.PUBLIC, "thresholds", {"children": 9}, "children"),
    (Audience.PUBLIC, "timing", {"period": PeriodKind.QUARTER_OR_HALF_YEAR}, "period"),
    (Audience.PUBLIC, "timing", {"days_after_period": 89}, "days_after_period"),
    (Audience.PUBLIC, "figures", {"child_bands": (10,)}, "child_bands"),
    (Audience.PUBLIC, "shows", {"places": True}, "places"),
    (Audience.PUBLIC, "shows", {"areas": True}, "areas"),
]
STRICTER = [
    (Audience.PARTNER, "thresholds", {"top_child_percent": 50, "p_percent": 11}),
    (Audience.PARTNER, "thresholds", {"top_two_percent": 89}),
    (Audience.PARTNER, "timing", {"days_after_close": 15, "days_after_period": 2}),
    (Audience.PARTNER, "timing", {"period": PeriodKind.YEAR}),
    (Audience.PARTNER, "figures", {"child_bands": ()}),
    (Audience.PARTNER, "figures", {"child_bands": (3, 10)}),
    (Audience.PARTNER, "figures", {"base": 10, "band_to": 14}),
    (Audience.PARTNER, "shows", {"time_bands": False, "months": False}),
    (Audience.PUBLIC, "shows", {"total": False}),
    (Audience.PUBLIC, "thresholds", {"episodes": 13, "children": 11}),
]


@pytest.mark.parametrize(("audience", "section", "changes", "named"), WEAKER)
def test_a_weaker_policy_is_refused(
    audience: Audience, section: str, changes: dict[str, Any], named: str
) -> None:
    with pytest.raises(ReleaseRefusedError, match=rf"\b{named}\b"):
        refuse_weaker(changed(audience, section, **changes))


def test_everything_that_is_weaker_is_named() -> None:
    weak = changed(Audience.PARTNER, "timing", days_after_close=0, days_after_period=0)
    with pytest.raises(ReleaseRefusedError, match=r"in: days_after_close, days_after_period\."):
        refuse_weaker(weak)


@pytest.mark.parametrize(("audience", "section", "changes"), STRICTER)
def test_a_stricter_policy_is_let_through(
    audience: Audience, section: str, changes: dict[str, Any]
) -> None:
    refuse_weaker(changed(audience, section, **changes))


def test_a_rounding_that_does_not_nest_in_the_floors_is_refused() -> None:
    # Rounded to 7 here and to 5 there, a count could be closed in upon.
    with pytest.raises(ReleaseRefusedError, match="base"):
        refuse_weaker(changed(Audience.BRIEF, "figures", base=7))


def test_fewer_children_than_the_floor_are_refused() -> None:
    policy = changed(Audience.BRIEF, "thresholds", episodes=8)
    assert policy.rules is not None
    thresholds = replace(policy.rules.thresholds, children=4)
    figures = replace(policy.rules.figures, child_bands=(4, 10))
    rules = replace(policy.rules, thresholds=thresholds, figures=figures)
    with pytest.raises(ReleaseRefusedError, match="children"):
        refuse_weaker(replace(policy, rules=rules))


@pytest.mark.parametrize("audience", [Audience.PARTNER, Audience.BRIEF])
def test_a_lower_classification_is_refused(audience: Audience) -> None:
    with pytest.raises(ReleaseRefusedError, match="classification"):
        refuse_weaker(replace(load_policy(audience), classification="OFFICIAL"))


def test_a_higher_classification_is_let_through() -> None:
    refuse_weaker(replace(load_policy(Audience.PUBLIC), classification="OFFICIAL-SENSITIVE"))


@pytest.mark.parametrize("audience", PEOPLE_AUDIENCES)
def test_children_are_never_shown_without_rules(audience: Audience) -> None:
    with pytest.raises(ReleaseRefusedError, match="rules"):
        refuse_weaker(replace(load_policy(audience), rules=None))


def test_open_data_has_no_rules_to_stand_for() -> None:
    policy = replace(load_policy(Audience.OPEN_DATA), rules=FLOOR[Audience.PUBLIC])
    with pytest.raises(ReleaseRefusedError, match="rules"):
        refuse_weaker(policy)


def test_a_brief_stands_under_the_partners_policy() -> None:
    brief = load_policy(Audience.BRIEF)
    with pytest.raises(ReleaseRefusedError, match="wider"):
        refuse_weaker(replace(brief, wider=None))
    weak = changed(Audience.PARTNER, "thresholds", p_percent=9)
    with pytest.raises(ReleaseRefusedError, match="p_percent"):
        refuse_weaker(replace(brief, wider=weak))
