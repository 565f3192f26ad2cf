"""Releases that were taken back: nobody is shown them, and what was sealed stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from hotspots.errors import ParameterError
from hotspots.store.tables import RELEASE, WITHDRAWN

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

_LONGEST = 500


def is_shown() -> ColumnElement[bool]:
    """The condition that a row of `release` was not taken back."""
    taken_back = select(WITHDRAWN.c.release).where(WITHDRAWN.c.lifted_at.is_(None))
    return RELEASE.c.digest.not_in(taken_back)


def take_back(connection: Connection, digest: str, *, by: str, reason: str, at: datetime) -> None:
    """Show it to nobody from now on.

    Raises:
        ParameterError: nobody says so or says why, at length, or it is not shown to anybody.
    """
    if not by.strip() or not reason.strip() or max(len(by), len(reason)) > _LONGEST:
        msg = f"Say who takes it back and why, in at most {_LONGEST} characters."
        raise ParameterError(msg)
    shown = select(RELEASE.c.digest).where(RELEASE.c.digest == digest, is_shown())
    if connection.scalar(shown) is None:
        msg = "No release that anybody is shown has this digest. See: hotspots withdraw --list"
        raise ParameterError(msg)
    row = {"release": digest, "withdrawn_at": at, "withdrawn_by": by, "reason": reason}
    connection.execute(insert(WITHDRAWN), row | {"lifted_at": None})


def show_again(connection: Connection, digest: str, at: datetime) -> None:
    """Somebody publishes it once more: that it was taken back for a time stays on record."""
    connection.execute(
        update(WITHDRAWN)
        .where(WITHDRAWN.c.release == digest, WITHDRAWN.c.lifted_at.is_(None))
        .values(lifted_at=at)
    )
