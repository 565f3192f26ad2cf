"""What a key or a link entitles to, checked before it is written."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from hotspots.access.records import Principal
from hotspots.errors import ParameterError
from hotspots.release import Audience

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from sqlalchemy import Row

_NAME_LENGTH = 200
_AREA_LENGTH = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """An audience, for brief its areas, and the administrator's label.

    Raises:
        ParameterError: no label, a label or code that cannot be kept, or a brief without
            areas (it would see every area's).
    """

    name: str
    audience: Audience
    areas: frozenset[str]

    def __post_init__(self) -> None:
        if not _is_label(self.name, _NAME_LENGTH):
            msg = f"Give a name of 1 to {_NAME_LENGTH} printable characters."
            raise ParameterError(msg)
        if not all(_is_label(code, _AREA_LENGTH) for code in self.areas):
            msg = f"An area code has 1 to {_AREA_LENGTH} printable characters."
            raise ParameterError(msg)
        if self.audience is Audience.BRIEF and not self.areas:
            msg = "The brief is bound to areas. Name at least one area code."
            raise ParameterError(msg)

    def row(self) -> dict[str, Any]:
        """The columns that all who are entitled to something have in common."""
        return {
            "name": self.name,
            "audience": self.audience.value,
            "areas": json.dumps(sorted(self.areas)),
        }


def require_term(end: datetime, *, now: datetime, longest: timedelta, what: str) -> None:
    """Check that something ends, and soon enough.

    Raises:
        ParameterError: the end is past or too far away.
    """
    if not now < end <= now + longest:
        msg = f"{what} must end within {longest.days} days from now."
        raise ParameterError(msg)


def areas_of(row: Row[Any]) -> frozenset[str]:
    """The area codes of a key's or a link's row."""
    return frozenset(json.loads(row.areas))


def principal_of(
    row: Row[Any],
    principal_id: str,
    kind: Literal["key", "session", "share"],
    *,
    holder_id: str = "",
    digest: str | None = None,
) -> Principal:
    """The principal that a key's, a link's, a person's or a share's row entitles."""
    return Principal(
        principal_id=principal_id,
        name=row.name,
        audience=Audience(row.audience),
        areas=areas_of(row),
        kind=kind,
        holder_id=holder_id,
        digest=digest,
    )


def _is_label(text: str, longest: int) -> bool:
    return 0 < len(text.strip()) <= len(text) <= longest and text.isprintable()
