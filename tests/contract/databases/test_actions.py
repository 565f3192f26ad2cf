"""The disruption register keeps every version of an action, on every database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from hotspots.errors import ParameterError, StoreError
from hotspots.model import Action, ActionPlace
from hotspots.register import Register, action_id_of

if TYPE_CHECKING:
    from pathlib import Path


def _action(now: datetime, **changes: object) -> Action:
    fields: dict[str, object] = {
        "action_id": "patrols",
        "what": "Evening patrols, 'high' visibility",
        "kind": ActionPlace.PLACE,
        "where": "caf\u00e9",
        "from_on": date(2021, 5, 1),
        "to_on": None,
        "lead": "Police",
        "recorded_by": "MPC",
        "recorded_at": now,
    }
    return Action(**(fields | changes))  # type: ignore[arg-type] - fields of an action


def test_nothing_was_entered(register: Register) -> None:
    assert register.actions() == ()
    assert register.action_history("patrols") == ()


def test_actions_come_back_as_they_were_by_the_day_they_began(
    register: Register, now: datetime
) -> None:
    later = _action(now, action_id="a", from_on=date(2021, 6, 1), to_on=date(2021, 6, 30))
    zone = _action(now, action_id="b", kind=ActionPlace.ZONE, where="City", withdrawn=True)
    assert register.enter_actions([later, zone, _action(now)]) == 3
    assert register.actions() == (zone, _action(now), later)


def test_the_same_again_is_no_news_whoever_says_it(register: Register, now: datetime) -> None:
    register.enter_actions([_action(now)])
    again = _action(now + timedelta(days=1), recorded_by="Somebody else")
    assert register.enter_actions([again, again]) == 0
    assert register.actions() == (_action(now),)


def test_a_change_holds_and_what_was_said_before_is_kept(register: Register, now: datetime) -> None:
    ended = _action(now + timedelta(hours=1), to_on=date(2021, 5, 31))
    withdrawn = _action(now + timedelta(hours=2), to_on=date(2021, 5, 31), withdrawn=True)
    assert register.enter_actions([withdrawn, ended, _action(now)]) == 3
    assert register.actions() == (withdrawn,)
    assert register.action_history("patrols") == (_action(now), ended, withdrawn)


def test_what_was_entered_earlier_never_displaces_what_came_later(
    register: Register, now: datetime
) -> None:
    register.enter_actions([_action(now)])
    assert register.enter_actions([_action(now - timedelta(days=1), lead="Council")]) == 0
    assert register.actions() == (_action(now),)


def test_two_contradicting_entries_of_one_moment_are_refused_as_a_whole(
    register: Register, now: datetime
) -> None:
    with pytest.raises(StoreError, match="different things"):
        register.enter_actions([_action(now), _action(now, lead="Council")])
    assert register.actions() == ()


def test_a_time_without_its_zone_is_refused(register: Register) -> None:
    naive = datetime(2021, 7, 1)  # noqa: DTZ001 - the fault that is looked for
    with pytest.raises(ParameterError, match="time zone"):
        register.enter_actions([_action(naive)])


def test_actions_outlive_the_process(tmp_path: Path, now: datetime) -> None:
    url = f"sqlite:///{tmp_path / 'register.db'}"
    with Register.open(url) as register:
        register.enter_actions([_action(now)])
    with Register.open(url) as register:
        assert register.actions()[0].recorded_at == now.astimezone(UTC)


def test_an_id_is_read_and_is_the_same_for_the_same_action() -> None:
    def make(what: str = "Patrols", day: int = 1, where: str = "markeaton-park") -> str:
        return action_id_of(
            what=what, kind=ActionPlace.PLACE, where=where, from_on=date(2021, 5, day)
        )

    assert make().startswith("2021-05-01-markeaton-park-")
    assert make() == make(what="patrols")
    assert len({make(), make(what="Lights"), make(day=2), make(where="bus-station")}) == 4
    assert len(make(where="x" * 200)) == 64
    assert make(where="!!").startswith("2021-05-01--")
