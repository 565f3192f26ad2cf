"""Shortcuts leave nothing out: what is quickly ruled out would never have counted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from hotspots.gazetteer import Gazetteer, place_id_of
from hotspots.geocode.alignment import aligned, spots_of
from hotspots.geocode.bounds import bounds_of
from hotspots.geocode.index import NameIndex, index_of
from hotspots.geocode.matching import Matcher
from hotspots.geocode.reading import read_words
from hotspots.geocode.words import packaged_lexicon

if TYPE_CHECKING:
    from hotspots.boundaries import Boundaries
    from hotspots.geocode import GeocodeParams
    from hotspots.geocode.bounds import Bounds

LEAST = 0.3
TEXTS = (
    "Goldn Fleece nr the bus station",
    "Hartfield prk",
    "aldi quay",
    "Aldi Hartfeild",
    "Riversde shopping centre car park",
    "Kelbridge railway station",
    "stranger Hartfield Park by the museum",
    "Riv shopping",
    "university",
    "zzyzzx",
)


@pytest.fixture(scope="module")
def index(gazetteer: Gazetteer, boundaries: Boundaries, params: GeocodeParams) -> NameIndex:
    return index_of(gazetteer, boundaries, packaged_lexicon(), params)


def _above(share: float, bounds: Bounds) -> set[int]:
    """The phrases of which more than this share may be there."""
    pairs = zip(bounds.numbers, bounds.shares, strict=True)
    return {number for number, most in pairs if most > share}


@pytest.mark.parametrize("text", TEXTS)
def test_no_more_of_a_name_is_there_than_its_bound(text: str, index: NameIndex) -> None:
    reading = read_words(index.lexicon.words(text), index)
    spots = spots_of(reading, index)
    bounds = bounds_of(reading.words, spots, index)
    for number, share, may_be_whole in zip(
        bounds.numbers, bounds.shares, bounds.may_be_whole, strict=True
    ):
        one = aligned(index.phrases[number], spots)
        if one is not None and one.is_whole:
            assert may_be_whole
            assert one.share <= share + 1e-9


@pytest.mark.parametrize("text", TEXTS)
def test_the_likely_names_are_all_that_may_be_likely(text: str, index: NameIndex) -> None:
    reading = read_words(index.lexicon.words(text), index)
    spots = spots_of(reading, index)
    everything = bounds_of(reading.words, spots, index)
    likely = bounds_of(reading.words, spots, index, likely=True)
    assert _above(index.phrases.likely_above, everything) <= set(likely.numbers)
    assert set(likely.numbers) <= set(everything.numbers)


@pytest.mark.parametrize("text", TEXTS)
def test_many_names_at_once_are_as_one_by_one(
    text: str, index: NameIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = read_words(index.lexicon.words(text), index)
    spots = spots_of(reading, index)
    few = bounds_of(reading.words, spots, index)
    monkeypatch.setattr("hotspots.geocode.bounds._FEW", 0)
    many = bounds_of(reading.words, spots, index)
    assert (many.numbers, many.may_be_whole, many.is_open) == (
        few.numbers,
        few.may_be_whole,
        few.is_open,
    )
    # One by one the town's own name and a word cut short are taken for all they may be.
    assert all(a <= b + 1e-9 for a, b in zip(many.shares, few.shares, strict=True))


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("most", [1, 2, 5])
def test_the_best_few_are_the_first_of_all(text: str, most: int, index: NameIndex) -> None:
    reading = read_words(index.lexicon.words(text), index)
    everything = Matcher(reading, index).matches()
    few = Matcher(reading, index).matches(most=most)
    assert few[:most] == everything[:most]


def test_a_threshold_below_that_of_a_missing_kind_leaves_nothing_out(
    gazetteer: Gazetteer, boundaries: Boundaries, params: GeocodeParams, index: NameIndex
) -> None:
    low = type(params)(accept_from=0.6, home_names=params.home_names, elsewhere=params.elsewhere)
    lax = index_of(gazetteer, boundaries, packaged_lexicon(), low)
    for text in TEXTS:
        reading = read_words(index.lexicon.words(text), lax)
        spots = spots_of(reading, lax)
        everything = bounds_of(reading.words, spots, lax)
        likely = bounds_of(reading.words, spots, lax, likely=True)
        assert _above(lax.phrases.likely_above, everything) <= set(likely.numbers)


STEMS = [
    f"{head}{tail}" for head in ("al", "bren", "cor", "dun") for tail in ("bury", "ton", "wick")
]
KINDS = ("Park", "Arms", "Railway Station", "Library", "Shopping Centre", "School")
MANY = [f"{one} {other} {kind}" for one in STEMS for other in STEMS for kind in KINDS]


@pytest.fixture(scope="module")
def crowded(gazetteer: Gazetteer, boundaries: Boundaries, params: GeocodeParams) -> NameIndex:
    """Hundreds of names of few words: none of them is rare."""
    model = gazetteer.places[0]
    places = [replace(model, place_id=place_id_of(name), name=name, aliases=()) for name in MANY]
    return index_of(Gazetteer(places, name="crowded"), boundaries, packaged_lexicon(), params)


@pytest.mark.parametrize(
    "text",
    ["albury corwick park", "albury librery", "dunton arms", "a park", "corwik brenton school"],
)
def test_of_many_names_the_best_few_are_the_first_of_all(text: str, crowded: NameIndex) -> None:
    reading = read_words(crowded.lexicon.words(text), crowded)
    everything = [one for one in Matcher(reading, crowded).matches() if one.score >= LEAST]
    few = Matcher(reading, crowded).matches(above=LEAST, most=5)
    assert list(few[:5]) == everything[:5]


@pytest.mark.parametrize("text", ["albury corwick park", "dunton arms", "a park"])
def test_many_names_at_once_are_left_out_below_a_share_alone(text: str, crowded: NameIndex) -> None:
    reading = read_words(crowded.lexicon.words(text), crowded)
    spots = spots_of(reading, crowded)
    everything = bounds_of(reading.words, spots, crowded)
    above = bounds_of(reading.words, spots, crowded, above=LEAST)
    assert _above(LEAST, above) == _above(LEAST, everything)
    assert len(above.numbers) <= len(everything.numbers)


def test_a_name_inside_anothers_is_area_like(index: NameIndex) -> None:
    assert index.is_area_like(("hartfield",))
    assert not index.is_area_like(("golden", "fleece"))
    assert not index.is_area_like(("no", "name"))
