from __future__ import annotations

import pytest

from hotspots.geocode.words import Lexicon, packaged_lexicon, plain_words, same_text_key


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return packaged_lexicon()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Bus stn", "bus station"),
        ("B/Station", "bus station"),
        ("c/pk", "carpark"),
        ("MSCP", "carpark"),
        ("assembly rms car pk", "assembly room carpark"),
        ("Golden Fleece P.H.", "golden fleece pub"),
        ("A&E", "aande"),
        ("co-op", "coop"),
        ("train stn", "railway station"),
        ("St Peter's St", "saint peters street"),
        ("outside St Peters", "outside saint peters"),
        ("Exeter st", "exeter street"),
        ("River Gdns", "river garden"),
        ("nxt to the pk", "near the park"),
        ("town centre", "towncentre"),
    ],
)
def test_what_is_written_short_is_written_out(text: str, words: str, lexicon: Lexicon) -> None:
    assert " ".join(lexicon.words(text)) == words


@pytest.mark.parametrize(
    "text",
    ["Café Royal!", "CAFÉ  ROYAL", "cafe\N{COMBINING ACUTE ACCENT} royal", "\u202ecafe\x00(royal)"],
)
def test_the_form_makes_no_difference(text: str) -> None:
    assert plain_words(text) == ("cafe", "royal")


def test_every_abbreviation_is_written_out_wherever_it_stands(lexicon: Lexicon) -> None:
    for short, full in lexicon.expansions.items():
        meant = lexicon.expand(("zyzzyva", *full, "zyzzyva"))
        if not any(word in lexicon.written_short for word in full):
            assert lexicon.expand(("zyzzyva", *short, "zyzzyva")) == meant


@pytest.mark.parametrize("sign", list("!#%()*+,-./:;<=>?@[]^_{|}~\t\n\x00\x7f"))
def test_every_sign_but_an_apostrophe_parts_words(sign: str) -> None:
    assert plain_words(f"Caf{sign}ROYAL2") == ("caf", "royal2")


def test_apostrophes_of_every_make_are_dropped() -> None:
    texts = ["St Peter's", "St Peter\N{RIGHT SINGLE QUOTATION MARK}s", "st peters", "St Peter`s"]
    assert {same_text_key(text) for text in texts} == {"st peters"}


def test_no_word_of_the_lists_is_written_otherwise_than_texts_are(lexicon: Lexicon) -> None:
    lists = (lexicon.details, lexicon.chatter, lexicon.businesses, lexicon.near, lexicon.joints)
    for members in (*lists, lexicon.negations, lexicon.common, frozenset(lexicon.kinds)):
        assert [word for word in members if plain_words(word) != (word,)] == []


def test_a_word_of_ours_is_known_and_a_strange_one_is_not(lexicon: Lexicon) -> None:
    assert lexicon.knows("park")
    assert lexicon.knows("near")
    assert not lexicon.knows("zyzzyva")
