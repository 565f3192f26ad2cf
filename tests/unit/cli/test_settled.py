"""Decisions matched as the geocoder matches them. All texts and places are made up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hotspots.cli.settled import (
    answer_in_words,
    equals_of,
    latest_of_equals,
    row_of,
    sort_out,
    still_forgotten,
)
from hotspots.gazetteer import Gazetteer, Place
from hotspots.geo import PointM
from hotspots.model import Decision, GeocodeStatus
from hotspots.register.decisions import ForgottenDecision

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
GAZETTEER = Gazetteer(
    [
        Place(
            place_id="fleece",
            name="The Golden Fleece",
            category="pub",
            point=PointM(433000, 333000),
            extent_m=60,
            accuracy_m=30,
            zone="",
        )
    ],
    name="made up",
)


def _decision(text: str, *, at: datetime = NOON, place_id: str | None = "fleece") -> Decision:
    return Decision(
        text=text,
        status=GeocodeStatus.LOCATED,
        decided_by="AB",
        decided_at=at,
        place_id=place_id,
        point=None if place_id else PointM(433001.4, 333002.6),
    )


def _forgotten(text: str, at: datetime) -> ForgottenDecision:
    return ForgottenDecision(decision=_decision(text), forgotten_by="CD", forgotten_at=at)


def test_texts_that_the_geocoder_takes_for_one_are_found_together() -> None:
    decisions = [_decision(text) for text in ("nr. the FLEECE", "Nr the  fleece!", "the fleece")]
    assert equals_of("nr the fleece", decisions) == ("nr. the FLEECE", "Nr the  fleece!")


def test_of_equals_the_latest_is_the_one_that_is_applied() -> None:
    older, newer = _decision("Fleece?"), _decision("fleece", at=NOON + HOUR)
    other = _decision("a pub")
    assert latest_of_equals([newer, older, other]) == (other, newer)
    assert latest_of_equals([older, other, newer]) == (other, newer)


@pytest.mark.parametrize("exported_at", [NOON + 2 * HOUR, None])
def test_what_was_asked_anew_is_settled_again_and_told(exported_at: datetime | None) -> None:
    decisions = (_decision("fleece"), _decision("a pub"))
    found = sort_out(
        decisions, [_forgotten("Fleece!", NOON + HOUR)], held=(), exported_at=exported_at
    )
    assert (found.to_settle, found.again, found.left) == (decisions, 1, 0)


def test_what_was_forgotten_after_the_workbook_was_written_is_left_alone() -> None:
    kept = _decision("a pub")
    forgotten = [_forgotten("Fleece!", NOON + HOUR), _forgotten("fleece?", NOON - HOUR)]
    for order in (forgotten, forgotten[::-1]):
        found = sort_out([_decision("fleece"), kept], order, held=(), exported_at=NOON)
        assert (found.to_settle, found.again, found.left) == ((kept,), 0, 1)


def test_what_was_settled_anew_before_is_no_news() -> None:
    forgotten, held = [_forgotten("Fleece!", NOON)], [_decision("FLEECE", at=NOON + HOUR)]
    found = sort_out([_decision("fleece")], forgotten, held=held, exported_at=None)
    assert (len(found.to_settle), found.again, found.left) == (1, 0, 0)


def test_a_text_is_forgotten_no_more_when_an_equal_is_settled() -> None:
    fleece, pub = _forgotten("Fleece!", NOON), _forgotten("a pub", NOON)
    assert still_forgotten([fleece, pub], [_decision("fleece")]) == (pub,)
    assert still_forgotten([fleece, pub], ()) == (fleece, pub)


def test_an_answer_is_told_by_name_by_id_or_by_position() -> None:
    private = Decision(text="x", status=GeocodeStatus.PRIVATE, decided_by="AB", decided_at=NOON)
    assert answer_in_words(_decision("x"), GAZETTEER) == "The Golden Fleece"
    assert answer_in_words(_decision("x", place_id="gone"), GAZETTEER) == "gone"
    assert answer_in_words(_decision("x", place_id=None), GAZETTEER) == "433001, 333003"
    assert answer_in_words(private, GAZETTEER) == ""


def test_a_row_says_text_status_place_who_and_when() -> None:
    assert row_of(_decision("x"), GAZETTEER) == (
        "x",
        "located",
        "The Golden Fleece",
        "AB",
        "2024-05-01T12:00:00+00:00",
    )
