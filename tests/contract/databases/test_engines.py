"""Reading and writing: snapshots, whole transactions, and failures told without any value."""

from __future__ import annotations

import os
import sqlite3
import threading
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine, text

from hotspots.database import check_database, open_database, open_engine, reading, writing
from hotspots.errors import StoreError
from hotspots.register import Register

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CELL = "Ashworth"  # stands for a cell's value: synthetic


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    opened = open_engine(url)
    with writing(opened) as connection:
        connection.execute(text("CREATE TABLE number (n INTEGER PRIMARY KEY, word TEXT)"))
    yield opened
    opened.dispose()


def count(engine: Engine) -> int:
    with reading(engine) as connection:
        return int(connection.execute(text("SELECT count(*) FROM number")).scalar_one())


def test_failed_write_leaves_nothing(engine: Engine) -> None:
    def write_and_fail() -> None:
        with writing(engine, turn="numbers") as connection:
            connection.execute(text("INSERT INTO number VALUES (1, 'a')"))
            raise KeyError

    with pytest.raises(KeyError):
        write_and_fail()
    assert count(engine) == 0


def test_reader_sees_one_moment_while_another_writes(engine: Engine) -> None:
    with reading(engine) as reader:
        assert reader.execute(text("SELECT count(*) FROM number")).scalar_one() == 0
        with writing(engine) as writer:
            writer.execute(text("INSERT INTO number VALUES (1, 'a')"))
        assert reader.execute(text("SELECT count(*) FROM number")).scalar_one() == 0
    assert count(engine) == 1


def test_writers_of_one_turn_come_one_after_another(engine: Engine) -> None:
    def add() -> None:
        for _ in range(20):
            with writing(engine, turn="numbers") as connection:
                last = connection.execute(text("SELECT max(n) FROM number")).scalar_one() or 0
                connection.execute(text("INSERT INTO number VALUES (:n, '')"), {"n": last + 1})

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(engine) == 160


def test_messages_quote_no_value(engine: Engine) -> None:
    def insert() -> None:
        with writing(engine) as connection:
            values = {"n": 1, "word": CELL}
            connection.execute(text("INSERT INTO number VALUES (:n, :word)"), values)

    insert()
    with pytest.raises(StoreError) as caught:
        insert()
    assert CELL not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    assert "refused" in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "mysql://root@localhost/x",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file:x?uri=true",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(StoreError, match="sqlite:///"):
        open_engine(url)


def test_unreachable_server_is_told(tmp_path: Path) -> None:
    engine = open_engine(f"postgresql://somebody:{CELL}@/nowhere?host={tmp_path}")
    with (
        pytest.raises(StoreError, match="The database nowhere cannot be opened") as caught,
        reading(engine),
    ):
        pytest.fail("there is no server")
    assert CELL not in str(caught.value)
    engine.dispose()


@pytest.mark.postgres
def test_postgresql_settings_hold_beside_those_of_the_address(postgres_url: str) -> None:
    engine = open_engine(postgres_url)
    with reading(engine) as connection:
        shown = [
            connection.exec_driver_sql(f"SHOW {name}").scalar_one()
            for name in ("statement_timeout", "lock_timeout", "transaction_read_only")
        ]
        path = connection.exec_driver_sql("SHOW search_path").scalar_one()
    engine.dispose()
    assert shown == ["1min", "30s", "on"]
    assert str(path).startswith("test_")


class TestSqliteFile:
    """What only a file can get wrong."""

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        return tmp_path / "made" / "for it" / "register.db"

    def test_settings(self, path: Path) -> None:
        engine = open_engine(f"sqlite:///{path}")
        with reading(engine) as connection:
            for pragma, value in (
                ("journal_mode", "wal"),
                ("synchronous", 2),
                ("foreign_keys", 1),
                ("busy_timeout", 5000),
                ("trusted_schema", 0),
                ("secure_delete", 1),
            ):
                assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value, pragma
        engine.dispose()

    def test_file_is_its_owners_alone(self, path: Path) -> None:
        path.parent.mkdir(parents=True)
        path.touch(mode=0o644)
        with Register.open(f"sqlite:///{path}") as register:
            register.settle(())
            modes = {p.name: p.stat().st_mode & 0o777 for p in path.parent.iterdir()}
        assert set(modes) >= {"register.db", "register.db-wal"}
        assert set(modes.values()) == {0o600}

    def test_new_file_and_folder_are_made_private(self, path: Path) -> None:
        before = os.umask(0)
        try:
            open_engine(f"sqlite:///{path}").dispose()
        finally:
            os.umask(before)
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o777 == 0o700

    def test_folder_instead_of_a_file(self, tmp_path: Path) -> None:
        with pytest.raises(StoreError, match="cannot be made or opened"):
            open_engine(f"sqlite:///{tmp_path}")

    @pytest.mark.parametrize("content", [b"not a database at all" * 100, b"\0" * 5000])
    def test_other_file(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "letter.db"
        path.write_bytes(content)
        with pytest.raises(StoreError, match=r"letter\.db is damaged or is not a database"):
            Register.open(f"sqlite:///{path}")
        assert path.read_bytes() == content

    def test_damaged_file_fails_the_check(self, path: Path) -> None:
        url = f"sqlite:///{path}"
        open_database(url, "hotspots.register").dispose()
        data = bytearray(path.read_bytes())
        data[4096:] = b"\xa5" * (len(data) - 4096)  # all but the first page
        path.write_bytes(data)
        engine = open_engine(url)
        with pytest.raises(StoreError, match="damaged"):
            check_database(engine, "hotspots.register")
        engine.dispose()

    def test_row_against_the_schema_fails_the_check(self, path: Path) -> None:
        engine = open_database(f"sqlite:///{path}", "hotspots.access")
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("PRAGMA ignore_check_constraints=ON")
        other.execute("INSERT INTO audit_head VALUES (2, 0, '', '')")
        other.close()
        with pytest.raises(StoreError, match="damaged"):
            check_database(engine, "hotspots.access")
        engine.dispose()

    def test_full_disk(self, path: Path) -> None:
        engine = open_database(f"sqlite:///{path}", "hotspots.register")

        def fill() -> None:
            with writing(engine) as connection:
                connection.exec_driver_sql("PRAGMA max_page_count=1")  # as many as there are
                connection.exec_driver_sql("CREATE TABLE big (x)")
                connection.execute(text("INSERT INTO big VALUES (zeroblob(1000000))"))

        with pytest.raises(StoreError, match="disk is full"):
            fill()
        check_database(engine, "hotspots.register")
        engine.dispose()

    def test_stuck_writer_is_told_as_busy(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        engine = open_database(f"sqlite:///{path}", "hotspots.register")
        monkeypatch.setattr("hotspots.database.engine._PRAGMAS", ("busy_timeout=50",))
        hurried = open_engine(f"sqlite:///{path}")
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="busy"), writing(hurried):
            pytest.fail("somebody else is writing")
        other.close()
        hurried.dispose()
        engine.dispose()
