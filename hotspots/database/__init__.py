"""Databases: opened safely, brought up to date as a whole or not at all, used in two ways.

SQLite is the default, PostgreSQL the same by URL. Every failure of a database leaves
here as a `StoreError` that says what to do and never what stood in a row.
"""

from hotspots.database.columns import UtcDateTime, require_utc
from hotspots.database.engine import open_engine
from hotspots.database.migration import check_database, open_database, upgrade
from hotspots.database.transaction import reading, writing
from hotspots.database.upkeep import copy_rows, digest_of, has_rows, scrub
from hotspots.database.version import DataVersion

__all__ = [
    "DataVersion",
    "UtcDateTime",
    "check_database",
    "copy_rows",
    "digest_of",
    "has_rows",
    "open_database",
    "open_engine",
    "reading",
    "require_utc",
    "scrub",
    "upgrade",
    "writing",
]
