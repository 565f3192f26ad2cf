"""What a publisher's kind of place is with us: the table beside this file."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hotspots.gazetteer import DEFAULT_EXTENT_M, FALLBACK_EXTENT_M

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A category of ours; `suffix` completes a name that reads like a street's."""

    category: str
    publishable: bool = True
    extent_m: float = 0.0
    suffix: str = ""

    @property
    def default_extent_m(self) -> float:
        """The radius in metres of such a place, where nothing better is known."""
        return self.extent_m or DEFAULT_EXTENT_M.get(self.category, FALLBACK_EXTENT_M)


@dataclass(frozen=True, slots=True, kw_only=True)
class KindTable:
    """The kinds of one format. Positions are within `accuracy_m` of the truth."""

    accuracy_m: float
    kinds: Mapping[str, Kind]
    default: Kind | None
    guarded_words: frozenset[str]

    def kind_of(self, word: str) -> Kind | None:
        """The kind, or None if such places are left out."""
        return self.kinds.get(word.strip().casefold(), self.default)

    def own_kind_of(self, category: str) -> Kind:
        """The kind of a category that somebody made up: guarded if a word of it is."""
        known = self.kinds.get(category.casefold())
        words = frozenset(re.findall(r"[a-z]+", category.casefold()))
        guarded = not words or not words.isdisjoint(self.guarded_words)
        return known or Kind(category=category.casefold() or "place", publishable=not guarded)


@cache
def kind_table(format_name: str) -> KindTable:
    """The table of a format."""
    path = Path(__file__).with_name("kinds.toml")
    raw: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))[format_name]
    default = raw.get("default")
    return KindTable(
        accuracy_m=float(raw["accuracy_m"]),
        kinds={word.casefold(): Kind(**kind) for word, kind in raw["kinds"].items()},
        default=Kind(**default) if default else None,
        guarded_words=frozenset(raw.get("guarded_words", ())),
    )
