"""Each example of the ladder ends at its own step, read by the geocoder as it is packaged."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from hotspots.boundaries import read_boundaries
from hotspots.gazetteer import read_gazetteer
from hotspots.geocode import LADDER, Geocoder
from hotspots.model import Decision, GeocodeMethod, GeocodeStatus
from hotspots.postcodes import Postcodes
from hotspots.resources import data_path

PLACEMENT = "DE23 6TN"
# Two steps need something to be known beforehand: their examples say what, in words.
TOLD = {GeocodeMethod.ORIGIN: PLACEMENT, GeocodeMethod.DECISION: "the usual spot"}
STATUS = {
    GeocodeMethod.ORIGIN: GeocodeStatus.PRIVATE,
    GeocodeMethod.NO_INFORMATION: GeocodeStatus.NONE,
    GeocodeMethod.PRIVATE_WORDS: GeocodeStatus.PRIVATE,
    GeocodeMethod.ELSEWHERE: GeocodeStatus.OUTSIDE,
    GeocodeMethod.UNRESOLVED: GeocodeStatus.REVIEW,
}


@pytest.fixture(scope="module")
def geocoder() -> Geocoder:
    return Geocoder(
        gazetteer=read_gazetteer(data_path("gazetteer/derby.csv")),
        postcodes=Postcodes.load(),
        boundaries=read_boundaries(data_path("boundaries/derby_wards.geojson")),
        origins=[PLACEMENT],
        decisions=[
            Decision(
                text="The usual spot!",
                status=GeocodeStatus.LOCATED,
                place_id="markeaton-park",
                decided_by="MPC",
                decided_at=datetime(2021, 7, 1, tzinfo=UTC),
            )
        ],
    )


@pytest.mark.parametrize("step", LADDER, ids=lambda step: step.method.value)
def test_the_example_of_a_step_ends_there(step: object, geocoder: Geocoder) -> None:
    method: GeocodeMethod = step.method  # type: ignore[attr-defined]
    text = TOLD.get(method, step.example)  # type: ignore[attr-defined]
    (found,) = geocoder.read(text)
    assert found.method is method
    assert found.status is STATUS.get(method, GeocodeStatus.LOCATED)
