"""Towns and cities elsewhere: recognised, so that they are not forced on a local namesake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.geocode.spelling import CUT_SHORT_SIMILARITY

if TYPE_CHECKING:
    from hotspots.geocode.index import NameIndex
    from hotspots.geocode.words import Words

# Only a long name may be misspelt and still be meant.
_LONG_NAME = 7
_STREET = "street"
_LONGEST_RUN = 4


def town_elsewhere(words: Words, index: NameIndex) -> str | None:
    """The first town of the list that the text names; not as in "Nottingham Road"."""
    for at, first in enumerate(words):
        longest = min(index.longest_town.get(first, 1), len(words) - at)
        for length in range(longest, 0, -1):
            name = _town(words[at : at + length], index)
            if (
                name is not None
                and not _is_a_street(words, at + length, index)
                and not _is_in_a_name(words, at, index)
            ):
                return name
    return None


def _town(words: Words, index: NameIndex) -> str | None:
    if words in index.towns or len(words) > 1:
        return index.towns.get(words)
    word = words[0]
    if len(word) < _LONG_NAME or word in index.spelling or index.lexicon.knows(word):
        return None
    close = [
        index.towns[(known,)]
        for known, likeness in sorted(index.spelling.readings(word).items())
        if (known,) in index.towns and likeness > CUT_SHORT_SIMILARITY
    ]
    return close[0] if len(close) == 1 else None


def _is_in_a_name(words: Words, at: int, index: NameIndex) -> bool:
    """Whether the word stands in a longer name that is known here, as in "Exeter Bridge"."""
    runs = (
        words[start:end]
        for start in range(max(0, at + 1 - _LONGEST_RUN), at + 1)
        for end in range(max(start + 2, at + 1), start + _LONGEST_RUN + 1)
    )
    return any(index.phrases.of_words(run) for run in runs)


def _is_a_street(words: Words, at: int, index: NameIndex) -> bool:
    """Whether what follows is "Road", or "New Road"."""
    following = [word for word in words[at : at + 2] if word not in index.lexicon.common]
    return bool(following) and _STREET in index.lexicon.kinds.get(following[0], ())
