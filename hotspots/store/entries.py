"""What the store hands out: a release with its seal, and the line of a list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import Connection

from hotspots.release import Release

if TYPE_CHECKING:
    from hotspots.period import Period
    from hotspots.release import Audience

Announce: TypeAlias = Callable[[Connection, tuple[Release, ...], datetime], None]
"""Told, inside the transaction, which releases became their audience's latest, and when (UTC)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRelease:
    """A release whose bytes were found to hash to `digest`; `sealed_at` is UTC."""

    release: Release
    digest: str
    sealed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseEntry:
    """A release without its content; `sealed_at` is UTC."""

    digest: str
    audience: Audience
    period: Period
    title: str
    sealed_at: datetime
