"""The table of where the children go keeps its own promises."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest

from hotspots.demo.children import CHILDREN
from hotspots.demo.habits import ELSEWHERE, FAVOURITES, MEETING_PLACES, VISITS, visits_of
from hotspots.demo.texts import FIELDS_M, FIXED_SPOTS, SPOT_TEXTS
from hotspots.gazetteer import Gazetteer, read_gazetteer
from hotspots.geo import PointM
from hotspots.resources import data_path


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return read_gazetteer(data_path("gazetteer/derby.csv"))


def test_children_and_spots_are_known() -> None:
    assert {child for visitors in VISITS.values() for child in visitors} == {
        child.key for child in CHILDREN
    }
    assert set(VISITS) == set(SPOT_TEXTS) | {"fields"}
    assert set(VISITS) >= FIXED_SPOTS


def test_nobody_visits_a_spot_in_more_episodes_than_there_are() -> None:
    for child in CHILDREN:
        assert all(times <= child.episodes for _, times in visits_of(child.key))


@pytest.mark.parametrize("spot", MEETING_PLACES)
def test_a_meeting_place_has_many_children_and_none_of_them_prevails(spot: str) -> None:
    visitors = MEETING_PLACES[spot]
    assert len(visitors) >= 7
    assert max(visitors.values()) <= sum(visitors.values()) / 3


@pytest.mark.parametrize("spot", FAVOURITES)
def test_a_favourite_is_one_childs_or_twos(spot: str) -> None:
    ordered = Counter(FAVOURITES[spot]).most_common()
    total = sum(times for _, times in ordered)
    assert len(ordered) < 3 or sum(times for _, times in ordered[:2]) > 0.9 * total


def test_every_public_spot_is_in_the_gazetteer(gazetteer: Gazetteer) -> None:
    assert all(spot in gazetteer for spot in VISITS if spot not in ELSEWHERE)


def test_spots_of_different_children_lie_too_far_apart_to_flow_together(
    gazetteer: Gazetteer,
) -> None:
    spots = [spot for spot in VISITS if spot not in ELSEWHERE and spot != "river-gardens"]
    for one, other in combinations(spots, 2):
        assert gazetteer[one].point.distance_m(gazetteer[other].point) > 300, (one, other)


def test_the_fields_are_far_from_every_place(gazetteer: Gazetteer) -> None:
    assert gazetteer.distances_m(PointM(*FIELDS_M)).min() > 300
