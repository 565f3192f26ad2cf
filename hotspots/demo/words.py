"""From the spots of one episode to the words in its four place cells."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin, sqrt
from typing import TYPE_CHECKING

from hotspots.demo.texts import (
    DEFAULT_JITTER_M,
    FIELDS_M,
    FIXED_SPOTS,
    JITTER_M,
    LAST_SEEN_AT_HOME,
    NOTHING_TOLD,
    PRIVATE_PLACES,
    RETURNED,
    SPOT_TEXTS,
    VAGUE_PLACES,
)
from hotspots.geo import PointM

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from hotspots.gazetteer import Gazetteer

_FIX_SHARE = 0.12
_SEPARATORS = ("/", " then ", ", then ", " & ", "; ")
# Where a spot is written down: mostly as visited, then found, last seen, told in the interview.
_CELLS = ("visited", "found", "last_seen", "interview")
_CELL_WEIGHTS = (5.0, 3.0, 1.5, 1.5)
_MOST_IN_ONE_CELL = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCells:
    """The four cells of an export line that hold place words.

    `met` is whether somebody met the child away from home.
    """

    last_seen: str
    visited: str
    found: str
    interview: str
    met: bool


def place_cells(
    spots: Sequence[str], rng: Random, *, gazetteer: Gazetteer, interviewed: bool, returned: bool
) -> PlaceCells:
    """Write each spot into a cell, and fill the rest as staff do who were told nothing.

    Without an interview its cell is blank; a child who is still missing was found nowhere.
    """
    held: dict[str, list[str]] = {cell: [] for cell in _CELLS}
    for spot in spots:
        open_cells = {
            "visited": True,
            "found": returned and not held["found"],
            "last_seen": not held["last_seen"],
            "interview": interviewed and len(held["interview"]) < _MOST_IN_ONE_CELL,
        }
        weights = [w * open_cells[cell] for cell, w in zip(_CELLS, _CELL_WEIGHTS, strict=True)]
        chosen = rng.choices(_CELLS, weights=weights)[0]
        held[chosen].append(spot_text(spot, rng, gazetteer=gazetteer))
    joined = {cell: rng.choice(_SEPARATORS).join(texts) for cell, texts in held.items()}
    return PlaceCells(
        last_seen=joined["last_seen"] or rng.choice(LAST_SEEN_AT_HOME),
        visited=joined["visited"] or _without_place(rng),
        found=joined["found"] or (rng.choice(RETURNED) if returned else ""),
        interview=joined["interview"] or (_without_place(rng) if interviewed else ""),
        met=bool(held["found"]),
    )


def spot_text(spot: str, rng: Random, *, gazetteer: Gazetteer) -> str:
    """The spot in somebody's words, or now and then as easting and northing."""
    if spot == "fields":
        return _fix(PointM(*FIELDS_M), JITTER_M["fields"], rng)
    if spot in FIXED_SPOTS and rng.random() < _FIX_SHARE:
        return _fix(gazetteer[spot].point, JITTER_M.get(spot, DEFAULT_JITTER_M), rng)
    return rng.choice(SPOT_TEXTS[spot])


def _fix(centre: PointM, jitter_m: float, rng: Random) -> str:
    """Easting and northing in whole metres, spread evenly over a disc of `jitter_m`."""
    distance, bearing = jitter_m * sqrt(rng.random()), 2 * pi * rng.random()
    easting = centre.easting + distance * cos(bearing)
    northing = centre.northing + distance * sin(bearing)
    return f"{easting:.0f}, {northing:.0f}"


def _without_place(rng: Random) -> str:
    texts = rng.choices((NOTHING_TOLD, PRIVATE_PLACES, VAGUE_PLACES), weights=(5, 3, 3))[0]
    return rng.choice(texts)
