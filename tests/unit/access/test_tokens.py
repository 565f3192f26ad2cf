from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspots.access.tokens import (
    ATTEMPT,
    KEY,
    LINK,
    SESSION,
    SHARE,
    VISIT,
    code_of,
    id_within,
    is_token,
    new_id,
    new_named,
    new_token,
)

BASE62 = string.digits + string.ascii_letters
PEPPER = b"p" * 32


def test_key_has_the_published_form() -> None:
    key_id = new_id()
    for kind, form in ((KEY, "hsp"), (SHARE, "hsh")):
        key = new_named(kind, key_id)
        assert re.fullmatch(form + r"_[0-9A-Za-z]{8}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}", key)
        assert id_within(key, kind) == key_id
        assert id_within(key, SHARE if kind == KEY else KEY) is None


def test_no_two_secrets_are_alike() -> None:
    assert len({new_token(LINK) for _ in range(500)}) == 500
    # Every character is drawn from the whole alphabet.
    assert set("".join(new_token(LINK)[4:47] for _ in range(500))) == set(BASE62)


@pytest.mark.parametrize("prefix", [LINK, SESSION, ATTEMPT, VISIT])
def test_tokens_are_of_one_kind(prefix: str) -> None:
    token = new_token(prefix)
    other = SESSION if prefix == LINK else LINK
    assert is_token(token, prefix)
    assert not is_token(token, other)
    assert id_within(token, KEY) is id_within(token, SHARE) is None
    assert not is_token(other + token[3:], other), "the checksum covers the prefix"


def test_key_is_no_token() -> None:
    assert not any(is_token(new_named(KEY, new_id()), kind) for kind in (LINK, SESSION, KEY))


@given(position=st.integers(0, 60), character=st.sampled_from(BASE62))
def test_one_wrong_character_shows_without_a_database(position: int, character: str) -> None:
    key = new_named(KEY, "abcdEFGH")
    wrong = key[:position] + character + key[position + 1 :]
    assert (id_within(wrong, KEY) is not None) == (wrong == key)


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert id_within(text, KEY) is None
    assert not is_token(text, LINK)


def test_code_needs_the_pepper() -> None:
    token = new_token(SESSION)
    assert code_of(token, pepper=PEPPER) == code_of(token, pepper=PEPPER)
    assert code_of(token, pepper=PEPPER) != code_of(token, pepper=b"q" * 32)
    assert token not in code_of(token, pepper=PEPPER)


def test_known_answer() -> None:
    """A changed code or checksum would lock everybody out after an update."""
    key = "hsp_abcdEFGH_" + "0" * 43 + "_4Dtu1j"
    assert id_within(key, KEY) == "abcdEFGH"
    assert code_of(key, pepper=PEPPER) == (
        "1789b94c4b94d8a849f8bbe4888dc3587615cd3b14d852958c680381c10b7016"
    )
