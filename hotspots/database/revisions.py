"""Which steps a package's tables have and which were taken, found out without alembic.

Alembic takes a quarter of a second to import. Whoever finds the tables up to date, as
each worker of the service does at each start, needs nothing else of it.
"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING

from sqlalchemy import column, inspect, select, table

if TYPE_CHECKING:
    from sqlalchemy import ColumnClause, Connection

_REVISION = re.compile(r'^revision = "(\w+)"$', re.MULTILINE)
_BEFORE = re.compile(r'^down_revision = "(\w+)"$', re.MULTILINE)


def known_revisions(package: str) -> frozenset[str]:
    """The revision of each step in the package's folder `migrations`."""
    return frozenset(revision for revision, _ in _steps(package))


def head_revisions(package: str) -> frozenset[str]:
    """Those that no other step comes after."""
    return known_revisions(package) - {before for _, before in _steps(package)}


def kept_revisions(connection: Connection, version_table: str) -> frozenset[str]:
    """What the database says of itself; nothing where the tables were never made."""
    if not inspect(connection).has_table(version_table):
        return frozenset()
    number: ColumnClause[str] = column("version_num")
    return frozenset(connection.scalars(select(number).select_from(table(version_table))))


def _steps(package: str) -> tuple[tuple[str, str | None], ...]:
    """Each step's revision and the one before it, as its file says."""
    found = []
    for file in files(f"{package}.migrations").iterdir():
        if file.name.endswith(".py") and file.name != "__init__.py":
            text = file.read_text(encoding="utf-8")
            before = _BEFORE.search(text)
            (revision,) = _REVISION.findall(text)
            found.append((revision, before and before[1]))
    return tuple(found)
