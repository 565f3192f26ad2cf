from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from hotspots.geocode.index import NameIndex, index_of
from hotspots.geocode.matching import Match, Matcher
from hotspots.geocode.reading import read_words
from hotspots.geocode.words import packaged_lexicon

if TYPE_CHECKING:
    from hotspots.boundaries import Boundaries
    from hotspots.gazetteer import Gazetteer
    from hotspots.geocode import GeocodeParams


@pytest.fixture(scope="module")
def index(gazetteer: Gazetteer, boundaries: Boundaries, params: GeocodeParams) -> NameIndex:
    return index_of(gazetteer, boundaries, packaged_lexicon(), params)


def matches_of(text: str, index: NameIndex, *, above: float = -1.0) -> tuple[Match, ...]:
    matcher = Matcher(read_words(index.lexicon.words(text), index), index)
    return matcher.matches(above=above)


def test_the_best_match_comes_first_and_each_place_once(index: NameIndex) -> None:
    found = matches_of("outside the goldn fleece", index)
    assert found[0].phrase.place.name == "The Golden Fleece"
    assert len({match.phrase.place.place_id for match in found}) == len(found)


@pytest.mark.parametrize(
    "text", ["Goldn Fleece nr the bus station", "Hartfield prk", "aldi quay", "Riversde shopping"]
)
@pytest.mark.parametrize("above", [0.3, 0.72, 0.9])
def test_looking_only_at_good_ones_gives_the_same_good_ones(
    text: str, above: float, index: NameIndex
) -> None:
    everything = [match for match in matches_of(text, index) if match.score > above]
    good = [match for match in matches_of(text, index, above=above) if match.score > above]
    assert good == everything


def test_a_name_cut_short_is_a_hint(index: NameIndex) -> None:
    best = matches_of("Riv shopping centre", index)[0]
    assert best.phrase.place.name == "Riverside Shopping Centre"
    assert best.likeness < 0.8


def test_common_words_count_only_in_the_order_of_the_name(index: NameIndex) -> None:
    straight = matches_of("bus station", index)[0]
    turned = [m for m in matches_of("station for the bus", index) if m.is_whole]
    assert straight.is_whole
    assert all(match.phrase.label != "Bus Station" for match in turned)


def test_building_leaves_the_collector_as_it_was(
    gazetteer: Gazetteer, boundaries: Boundaries, params: GeocodeParams
) -> None:
    was = gc.isenabled()
    index_of(gazetteer, boundaries, packaged_lexicon(), params)
    assert gc.isenabled() is was
