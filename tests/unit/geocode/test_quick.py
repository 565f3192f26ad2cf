from __future__ import annotations

import pytest

from hotspots.geocode.quick import QuickLexicon
from hotspots.geocode.words import packaged_lexicon

TEXTS = (
    "",
    "Bus Station",
    "bus stn",
    "St Peters St",
    "River Gardens",
    "two parks",
    "c/pk nr the MSCP",
    "A & E, Royal hosp",
    "Ünïted  Church",
    "x" * 500,
)


@pytest.fixture(scope="module")
def quick() -> QuickLexicon:
    return QuickLexicon.of(packaged_lexicon())


@pytest.mark.parametrize("text", TEXTS)
def test_the_shortcuts_change_no_word(text: str, quick: QuickLexicon) -> None:
    expected = packaged_lexicon().words(text)
    assert quick.words(text) == expected
    assert quick.words(text) == expected


def test_every_abbreviation_is_still_written_out(quick: QuickLexicon) -> None:
    plain = packaged_lexicon()
    for short in plain.expansions:
        assert quick.expand(short) == plain.expand(short)


def test_long_texts_are_not_remembered(quick: QuickLexicon) -> None:
    text = "somewhere " * 50
    quick.words(text)
    assert text not in quick._cache
