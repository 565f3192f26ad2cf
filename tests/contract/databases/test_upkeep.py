"""A copy holds what the original held, whichever database either of them is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from hotspots.access import AuditEvent
from hotspots.access.tables import METADATA as ACCESS_TABLES
from hotspots.database import copy_rows, digest_of, has_rows, open_database, reading, writing
from hotspots.errors import StoreError
from hotspots.register import Register
from hotspots.register.tables import METADATA as REGISTER_TABLES
from hotspots.store.tables import METADATA as RELEASE_TABLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hotspots.access import AccessStore
    from hotspots.ledger import Batch
    from hotspots.model import Episode
    from hotspots.release import Release
    from hotspots.store import ReleaseStore

NOW = datetime(2021, 7, 5, 9, 0, tzinfo=UTC)
REGISTER = tuple(REGISTER_TABLES.sorted_tables)


@pytest.fixture
def filled(
    register: Register, episode: Callable[..., Episode], batch: Callable[..., Batch]
) -> Register:
    register.record(batch(*(episode(n) for n in range(40))), recorded_at=NOW)
    register.record(batch(episode(1, risk_level="high")), recorded_at=NOW)
    return register


def test_there_and_back_again_nothing_differs(url: str, filled: Register, tmp_path: Path) -> None:
    before = filled.episodes()
    source = open_database(url, "hotspots.register")
    copy = open_database(f"sqlite:///{tmp_path / 'copy.db'}", "hotspots.register")
    assert not has_rows(copy, REGISTER)
    digest = copy_rows(source, copy, REGISTER)
    assert has_rows(copy, REGISTER)
    with reading(copy) as connection:
        assert digest_of(connection, REGISTER) == digest
    with Register.open(f"sqlite:///{tmp_path / 'copy.db'}") as copied:
        copied.check()
        assert copied.episodes() == before
        assert [one.version for one in copied.history("E0001")] == [1, 2]
    with pytest.raises(StoreError, match="not empty"):
        copy_rows(copy, source, REGISTER)
    with writing(source) as connection:
        connection.execute(text("DELETE FROM mention"))
    assert copy_rows(copy, source, REGISTER, replace=True) == digest
    assert filled.episodes() == before
    filled.check()
    source.dispose()
    copy.dispose()


def test_a_copy_that_fails_leaves_the_target_as_it_was(
    url: str, filled: Register, tmp_path: Path
) -> None:
    before = filled.episodes()
    path = tmp_path / "broken.db"
    broken = open_database(f"sqlite:///{path}", "hotspots.register")
    with writing(broken) as connection:
        connection.execute(text("DROP TABLE hotspot_remark"))
    target = open_database(url, "hotspots.register")
    with pytest.raises(StoreError):
        copy_rows(broken, target, REGISTER, replace=True)
    assert filled.episodes() == before
    broken.dispose()
    target.dispose()


def test_releases_and_the_trail_are_copied_to_the_byte(
    url: str,
    store: ReleaseStore,
    access: AccessStore,
    release: Callable[..., Release],
    tmp_path: Path,
) -> None:
    store.seal(release(), layers={"w": bytes(range(256))}, sealed_at=NOW)
    for count in range(3):
        event = AuditEvent(
            action="read",
            principal_id="p",
            object_id="o",
            decision="allowed",
            count=count,
            request_id="r",
        )
        access.record(event, now=NOW)
    for package, metadata in (("store", RELEASE_TABLES), ("access", ACCESS_TABLES)):
        source = open_database(url, f"hotspots.{package}")
        copy = open_database(f"sqlite:///{tmp_path / package}.db", f"hotspots.{package}")
        digest = copy_rows(source, copy, metadata.sorted_tables)
        with reading(source) as connection:
            assert digest_of(connection, metadata.sorted_tables) == digest
        source.dispose()
        copy.dispose()


def test_a_digest_tells_one_row_from_another(url: str, filled: Register) -> None:
    engine = open_database(url, "hotspots.register")
    with reading(engine) as connection:
        before = digest_of(connection, REGISTER)
    with writing(engine) as connection:
        connection.execute(text("UPDATE mention SET text = 'x' WHERE episode_id = 'E0003'"))
    with reading(engine) as connection:
        assert digest_of(connection, REGISTER) != before
    with pytest.raises(StoreError, match="not what was recorded"):
        filled.check()
    engine.dispose()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE episode_version SET status = 'unheard of' WHERE episode_id = 'E0003'",
        "UPDATE episode_version SET started_on = '2020-02-02' WHERE episode_id = 'E0003'",
        "UPDATE decision SET text = 'another'",
    ],
)
def test_the_check_finds_what_was_changed_behind_its_back(
    url: str, filled: Register, change: str
) -> None:
    engine = open_database(url, "hotspots.register")
    with writing(engine) as connection:
        connection.execute(
            text(
                "INSERT INTO decision (text_hash, number, text, status, decided_by, decided_at) "
                "VALUES (:h, 1, 'one', 'none', 'JB', '2021-07-05T09:00:00.000000+00:00')"
            ),
            {"h": "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"},
        )
    filled.check()
    with writing(engine) as connection:
        connection.execute(text(change))
    with pytest.raises(StoreError, match="damaged"):
        filled.check()
    engine.dispose()
