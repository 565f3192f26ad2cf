"""Texts that name a place and do not say that somebody was there.

"Banned from the arcade", "two miles from the park", "friends from the college", "lives near the
lake", "missing from school", "between the bus station and the market": each names a place, and
none is where the child was. A person reads those.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotspots.geocode.words import Lexicon, Words

_FROM, _BETWEEN, _AND = "from", "between", "and"
# "A girl who she knows from …": this many words may stand between.
_MOST_BETWEEN = 4
NOT_THERE_NOTE = "The text may say where it was not."
_FAR_NOTE = "The text says how far from the place it was, not where."
_COMPANY_NOTE = "The text says where the others are from, not where they were."
_HOME_NOTE = "The text says where somebody lives."
_MISSING_NOTE = "The text says from where somebody was missing."
_BETWEEN_NOTE = "The text says between which places it was."


def why_not_there(words: Words, lexicon: Lexicon) -> str:
    """Why a place that the words name need not be where somebody was; blank if it may be taken."""
    if lexicon.away.isdisjoint(words):
        return ""
    if not lexicon.negations.isdisjoint(words):
        return NOT_THERE_NOTE
    beside = next(filter(None, (_why_not_beside(*pair, lexicon) for pair in pairwise(words))), "")
    if beside:
        return beside
    is_of_others = any(
        word in lexicon.company and _are_from(words[at + 1 : at + 2 + _MOST_BETWEEN], lexicon)
        for at, word in enumerate(words)
    )
    return _COMPANY_NOTE if is_of_others else ""


def _why_not_beside(word: str, following: str, lexicon: Lexicon) -> str:
    """Why not, by two words side by side."""
    if word in lexicon.distances and following in lexicon.after_distances:
        return _FAR_NOTE
    if word in lexicon.residing and following in lexicon.relations:
        return _HOME_NOTE
    if word in lexicon.missing and following == _FROM:
        return _MISSING_NOTE
    return _BETWEEN_NOTE if word == _BETWEEN and not _is_a_time(following) else ""


def _is_a_time(word: str) -> bool:
    """Whether the word is a time of day, or stood behind one, which is not among the words."""
    return word[:1].isdigit() or word == _AND


def _are_from(following: Words, lexicon: Lexicon) -> bool:
    """Whether the words behind somebody say where that person is from."""
    if _FROM not in following:
        return False
    return lexicon.acquaintance.issuperset(following[: following.index(_FROM)])
