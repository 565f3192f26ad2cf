"""What each audience would see, beside what it has now, in the words of a page.

Everything here comes from the gate's own answers: nothing is counted or rounded a second time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hotspots.pipeline import Published
    from hotspots.protect import Gated
    from hotspots.release import Audience, Release, ReleasedHotspot
    from hotspots.store import ReleaseStore, StoredRelease

NEW, CHANGED, SAME, GONE = "new", "changed", "as before", "no longer shown"


def preview_of(prepared: Published, releases: ReleaseStore) -> dict[str, Any]:
    """For a page and for the disk: JSON's words alone. It is for the inside."""
    return {
        "first": prepared.period.first.isoformat(),
        "last": prepared.period.last.isoformat(),
        "period": prepared.period.in_words,
        "in_doubt": prepared.review_count,
        "digests": sorted(one.release.digest for one in prepared.gated),
        "audiences": [
            _audience(one, releases.latest(one.release.audience)) for one in prepared.gated
        ],
    }


def _audience(gated: Gated, before: StoredRelease | None) -> dict[str, Any]:
    release, former = gated.release, None if before is None else before.release
    return {
        "audience": audience_in_words(release.audience),
        "digest": release.digest,
        "former": "" if former is None else former.period.in_words,
        "is_same": before is not None and before.digest == release.digest,
        "total": release.total_episodes.text,
        "notices": list(release.notices),
        "shown": _shown(release, former),
        "withheld": [
            {"name": one.hotspot.name, "why": "; ".join(one.failed)} for one in gated.withheld
        ],
    }


def audience_in_words(audience: Audience) -> str:
    """As the buttons and headings have it."""
    return audience.value.replace("-", " ").capitalize()


def _shown(release: Release, former: Release | None) -> list[dict[str, str]]:
    had = {} if former is None else {one.hotspot_id: one for one in former.hotspots}
    rows = []
    for one in release.hotspots:
        old = had.pop(one.hotspot_id, None)
        rows.append(
            {
                "name": one.name,
                "zone": one.zone,
                "episodes": one.episodes.text,
                "before": "" if old is None else old.episodes.text,
                "change": _change(one, old),
            }
        )
    rows.extend(
        {
            "name": old.name,
            "zone": old.zone,
            "episodes": "",
            "before": old.episodes.text,
            "change": GONE,
        }
        for old in had.values()
    )
    return rows


def _change(one: ReleasedHotspot, old: ReleasedHotspot | None) -> str:
    if old is None:
        return NEW
    same = (one.name, one.zone, one.episodes) == (old.name, old.zone, old.episodes)
    return SAME if same else CHANGED
