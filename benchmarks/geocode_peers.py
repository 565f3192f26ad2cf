"""Other ways to find a place for a text, on the same gazetteer: what `geocode.py` compares with.

Each answers with the best-scoring name or alias and a score from 0 to 100; below a
threshold it has no answer. The thresholds are swept on the very texts that are scored, so
each peer stands there at its best.
"""

from __future__ import annotations

import difflib
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from rapidfuzz import fuzz, process, utils

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.gazetteer import Gazetteer, Place

_TRIGRAM = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """The best place and how well it fits, from 0 to 100."""

    place: Place
    score: float


class Peer(Protocol):
    """A way to find a place; `name` is what the tables call it."""

    name: str

    def best(self, text: str) -> Answer | None:
        """The place whose name or alias fits best, or None."""


def _labels(gazetteer: Gazetteer) -> dict[str, Place]:
    """Every name and alias in plain form; the lower id wins where two places share one."""
    labels: dict[str, Place] = {}
    for place in gazetteer.places:
        for label in (place.name, *place.aliases):
            labels.setdefault(utils.default_process(label), place)
    return labels


class Rapidfuzz:
    """`rapidfuzz.process.extractOne` over all names and aliases."""

    def __init__(self, gazetteer: Gazetteer, scorer: Callable[..., float] = fuzz.WRatio) -> None:
        self.name = f"rapidfuzz extractOne, {scorer.__name__}"
        self._scorer = scorer
        self._labels = _labels(gazetteer)
        self._choices = list(self._labels)

    def best(self, text: str) -> Answer | None:
        """One comparison with every name."""
        plain = utils.default_process(text)
        found = process.extractOne(plain, self._choices, scorer=self._scorer)
        return None if found is None else Answer(self._labels[found[0]], float(found[1]))


class Trigrams:
    """SQLite FTS5 with its trigram tokenizer: best by BM25, scored by the trigrams shared."""

    name = "SQLite FTS5 trigram"

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._labels = _labels(gazetteer)
        self._base = sqlite3.connect(":memory:")
        self._base.execute("CREATE VIRTUAL TABLE names USING fts5(label, tokenize='trigram')")
        rows = [(label,) for label in self._labels]
        self._base.executemany("INSERT INTO names VALUES (?)", rows)

    def best(self, text: str) -> Answer | None:
        """Any shared trigram makes a candidate."""
        plain = utils.default_process(text)
        wanted = _trigrams(plain)
        if not wanted:
            return None
        query = " OR ".join(f'"{one}"' for one in sorted(wanted))
        found = self._base.execute(
            "SELECT label FROM names WHERE names MATCH ? ORDER BY rank, label LIMIT 1", (query,)
        ).fetchone()
        if found is None:
            return None
        have = _trigrams(found[0])
        return Answer(self._labels[found[0]], 100 * len(wanted & have) / len(wanted | have))


def _trigrams(text: str) -> set[str]:
    return {text[at : at + _TRIGRAM] for at in range(len(text) - _TRIGRAM + 1)}


class Difflib:
    """The standard library's `difflib.get_close_matches`, from its usual cutoff on."""

    name = "difflib get_close_matches"
    _CUTOFF = 0.6

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._labels = _labels(gazetteer)
        self._choices = list(self._labels)

    def best(self, text: str) -> Answer | None:
        """Compare with every name that may reach the cutoff."""
        plain = utils.default_process(text)
        found = difflib.get_close_matches(plain, self._choices, n=1, cutoff=self._CUTOFF)
        if not found:
            return None
        ratio = difflib.SequenceMatcher(None, found[0], plain).ratio()
        return Answer(self._labels[found[0]], 100 * ratio)


def peers_of(gazetteer: Gazetteer) -> tuple[Peer, ...]:
    """All of them, ready to answer."""
    return (
        Rapidfuzz(gazetteer),
        Rapidfuzz(gazetteer, fuzz.token_set_ratio),
        Trigrams(gazetteer),
        Difflib(gazetteer),
    )
