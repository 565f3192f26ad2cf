"""Everything that a step of the ladder may look at: the town, and what is known about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from hotspots.geocode.fix import as_written
from hotspots.geocode.words import plain_words
from hotspots.postcodes import written_postcode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from numpy.typing import NDArray

    from hotspots.boundaries import Boundaries
    from hotspots.gazetteer import Gazetteer
    from hotspots.geo import PointM
    from hotspots.geocode.index import NameIndex
    from hotspots.geocode.params import GeocodeParams
    from hotspots.geocode.privacy import PrivateWords
    from hotspots.geocode.silence import Silence
    from hotspots.geocode.words import Lexicon
    from hotspots.model import Decision
    from hotspots.postcodes import Postcodes


_DIGIT = re.compile("[0-9]")
# When it was, not where.
_CLOCK = re.compile(r"\b(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?:\s?[ap]m)?\b(?!:)", re.IGNORECASE)


class Origins:
    """Where children go missing *from*: postcodes that are never points.

    Postcodes that the directory does not know are still known by their text.
    """

    def __init__(self, postcodes: Iterable[str], directory: Postcodes) -> None:
        self.postcodes = frozenset(written_postcode(code) for code in postcodes if code.strip())
        found = [directory.find(code) for code in sorted(self.postcodes)]
        self._points = [one.point.key for one in found if one is not None and not one.mail_only]

    @cached_property
    def _coordinates_m(self) -> NDArray[np.float64]:
        return np.array(self._points, dtype=np.float64).reshape(-1, 2)

    def within(self, metres: float, point: PointM) -> bool:
        """Whether one of them lies within so many metres of the position."""
        delta = self._coordinates_m - np.array(point.key)
        return bool((np.hypot(delta[:, 0], delta[:, 1]) <= metres).any())


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """The resources of the ladder.

    `decisions` are by `same_text_key`; `outside` are the places that lie outside of the area.
    """

    gazetteer: Gazetteer
    boundaries: Boundaries
    postcodes: Postcodes
    index: NameIndex
    silence: Silence
    private_words: PrivateWords
    origins: Origins
    decisions: Mapping[str, Decision]
    outside: frozenset[str]
    params: GeocodeParams


class Part:
    """One part of a cell, and what was already found for it: several steps ask the same.

    `plain` are its words as they stand, `words` those written out; `written` is the text in
    capitals, for what is read by signs and digits, blank if it has no digit; `on` is the day it
    speaks of.
    """

    __slots__ = ("answers", "on", "plain", "text", "words", "written")

    def __init__(self, text: str, lexicon: Lexicon, *, on: date | None) -> None:
        self.text = text
        self.on = on
        self.plain = plain_words(text)
        self.words = lexicon.expand(
            plain_words(_CLOCK.sub(" ", text)) if ":" in text else self.plain
        )
        has_digits = not text.isascii() or _DIGIT.search(text) is not None
        written = as_written(text) if has_digits else ""
        self.written = written if has_digits and _DIGIT.search(written) else ""
        self.answers: dict[object, object] = {}

    @property
    def key(self) -> str:
        """By which decisions are found (`same_text_key`)."""
        return " ".join(self.plain)
