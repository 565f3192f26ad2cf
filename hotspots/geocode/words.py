"""From what somebody typed to words that can be compared.

Case, spacing, punctuation and the Unicode form never make a difference: two texts that
differ only in those have the same words. What the words mean beside a place's name
stands in `data/words.toml`, which anybody may read and correct.
"""

from __future__ import annotations

import html
import re
import string
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Words = tuple[str, ...]

_APOSTROPHES = re.compile(
    "['`\N{ACUTE ACCENT}\N{RIGHT SINGLE QUOTATION MARK}"
    "\N{LEFT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}]"
)
_LINKS = re.compile(r"\b(?:https?://|www\.)[^\s]+", re.IGNORECASE)
_CODES = re.compile("&(?:#x?[0-9a-f]{2,6}|amp|apos|quot|nbsp|lt|gt);", re.IGNORECASE)
# "A&E", "M&S": the sign stands for a word; elsewhere it may part two places.
_AND = " and "
_SYMBOLS = frozenset(string.ascii_lowercase + string.digits)
# ASCII at one stroke: apostrophes are dropped, other signs part words.
_PLAIN_ASCII = {
    code: None if symbol in "'`" else symbol.lower() if symbol.lower() in _SYMBOLS else " "
    for code, symbol in enumerate(map(chr, range(128)))
}
SAINT_OR_STREET = "st"


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """What words mean beside names, for any town; each set holds single words.

    `expansions` maps written-short words to what they stand for; `kinds` maps a word to
    the kinds of place it may stand for; `category_kinds` does so for the gazetteer's
    categories. The rest is documented where it is listed, in `data/words.toml`.
    """

    expansions: Mapping[Words, Words]
    kinds: Mapping[str, frozenset[str]]
    category_kinds: Mapping[str, frozenset[str]]
    containers: frozenset[str]
    details: frozenset[str]
    common: frozenset[str]
    formerly: frozenset[str]
    businesses: frozenset[str]
    variants: frozenset[str]
    one_per_town: frozenset[str]
    near: frozenset[str]
    at_the_door: frozenset[str]
    joints: frozenset[str]
    chatter: frozenset[str]
    negations: frozenset[str]
    distances: frozenset[str]
    after_distances: frozenset[str]
    residing: frozenset[str]
    missing: frozenset[str]
    company: frozenset[str]
    acquaintance: frozenset[str]

    @cached_property
    def away(self) -> frozenset[str]:
        """Words of which one stands in every text that does not say that somebody was there."""
        said = (self.distances, self.company, self.residing, self.missing)
        return self.negations.union(*said, {"between"})

    @cached_property
    def written_short(self) -> frozenset[str]:
        """All words that stand in what is written out."""
        return frozenset(word for short in self.expansions for word in short)

    @cached_property
    def relations(self) -> frozenset[str]:
        """Words that part a sentence: what follows stands for itself."""
        return self.near | self.joints

    @cached_property
    def somewhere_near(self) -> frozenset[str]:
        """Relations that do not mean the doorstep."""
        return self.near - self.at_the_door

    @cached_property
    def _known(self) -> frozenset[str]:
        sets = (self.details, self.chatter, self.businesses, self.common, self.relations)
        return frozenset(self.kinds).union(*sets, self.variants, self.negations)

    def knows(self, word: str) -> bool:
        """Whether it is a word of ours, so never a misspelling of a name."""
        return word in self._known

    def words(self, text: str) -> Words:
        """The text's words: normalised, and written out where they were written short."""
        return self.expand(plain_words(text))

    def expand(self, words: Words) -> Words:
        """Write out what is written short; the longest known run of words wins."""
        if self._written_otherwise.isdisjoint(words):
            return words
        out: list[str] = []
        longest_from = self._longest_from
        at = 0
        while at < len(words):
            word = words[at]
            length = self._written_short_at(words, at) if word in longest_from else 0
            if length:
                out.extend(self.expansions[words[at : at + length]])
            else:
                out.append(self._saint_or_street(words, at) if word == SAINT_OR_STREET else word)
            at += length or 1
        return tuple([self._singular(word) if word[-1] == "s" else word for word in out])

    @cached_property
    def _written_otherwise(self) -> frozenset[str]:
        """Words without which a text stays as it is: plurals, and the rarest of each key."""
        plurals = {f"{word}s" for word in {*self.kinds, *self.details}}
        words_around = self.chatter | self.relations
        rarest = {
            min(short, key=lambda word: (word in words_around, self.knows(word)))
            for short in filter(None, self.expansions)
        }
        return frozenset(plurals | rarest | {SAINT_OR_STREET})

    @cached_property
    def _longest_from(self) -> Mapping[str, int]:
        """How many words what is written short may have, by the first of them."""
        longest: dict[str, int] = {}
        for short in filter(None, self.expansions):
            longest[short[0]] = max(longest.get(short[0], 0), len(short))
        return longest

    def _written_short_at(self, words: Words, at: int) -> int:
        """How many words from here on are one that is written short; 0 for none."""
        longest = min(self._longest_from[words[at]], len(words) - at)
        lengths = range(longest, 0, -1)
        return next((n for n in lengths if words[at : at + n] in self.expansions), 0)

    def _singular(self, word: str) -> str:
        """What ends in "s": kinds and fittings in the singular, as "gardens" in "River Gardens"."""
        one = word[:-1]
        return one if one in self.kinds or one in self.details else word

    def _saint_or_street(self, words: Words, at: int) -> str:
        """`st` is a saint where a name begins and a street where one ends."""
        begins = at == 0 or words[at - 1] in self.relations or words[at - 1] in self.chatter
        follows = at + 1 < len(words) and words[at + 1] not in self.relations
        return "saint" if begins and follows else "street"


def as_pasted(text: str) -> str:
    """The text without what a web page leaves in what is copied from it.

    Codes for signs (`&amp;`) are those signs, and the slashes of a link part nothing.
    """
    if "&" in text:
        text = _CODES.sub(lambda code: html.unescape(code[0].lower()), text)
    return _LINKS.sub(lambda link: link[0].replace("/", " "), text) if "/" in text else text


def unified(text: str) -> str:
    """The text with one form for each character, and none that cannot be seen."""
    if text.isascii():
        return text
    return "".join(
        c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf"
    )


def plain(text: str) -> str:
    """Letters and digits in lower case ASCII, spaces for all that parts words; `&` written out."""
    if text.isascii():
        return text.replace("&", _AND).translate(_PLAIN_ASCII)
    folded = unicodedata.normalize("NFKD", text.casefold()).casefold()
    folded = _APOSTROPHES.sub("", folded).replace("&", _AND)
    return "".join(map(_plain_character, folded))


@cache
def _plain_character(character: str) -> str:
    """Keep letters and digits, drop marks and formatting, turn the rest into a space."""
    if character in _SYMBOLS:
        return character
    category = unicodedata.category(character)
    return "" if category[0] == "M" or category == "Cf" else " "


def plain_words(text: str) -> Words:
    """The words of a text as they stand, in lower case ASCII."""
    return tuple(plain(text).split())


def same_text_key(text: str) -> str:
    """Equal for texts that differ in case, spacing and punctuation alone."""
    return " ".join(plain_words(text))


def compact(words: Iterable[str]) -> str:
    """The words run together: `bus stop` and `busstop` are then the same."""
    return "".join(words)


def packaged_data(name: str) -> dict[str, Any]:
    """The table in `data/{name}.toml` beside this module."""
    return tomllib.loads((files(__package__) / "data" / f"{name}.toml").read_text("utf-8"))


@cache
def packaged_lexicon() -> Lexicon:
    """The lexicon in `data/words.toml`."""
    raw = packaged_data("words")
    places, sentences = raw["places"], raw["sentences"]
    kinds: dict[str, set[str]] = {}
    for kind, members in places["kinds"].items():
        for word in members:
            kinds.setdefault(word, set()).add(kind)
    return Lexicon(
        expansions={
            tuple(short.split()): tuple(full.split()) for short, full in raw["expansions"].items()
        },
        kinds={word: frozenset(of) for word, of in kinds.items()},
        category_kinds={c: frozenset(of) for c, of in places["category_kinds"].items()},
        **{name: frozenset(members) for name, members in (places["words"] | sentences).items()},
    )
