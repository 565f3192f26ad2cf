"""One child, one pseudonym; and no way back without the key."""

from __future__ import annotations

import re

import pytest

from hotspots.errors import ParameterError
from hotspots.ingest import Pseudonymiser

KEY = bytes(range(32))


def test_a_pseudonym_has_its_form() -> None:
    assert re.fullmatch(r"c_[a-z2-7]{16}", Pseudonymiser(KEY)("SYN-0001"))


def test_a_pseudonym_never_changes() -> None:
    """Written down: a change here would make every registered child a new one."""
    assert Pseudonymiser(KEY)("SYN-0001") == "c_mknhq2wdlengtodu"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("syn-1", "SYN-1"),
        (" SYN 1 ", "SYN1"),
        ("0012345", "12345"),
        ("\uff11\uff12", "12"),
        ("000", "0"),
    ],
)
def test_writings_of_one_reference_are_one_child(one: str, other: str) -> None:
    assert Pseudonymiser(KEY)(one) == Pseudonymiser(KEY)(other)


@pytest.mark.parametrize(("one", "other"), [("SYN-1", "SYN-2"), ("A012", "A12"), ("10", "1")])
def test_two_references_are_two_children(one: str, other: str) -> None:
    assert Pseudonymiser(KEY)(one) != Pseudonymiser(KEY)(other)


def test_another_key_gives_another_pseudonym() -> None:
    assert Pseudonymiser(KEY)("SYN-1") != Pseudonymiser(bytes(32))("SYN-1")


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ParameterError):
        Pseudonymiser(b"secret")


@pytest.mark.parametrize("reference", ["", "  "])
def test_nobody_has_no_pseudonym(reference: str) -> None:
    with pytest.raises(ParameterError):
        Pseudonymiser(KEY)(reference)


def test_the_key_is_never_shown() -> None:
    pseudonymiser = Pseudonymiser(b"k" * 32)
    assert "kkkk" not in repr(pseudonymiser)
    assert not hasattr(pseudonymiser, "__dict__")
