"""The ledger of what was let out: entered before sealing, judged one publication at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from hotspots.errors import ReleaseRefusedError
from hotspots.model import Approval, SealedCell, SealedRelease
from hotspots.period import Period
from hotspots.register import Register

if TYPE_CHECKING:
    from collections.abc import Sequence

PERIOD = Period(first=date(2021, 1, 1), last=date(2021, 3, 31))


def _release(
    digest: str, *records: str, now: datetime, approval: Approval | None = None
) -> SealedRelease:
    cell = SealedCell(name="Shop", records=frozenset((record[0], record) for record in records))
    return SealedRelease(
        digest=digest,
        audience="partner",
        period=PERIOD,
        cells=(cell, SealedCell(name="Empty", records=frozenset())) if records else (),
        sealed_at=now,
        approval=approval,
    )


def _everybody(new: Sequence[SealedRelease], earlier: Sequence[SealedRelease]) -> None:
    del new, earlier


def _only_the_first(new: Sequence[SealedRelease], earlier: Sequence[SealedRelease]) -> None:
    del new
    if earlier:
        raise ReleaseRefusedError("there is one already")


def test_releases_come_back_as_they_were_entered(register: Register, now: datetime) -> None:
    approval = Approval(reason="a court's order", approved_by=("Head of service", "Steward"))
    entered = (
        _release("one", "a1", "b1", now=now),
        _release("two", now=now, approval=approval),
    )
    assert register.enter_releases(entered, judge=_everybody) == 2
    assert register.released() == entered


def test_the_same_is_entered_once_and_the_same_made_of_others_again(
    register: Register, now: datetime
) -> None:
    for records in (("a1", "b1"), ("b1", "a1"), ("a1", "b1", "c1")):
        register.enter_releases([_release("one", *records, now=now)], judge=_everybody)
    assert [len(one.cells[0].records) for one in register.released()] == [2, 3]


def test_what_is_refused_is_not_entered(register: Register, now: datetime) -> None:
    register.enter_releases([_release("one", "a1", now=now)], judge=_only_the_first)
    with pytest.raises(ReleaseRefusedError):
        register.enter_releases([_release("two", "b1", now=now)], judge=_only_the_first)
    assert [one.digest for one in register.released()] == ["one"]


def test_two_publications_at_once_are_judged_one_after_the_other(url: str, now: datetime) -> None:
    Register.open(url).close()

    def publish(name: str) -> bool:
        with Register.open(url) as register:
            try:
                release = _release(name, "a1", now=now)
                register.enter_releases([release], judge=_only_the_first)
            except ReleaseRefusedError:
                return False
            return True

    with ThreadPoolExecutor(max_workers=8) as pool:
        passed = list(pool.map(publish, [f"release {n}" for n in range(16)]))
    assert sum(passed) == 1
    with Register.open(url) as register:
        assert len(register.released()) == 1
