"""What publications found, and what people call it, is remembered on every database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from hotspots.errors import ParameterError, StoreError
from hotspots.model import FoundHotspot, Ground, Memory, Remark
from hotspots.period import Period
from hotspots.register import Register

if TYPE_CHECKING:
    from pathlib import Path

SPRING = Period(first=date(2021, 1, 1), last=date(2021, 3, 31))
SUMMER = Period(first=date(2021, 4, 1), last=date(2021, 6, 30))


def _hotspot(hotspot_id: str = "shop", sightings: int = 5) -> FoundHotspot:
    return FoundHotspot(
        hotspot_id=hotspot_id,
        place_id=hotspot_id,
        name="Caf\u00e9 'Shop'",
        zone="Town",
        was_shown=sightings > 5,
        ground=Ground(places=((hotspot_id, sightings),), points=frozenset({"aa", "bb"})),
    )


def _remark(said: str, now: datetime, hotspot_id: str = "shop") -> Remark:
    return Remark(hotspot_id=hotspot_id, said=said, said_by="MPC", said_at=now)


def test_nothing_is_remembered_of_nothing(register: Register) -> None:
    assert register.memory() == Memory()


def test_findings_come_back_as_they_were_the_oldest_first(
    register: Register, now: datetime
) -> None:
    ours = [_hotspot("b"), _hotspot("a")]
    assert register.remember(ours, run_id="r1", period=SPRING, found_at=now) == 1
    assert register.remember([], run_id="r2", period=SUMMER, found_at=now) == 2
    first, second = register.memory().findings
    assert (first.number, first.run_id, first.period, first.found_at) == (1, "r1", SPRING, now)
    assert first.hotspots == (_hotspot("a"), _hotspot("b"))
    assert second.hotspots == ()


def test_the_same_finding_again_is_kept_once_and_another_is_added(
    register: Register, now: datetime
) -> None:
    for run_id, hotspot in (("r1", _hotspot()), ("r2", _hotspot()), ("r3", _hotspot(sightings=6))):
        register.remember([hotspot], run_id=run_id, period=SPRING, found_at=now)
    assert [finding.run_id for finding in register.memory().findings] == ["r1", "r3"]


def test_a_name_sticks_until_another_is_chosen_or_it_is_taken_back(
    register: Register, now: datetime
) -> None:
    register.remember([_hotspot()], run_id="r1", period=SPRING, found_at=now)
    assert register.remark("name", _remark("Corner", now))
    assert register.remark("zone", _remark("East", now))
    assert not register.remark("name", _remark("Corner", now + timedelta(days=1)))
    memory = register.memory()
    assert (memory.names, memory.zones) == ({"shop": "Corner"}, {"shop": "East"})
    assert register.remark("name", _remark("Green corner", now))
    assert register.memory().names == {"shop": "Green corner"}
    assert register.remark("name", _remark("", now))
    assert (register.memory().names, register.memory().zones) == ({}, {"shop": "East"})


def test_only_a_hotspot_that_was_found_can_be_named(register: Register, now: datetime) -> None:
    with pytest.raises(StoreError, match="hotspots hotspot list"):
        register.remark("name", _remark("Corner", now))


def test_a_time_without_its_zone_is_refused(register: Register) -> None:
    with pytest.raises(ParameterError):
        register.remember(
            [_hotspot()],
            run_id="r1",
            period=SPRING,
            found_at=datetime(2021, 7, 1),  # noqa: DTZ001 - the fault that is looked for
        )


def test_memory_outlives_the_process(tmp_path: Path, now: datetime) -> None:
    url = f"sqlite:///{tmp_path / 'register.db'}"
    with Register.open(url) as register:
        register.remember([_hotspot()], run_id="r1", period=SPRING, found_at=now)
    with Register.open(url) as register:
        assert register.memory().findings[0].found_at == now.astimezone(UTC)
