"""Texts that name a place without saying that somebody was there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hotspots.geocode.absence import why_not_there
from hotspots.geocode.words import packaged_lexicon
from hotspots.model import GeocodeStatus

if TYPE_CHECKING:
    from hotspots.geocode import Geocoder

LEXICON = packaged_lexicon()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("not at Hartfield Park", "was not"),
        ("banned from the Fleece", "was not"),
        ("was planning to go to the Corn Exchange", "was not"),
        ("due at the museum but never turned up", "was not"),
        ("2 miles from Hartfield Park", "how far"),
        ("half an hour's walk from the Fleece", "how far"),
        ("10 mins away from the museum", "how far"),
        ("three km north of Hartfield Park", "how far"),
        ("friends from Hartfield School", "others"),
        ("with a lad she knows from the university", "others"),
        ("between the museum and the Fleece", "between"),
        ("btwn Fleece and museum", "between"),
    ],
)
def test_a_place_that_is_named_need_not_be_where_somebody_was(
    text: str, why: str, geocoder: Geocoder
) -> None:
    assert why in why_not_there(LEXICON.words(text), LEXICON)
    assert all(one.status is not GeocodeStatus.LOCATED for one in geocoder.read(text))


@pytest.mark.parametrize(
    "text",
    [
        "Hartfield Park",
        "picked up by police from Hartfield Park",
        "with friends at the Fleece",
        "two hours at the museum",
        "friends whom staff collected from the Fleece",
        "seen between 9 and 10 at the Fleece",
        "seen between and at the Fleece",
        "miles",
    ],
)
def test_it_may_be_taken_where_nothing_speaks_against_it(text: str) -> None:
    assert why_not_there(LEXICON.words(text), LEXICON) == ""


def test_times_of_day_are_no_places(geocoder: Geocoder) -> None:
    (found,) = geocoder.read("between 9:00 and 10:30pm at the Fleece")
    assert found.place_id == "the-golden-fleece"


def test_a_postcode_far_from_it_is_no_position(geocoder: Geocoder) -> None:
    (found,) = geocoder.read("2 miles from DE23 1HG")
    assert (found.status, found.point) == (GeocodeStatus.REVIEW, None)


@pytest.mark.parametrize("text", ["the Fleece not the bus station", "Fleece (not Market Square)"])
def test_of_two_places_one_of_which_it_was_not_it_was_the_other(
    text: str, geocoder: Geocoder
) -> None:
    (found,) = geocoder.read(text)
    assert found.place_id == "the-golden-fleece"


@pytest.mark.parametrize("text", ["not Farmouth", "Fleece not seen", "the Fleece, not confirmed"])
def test_otherwise_a_text_with_not_is_for_a_person(text: str, geocoder: Geocoder) -> None:
    assert geocoder.read(text)[0].status is GeocodeStatus.REVIEW
