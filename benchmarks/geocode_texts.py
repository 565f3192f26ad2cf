"""Texts with known answers, how an answer is judged, and typing mistakes from a seed."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.geo import PointM
from hotspots.model import GeocodeStatus

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence
    from pathlib import Path

    from hotspots.gazetteer import Gazetteer
    from hotspots.geocode import Geocoder

UNANSWERABLE = frozenset({"review", "private", "none", "outside"})
# A postcode within a place says where it is to about 100 m.
TOLERANCE_M = 110.0
RIGHT, REVIEW, WRONG = "right", "review", "wrong"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SHORTEST_TO_MISSPELL = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A text and where it is; no points where it cannot be told."""

    text: str
    kind: str
    points: tuple[PointM, ...]
    tolerance_m: float

    def judge(self, found: Sequence[PointM]) -> str:
        """Wrong if any position is at none of the points; review if a point is missing."""
        if any(all(one.distance_m(p) > self.tolerance_m for p in self.points) for one in found):
            return WRONG
        missed = any(all(p.distance_m(o) > self.tolerance_m for o in found) for p in self.points)
        return REVIEW if missed else RIGHT


def read_samples(path: Path, gazetteer: Gazetteer) -> tuple[Sample, ...]:
    """A file with the columns `text, expect` and, if it has them, `tolerance_m` and `kind`."""
    positions = {place.name: place.point for place in gazetteer.places}
    with path.open(encoding="utf-8", newline="") as handle:
        return tuple(
            Sample(
                text=row["text"],
                kind=row.get("kind") or "any",
                points=_points(row["expect"], positions),
                tolerance_m=float(row.get("tolerance_m") or TOLERANCE_M),
            )
            for row in csv.DictReader(handle)
        )


def _points(expected: str, positions: dict[str, PointM]) -> tuple[PointM, ...]:
    return tuple(
        PointM(*map(float, one.removeprefix("point:").split(",")))
        if one.startswith("point:")
        else positions[one]
        for one in expected.split("|")
        if one not in UNANSWERABLE
    )


def located(geocoder: Geocoder, text: str) -> list[PointM]:
    """The positions that the geocoder is sure of."""
    found = geocoder.read(text)
    return [o.point for o in found if o.status is GeocodeStatus.LOCATED and o.point is not None]


def misspelt(text: str, rng: random.Random) -> str:
    """One slip of the pen, never in the first letter: lost, added, swapped or wrong."""
    at = rng.randrange(1, len(text))
    letter = rng.choice(_LETTERS)
    kinds = (
        text[:at] + text[at + 1 :],
        text[:at] + letter + text[at:],
        text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :],
        text[:at] + letter + text[at + 1 :],
    )
    return rng.choice(kinds)


def sole_labels(gazetteer: Gazetteer) -> list[tuple[str, str]]:
    """Names and aliases that one place alone has, with its name; suburbs left out."""
    owners: dict[str, set[str]] = defaultdict(set)
    for place in gazetteer.places:
        for label in (place.name, *place.aliases):
            owners[label.casefold()].add(place.name)
    return [
        (label, place.name)
        for place in gazetteer.places
        if place.category != "area"
        for label in (place.name, *place.aliases)
        if len(label) >= _SHORTEST_TO_MISSPELL and len(owners[label.casefold()]) == 1
    ]
