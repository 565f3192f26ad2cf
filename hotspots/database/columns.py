"""Column types that mean the same in SQLite and in PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import String
from sqlalchemy.types import TypeDecorator

from hotspots.errors import ParameterError

if TYPE_CHECKING:
    from sqlalchemy import Dialect


def require_utc(moment: datetime, name: str) -> datetime:
    """The same moment in UTC.

    Raises:
        ParameterError: it has no time zone, so nobody can say which moment it is.
    """
    if moment.tzinfo is None:
        msg = f"{name} has no time zone. Give it one, for instance UTC."
        raise ParameterError(msg)
    return moment.astimezone(UTC)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment as text of one width, `2021-01-31T09:30:00.000000+00:00`.

    Text compares as time does, keeps microseconds and the zone in both databases, and
    can be read by whoever opens the file years from now.
    """

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Write."""
        return (
            None
            if value is None
            else require_utc(value, "A moment").isoformat(timespec="microseconds")
        )

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Read; always UTC."""
        return None if value is None else datetime.fromisoformat(value)
