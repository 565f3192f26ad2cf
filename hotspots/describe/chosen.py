"""The names that people choose for hotspots and zones: every audience may come to read them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from hotspots.errors import ParameterError

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_NAME = 60
# Words that point at where a child lives, learns or is cared for. A public place that
# has one in its own name ("Home Bargains") may be called by it all the same.
_GUARDED = frozenset(
    {
        "academy",
        "carer",
        "clinic",
        "college",
        "flat",
        "flats",
        "foster",
        "home",
        "homes",
        "hospital",
        "hostel",
        "house",
        "nursery",
        "placement",
        "refuge",
        "school",
        "shelter",
    }
)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]?\s*[0-9][A-Z]{2}\b", re.IGNORECASE)
_ADDRESS = re.compile(r"\b[0-9]+[a-z]?,?\s+[a-z]", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]+")


def chosen_words(text: str, *, public_names: Iterable[str] = ()) -> str:
    """The text as it is kept: NFC, single spaces; empty where somebody takes a name back.

    Raises:
        ParameterError: too long, not written in plain characters, or with a postcode, a
            house number or a word that points at where a child lives or learns. What was
            typed is not repeated in the message.
    """
    said = " ".join(unicodedata.normalize("NFC", text).split())
    if len(said) > LONGEST_NAME:
        msg = f"A name has at most {LONGEST_NAME} characters."
        raise ParameterError(msg)
    if any(unicodedata.category(letter).startswith("C") for letter in said):
        msg = "A name is written in letters, digits and punctuation that can be seen."
        raise ParameterError(msg)
    own = _without(said.casefold(), public_names)
    if _POSTCODE.search(own) or _ADDRESS.search(own):
        msg = "A name has no postcode and no house number. Name the public place."
        raise ParameterError(msg)
    if not _GUARDED.isdisjoint(_WORDS.findall(own)):
        msg = (
            "The name has a word that points at where a child lives, learns or is cared for. "
            "Name the public place."
        )
        raise ParameterError(msg)
    return said


def _without(said: str, public_names: Iterable[str]) -> str:
    """What is left when the names of public places are taken out, the longest first."""
    for name in sorted({name.casefold() for name in public_names if name}, key=_longest_first):
        said = said.replace(name, " ")
    return said


def _longest_first(name: str) -> tuple[int, str]:
    return (-len(name), name)
