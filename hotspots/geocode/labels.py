"""What each place of the gazetteer is called: its name and its aliases."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from hotspots.gazetteer import Place
    from hotspots.geocode.words import Lexicon, Words

_BRACKETS = re.compile(r"\([^()]{0,200}\)")


class Label(NamedTuple):
    """A name (`is_name`) or alias of a place, with its words; a tuple, for there are many."""

    text: str
    is_name: bool
    words: Words


def labels_of(place: Place, lexicon: Lexicon) -> list[Label]:
    """The place's name and aliases, as the gazetteer has them."""
    words = lexicon.words
    if not place.aliases:
        return [Label(place.name, True, words(place.name))]  # noqa: FBT003 - a named tuple's field
    texts = {place.name: True} | dict.fromkeys(place.aliases, False)
    return [Label(text, is_name, words(text)) for text, is_name in texts.items()]


def without_brackets(name: str) -> str:
    """The name without what stands in brackets."""
    return _BRACKETS.sub(" ", name)
