"""Positions: snapping, origins, outside, what the words beside them say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hotspots.geo import PointM
from hotspots.model import GeocodeMethod, GeocodeStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.geocode import Geocoder

LOCATED, REVIEW = GeocodeStatus.LOCATED, GeocodeStatus.REVIEW
# Postcodes of Derby that lie in the made-up town's square.
HOME, HOME_POINT = "DE23 1HG", PointM(434005, 332792)


def test_a_position_in_a_small_place_keeps_its_point(geocoder: Geocoder) -> None:
    (found,) = geocoder.read("433040, 333010")
    assert (found.status, found.place_id) == (LOCATED, "kelbridge-bus-station")
    assert found.point == PointM(433040, 333010)
    assert found.precision_m == 5


def test_a_position_in_a_large_place_stands_at_its_point(geocoder: Geocoder) -> None:
    (found,) = geocoder.read("431300, 335100")
    assert found.place_id == "hartfield-park"
    assert found.point == PointM(431000, 335000)
    assert found.precision_m == 400


def test_a_position_at_no_place_has_none(geocoder: Geocoder) -> None:
    (found,) = geocoder.read("435000 335500")
    assert (found.status, found.place_id, found.matched_name) == (LOCATED, None, "")


def test_a_position_beyond_the_boundary_is_outside_and_keeps_it(geocoder: Geocoder) -> None:
    (found,) = geocoder.read("SK 600 400")
    assert found.status is GeocodeStatus.OUTSIDE
    assert found.point == PointM(460050, 340050)


def test_a_square_kilometre_is_at_no_small_place(geocoder: Geocoder) -> None:
    (found,) = geocoder.read("SK3333")
    assert (found.status, found.place_id) == (LOCATED, None)
    assert found.precision_m == pytest.approx(707, abs=1)


@pytest.mark.parametrize(
    "text", ["DE23", "DE23 1", "DE23 9ZZ", "DE1 2ZZ", "DE23 1HG or DE23 1JD", "52.922, 1.4719"]
)
def test_what_is_too_coarse_or_doubtful_goes_to_review(text: str, geocoder: Geocoder) -> None:
    (found,) = geocoder.read(text)
    assert (found.status, found.point) == (REVIEW, None)
    assert found.note


def test_swapped_metres_are_doubted(geocoder: Geocoder) -> None:
    assert geocoder.read("433040, 333010")[0].status is LOCATED
    assert "swapped" in geocoder.read("333010, 433040")[0].note


def test_a_postcode_gives_its_middle(geocoder: Geocoder) -> None:
    (found,) = geocoder.read("near DE231HG")
    assert (found.status, found.method) == (LOCATED, GeocodeMethod.POSTCODE)
    assert (found.point, found.precision_m, found.matched_name) == (HOME_POINT, 100, HOME)


def test_a_postcode_off_the_grid_is_outside(geocoder: Geocoder) -> None:
    (found,) = geocoder.read("BT1 5GS")
    assert (found.status, found.point) == (GeocodeStatus.OUTSIDE, None)


def test_the_name_beside_a_wrong_postcode_still_counts(geocoder: Geocoder) -> None:
    (found,) = geocoder.read("Golden Fleece, DE23 9ZZ")
    assert found.place_id == "the-golden-fleece"


def test_a_name_beside_a_position_names_the_place(geocoder: Geocoder) -> None:
    (found,) = geocoder.read("Golden Fleece, 432650 333400")
    assert found.place_id == "the-golden-fleece"
    assert found.point == PointM(432650, 333400)


def test_a_name_far_from_the_position_is_a_contradiction(geocoder: Geocoder) -> None:
    (found,) = geocoder.read("Golden Fleece, 435500 330500")
    assert (found.status, found.point) == (REVIEW, None)


@pytest.fixture(scope="module")
def with_origin(make_geocoder: Callable[..., Geocoder]) -> Geocoder:
    return make_geocoder(origins=[HOME.lower(), "DE12 9ZZ", " "])


@pytest.mark.parametrize(
    "text",
    [
        *(HOME, "de231hg", f"Golden Fleece {HOME}", f"DE1 2AY or {HOME}", f"dropped at {HOME}."),
        *("434005, 332792", "434070 332850", "SK 34005 32792", "DE12 9ZZ"),
    ],
)
def test_an_origin_is_never_a_point(text: str, with_origin: Geocoder) -> None:
    (found,) = with_origin.read(text)
    assert (found.status, found.method) == (GeocodeStatus.PRIVATE, GeocodeMethod.ORIGIN)
    assert found.point is None
    assert found.place_id is None
    assert found.matched_name == ""


@pytest.mark.parametrize("text", [f"{HOME} & Golden Fleece", f"Golden Fleece / {HOME}"])
def test_another_place_beside_an_origin_is_told_and_the_origin_stays_private(
    text: str, with_origin: Geocoder
) -> None:
    found = {one.status: one for one in with_origin.read(text)}
    assert found.keys() == {LOCATED, GeocodeStatus.PRIVATE}
    assert found[LOCATED].place_id == "the-golden-fleece"
    assert found[GeocodeStatus.PRIVATE].point is None


@pytest.mark.parametrize("text", [f"Ropewalk and {HOME}", f"Ropewalk / {HOME}", f"Ropewalk {HOME}"])
def test_a_street_beside_an_origin_may_be_its_address(text: str, with_origin: Geocoder) -> None:
    assert {one.status for one in with_origin.read(text)} == {GeocodeStatus.PRIVATE}


@pytest.mark.parametrize(
    "text", ["433000, 333000 & Aldi Quay Street", "Aldi Quay Street / 433000, 333000"]
)
def test_a_position_and_a_place_far_from_it_are_two_mentions(text: str, geocoder: Geocoder) -> None:
    found = {one.place_id for one in geocoder.read(text)}
    assert found == {"kelbridge-bus-station", "aldi-quay-street"}


@pytest.mark.parametrize("text", ["12 Ropewalk", "outside 7a Ropewalk", "103 Ropwalk"])
def test_a_house_number_is_for_a_person(text: str, geocoder: Geocoder) -> None:
    assert geocoder.read(text)[0].status is GeocodeStatus.REVIEW


def test_further_away_it_is_not_the_origin(with_origin: Geocoder) -> None:
    assert with_origin.read("434005, 332930")[0].status is LOCATED


def test_no_decision_makes_an_origin_a_point(make_geocoder: Callable[..., Geocoder]) -> None:
    geocoder = make_geocoder(origins=[HOME])
    known = geocoder.knowing_origins([HOME.replace(" ", "")])
    assert known is geocoder
    more = geocoder.knowing_origins(["DE1 2AY"])
    assert more.read("DE1 2AY")[0].method is GeocodeMethod.ORIGIN
    assert more.read(HOME)[0].method is GeocodeMethod.ORIGIN
    assert geocoder.read("DE1 2AY")[0].method is GeocodeMethod.POSTCODE


def test_a_public_place_beside_an_origin_stays_itself(
    make_geocoder: Callable[..., Geocoder],
) -> None:
    # The postcode's middle lies 88 m from the made-up railway station's neighbour.
    geocoder = make_geocoder(origins=[HOME])
    (by_name,) = geocoder.read("train station")
    assert by_name.status is LOCATED
    (by_position,) = geocoder.read("433600 332400")
    assert by_position.place_id == "kelbridge-railway-station"
