"""What would change for an audience is said of each place, and nothing is missed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from desk.preview import preview_of
from hotspots.period import Period
from hotspots.release import Audience, Release, ReleasedHotspot, ShownCount, ShownPosition
from hotspots.store import StoredRelease

PERIOD = Period(first=date(2021, 1, 1), last=date(2021, 6, 30))


def place(name: str, episodes: int) -> ReleasedHotspot:
    return ReleasedHotspot(
        hotspot_id=name.lower(), name=name, category="park", zone="", area=None,
        position=ShownPosition(easting=435000.0, northing=336000.0, lon=-1.48, lat=52.92),
        extent_m=60.0, episodes=ShownCount(text=str(episodes), value=episodes),
        children=ShownCount(text="5 to 7"), first_month=None, last_month=None,
    )  # fmt: skip


def release(*hotspots: ReleasedHotspot) -> Release:
    return Release(
        audience=Audience.PARTNER, period=PERIOD, title="T", classification="OFFICIAL",
        policy_version="1", banner="SYNTHETIC", notices=("N",),
        total_episodes=ShownCount(text="245", value=245), hotspots=hotspots, zones=(),
    )  # fmt: skip


def seen(now: Release, before: Release | None) -> dict[str, Any]:
    withheld = SimpleNamespace(hotspot=SimpleNamespace(name="Home Street"), failed=("too few",))
    stored = before and StoredRelease(
        release=before, digest=before.digest, sealed_at=datetime(2021, 7, 5, tzinfo=UTC)
    )
    prepared: Any = SimpleNamespace(
        period=PERIOD, review_count=2,
        gated=(SimpleNamespace(release=now, withheld=(withheld,)),),
    )  # fmt: skip
    store: Any = SimpleNamespace(latest=lambda _: stored)
    (one,) = preview_of(prepared, store)["audiences"]
    found: dict[str, Any] = one
    return found


def test_every_change_is_named() -> None:
    renamed = replace(place("Spot", 20), zone="City")
    now = release(place("Park", 25), place("Station", 50), place("Shop", 10), renamed)
    before = release(place("Park", 20), place("Station", 50), place("Pub", 15), place("Spot", 20))
    told = {row["name"]: (row["change"], row["before"]) for row in seen(now, before)["shown"]}
    assert told == {
        "Park": ("changed", "20"),
        "Station": ("as before", "50"),
        "Shop": ("new", ""),
        "Spot": ("changed", "20"),
        "Pub": ("no longer shown", "15"),
    }


def test_the_same_bytes_and_a_first_release_are_told() -> None:
    now = release(place("Park", 25))
    assert seen(now, now)["is_same"]
    first = seen(now, None)
    assert (first["is_same"], first["former"]) == (False, "")
    assert first["withheld"] == [{"name": "Home Street", "why": "too few"}]
