"""A made-up town, so that the tests know nothing of Derby: Kelbridge, 6 km square."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from shapely.geometry import box

from hotspots.boundaries import Boundaries, Ward
from hotspots.gazetteer import Gazetteer, Place, place_id_of
from hotspots.geo import PointM
from hotspots.geocode import GeocodeParams, Geocoder
from hotspots.postcodes import Postcodes

if TYPE_CHECKING:
    from collections.abc import Callable

WEST, SOUTH = 430_000, 330_000


def _place(  # noqa: PLR0913 - the columns of a gazetteer
    name: str,
    category: str,
    east: int,
    north: int,
    *aliases: str,
    extent_m: float = 60,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Place:
    return Place(
        place_id=place_id_of(name),
        name=name,
        category=category,
        point=PointM(WEST + east, SOUTH + north),
        extent_m=extent_m,
        accuracy_m=30,
        zone="",
        aliases=aliases,
        valid_from=valid_from,
        valid_to=valid_to,
    )


PLACES = (
    _place("Kelbridge Bus Station", "transport", 3000, 3000, "Bus Station", extent_m=80),
    _place("Kelbridge railway station", "transport", 3600, 2400, "train station"),
    _place("Hartfield Park", "park", 1000, 5000, "Hartfield Lake", extent_m=400),
    _place("Hartfield", "area", 1200, 4800, extent_m=1000),
    _place("Aldi Hartfield", "supermarket", 1500, 4400),
    _place("Aldi Quay Street", "supermarket", 4800, 1200),
    _place("The Golden Fleece", "pub", 2500, 3300, "Fleece"),
    _place("Corn Exchange", "landmark", 2900, 3100, "Kelbridge Corn Exchange", "Market Square"),
    _place("Kelbridge Museum", "museum", 2950, 3180, "Market Square"),
    _place("Riverside Shopping Centre", "shopping centre", 3100, 2800, "Riverside", extent_m=150),
    _place("Ropewalk", "street", 2700, 2900, extent_m=200),
    _place("University of Kelbridge", "education", 500, 1000, extent_m=250),
    _place("Empire Cinema", "leisure", 3300, 3300, valid_to=date(2019, 6, 30)),
    _place("Empire Bingo", "leisure", 3310, 3310, "Empire Cinema", valid_from=date(2020, 1, 1)),
    _place("Skyline Rink", "leisure", 9000, 9000),
)
WARDS = (
    Ward(
        code="E05000001",
        name="Hartfield",
        geometry_m=box(WEST, SOUTH + 4000, WEST + 3000, SOUTH + 6000),
    ),
    Ward(code="E05000002", name="Old Town", geometry_m=box(WEST, SOUTH, WEST + 3500, SOUTH + 4000)),
    Ward(
        code="E05000003",
        name="Millbrook & Quayside",
        geometry_m=box(WEST + 3500, SOUTH, WEST + 6000, SOUTH + 6000),
    ),
)


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer(PLACES, name="kelbridge")


@pytest.fixture(scope="session")
def boundaries() -> Boundaries:
    return Boundaries(WARDS, geojson={}, attribution="made up")


@pytest.fixture(scope="session")
def postcodes() -> Postcodes:
    return Postcodes.load()


@pytest.fixture(scope="session")
def params() -> GeocodeParams:
    return GeocodeParams(home_names=("Kelbridge",), elsewhere=("Farmouth", "Great Marlow", "Quay"))


@pytest.fixture(scope="session")
def make_geocoder(
    gazetteer: Gazetteer, boundaries: Boundaries, postcodes: Postcodes, params: GeocodeParams
) -> Callable[..., Geocoder]:
    def make(**changes: object) -> Geocoder:
        given = {
            "gazetteer": gazetteer,
            "boundaries": boundaries,
            "postcodes": postcodes,
            "params": params,
        }
        return Geocoder(**(given | changes))  # type: ignore[arg-type] # one fixture for all

    return make


@pytest.fixture(scope="session")
def geocoder(make_geocoder: Callable[..., Geocoder]) -> Geocoder:
    return make_geocoder()
