from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from hotspots.cluster import coarse_groups
from hotspots.describe import describe, zone_names, zones_of
from hotspots.geo import PointM

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.boundaries import Boundaries
    from hotspots.gazetteer import Gazetteer
    from hotspots.model import Cluster, Hotspot, Sighting


@pytest.fixture
def hotspot_at(
    gazetteer: Gazetteer,
    boundaries: Boundaries,
    make_cluster: Callable[..., Cluster],
    make_sighting: Callable[..., Sighting],
) -> Callable[..., Hotspot]:
    def make(name: str, east_m: float, zone: str = "", children: str = "ab") -> Hotspot:
        sightings = [make_sighting(f"{name}{c}", "shop", child=f"c_{c}") for c in children]
        cluster = make_cluster(0, *sightings)
        (hotspot,) = describe([cluster], gazetteer=gazetteer, boundaries=boundaries)
        place = replace(
            hotspot.place,
            place_id=name,
            name=name.title(),
            zone=zone,
            point=PointM(437_000.0 + east_m, 333_000.0),
        )
        return replace(hotspot, hotspot_id=name, place=place)

    return make


def _names(*hotspots: Hotspot) -> dict[str, str]:
    groups = coarse_groups([hotspot.place.point for hotspot in hotspots])
    return dict(zone_names(hotspots, groups))


def test_what_the_gazetteer_or_people_say_comes_first(
    hotspot_at: Callable[..., Hotspot],
) -> None:
    chosen = replace(hotspot_at("a", 0, "Town"), chosen_zone="Green")
    assert _names(chosen, hotspot_at("b", 10, "Town")) == {"a": "Green", "b": "Town"}


def test_one_without_a_zone_takes_that_of_the_nearest_of_its_group(
    hotspot_at: Callable[..., Hotspot],
) -> None:
    hotspots = [hotspot_at("a", 0, "West"), hotspot_at("b", 500), hotspot_at("c", 800, "East")]
    assert _names(*hotspots)["b"] == "East"


def test_a_group_without_any_zone_is_named_after_its_middle_and_a_lone_one_is_not(
    hotspot_at: Callable[..., Hotspot],
) -> None:
    hotspots = [hotspot_at("a", 0), hotspot_at("b", 600), hotspot_at("c", 1_200)]
    assert set(_names(*hotspots).values()) == {"Around B"}
    assert _names(hotspot_at("a", 0), hotspot_at("b", 601)) == {"a": "", "b": ""}


def test_a_zone_counts_a_child_and_an_episode_once(hotspot_at: Callable[..., Hotspot]) -> None:
    hotspots = [hotspot_at("a", 0, "Town", "xy"), hotspot_at("b", 50, "Town", "yz")]
    (zone,) = zones_of(hotspots, coarse_groups([h.place.point for h in hotspots]))
    assert (zone.name, zone.hotspot_ids) == ("Town", ("a", "b"))
    assert (zone.facts.children, zone.facts.episodes, zone.facts.sightings) == (3, 4, 4)


def test_a_hotspot_without_a_zone_is_in_none(hotspot_at: Callable[..., Hotspot]) -> None:
    assert zones_of([hotspot_at("a", 0)], [0]) == ()
