from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import psycopg.errors
import pytest
from sqlalchemy.exc import ArgumentError, DBAPIError, StatementError

from hotspots.database.engine import open_engine
from hotspots.database.fault import faults_in_words, label_of
from hotspots.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

VALUE = "E0001 made-up value"


@pytest.fixture
def sqlite(tmp_path: Path) -> Engine:
    return open_engine(f"sqlite:///{tmp_path / 'register.db'}")


@pytest.fixture
def postgresql() -> Engine:
    return open_engine("postgresql://localhost/records")


def told(engine: Engine, cause: Exception) -> str:
    with pytest.raises(StoreError) as caught, faults_in_words(engine):
        raise DBAPIError(VALUE, {"cell": VALUE}, cause)
    return str(caught.value)


def sqlite_error(name: str) -> sqlite3.Error:
    error = sqlite3.OperationalError(VALUE)
    error.sqlite_errorname = name
    return error


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("SQLITE_BUSY", "busy"),
        ("SQLITE_BUSY_SNAPSHOT", "busy"),
        ("SQLITE_FULL", "full"),
        ("SQLITE_IOERR_WRITE", "full or failing"),
        ("SQLITE_CORRUPT", "damaged"),
        ("SQLITE_NOTADB", "damaged"),
        ("SQLITE_READONLY_DIRECTORY", "right to write"),
        ("SQLITE_CANTOPEN", "cannot be opened"),
        ("SQLITE_CONSTRAINT_UNIQUE", "refused"),
    ],
)
def test_sqlite_failures(sqlite: Engine, code: str, words: str) -> None:
    message = told(sqlite, sqlite_error(code))
    assert words in message
    assert message.startswith("The database register.db ")
    assert message.endswith(f"({code})")
    assert VALUE not in message


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        (psycopg.errors.DiskFull(VALUE), "full"),
        (psycopg.errors.LockNotAvailable(VALUE), "busy"),
        (psycopg.errors.QueryCanceled(VALUE), "busy"),
        (psycopg.errors.DeadlockDetected(VALUE), "busy"),
        (psycopg.errors.InvalidPassword(VALUE), "cannot be opened"),
        (psycopg.errors.InvalidCatalogName(VALUE), "cannot be opened"),
        (psycopg.errors.AdminShutdown(VALUE), "cannot be opened"),
        (psycopg.errors.InsufficientPrivilege(VALUE), "does not let this account"),
        (psycopg.errors.DataCorrupted(VALUE), "damaged"),
        (psycopg.errors.UniqueViolation(VALUE), "refused"),
        (psycopg.OperationalError(VALUE), "cannot be opened"),
        (psycopg.DataError(VALUE), "refused"),
    ],
)
def test_postgresql_failures(postgresql: Engine, cause: Exception, words: str) -> None:
    message = told(postgresql, cause)
    assert words in message
    assert VALUE not in message


def test_failures_before_the_database_is_asked(sqlite: Engine) -> None:
    with pytest.raises(StoreError, match=r"\(ArgumentError\)"), faults_in_words(sqlite):
        raise ArgumentError(VALUE)
    with pytest.raises(StoreError, match=r"\(StatementError\)"), faults_in_words(sqlite):
        raise StatementError(VALUE, VALUE, {}, ValueError(VALUE))


def test_other_errors_pass(sqlite: Engine) -> None:
    with pytest.raises(KeyError), faults_in_words(sqlite):
        raise KeyError


def test_label_holds_no_folder(sqlite: Engine, postgresql: Engine) -> None:
    assert label_of(sqlite) == "The database register.db"
    assert label_of(postgresql) == "The database records"
    assert label_of(open_engine("postgresql://localhost")) == "The database"
