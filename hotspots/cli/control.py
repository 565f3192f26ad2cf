"""A control set from a file: where anybody could be, whatever brings these children there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hotspots.cli.tables import numbers_of, read_table
from hotspots.cluster import Background
from hotspots.errors import InputError, ParameterError

if TYPE_CHECKING:
    from pathlib import Path

_POSITION = ("easting", "northing")


def read_control(path: Path | None) -> Background | None:
    """A CSV or Parquet file with `easting`, `northing` (metres) and, if wanted, `weight`.

    Rows at one position are one place; their weights are added up.

    Raises:
        InputError: not such a table.
    """
    if path is None:
        return None
    table = read_table(path)
    points_m = np.column_stack([numbers_of(table, column, path) for column in _POSITION])
    has_weights = "weight" in table.columns
    weights = numbers_of(table, "weight", path) if has_weights else np.ones(len(points_m))
    positions_m, place = np.unique(points_m, axis=0, return_inverse=True)
    try:
        summed = np.bincount(place.reshape(-1), weights=weights).astype(np.float64)
        return Background(positions_m=positions_m, weights=summed)
    except (ParameterError, ValueError) as error:
        raise InputError(
            "not a set of places with a weight each",
            file=path.name,
            mend="Give eastings and northings in metres, and weights of at least 0.",
        ) from error
