from __future__ import annotations

import re
from datetime import date

import pytest

from hotspots.period import Period
from hotspots.protect import load_policy
from hotspots.protect.notices import comparison_notices, notices_of
from hotspots.release import PEOPLE_AUDIENCES, Audience


def words(audience: Audience, *, fits: bool = True) -> str:
    policy = load_policy(audience)
    assert policy.rules is not None
    return "\n".join(notices_of(policy, policy.rules, fits=fits))


@pytest.mark.parametrize("audience", [Audience.PARTNER, Audience.BRIEF])
def test_what_is_not_shown_may_be_nothing_at_all(audience: Audience) -> None:
    notice = "Places with too few young people are not shown, and there may be none."
    assert notice in words(audience)


@pytest.mark.parametrize(
    ("audience", "days", "fewest"),
    [
        (Audience.PARTNER, "14 days", "at least 3 young people and 5 episodes"),
        (Audience.BRIEF, "28 days", "at least 5 young people and 8 episodes"),
        (Audience.PUBLIC, "90 days", "there may be none"),
    ],
)
def test_the_minimum_counts_and_the_delay_are_told(
    audience: Audience, days: str, fewest: str
) -> None:
    assert days in words(audience)
    assert fewest in words(audience)
    assert "rounded to the nearest 5" in words(audience)


@pytest.mark.parametrize("audience", PEOPLE_AUDIENCES)
@pytest.mark.parametrize("fits", [True, False])
def test_how_far_one_child_may_dominate_is_never_told(audience: Audience, *, fits: bool) -> None:
    text = words(audience, fits=fits)
    telling = r"%|percent|per cent|share|domina|concentrat|\btop\b|half of"
    assert not re.search(telling, text, re.IGNORECASE)


@pytest.mark.parametrize(
    ("audience", "told"),
    [
        (Audience.PARTNER, "whole calendar months, 1 day or more after the end"),
        (Audience.BRIEF, "one calendar quarter or half-year, 28 days or more after the end"),
        (Audience.PUBLIC, "one calendar year, 90 days or more after the end"),
    ],
)
def test_a_period_that_is_not_shown_is_explained(audience: Audience, told: str) -> None:
    text = words(audience, fits=False)
    assert told in text
    assert "Choose another period, or wait." in text
    assert "rounded" not in text


def test_open_data_says_that_no_people_are_in_it_and_that_it_is_not_to_be_mixed() -> None:
    text = "\n".join(load_policy(Audience.OPEN_DATA).statements)
    assert "no people in them" in text
    assert "never be mixed with children's data" in text


def test_a_poor_baseline_is_said_to_be_one() -> None:
    usual = Period(first=date(2019, 1, 1), last=date(2019, 6, 30))
    locked_down = Period(first=date(2020, 7, 1), last=date(2020, 12, 31))
    assert len(comparison_notices(usual)) == 1
    beside, warning = comparison_notices(locked_down)
    assert locked_down.in_words in beside
    assert "poor" in warning
