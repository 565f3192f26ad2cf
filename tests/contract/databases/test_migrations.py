"""Schemas come up to date as a whole, once, from anywhere, and never from a newer one."""

from __future__ import annotations

import importlib
import logging
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from hotspots.database import check_database, open_database, open_engine, reading, upgrade, writing
from hotspots.database.migration import downgrade
from hotspots.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

PACKAGES = ("hotspots.access", "hotspots.register", "hotspots.store")

BROKEN = """
import sqlalchemy as sa
from alembic import op

revision = "broken_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("half", sa.Column("a", sa.Integer(), primary_key=True))
    op.execute("INSERT INTO half VALUES (1)")
    op.execute("SELECT * FROM there_is_no_such_table")
"""

REBUILT = """
import sqlalchemy as sa
from alembic import op

revision = "rebuilt_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("parent", sa.Column("a", sa.Integer(), primary_key=True))
    op.create_table("child", sa.Column("a", sa.Integer(), sa.ForeignKey("parent.a")))
    op.execute("INSERT INTO parent VALUES (1)")
    op.execute("INSERT INTO child VALUES (1)")
    with op.batch_alter_table("parent", recreate="auto") as batch:
        batch.add_column(sa.Column("b", sa.Integer(), nullable=False, server_default="7"))
        batch.alter_column("a", nullable=False, existing_type=sa.Integer())
"""

ORPHANED = """
import sqlalchemy as sa
from alembic import op

revision = "orphaned_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("parent", sa.Column("a", sa.Integer(), primary_key=True))
    op.create_table("child", sa.Column("a", sa.Integer(), sa.ForeignKey("parent.a")))
    op.execute("INSERT INTO child VALUES (1)")
"""


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    opened = open_engine(url)
    yield opened
    opened.dispose()


@pytest.fixture
def package_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> str:
    """A package with one migration, in a folder whose name has signs of its own."""
    root = tmp_path / "100% our place; yes"
    folder = root / "elsewhere" / "migrations"
    folder.mkdir(parents=True)
    for package in (folder, folder.parent):
        (package / "__init__.py").write_text("")
    (folder / "v0001.py").write_text(request.param)
    monkeypatch.syspath_prepend(str(root))
    for name in [name for name in sys.modules if name.split(".")[0] == "elsewhere"]:
        monkeypatch.delitem(sys.modules, name)
    return "elsewhere"


def tables(engine: Engine) -> set[str]:
    with reading(engine) as connection:
        return set(inspect(connection).get_table_names())


@pytest.mark.parametrize("package", PACKAGES)
def test_tables_are_those_that_the_code_knows(engine: Engine, package: str) -> None:
    upgrade(engine, package)
    metadata = importlib.import_module(f"{package}.tables").METADATA
    version_table = f"{package.split('.')[1]}_schema_version"
    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"version_table": version_table})
        assert compare_metadata(context, metadata) == []
    assert tables(engine) == {*metadata.tables, version_table}


@pytest.mark.parametrize("package", PACKAGES)
def test_upgrade_again_is_a_no_op(engine: Engine, package: str) -> None:
    upgrade(engine, package)
    before = tables(engine)
    upgrade(engine, package)
    check_database(engine, package)
    assert tables(engine) == before


@pytest.mark.parametrize("package", PACKAGES)
def test_up_down_up(engine: Engine, package: str) -> None:
    upgrade(engine, package)
    there = tables(engine)
    downgrade(engine, package, to="base")
    assert tables(engine) == {f"{package.split('.')[1]}_schema_version"}
    with pytest.raises(StoreError, match="up to date"):
        check_database(engine, package)
    upgrade(engine, package)
    assert tables(engine) == there
    check_database(engine, package)


@pytest.mark.parametrize("package", PACKAGES)
def test_newer_schema_is_refused_and_left_alone(engine: Engine, package: str) -> None:
    upgrade(engine, package)
    name = f"{package.split('.')[1]}_schema_version"
    with writing(engine) as connection:
        connection.execute(text(f"UPDATE {name} SET version_num = 'from_the_future'"))  # noqa: S608 - fixed names
    for use in (upgrade, check_database):
        with pytest.raises(StoreError, match="newer version"):
            use(engine, package)
    with reading(engine) as connection:
        version = connection.execute(text(f"SELECT version_num FROM {name}")).scalar_one()  # noqa: S608
    assert version == "from_the_future"


def test_packages_share_one_database(engine: Engine) -> None:
    for package in PACKAGES:
        upgrade(engine, package)
    for package in PACKAGES:
        check_database(engine, package)
    downgrade(engine, "hotspots.store", to="base")
    check_database(engine, "hotspots.register")
    check_database(engine, "hotspots.access")


def test_many_at_once_agree(url: str) -> None:
    def open_and_upgrade(_: int) -> None:
        own = open_engine(url)
        try:
            upgrade(own, "hotspots.register")
            check_database(own, "hotspots.register")
        finally:
            own.dispose()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(open_and_upgrade, range(8)))


def test_threads_bring_databases_of_their_own_up_to_date(tmp_path: Path) -> None:
    together = Barrier(6)

    def open_and_check(number: int) -> None:
        package = PACKAGES[number % len(PACKAGES)]
        together.wait()
        own = open_database(f"sqlite:///{tmp_path / f'{number}.db'}", package)
        check_database(own, package)
        own.dispose()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(open_and_check, range(6)))


@pytest.mark.parametrize("package_of", [BROKEN], indirect=True)
def test_failed_migration_leaves_nothing(engine: Engine, package_of: str) -> None:
    for _ in range(2):  # the second trial would fail differently if half were kept
        with pytest.raises(StoreError, match="refused"):
            upgrade(engine, package_of)
        assert tables(engine) == set()


@pytest.mark.parametrize("package_of", [REBUILT], indirect=True)
def test_table_with_references_can_be_rebuilt(engine: Engine, package_of: str) -> None:
    upgrade(engine, package_of)
    with reading(engine) as connection:
        assert connection.execute(text("SELECT a, b FROM parent")).all() == [(1, 7)]
        assert connection.execute(text("SELECT a FROM child")).all() == [(1,)]
    with pytest.raises(StoreError), writing(engine) as connection:
        connection.execute(text("INSERT INTO child VALUES (2)"))  # references hold again


@pytest.mark.parametrize("package_of", [ORPHANED], indirect=True)
def test_migration_that_orphans_rows_leaves_nothing(engine: Engine, package_of: str) -> None:
    with pytest.raises(StoreError, match=r"nowhere|refused"):
        upgrade(engine, package_of)
    assert tables(engine) == set()


def test_no_folder_and_no_logging_is_touched(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    root = logging.getLogger()
    before = (list(root.handlers), root.level, logging.getLogger("alembic").level)
    upgrade(engine, "hotspots.store")
    assert (list(root.handlers), root.level, logging.getLogger("alembic").level) == before
    assert list(elsewhere.iterdir()) == []
