from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from hotspots.map.wording import (
    action_in_words,
    day_in_words,
    facts_of,
    former_facts_of,
    former_rows_of,
    in_words,
    months_in_words,
    period_in_words,
    plain,
    rows_of,
)
from hotspots.period import Period
from hotspots.release import (
    Audience,
    Change,
    ShownAction,
    ShownCount,
    ShownDirection,
    ShownPlaceRisk,
    Withheld,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.release import Comparison, Release, ReleasedHotspot


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2021-01", "2021-06", "January to June 2021"),
        ("2020-11", "2021-02", "November 2020 to February 2021"),
        ("2021-03", "2021-03", "March 2021"),
        ("2021-03", None, "March 2021"),
        (None, "2021-12", "December 2021"),
        (None, None, "Not shown"),
        ("2021-13", "2021-13", "2021-13"),
    ],
)
def test_months_are_said_as_people_say_them(
    first: str | None, last: str | None, words: str
) -> None:
    assert months_in_words(first, last) == words


def test_a_withheld_count_is_never_blank_and_never_none() -> None:
    withheld = ShownCount(text=Withheld.TOO_FEW.value, reason=Withheld.TOO_FEW)
    assert in_words(withheld) == "too few young people to show"
    assert in_words(ShownCount(text="")) == "Not shown"


@pytest.mark.parametrize("hidden", ["\x00", "\r", "\n", "\u2028", "\u202e", "\u2066", "\ud800"])
def test_what_hides_or_turns_text_is_taken_out(hidden: str) -> None:
    assert plain(f"a{hidden}b") == "a b"


def test_ordinary_text_is_left_as_it_is() -> None:
    assert plain("St Peter's \u2013 Café №5 `${x}` <b>") == "St Peter's \u2013 Café №5 `${x}` <b>"


def test_a_period_of_whole_months_is_said_by_its_months() -> None:
    half_year = Period(first=date(2020, 7, 1), last=date(2020, 12, 31))
    assert period_in_words(half_year) == "July to December 2020"
    days = Period(first=date(2020, 7, 2), last=date(2020, 12, 31))
    assert period_in_words(days) == "2 July 2020 to 31 December 2020"
    assert day_in_words(date(2022, 6, 30)) == "30 June 2022"


def test_an_action_says_who_leads_it_and_since_when() -> None:
    action = ShownAction(what="Patrols", lead="Police", first_month="2021-03", last_month=None)
    assert action_in_words(action) == "Patrols (Police, since March 2021)"
    ended = replace(action, last_month="2021-05")
    assert action_in_words(ended) == "Patrols (Police, March to May 2021)"


def test_a_row_and_its_card_tell_change_time_firmness_and_actions(
    make_release: Callable[..., Release], make_hotspot: Callable[..., ReleasedHotspot]
) -> None:
    hotspot = replace(
        make_hotspot("Bus Station"),
        direction=ShownDirection(change=Change.RISING, text="More: 1.8 times (1.2 to 2.7)."),
        firmness="Firm.",
        actions=(
            ShownAction(what="Patrols", lead="Police", first_month="2021-03", last_month=None),
        ),
        place_risks=(ShownPlaceRisk(about="Bus Station", lead="Coun\u202ecil"),),
    )
    (row,) = rows_of(make_release(hotspot))
    assert row.more == (
        ("Change", ("More: 1.8 times (1.2 to 2.7).",)),
        ("Time of day", ("18:00 to 24:00: about 10",)),
        ("How firm", ("Firm.",)),
        ("Agreed about the place", ("Lead agency: Coun cil.",)),
        ("Being done", ("Patrols (Police, since March 2021)",)),
    )
    facts = facts_of(hotspot, Audience.PARTNER)
    for heading, lines in row.more:
        assert [heading, *lines] in facts


def test_what_the_audience_is_not_told_has_no_heading(
    make_release: Callable[..., Release], make_hotspot: Callable[..., ReleasedHotspot]
) -> None:
    (row,) = rows_of(make_release(replace(make_hotspot("Bus Station"), time_bands=())))
    assert row.more == ()


def test_a_former_place_is_never_said_to_be_gone(comparison: Comparison) -> None:
    first, second = comparison.former
    facts = dict(former_facts_of(first, comparison))
    assert facts["Now"] == "Not shown. It may be withheld; it is not known to be safe."
    assert dict(former_facts_of(second, comparison))["Ward"] == "None"
    assert [(row.name, row.area) for row in former_rows_of(comparison)] == [
        ("Old Arcade", "Arboretum"),
        ("Old Market", "None"),
    ]
