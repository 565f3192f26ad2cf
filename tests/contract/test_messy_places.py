"""Place texts as staff write them, from outside this project: none may be confidently wrong.

Two sets: the reference set beside the repository, with its own answers, and our own
(`tests/golden/places.csv`), which anybody may extend. There, `expect` is what the text
means and `today`, if it is filled in, what comes out for now: never another place.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

from hotspots.boundaries import Boundaries, read_boundaries
from hotspots.gazetteer import Gazetteer, Place, read_gazetteer
from hotspots.geo import PointM
from hotspots.geocode import Geocoder
from hotspots.model import Geocoded, GeocodeStatus
from hotspots.postcodes import Postcodes
from hotspots.resources import data_path

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT.parent / "shared" / "data"
GOLDEN = ROOT / "tests" / "golden" / "places.csv"
STATUSES = {"review", "private", "none", "outside"}
LEAST_RIGHT = 0.95
LEAST_OF_OURS_RIGHT = 0.97
LEAST_TEXTS, LEAST_PLACES, LEAST_KEPT_BACK = 600, 80, 200
SAME_POINT_M, NEXT_DOOR_M = 6, 300
LEAVE_OUT_TURNS, CONFIDENT = 8, 0.9

needs_reference = pytest.mark.skipif(
    not (REFERENCE / "messy_places.csv").exists(), reason="the reference data are not here"
)


@dataclass(frozen=True)
class Score:
    """Texts that came out right, that a person must settle though they need not, and wrong."""

    right: tuple[str, ...]
    review: tuple[str, ...]
    wrong: tuple[str, ...]


def _located(found: tuple[Geocoded, ...]) -> list[PointM]:
    return [
        one.point for one in found if one.status is GeocodeStatus.LOCATED and one.point is not None
    ]


def _points(expected: str, positions: dict[str, PointM]) -> list[PointM]:
    if expected == "review":
        return []
    return [
        PointM(*map(float, one.removeprefix("point:").split(",")))
        if one.startswith("point:")
        else positions[one]
        for one in expected.split("|")
    ]


def _score(geocoder: Geocoder, positions: dict[str, PointM]) -> Score:
    right: list[str] = []
    review: list[str] = []
    wrong: list[str] = []
    with (REFERENCE / "messy_places.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            points = _points(row["expect"], positions)
            located = _located(geocoder.read(row["text"]))
            tolerance_m = float(row["tolerance_m"] or 0)
            apart = [one for one in located if all(one.distance_m(p) > tolerance_m for p in points)]
            missed = [p for p in points if all(one.distance_m(p) > tolerance_m for one in located)]
            outcome = wrong if apart else (review if missed else right)
            outcome.append(row["text"])
    return Score(tuple(right), tuple(review), tuple(wrong))


@needs_reference
@pytest.mark.parametrize("own", [False, True], ids=["its own gazetteer", "our gazetteer"])
def test_the_reference_texts_come_out_right_and_none_is_confidently_wrong(*, own: bool) -> None:
    theirs = read_gazetteer(REFERENCE / "derby_places.csv")
    ours = read_gazetteer(data_path("gazetteer/derby.csv"))
    geocoder = _geocoder(ours if own else theirs)
    score = _score(geocoder, {place.name: place.point for place in theirs.places})
    answers = len(score.right) + len(score.review) + len(score.wrong)
    assert score.wrong == ()
    assert len(score.right) >= LEAST_RIGHT * answers, score.review


def _geocoder(gazetteer: Gazetteer) -> Geocoder:
    return Geocoder(gazetteer=gazetteer, postcodes=Postcodes.load(), boundaries=_boundaries())


def _boundaries() -> Boundaries:
    return read_boundaries(data_path("boundaries/derby_wards.geojson"))


@pytest.fixture(scope="module")
def derby() -> Geocoder:
    return _geocoder(read_gazetteer(data_path("gazetteer/derby.csv")))


def _golden_rows() -> list[dict[str, str]]:
    with GOLDEN.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _fits(one: Geocoded, expected: str) -> bool:
    if expected in STATUSES:
        return one.status.value == expected
    if one.status is not GeocodeStatus.LOCATED or one.point is None:
        return False
    if expected.startswith("point:"):
        point = PointM(*map(float, expected.removeprefix("point:").split(",")))
        return one.point.distance_m(point) < SAME_POINT_M
    return one.matched_name == expected


def _comes_out(found: tuple[Geocoded, ...], expected: str) -> bool:
    if expected in STATUSES:
        return all(_fits(one, expected) for one in found)
    parts = expected.split("|")
    return len(parts) == len(found) and all(map(_fits, found, parts))


@pytest.mark.parametrize("row", _golden_rows(), ids=lambda row: row["text"])
def test_our_own_texts_come_out_as_the_file_says(row: dict[str, str], derby: Geocoder) -> None:
    found = derby.read(row["text"])
    assert _comes_out(found, row["today"] or row["expect"]), row
    assert not row["today"] or not _comes_out(found, row["expect"]), "Clear `today`: it is right."


def test_our_own_texts_are_many_and_few_of_them_wait_for_a_better_rule() -> None:
    rows = _golden_rows()
    named = {name for row in rows for name in row["expect"].split("|")}
    known = {place.name for place in read_gazetteer(data_path("gazetteer/derby.csv")).places}
    kept_back = [row for row in rows if set(row["expect"].split("|")) <= STATUSES]
    waiting = [row for row in rows if row["today"]]
    assert len({row["text"] for row in rows}) == len(rows) >= LEAST_TEXTS
    assert len(named & known) >= LEAST_PLACES
    assert len(kept_back) >= LEAST_KEPT_BACK
    assert len(waiting) <= (1 - LEAST_OF_OURS_RIGHT) * len(rows)
    assert {row["today"] for row in waiting} <= STATUSES


@pytest.mark.parametrize("turn", range(LEAVE_OUT_TURNS))
def test_texts_for_places_that_are_missing_do_not_lead_elsewhere(turn: int) -> None:
    places = read_gazetteer(data_path("gazetteer/derby.csv")).places
    gone = {place.name: place for place in places[turn::LEAVE_OUT_TURNS]}
    kept = Gazetteer([place for place in places if place.name not in gone], name="fewer")
    shared = {n.casefold() for place in kept.places for n in (place.name, *place.aliases)}
    geocoder = _geocoder(kept)
    wrong = [
        (row["text"], one.matched_name)
        for row in _golden_rows()
        if row["expect"] in gone and row["text"].casefold() not in shared
        for one in geocoder.read(row["text"])
        if one.place_id is not None
        and one.confidence >= CONFIDENT
        and not _is_around(kept[one.place_id], gone[row["expect"]])
    ]
    assert wrong == []


def _is_around(place: Place, other: Place) -> bool:
    """Whether the place is where the other was: its parent, or part of it, or next door."""
    away_m = place.point.distance_m(other.point)
    return away_m <= NEXT_DOOR_M + max(place.extent_m, other.extent_m)
