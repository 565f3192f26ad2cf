"""Many writers at once, and writers killed at their work, on SQLite and on PostgreSQL.

Run as a program, this file is the writer that is killed: it records batches without
end and says after each that it was recorded. All episodes are made up.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, make_url, text

from hotspots.access import AccessStore, AuditEvent
from hotspots.database import open_engine, reading
from hotspots.ledger import Batch
from hotspots.model import Episode, EpisodeStatus, PlaceMention, PlaceRole, PlaceSource
from hotspots.register import Register

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WRITERS = 8
BATCHES_EACH = 12
KILLS = 6
EPISODES_IN_A_BATCH = 150
NOW = datetime(2021, 7, 5, 9, 0, tzinfo=UTC)


def make_batch(writer: int, number: int, size: int) -> Batch:
    """A batch that no other writer and no other number makes."""
    episodes = tuple(
        Episode(
            episode_id=f"W{writer}-B{number}-E{n}",
            child_id=f"c_{n % 25:016d}",
            status=EpisodeStatus.MISSING,
            started_at=NOW + timedelta(hours=n),
            returned_at=None,
            mentions=(
                PlaceMention(
                    key="found",
                    role=PlaceRole.FOUND,
                    source=PlaceSource.POLICE,
                    text=f"made-up place {n}",
                ),
            ),
        )
        for n in range(size)
    )
    return Batch(ledgers=(), episodes=episodes, rejects=(), remarks=())


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'register.db'}"
        return
    server = os.environ.get("HOTSPOTS_TEST_POSTGRES")
    if not server:
        pytest.skip("no PostgreSQL: set HOTSPOTS_TEST_POSTGRES, for instance by .ci/postgres start")
    name = f"test_{uuid.uuid4().hex}"
    engine = create_engine(server)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
    own = make_url(server).update_query_dict({"options": f"-c search_path={name}"})
    yield own.render_as_string(hide_password=False)
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
    engine.dispose()


def test_eight_writers_lose_nothing(url: str) -> None:
    def work(writer: int) -> None:
        # Each has connections of its own, as another process would.
        with Register.open(url) as register:
            for number in range(BATCHES_EACH):
                outcome = register.record(make_batch(writer, number, 5), recorded_at=NOW)
                assert outcome.new == 5
                assert len(register.history(f"W{writer}-B{number}-E0")) == 1

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(work, range(WRITERS)))
    with Register.open(url) as register:
        assert len(register.episodes()) == WRITERS * BATCHES_EACH * 5
        register.check()


def test_threads_of_one_register_record_one_batch_once(url: str) -> None:
    with Register.open(url) as register, ThreadPoolExecutor(WRITERS) as pool:
        batch = make_batch(1, 1, 20)
        outcomes = list(pool.map(lambda _: register.record(batch, recorded_at=NOW), range(WRITERS)))
        assert sorted(outcome.new for outcome in outcomes) == [0] * (WRITERS - 1) + [20]
        assert len(register.episodes()) == 20


def test_audit_events_of_many_writers_make_one_chain(url: str) -> None:
    def work(writer: int) -> None:
        access = AccessStore.open(url, pepper=b"p" * 32, audit_key=b"a" * 32)
        for number in range(BATCHES_EACH):
            event = AuditEvent(
                action="read",
                principal_id=f"writer{writer}",
                object_id="release",
                decision="allowed",
                count=number,
                request_id=f"{writer}-{number}",
            )
            access.record(event, now=NOW)
        access.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(work, range(WRITERS)))
    access = AccessStore.open(url, pepper=b"p" * 32, audit_key=b"a" * 32)
    check = access.verify_audit()
    assert (check.ok, check.events) == (True, WRITERS * BATCHES_EACH)
    requests = {one.event.request_id for one in access.audit_events()}
    assert len(requests) == WRITERS * BATCHES_EACH
    access.close()


def test_killed_writer_leaves_whole_batches_only(url: str) -> None:
    said: set[str] = set()
    delays = random.Random(7)  # noqa: S311 - no secret
    for writer in range(KILLS):
        said |= kill_a_writer(url, writer, after_s=delays.uniform(0.0, 0.3))
    with Register.open(url) as register:
        register.check()
        episodes = register.episodes()
    kept: dict[str, int] = {}
    for episode in episodes:
        assert len(episode.mentions) == 1
        name = episode.episode_id.rpartition("-")[0]
        kept[name] = kept.get(name, 0) + 1
    assert set(kept.values()) == {EPISODES_IN_A_BATCH}
    assert said <= set(kept), "a batch that was said to be recorded is gone"
    assert len(said) >= KILLS
    engine = open_engine(url)
    with reading(engine) as connection:
        receipts = connection.execute(text("SELECT count(*) FROM batch")).scalar_one()
    engine.dispose()
    assert receipts == len(kept)


def kill_a_writer(url: str, writer: int, *, after_s: float) -> set[str]:
    """Start a writer, let it record one batch, kill it a moment later; what it said is returned."""
    command = [sys.executable, __file__, url, str(writer)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - this very file
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(after_s)
        process.kill()
        rest = process.stdout.read()
    # A line without its end was not said.
    return {line for line in (first + rest).split("\n")[:-1] if line}


def write_without_end(url: str, writer: int) -> None:
    """Record batch after batch, and say so after each."""
    register = Register.open(url)
    number = 0
    while True:
        register.record(make_batch(writer, number, EPISODES_IN_A_BATCH), recorded_at=NOW)
        sys.stdout.write(f"W{writer}-B{number}\n")
        sys.stdout.flush()
        number += 1


if __name__ == "__main__":
    write_without_end(sys.argv[1], int(sys.argv[2]))
