"""What stands behind the figures of a release: kept inside, so that releases can be compared.

Children and episodes are digests of their pseudonyms and numbers: enough to tell whether
two figures are made of the same ones, and nothing to look anybody up by.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from hotspots.model.episode import Episode
    from hotspots.period import Period

_DIGEST_BYTES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedCell:
    """One figure that a release shows; `records` are (child, episode) as digests."""

    name: str
    records: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, name: str, episodes: Iterable[Episode]) -> Self:
        """The cell of these episodes; one that comes again counts once."""
        records = frozenset(
            (sealed_digest(e.child_id), sealed_digest(e.episode_id)) for e in episodes
        )
        return cls(name=name, records=records)


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Two people who let a release out against the ledger, and why."""

    reason: str
    approved_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedRelease:
    """A release by its digest, with what stands behind each of its figures."""

    digest: str
    audience: str
    period: Period
    cells: tuple[SealedCell, ...]
    sealed_at: datetime
    approval: Approval | None = None


def sealed_digest(value: str) -> str:
    """What stands in the ledger for a pseudonym or an episode's number: 24 hexadecimal digits."""
    return hashlib.blake2b(value.encode(), digest_size=_DIGEST_BYTES).hexdigest()
