"""What the store hands out: a release with its seal, and the line of a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from hotspots.period import Period
    from hotspots.release import Audience, Release


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
