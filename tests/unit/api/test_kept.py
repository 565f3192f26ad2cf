"""Answers are given again to whom they belong, for a minute, and take a bounded room."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from starlette.routing import Route

from api.kept import Kept, KeptAnswers
from hotspots.release import Audience

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.access import Principal

NOW = datetime(2026, 3, 2, tzinfo=UTC)
QUESTION = ("/v1/zones", b"")
ROUTE = Route("/v1/zones", lambda _: None)


def answer(body: bytes = b"x" * 1000, *, mark: int = 1) -> Kept:
    return Kept(
        status=200,
        headers=(),
        body=body,
        route=ROUTE,
        object_id="d",
        count=1,
        mark=mark,
        made_at=NOW,
    )


@pytest.fixture
def partner(principal: Callable[..., Principal]) -> Principal:
    return principal("key")


def test_it_is_given_again_to_those_of_the_same_audience_and_areas(partner: Principal) -> None:
    kept, made = KeptAnswers(10_000), answer()
    kept.keep(QUESTION, partner, made)
    colleague = replace(partner, principal_id="other", name="other")
    assert kept.find(QUESTION, colleague, mark=1, now=NOW) is made


@pytest.mark.parametrize(
    "changes",
    [
        {"audience": Audience.PUBLIC},
        {"areas": frozenset({"E05000001"})},
        {"audience": Audience.BRIEF},
        {"audience": Audience.BRIEF, "areas": frozenset({"E05000001"})},
    ],
)
def test_it_is_nobody_else_s(partner: Principal, changes: dict[str, object]) -> None:
    kept = KeptAnswers(10_000)
    kept.keep(QUESTION, partner, answer())
    other = replace(partner, **changes)  # type: ignore[arg-type] # fields of the class
    assert kept.find(QUESTION, other, mark=1, now=NOW) is None
    kept.keep(QUESTION, other, answer(b"theirs"))
    found = kept.find(QUESTION, partner, mark=1, now=NOW)
    assert found is not None
    assert found.body != b"theirs"


@pytest.mark.parametrize(
    ("mark", "later"),
    [(2, timedelta()), (1, timedelta(seconds=60)), (1, timedelta(microseconds=-1))],
)
def test_it_is_forgotten_when_it_no_longer_holds(
    partner: Principal, mark: int, later: timedelta
) -> None:
    kept = KeptAnswers(10_000)
    kept.keep(QUESTION, partner, answer())
    assert kept.find(QUESTION, partner, mark=1, now=NOW + timedelta(seconds=59)) is not None
    assert kept.find(QUESTION, partner, mark=mark, now=NOW + later) is None
    assert not kept.has_some(QUESTION)
    assert kept._bytes == 0


def test_another_question_has_another_answer(partner: Principal) -> None:
    kept = KeptAnswers(10_000)
    kept.keep(QUESTION, partner, answer())
    assert kept.has_some(QUESTION)
    assert not kept.has_some(("/v1/zones", b"limit=1"))
    assert kept.find(("/v1/zones", b"limit=1"), partner, mark=1, now=NOW) is None


def test_the_room_is_bounded_and_those_asked_for_last_stay(partner: Principal) -> None:
    kept = KeptAnswers(6_000)  # three of them, with what each needs besides
    questions = [(f"/v1/{number}", b"") for number in range(4)]
    for question in questions[:3]:
        kept.keep(question, partner, answer())
    assert kept.find(questions[0], partner, mark=1, now=NOW) is not None
    kept.keep(questions[3], partner, answer())
    assert [kept.has_some(question) for question in questions] == [True, False, True, True]
    assert kept._bytes == 6_000


def test_the_same_again_takes_its_room_once(partner: Principal) -> None:
    kept = KeptAnswers(10_000)
    for _ in range(5):
        kept.keep(QUESTION, partner, answer())
    assert kept._bytes == 2_000
    assert kept._readers == {QUESTION: 1}


def test_what_is_too_large_is_not_kept(partner: Principal) -> None:
    kept = KeptAnswers(1_999)
    kept.keep(QUESTION, partner, answer())
    kept.keep(("/v1/zones", b"x" * 5_000), partner, answer(b""))
    assert not kept._kept
