"""What was settled can be taken back, and what was taken back is remembered. Made-up texts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text as sql

from hotspots.database import open_engine, reading
from hotspots.errors import ParameterError, StoreError
from hotspots.model import Decision, GeocodeStatus

if TYPE_CHECKING:
    from hotspots.register import Register

HOUR = timedelta(hours=1)


def decision(text: str, at: datetime, **fields: object) -> Decision:
    base = {"status": GeocodeStatus.NONE, "decided_by": "AB"}
    return Decision(text=text, decided_at=at, **(base | fields))  # type: ignore[arg-type] - any field


def test_what_is_forgotten_holds_no_more_and_the_rest_does(
    register: Register, now: datetime
) -> None:
    register.settle([decision("the shop", now), decision("the park", now)])
    assert register.forget(["the shop"], by="CD", at=now + HOUR) == 1
    assert [one.text for one in register.decisions()] == ["the park"]


def test_who_forgot_it_and_when_is_kept_with_the_decision(
    register: Register, now: datetime
) -> None:
    settled = decision("the shop", now, status=GeocodeStatus.LOCATED, place_id="made-up-shop")
    register.settle([settled])
    register.forget(["the shop"], by=" CD ", at=now + HOUR)
    (found,) = register.forgotten()
    assert (found.decision, found.forgotten_by, found.forgotten_at) == (settled, "CD", now + HOUR)


def test_texts_without_a_decision_are_nothing_to_forget(register: Register, now: datetime) -> None:
    register.settle([decision("the shop", now)])
    assert register.forget(["The Shop", "elsewhere", ""], by="CD", at=now) == 0
    assert register.forget([], by="CD", at=now) == 0
    assert len(register.decisions()) == 1
    assert register.forgotten() == ()


def test_each_text_is_forgotten_once(register: Register, now: datetime) -> None:
    register.settle([decision("a", now), decision("A", now)])
    assert register.forget(["a", "A", "a"], by="CD", at=now) == 2
    assert register.forget(["a", "A"], by="EF", at=now + HOUR) == 0
    assert {one.forgotten_by for one in register.forgotten()} == {"CD"}


def test_the_same_answer_again_settles_a_forgotten_text_again(
    register: Register, now: datetime
) -> None:
    register.settle([decision("a", now)])
    register.forget(["a"], by="CD", at=now + HOUR)
    again = decision("a", now + 2 * HOUR)
    assert register.settle([again]) == 1
    assert register.decisions() == (again,)
    assert register.forgotten() == ()


def test_what_was_decided_before_the_forgetting_does_not_come_back(
    register: Register, now: datetime
) -> None:
    register.settle([decision("a", now)])
    register.forget(["a"], by="CD", at=now + 2 * HOUR)
    assert register.settle([decision("a", now + HOUR, status=GeocodeStatus.PRIVATE)]) == 0
    assert register.decisions() == ()


def test_the_whole_history_stays_in_the_database(
    register: Register, url: str, now: datetime
) -> None:
    for hour in range(3):
        register.settle([decision("a", now + hour * 2 * HOUR)])
        register.forget(["a"], by="CD", at=now + (hour * 2 + 1) * HOUR)
    engine = open_engine(url)
    with reading(engine) as connection:
        counts = [
            connection.execute(sql(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608 - fixed names
            for table in ("decision", "decision_forgotten")
        ]
    engine.dispose()
    assert counts == [3, 3]
    assert len(register.forgotten()) == 1


@pytest.mark.parametrize("nobody", ["", "  "])
def test_nobody_forgets_nothing(register: Register, now: datetime, nobody: str) -> None:
    register.settle([decision("a", now)])
    with pytest.raises(StoreError, match="Say who"):
        register.forget(["a"], by=nobody, at=now)
    assert len(register.decisions()) == 1


def test_the_moment_of_forgetting_has_a_time_zone(register: Register, now: datetime) -> None:
    with pytest.raises(ParameterError, match="time zone"):
        register.forget(["a"], by="CD", at=now.replace(tzinfo=None))
