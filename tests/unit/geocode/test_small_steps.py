"""Postcodes in texts, texts that say nothing, texts that speak of a home."""

from __future__ import annotations

import pytest

from hotspots.geocode.fix import as_written
from hotspots.geocode.postal import is_coarse_postcode, is_off_the_grid, postcodes_in
from hotspots.geocode.privacy import packaged_private_words
from hotspots.geocode.silence import packaged_silence
from hotspots.geocode.words import packaged_lexicon, plain_words


@pytest.mark.parametrize(
    "text", ["DE1 2AY", "de12ay", "near DE1-2AY.", "(de1.2ay)", "x DE1   2AY y"]
)
def test_a_postcode_is_found_in_a_text(text: str) -> None:
    assert [code for code, _ in postcodes_in(as_written(text))] == ["DE1 2AY"]


@pytest.mark.parametrize("text", ["DE24", "DE24 0", "A38", "no code", "XDE1 2AYZ"])
def test_no_whole_postcode(text: str) -> None:
    assert postcodes_in(as_written(text)) == ()


def test_all_postcodes_are_found_with_the_rest() -> None:
    assert postcodes_in("DE1 2AY OR DE24 0JH") == (
        ("DE1 2AY", "OR DE24 0JH"),
        ("DE24 0JH", "DE1 2AY OR"),
    )


def test_parts_of_postcodes_are_coarse() -> None:
    assert is_coarse_postcode("DE24")
    assert is_coarse_postcode(" DE24 0.")
    assert not is_coarse_postcode("DE24 0JH")
    assert not is_coarse_postcode("near DE24")


def test_islands_and_northern_ireland_are_off_the_grid() -> None:
    assert is_off_the_grid("BT1 5GS")
    assert is_off_the_grid("IM1 1AA")
    assert not is_off_the_grid("B1 1AA")


@pytest.mark.parametrize(
    "text",
    [
        *("", "  ", "?", "-", "n/k", "N/K.", "nk", "unknown", "Not known", "refused to say"),
        *("YP would not disclose", "wouldn't say where", "None given", "no information", "TBC"),
        *("returned of own accord", "came back by taxi", "left via window", "on way to school"),
        *("brought back by police at 23:40", "RETURNED at 3am!", "missing overnight", "u/k"),
        *("with unknown males", "walked out after a row with staff", "no RHI completed"),
        *("he refused", "location not disclosed", "nothing disclosed", "unknown location"),
    ],
)
def test_texts_that_say_nothing(text: str) -> None:
    assert packaged_silence().covers(plain_words(text))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "unknown house",
            "not known, maybe the park",
            "the location",
            "refused, then bus station",
        ),
        *("12", "where", "unknown street in Hartfield", "school", "on the bus", "town"),
        *("left school", "came back from the park", "returned to 435601 336203", "by taxi"),
        *("left at 52.92 -1.47", "brought back from Hartfield by police"),
    ],
)
def test_texts_that_say_something(text: str) -> None:
    assert not packaged_silence().covers(plain_words(text))


def _is_near_no_place(word: str) -> float:
    return 0.93 if word in {"pedning", "nothign"} else 0.0


@pytest.mark.parametrize(
    "text",
    ["unkown", "unknwon", "refussed", "refussed to say", "not knwon", "Unknown loaction", "nowhre"],
)
def test_texts_that_say_nothing_with_a_slip_of_the_pen(text: str) -> None:
    words = plain_words(text)
    assert packaged_silence().may_be_meant(words, _is_near_no_place) or packaged_silence().covers(
        words
    )


@pytest.mark.parametrize(
    "text",
    ["blink", "penning", "refuge", "unkown pub", "walker", "unkn0wn", "nothign", "unknown", ""],
)
def test_a_slip_is_not_made_of_another_word_nor_of_what_may_be_a_place(text: str) -> None:
    assert not packaged_silence().may_be_meant(plain_words(text), _is_near_no_place)


@pytest.mark.parametrize(
    "text",
    [
        *("friend's house", "at a friends new flat", "boyfriends", "mum's", "her dad's address"),
        *("placement", "Children's Home", "unknown address", "a house in Millbrook", "house party"),
        *("flat above the Golden Fleece", "house near the park", "in bedsit on Quay Street"),
        *("at the unit", "own bedroom", "foster carer's", "supported accommodation"),
    ],
)
def test_texts_that_speak_of_a_home(text: str) -> None:
    assert packaged_private_words().speak_of_a_home(packaged_lexicon().words(text))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "public house",
            "a pub",
            "Home Bargains",
            "the climbing unit",
            "with friends at the park",
        ),
        *("Roundhouse", "council house", "coffee house in Millbrook", "House of Fraser"),
        *("walked home by the park", "by the flats", "met boyfriend at the station"),
    ],
)
def test_texts_that_do_not(text: str) -> None:
    assert not packaged_private_words().speak_of_a_home(packaged_lexicon().words(text))
