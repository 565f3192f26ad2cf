from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hotspots.geocode import geocode_episodes
from hotspots.model import (
    Episode,
    EpisodeStatus,
    GeocodeMethod,
    PlaceMention,
    PlaceRole,
    PlaceSource,
)

if TYPE_CHECKING:
    from hotspots.geocode import Geocoder


def _episode(episode_id: str, *texts: str, origin: str = "", year: int = 2021) -> Episode:
    return Episode(
        episode_id=episode_id,
        child_id="c_synthetic",
        status=EpisodeStatus.MISSING,
        started_at=datetime(year, 3, 1, 20, tzinfo=UTC),
        returned_at=None,
        origin_postcode=origin,
        mentions=tuple(
            PlaceMention(
                key=f"visited#{number}",
                role=PlaceRole.VISITED,
                source=PlaceSource.UNKNOWN,
                text=text,
            )
            for number, text in enumerate(texts)
        ),
    )


def test_every_mention_gives_at_least_one_sighting_in_a_fixed_order(geocoder: Geocoder) -> None:
    episodes = [_episode("b", "", "bus stn / Fleece"), _episode("a", "Aldi"), _episode("c")]
    sightings = geocode_episodes(episodes, geocoder)
    assert [s.key for s in sightings] == [
        ("a", "visited#0", 0),
        ("b", "visited#0", 0),
        ("b", "visited#1", 0),
        ("b", "visited#1", 1),
    ]
    assert sightings == geocode_episodes(episodes[::-1], geocoder)


def test_another_childs_origin_is_respected_though_nobody_told_the_geocoder(
    geocoder: Geocoder,
) -> None:
    episodes = [_episode("a", "DE23 1HG"), _episode("b", origin="de231hg")]
    (sighting,) = geocode_episodes(episodes, geocoder)
    assert sighting.where.method is GeocodeMethod.ORIGIN


def test_a_place_is_looked_for_on_the_day(geocoder: Geocoder) -> None:
    episodes = [_episode("a", "Empire Cinema", year=2018), _episode("b", "Empire Cinema")]
    names = [s.where.matched_name for s in geocode_episodes(episodes, geocoder)]
    assert names == ["Empire Cinema", "Empire Bingo"]
