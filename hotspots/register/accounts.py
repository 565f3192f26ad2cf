"""What the register answers: what a batch changed, and one version of an episode."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from hotspots.model import Episode


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOutcome:
    """How many episodes of a batch were new, corrected, or known as they were."""

    new: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeVersion:
    """An episode as one batch gave it.

    `version` counts from 1 within the episode; the highest is the one that counts.
    `batch` numbers the recordings from 1. `content_hash` is the SHA-256 of the
    episode's canonical bytes, 64 hexadecimal digits. `recorded_at` is UTC.
    """

    version: int
    episode: Episode
    content_hash: str
    batch: int
    recorded_at: datetime
