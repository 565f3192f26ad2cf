"""The earlier releases beside which the direction of travel is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.release import PEOPLE_AUDIENCES

if TYPE_CHECKING:
    from hotspots.period import Period
    from hotspots.release import Audience, Release
    from hotspots.store import ReleaseStore


def earlier_releases(releases: ReleaseStore, period: Period) -> tuple[Release, ...]:
    """For each audience the release of the last period of as many months before this one.

    Of several releases of that period the newest counts. An audience without one is not in.

    Raises:
        StoreError: a release is not what was sealed.
    """
    found = (_earlier(releases, audience, period) for audience in PEOPLE_AUDIENCES)
    return tuple(release for release in found if release is not None)


def _earlier(releases: ReleaseStore, audience: Audience, period: Period) -> Release | None:
    fit = [
        entry
        for entry in releases.list(audience)
        if entry.period.last < period.first
        and entry.period.is_whole_months
        and entry.period.months == period.months
    ]
    if not fit:
        return None
    stored = releases.get(max(fit, key=lambda entry: (entry.period.last, entry.sealed_at)).digest)
    return None if stored is None else stored.release
