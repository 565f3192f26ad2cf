"""The releases that one principal may see, already cut to their areas: nothing else leaves here.

Every route reads through `Shelf`, so that no page can forget whose release it shows.

Somebody bound to areas is given the digest of *their part*, not of the whole: a
digest is a commitment to all of the content, and with few possible figures one could
try them out until the whole's digest matches. For the same reason a release that
changed elsewhere only is not a new release to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from api.cache import Bounded
from api.saved import saved_layer
from hotspots.brief import Ground
from hotspots.errors import InternalError, StoreError
from hotspots.release import Audience

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator
    from datetime import datetime

    from hotspots.access import Principal
    from hotspots.release import Release
    from hotspots.store import ReleaseEntry, ReleaseStore

_KEPT_VIEWS = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A release as one principal may see it.

    `digest` names exactly this content. `sealed_digest` is the store's name of the
    whole, needed for its layers; it is never sent to anybody bound to areas.
    """

    release: Release
    digest: str
    sealed_digest: str
    sealed_at: datetime


class Shelf:
    """Reads sealed releases for principals."""

    def __init__(self, releases: ReleaseStore) -> None:
        self._releases = releases
        self._views: Bounded[tuple[str, frozenset[str] | None], View] = Bounded(_KEPT_VIEWS)

    def latest(self, principal: Principal) -> View | None:
        """The newest release of this audience, or None."""
        return next(self._of(principal), None)

    def named(self, principal: Principal, digest: str) -> View | None:
        """The release of that digest, if this principal may see it."""
        return next((view for view in self._of(principal) if view.digest == digest), None)

    def all(self, principal: Principal) -> tuple[View, ...]:
        """Every release of this audience, newest first."""
        return tuple(self._of(principal))

    def mark(self, principal: Principal) -> Hashable:
        """Something that is another as soon as this principal may see something else."""
        return self._releases.mark(principal.audience)

    def knows_hotspot(self, principal: Principal, hotspot_id: str) -> bool:
        """Whether the audience has it anywhere, seen or not: for the audit trail alone."""
        entries = self._releases.list(principal.audience)
        whole = (self._view(entry, None) for entry in entries)
        return any(h.hotspot_id == hotspot_id for view in whole for h in view.release.hotspots)

    def _of(self, principal: Principal) -> Iterator[View]:
        areas = areas_of(principal)
        entries = self._releases.list(principal.audience)
        views = (self._view(entry, areas) for entry in entries)
        for digest, same in groupby(views, key=lambda view: view.digest):
            *_, oldest = same
            if principal.digest in {None, digest}:  # a share opens one release alone
                yield oldest

    def _view(self, entry: ReleaseEntry, areas: frozenset[str] | None) -> View:
        return self._views.get((entry.digest, areas), lambda: self._read(entry, areas))

    def _read(self, entry: ReleaseEntry, areas: frozenset[str] | None) -> View:
        stored = self._releases.get(entry.digest)
        if stored is None:
            raise StoreError("A listed release cannot be read: restore the store from backup.")
        if stored.release.audience is not entry.audience:
            raise InternalError("A release is listed for another audience than its own.")
        release = stored.release
        if areas is not None:
            ground = Ground.of({}, saved_layer(self._releases, entry.digest))
            release = ground.part_of(release, areas)
        return View(
            release=release,
            digest=stored.digest if areas is None else release.digest,
            sealed_digest=stored.digest,
            sealed_at=stored.sealed_at,
        )


def areas_of(principal: Principal) -> frozenset[str] | None:
    """The areas somebody is bound to; None for all. A brief is always bound, if to nothing."""
    if principal.areas or principal.audience is Audience.BRIEF:
        return principal.areas
    return None
