"""Place texts as staff write them, from outside this project: none may be confidently wrong.

Two sets: the reference set beside the repository, with its own answers, and our own
(`tests/golden/places.csv`), which anybody may extend.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

from hotspots.boundaries import Boundaries, read_boundaries
from hotspots.gazetteer import Gazetteer, read_gazetteer
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


@pytest.mark.parametrize("row", _golden_rows(), ids=lambda row: row["text"])
def test_our_own_texts_come_out_as_the_file_says(row: dict[str, str], derby: Geocoder) -> None:
    found = derby.read(row["text"])
    expected = row["expect"]
    if expected in STATUSES:
        assert {one.status.value for one in found} == {expected}
        return
    assert [one.status for one in found] == [GeocodeStatus.LOCATED] * len(expected.split("|"))
    for one, name in zip(found, expected.split("|"), strict=True):
        if name.startswith("point:"):
            point = PointM(*map(float, name.removeprefix("point:").split(",")))
            assert one.point is not None
            assert one.point.distance_m(point) < 6
        else:
            assert one.matched_name == name
