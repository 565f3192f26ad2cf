from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from hotspots.geocode.spelling_index import LetterSieve, _mask, _masks

letters = st.text(alphabet="abcs12", min_size=3, max_size=10)


@given(known=st.sets(letters, max_size=30), word=letters, edits=st.sampled_from([1, 2]))
def test_no_word_within_reach_is_ever_sieved_out(known: set[str], word: str, edits: int) -> None:
    near = set(LetterSieve(known).near(word, edits))
    apart = {one: OSA.distance(one, word) for one in known}
    assert {one for one in known if apart[one] <= 1} <= near <= known
    assert {one for one in known if apart[one] <= edits and one[0] == word[0]} <= near


@given(word=letters)
def test_a_word_alone_has_the_bits_that_it_has_among_others(word: str) -> None:
    assert _mask(word) == _masks([word, word])[1]


@pytest.mark.parametrize("other", ["markeaton", "makreaton", "markeatonn", "harkeaton"])
def test_what_differs_in_a_letter_passes(other: str) -> None:
    assert LetterSieve(["markeaton"]).near(other, 1) == ["markeaton"]


def test_what_differs_in_its_letters_does_not_pass() -> None:
    assert LetterSieve(["markeaton", "normanton", "shelton"]).near("bisected", 2) == []


def test_the_order_of_the_words_does_not_matter() -> None:
    words = ["alvaston", "allenton", "aldi", "markeaton"]
    assert LetterSieve(words).near("alvasten", 2) == LetterSieve(words[::-1]).near("alvasten", 2)


def test_without_words_there_is_nothing_to_find() -> None:
    assert LetterSieve([]).near("word", 1) == []
