from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from hotspots.describe import describe
from hotspots.errors import InternalError

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.boundaries import Boundaries
    from hotspots.gazetteer import Gazetteer
    from hotspots.model import Cluster, Hotspot, Sighting


@pytest.fixture
def name(
    gazetteer: Gazetteer, boundaries: Boundaries, make_cluster: Callable[..., Cluster]
) -> Callable[..., Hotspot]:
    def of(*sightings: Sighting) -> Hotspot:
        cluster = make_cluster(0, *sightings)
        (hotspot,) = describe([cluster], gazetteer=gazetteer, boundaries=boundaries)
        return hotspot

    return of


def test_a_hotspot_is_named_after_the_place_with_most_of_its_sightings(
    name: Callable[..., Hotspot], make_sighting: Callable[..., Sighting]
) -> None:
    hotspot = name(make_sighting("1", "shop"), make_sighting("2", "pub"), make_sighting("3", "pub"))
    assert (hotspot.hotspot_id, hotspot.name, hotspot.zone) == ("pub", "Pub", "Town")
    assert [place.place_id for place in hotspot.places] == ["pub", "shop"]
    assert hotspot.facts.sightings == 3


@pytest.mark.parametrize(("x", "expected"), [(20.0, "shop"), (80.0, "pub")])
def test_of_equals_the_place_nearest_to_the_middle_names_it(
    name: Callable[..., Hotspot],
    make_sighting: Callable[..., Sighting],
    x: float,
    expected: str,
) -> None:
    hotspot = name(make_sighting("1", "shop", x=x), make_sighting("2", "pub", x=x))
    assert hotspot.hotspot_id == expected


def test_of_equals_equally_near_the_lower_id_names_it(
    name: Callable[..., Hotspot], make_sighting: Callable[..., Sighting]
) -> None:
    hotspot = name(make_sighting("1", "shop", x=50.0), make_sighting("2", "pub", x=50.0))
    assert hotspot.hotspot_id == "pub"


def test_a_street_names_a_hotspot_only_where_there_is_nothing_else(
    name: Callable[..., Hotspot], make_sighting: Callable[..., Sighting]
) -> None:
    street = [make_sighting(i, "road", x=50.0) for i in "123"]
    assert name(*street).hotspot_id == "road"
    assert name(*street, make_sighting("4", "shop")).hotspot_id == "shop"


def test_the_order_of_the_sightings_is_no_matter(
    name: Callable[..., Hotspot], make_sighting: Callable[..., Sighting]
) -> None:
    sightings = [
        make_sighting("1", "shop", x=0.1),
        make_sighting("2", "pub", x=0.2),
        make_sighting("3", "road", x=0.7),
    ]
    assert {name(*order).hotspot_id for order in permutations(sightings)} == {"shop"}


def test_the_ward_is_that_of_the_place(
    name: Callable[..., Hotspot], make_sighting: Callable[..., Sighting]
) -> None:
    inside = name(make_sighting("1", "shop"))
    assert inside.ward is not None
    assert inside.ward.code == "E05000001"
    assert name(make_sighting("1", "station")).ward is None


def test_two_hotspots_of_one_place_get_two_ids(
    gazetteer: Gazetteer,
    boundaries: Boundaries,
    make_cluster: Callable[..., Cluster],
    make_sighting: Callable[..., Sighting],
) -> None:
    clusters = [make_cluster(n, make_sighting(str(n), "shop")) for n in (1, 0)]
    hotspots = describe(clusters, gazetteer=gazetteer, boundaries=boundaries)
    assert [(h.hotspot_id, h.sightings[0].episode.episode_id) for h in hotspots] == [
        ("shop", "0"),
        ("shop-2", "1"),
    ]


@pytest.mark.parametrize("place_id", [None, "unheard-of"])
def test_a_sighting_at_no_known_place_is_our_mistake(
    name: Callable[..., Hotspot], make_sighting: Callable[..., Sighting], place_id: str | None
) -> None:
    with pytest.raises(InternalError):
        name(make_sighting("1", place_id))


def test_nothing_is_described_as_nothing(gazetteer: Gazetteer, boundaries: Boundaries) -> None:
    assert describe([], gazetteer=gazetteer, boundaries=boundaries) == ()
