"""Whether a file was written to, told by a connection that is kept for nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hotspots.database import DataVersion, open_engine
from hotspots.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path


def test_each_commit_of_another_connection_shows_and_no_read_does(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'a.db'}")
    version = DataVersion(engine)
    seen = [version.now()]
    statements = ("CREATE TABLE t (x)", "INSERT INTO t VALUES (1)", "DELETE FROM t")
    for statement in statements:
        with engine.begin() as connection:
            connection.exec_driver_sql(statement)
        seen.append(version.now())
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT * FROM t").all()
        assert version.now() == seen[-1]
    assert len(set(seen)) == 4
    version.close()
    version.close()
    assert isinstance(version.now(), int)
    version.close()
    engine.dispose()


def test_what_is_no_database_is_said(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'a.db'}")
    (tmp_path / "a.db").write_bytes(b"x" * 4096)
    version = DataVersion(engine)
    with pytest.raises(StoreError, match="is damaged"):
        version.now()
    version.close()
