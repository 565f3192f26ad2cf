"""One cell, several places: where a text may be parted.

Some signs part a cell by themselves ("bus stn / Assembly Rooms", "Intu then Markeaton
Park"); others do so only where what they part are places ("Derbion, Bus Station" but not
"Aldi, Alvaston"). Whether they are, the geocoder finds out; here are the cuts.
"""

from __future__ import annotations

import re

# A slash parts, but not in "B/Station", "c/pk", "n/k", "24/7" or a date; before the digits of
# a position it always does.
_SLASH = (
    r"(?<![0-9])[/\\](?=\s?[0-9]{4})"
    r"|(?<!\b[A-Za-z])(?<![0-9])[/\\](?![A-Za-z]\b)|(?<=[0-9])[/\\](?![0-9])"
)
_ARROW = r"-{1,3}>|={1,3}>|>{1,3}|[\u2192\u21d2]"
_STRONG = re.compile(
    rf"{_SLASH}|{_ARROW}|[;|\n\r\u2022]"
    r"|\b(?:and\s)?(?:then|afterwards|later on|followed by|before going to|after that)\b",
    re.IGNORECASE,
)
# A comma in "436061, 337888" is a position's own. "A&E" and "M&S" are names: an ampersand
# between single letters does not part.
_WEAK = re.compile(
    r"(?<![0-9]),|(?<=[0-9]),(?!\s{0,3}[-+]?[0-9])"
    r"|\+|(?<!\b[A-Za-z])(?<!\b[A-Za-z]\s)&(?!\s?[A-Za-z]\b)"
    r"|\s[-\u2013\u2014]\s|\b(?:and also|and|also|to|plus)\b"
    # The numbers of a list, and the end of a sentence, but not of a word that is cut short.
    r"|(?<![^\s])\(?[0-9]{1,2}[.)]\s|(?<=[a-z]{4})\.\s",
    re.IGNORECASE,
)
# Without any of these in an ASCII text there is nothing to part.
_STRONG_SIGNS, _STRONG_WORDS = (
    frozenset("/\\>;|\n\r"),
    ("then", "later", "after", "followed", "before"),
)
_WEAK_SIGNS, _WEAK_WORDS = frozenset(",+&-)"), (". ", "and", "also", "to", "plus")
_NO_SIGNS: frozenset[str] = frozenset()
_BOTH = re.compile(r"&|\+|\b(?:and|also|plus)\b", re.IGNORECASE)
_ONE_OF_TWO = re.compile(r"\b(?:between|inbetween|btwn?|corner|cnr|junction|jct)\b", re.IGNORECASE)
_NOT = re.compile(r"\bnot\b", re.IGNORECASE)
_SAID_AND_DENIED = 2
_WORD = re.compile(r"\w")


def strong_parts(text: str) -> tuple[str, ...]:
    """The parts between signs that always part; one part where there is no such sign."""
    may_part = _may_have(_STRONG_SIGNS, _STRONG_WORDS, text)
    return _parts(_STRONG, text) if may_part else (text.strip(),)


def weak_parts(text: str) -> tuple[str, ...]:
    """The parts between signs that part places, and only places.

    The corner of two streets, and between two places, is one place.
    """
    may_part = _may_have(_WEAK_SIGNS, _WEAK_WORDS, text) and not _ONE_OF_TWO.search(text)
    return _parts(_WEAK, text) if may_part else (text.strip(),)


def _may_have(signs: frozenset[str], words: tuple[str, ...], text: str) -> bool:
    """Whether one of them may be there: most texts have none, and this is sooner known."""
    if not text.isascii() or not signs.isdisjoint(text):
        return True
    lowered = text.lower()
    # A loop, for it takes half the time of `any`.
    for word in words:  # noqa: SIM110
        if word in lowered:
            return True
    return False


def put_right(text: str) -> tuple[str, str] | None:
    """What a text says, and what it says it is not: "the park (not the station)".

    None for a text that does not say both.
    """
    parts = _NOT.split(text) if _may_have(_NO_SIGNS, ("not",), text) else []
    if len(parts) != _SAID_AND_DENIED or not all(map(_WORD.search, parts)):
        return None
    said, denied = parts
    return said.strip(), denied.strip()


def joins_two(text: str) -> bool:
    """Whether the text joins what it names, as "&" and "and" do: not one place told twice."""
    return _BOTH.search(text) is not None


def _parts(cut: re.Pattern[str], text: str) -> tuple[str, ...]:
    parts = (part.strip() for part in cut.split(text))
    return tuple(part for part in parts if _WORD.search(part)) or (text.strip(),)
