from __future__ import annotations

import pytest

from hotspots.geocode.spelling import CUT_SHORT_SIMILARITY, Spelling

WORDS = (
    "markeaton",
    "alvaston",
    "allenton",
    "station",
    "intu",
    "aldi",
    "lidl",
    "bus",
    "quad",
    "1234567",
)


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    return Spelling(WORDS)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("markheaton", "markeaton"),
        ("makreaton", "markeaton"),
        ("amrkeaton", "markeaton"),
        ("markeatun", "markeaton"),
        ("alvastn", "alvaston"),
        ("statoin", "station"),
        ("lidle", "lidl"),
        ("astation", "station"),
        ("lvaston", "alvaston"),
        ("ladi", "aldi"),
        ("mark3aton", "markeaton"),
        ("a1di", "aldi"),
        ("alvastonnnn", "alvaston"),
        ("allllenton", "allenton"),
    ],
)
def test_slips_of_the_pen(word: str, meant: str, spelling: Spelling) -> None:
    found = spelling.readings(word)
    assert max(found, key=lambda known: found[known]) == meant
    assert found[meant] > 0.8


@pytest.mark.parametrize("word", ["lalvestin", "12345678", "xx", "a" * 1000, "stn", "parakeet"])
def test_other_words_are_other_words(word: str, spelling: Spelling) -> None:
    assert spelling.readings(word) == {}


@pytest.mark.parametrize("word", ["into", "quay", "buss", "alva", "mark"])
def test_a_hint_is_too_little_by_itself(word: str, spelling: Spelling) -> None:
    assert set(spelling.readings(word).values()) == {CUT_SHORT_SIMILARITY}


def test_answers_are_remembered(spelling: Spelling) -> None:
    assert spelling.readings("statoin") is spelling.readings("statoin")


def test_what_is_known_is_known(spelling: Spelling) -> None:
    assert "station" in spelling
    assert "statoin" not in spelling
