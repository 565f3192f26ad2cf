"""One transaction for many threads' events, and each is told what came of its own."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from hotspots.access import AccessStore, AuditEvent
from hotspots.access.recorder import Recorder, Slip
from hotspots.access.trail import append_events
from hotspots.database import writing
from hotspots.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def event(number: int) -> AuditEvent:
    return AuditEvent(
        action="read.hotspots",
        principal_id="x",
        object_id=str(number),
        decision="allowed",
        count=1,
        request_id="r",
    )


def slip(number: int) -> Slip:
    return Slip(event=event(number), now=NOW, quota=None)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[AccessStore]:
    opened = AccessStore.open(
        f"sqlite:///{tmp_path / 'a.db'}", pepper=b"p" * 32, audit_key=b"a" * 32
    )
    yield opened
    opened.close()


def in_threads(recorder: Recorder, slips: list[Slip]) -> list[BaseException]:
    """Write each in a thread of its own, all of them waiting when the first may begin."""
    errors: list[BaseException] = []

    def write(one: Slip) -> None:
        try:
            recorder.write(one)
        except (StoreError, ZeroDivisionError) as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=(one,)) for one in slips]
    with recorder._lock:
        for thread in threads:
            thread.start()
        while len(recorder._pending) < len(slips):
            pass
    for thread in threads:
        thread.join(timeout=20)
    return errors


def test_those_who_wait_share_few_transactions_and_all_are_kept(
    store: AccessStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder, batches = store._recorder, []
    write_batch = Recorder._write_batch

    def counted(self: Recorder, own: Slip) -> None:
        batches.append(len(self._pending))
        write_batch(self, own)

    monkeypatch.setattr(Recorder, "_write_batch", counted)
    assert in_threads(recorder, [slip(number) for number in range(30)]) == []
    assert len(batches) == 1
    kept = [recorded.event.object_id for recorded in store.audit_events()]
    assert sorted(kept, key=int) == [str(number) for number in range(30)]
    assert store.verify_audit().ok


def test_a_batch_is_bounded(store: AccessStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hotspots.access.recorder._MOST_AT_ONCE", 4)
    assert in_threads(store._recorder, [slip(number) for number in range(10)]) == []
    assert store.verify_audit().events == 10


def test_everybody_is_told_where_nothing_could_be_kept(
    store: AccessStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        msg = "full"
        raise StoreError(msg)

    monkeypatch.setattr("hotspots.access.recorder.append_events", full)
    errors = in_threads(store._recorder, [slip(number) for number in range(5)])
    assert [str(error) for error in errors] == ["full"] * 5
    assert store.audit_events() == ()


def test_nobody_is_lost_when_the_one_who_wrote_broke_off(
    store: AccessStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder, put, tries = store._recorder, Recorder._put, []

    def breaks_once(self: Recorder, connection: object, batch: list[Slip]) -> None:
        tries.append(batch)
        if len(tries) == 1:
            raise ZeroDivisionError
        put(self, connection, batch)  # type: ignore[arg-type] # handed on as it came

    monkeypatch.setattr(Recorder, "_put", breaks_once)
    errors = in_threads(recorder, [slip(number) for number in range(3)])
    assert [type(error) for error in errors] == [ZeroDivisionError]
    assert store.verify_audit().events == 2


def test_several_of_one_caller_are_kept_in_their_order(
    store: AccessStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hotspots.access.recorder._MOST_AT_ONCE", 4)
    waits = store.record_all([(event(number), None) for number in range(10)], now=NOW)
    assert waits == (0,) * 10
    kept = [recorded.event.object_id for recorded in store.audit_events()]
    assert kept == [str(number) for number in range(10)]
    assert store.verify_audit().ok


def test_nothing_to_record_is_no_transaction(store: AccessStore) -> None:
    assert store.record_all([], now=NOW) == ()
    with writing(store._engine) as connection:
        append_events(connection, [], audit_key=b"a" * 32)
    assert store.audit_events() == ()
    assert store.verify_audit().ok


def test_a_caller_is_told_where_one_of_several_could_not_be_kept(
    store: AccessStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hotspots.access.recorder._MOST_AT_ONCE", 2)
    put = Recorder._put

    def full_after_two(self: Recorder, connection: object, batch: list[Slip]) -> None:
        if store.audit_events():
            msg = "full"
            raise StoreError(msg)
        put(self, connection, batch)  # type: ignore[arg-type] # handed on as it came

    monkeypatch.setattr(Recorder, "_put", full_after_two)
    with pytest.raises(StoreError, match="full"):
        store.record_all([(event(number), None) for number in range(4)], now=NOW)
    assert len(store.audit_events()) == 2
