"""The record of a place keeps every version, on every database. All of it is made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from hotspots.errors import ParameterError, StoreError
from hotspots.model import (
    Action,
    ActionPlace,
    PlaceFact,
    PlaceRisk,
    PlaceRiskVersion,
    standing,
)
from hotspots.register import Register

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hotspots.ledger import Batch
    from hotspots.model import Episode


def _record(now: datetime, **changes: object) -> PlaceRisk:
    fields: dict[str, object] = {
        "kind": ActionPlace.PLACE,
        "where": "caf\u00e9",
        "themes": ("approaches", "late"),
        "guardian_kinds": ("staff", "neighbours"),
        "guardian": "The 'managers'",
        "owner": "A company",
        "lead": "Police",
        "reviewed_on": date(2021, 6, 1),
        "next_review": date(2021, 9, 1),
        "note": "Open late.",
        "told": (PlaceFact.THEMES, PlaceFact.REVIEW),
        "recorded_by": "MPC",
        "recorded_at": now,
    }
    return PlaceRisk(**(fields | changes))  # type: ignore[arg-type] - fields of a record


def test_nothing_was_entered(register: Register) -> None:
    assert register.place_risks() == ()


def test_records_come_back_as_they_were_by_what_they_are_about(
    register: Register, now: datetime
) -> None:
    bare = PlaceRisk(
        kind=ActionPlace.ZONE, where="City", closed=True, recorded_by="AB", recorded_at=now
    )
    hotspot = _record(now, kind=ActionPlace.HOTSPOT)
    assert register.enter_place_risks([bare, _record(now), hotspot]) == 3
    assert register.place_risks() == tuple(
        PlaceRiskVersion(number=1, record=one) for one in (hotspot, _record(now), bare)
    )


def test_the_same_again_is_no_news_whoever_says_it(register: Register, now: datetime) -> None:
    register.enter_place_risks([_record(now)])
    again = _record(now + timedelta(days=1), recorded_by="Somebody else")
    earlier = _record(now - timedelta(days=1))
    assert register.enter_place_risks([again, again, earlier]) == 0
    assert [one.record for one in register.place_risks()] == [_record(now)]


def test_a_change_holds_and_what_was_said_before_is_kept(register: Register, now: datetime) -> None:
    second = _record(now + timedelta(hours=1), lead="Council")
    third = _record(now + timedelta(hours=2), lead="Council", closed=True)
    assert register.enter_place_risks([third, second, _record(now)]) == 3
    versions = register.place_risks()
    assert [(one.number, one.record) for one in versions] == [
        (1, _record(now)),
        (2, second),
        (3, third),
    ]
    (held,) = standing(versions, at=now + timedelta(minutes=90))
    assert held.record == second


@pytest.mark.parametrize("later", [timedelta(0), timedelta(days=-1)])
def test_an_entry_that_is_not_the_latest_is_refused_as_a_whole(
    register: Register, now: datetime, later: timedelta
) -> None:
    register.enter_place_risks([_record(now)])
    other = _record(now, where="elsewhere")
    with pytest.raises(StoreError, match="Leave the one that holds"):
        register.enter_place_risks([other, _record(now + later, lead="Council")])
    assert [one.record for one in register.place_risks()] == [_record(now)]


def test_what_somebody_else_changed_meanwhile_is_not_written_over(
    register: Register, now: datetime
) -> None:
    key = _record(now).key
    with pytest.raises(StoreError, match="Export it again"):
        register.enter_place_risks([_record(now)], made_from={key: 1})
    register.enter_place_risks([_record(now)], made_from={key: 0})
    mine = _record(now + timedelta(hours=1), lead="Council")
    with pytest.raises(StoreError, match="Export it again"):
        register.enter_place_risks([mine], made_from={key: 0})
    assert register.enter_place_risks([mine], made_from={key: 1}) == 1
    # The same again needs no version: nothing is written over.
    assert register.enter_place_risks([mine], made_from={key: 1}) == 0
    others = {(ActionPlace.ZONE, "City"): 7}  # of which nothing is entered
    assert register.enter_place_risks([mine], made_from=others) == 0


def test_a_time_without_its_zone_is_refused(register: Register) -> None:
    naive = datetime(2021, 7, 1)  # noqa: DTZ001 - the fault that is looked for
    with pytest.raises(ParameterError, match="time zone"):
        register.enter_place_risks([_record(naive)])


def test_records_outlive_the_process(tmp_path: Path, now: datetime) -> None:
    url = f"sqlite:///{tmp_path / 'register.db'}"
    with Register.open(url) as register:
        register.enter_place_risks([_record(now)])
    with Register.open(url) as register:
        assert register.place_risks()[0].record.recorded_at == now.astimezone(UTC)


def test_the_register_knows_its_children_and_no_others(
    register: Register,
    now: datetime,
    episode: Callable[..., Episode],
    batch: Callable[..., Batch],
) -> None:
    one = episode()
    register.record(batch(one), recorded_at=now)
    many = [f"c_{number:016d}" for number in range(100, 1200)]
    assert not register.knows_any_child([])
    assert not register.knows_any_child(many)
    assert register.knows_any_child([*many, one.child_id])


def test_actions_stood_otherwise_before(register: Register, now: datetime) -> None:
    action = Action(
        action_id="patrols",
        what="Patrols",
        kind=ActionPlace.PLACE,
        where="park",
        from_on=date(2021, 5, 1),
        to_on=None,
        lead="Police",
        recorded_by="MPC",
        recorded_at=now,
    )
    ended = replace(action, to_on=date(2021, 5, 31), recorded_at=now + timedelta(hours=1))
    register.enter_actions([action, ended])
    assert register.actions() == (ended,)
    assert register.actions(at=now) == (action,)
    assert register.actions(at=now - timedelta(hours=1)) == ()
