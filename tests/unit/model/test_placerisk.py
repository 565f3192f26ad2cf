"""What may stand in the record of a place, and how it stood. All of it is made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from hotspots.errors import ParameterError
from hotspots.model import (
    GUARDIANS,
    LIST_VERSION,
    THEMES,
    ActionPlace,
    PlaceFact,
    PlaceRisk,
    PlaceRiskVersion,
    PlaceWord,
    guardian_codes,
    guardian_words,
    refuse_a_child,
    standing,
    theme_codes,
    theme_words,
)

NOW = datetime(2021, 7, 5, 9, tzinfo=UTC)
PARK = PlaceRisk(
    kind=ActionPlace.PLACE,
    where="markeaton-park",
    themes=("approaches", "few-eyes"),
    guardian_kinds=("wardens",),
    guardian="Park staff, Unit 12",
    owner="Council",
    lead="Council",
    reviewed_on=date(2021, 6, 1),
    next_review=date(2021, 9, 1),
    note="Lights in 3 of the car parks; staff call 999 or 101. Open since 2021.",
    told=(PlaceFact.THEMES, PlaceFact.LEAD),
    recorded_by="MPC",
    recorded_at=NOW,
)


def test_every_word_of_the_list_has_a_code_of_its_own_and_a_source() -> None:
    for words in (THEMES, GUARDIANS):
        assert len({one.code for one in words}) == len({one.words for one in words}) == len(words)
        assert all(one.source and one.code == one.code.casefold() for one in words)
        assert all(" " not in one.code and one.since <= LIST_VERSION for one in words)


def test_a_word_is_offered_from_its_version_to_its_last() -> None:
    word = PlaceWord(code="x", words="x", source="x", since=2, until=3)
    assert [word.is_offered_in(number) for number in (1, 2, 3, 4)] == [False, True, True, False]
    assert replace(word, until=None).is_offered_in(9)
    assert theme_codes(0) == guardian_codes(0) == ()


def test_codes_become_words_in_the_order_of_the_list_and_others_nothing() -> None:
    assert theme_words(("few-eyes", "approaches", "something else")) == (
        "adults who approach children",
        "few people about who would notice",
    )
    assert guardian_words(("wardens",)) == ("wardens or park staff",)
    assert guardian_words(()) == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"where": " "},
        {"recorded_by": ""},
        {"note": "x" * 1001},
        {"note": "two\nlines"},
        {"lead": "x" * 81},
        {"lead": "Police 01 33 21"},
        {"themes": ("few-eyes", "approaches")},
        {"themes": ("approaches", "approaches")},
        {"themes": ("a child to blame",)},
        {"guardian_kinds": ("nobody-at-all",)},
        {"list_version": 0},
        {"told": (PlaceFact.LEAD, PlaceFact.THEMES)},
        {"told": (PlaceFact.LEAD, PlaceFact.LEAD)},
        {"next_review": date(2021, 5, 31)},
    ],
)
def test_what_is_no_record_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ParameterError):
        replace(PARK, **changes)  # type: ignore[arg-type] - fields of a record


@pytest.mark.parametrize(
    "text",
    [
        "as c_abcdefgh234567ab says",
        "case 123456",
        "call 01332 256000",
        "485-777-3456",
        "pupil A123456789012",
        "on 12/05/2009",
        "2009-05-12",
        "the 3rd May 2009",
        "DOB",
        "d.o.b. known",
        "born here",
        "aged 14",
        "a 14-year-old",
        "14 yrs",
        "14yo girl",
        "ask j.b@example.org",
        "lives at DE22 3FS",
    ],
)
@pytest.mark.parametrize("name", ["note", "guardian", "owner", "lead"])
def test_what_looks_like_something_about_a_child_is_refused_and_not_repeated(
    text: str, name: str
) -> None:
    with pytest.raises(ParameterError, match="could be a child") as refused:
        replace(PARK, **{name: text})
    assert text not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    ["Evening patrols since May", "Action plan 2021-22", "12 lamps", "The managers age well"],
)
def test_what_is_said_of_a_place_passes(text: str) -> None:
    refuse_a_child(text, "the note")


def test_the_fewest_facts_make_a_record() -> None:
    bare = PlaceRisk(kind=ActionPlace.ZONE, where="City", recorded_by="MPC", recorded_at=NOW)
    assert bare.told == bare.themes == ()
    assert bare.key == (ActionPlace.ZONE, "City")
    assert bare.content == replace(bare, recorded_by="AB", recorded_at=NOW + timedelta(1)).content
    assert bare.days_overdue(date(2021, 9, 1)) is None


def test_a_review_is_overdue_from_the_day_after() -> None:
    assert PARK.days_overdue(date(2021, 8, 31)) == -1
    assert PARK.days_overdue(date(2021, 9, 1)) == 0
    assert PARK.days_overdue(date(2021, 9, 11)) == 10
    assert replace(PARK, closed=True).days_overdue(date(2021, 9, 11)) is None


def test_the_last_version_holds_and_an_earlier_one_held() -> None:
    later = replace(PARK, lead="Police", recorded_at=NOW + timedelta(hours=1))
    other = replace(PARK, kind=ActionPlace.HOTSPOT)
    versions = [
        PlaceRiskVersion(number=2, record=later),
        PlaceRiskVersion(number=1, record=PARK),
        PlaceRiskVersion(number=1, record=other),
    ]
    assert [one.record for one in standing(versions)] == [other, later]
    assert [one.record for one in standing(versions, at=NOW)] == [other, PARK]
    assert standing(versions, at=NOW - timedelta(seconds=1)) == ()
