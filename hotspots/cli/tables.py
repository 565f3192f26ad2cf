"""`hotspots geocode` and `hotspots cluster`: the two stages on anybody's table.

Nothing is recorded and nothing is protected here: a table goes in, a table comes out,
and it stays with whoever asked.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import numpy as np
import pandas as pd
from tqdm import tqdm

from hotspots.cells import safe_cell
from hotspots.cli.options import FILE, ground_options
from hotspots.cli.workshop import Choices, open_ground
from hotspots.cluster import dbscan
from hotspots.errors import InputError
from hotspots.geo import to_lon_lat
from hotspots.geocode import Geocoder
from hotspots.wholefile import written_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotspots.model import Geocoded

GEOCODE_COLUMNS = (
    "row",
    "mention",
    "text",
    "status",
    "matched_name",
    "easting",
    "northing",
    "lat",
    "lon",
    "precision_m",
    "method",
    "confidence",
    "candidates",
)
_ROWS_AT_ONCE = 10_000
_CHARACTERS_AT_ONCE = 1 << 20


@click.command(epilog="Example: hotspots geocode places.csv --column place --out placed.csv")
@click.argument("source", type=FILE)
@click.option("--column", required=True, help="The column that holds the words.")
@click.option("--out", "target", required=True, type=click.Path(dir_okay=False, path_type=Path))
@ground_options
def geocode(source: Path, column: str, target: Path, **options: Any) -> None:
    """Geocode one column of a CSV; a row out for each place that is mentioned."""
    ground = open_ground(Choices.of({"out": target.parent, **options}))
    geocoder = Geocoder(
        gazetteer=ground.gazetteer, postcodes=ground.postcodes, boundaries=ground.boundaries
    )
    with (
        written_whole(target) as temporary,
        temporary.open("w", encoding="utf-8", newline="") as handle,
    ):
        writer = csv.writer(handle)
        writer.writerow(GEOCODE_COLUMNS)
        for row, text in enumerate(_texts(source, column), start=1):
            for mention, found in enumerate(geocoder.read(text), start=1):
                writer.writerow(_geocoded_row(row, mention, found))


def _encoding_of(source: Path) -> str:
    """UTF-8 if all of the file is; else what Excel on a council's Windows writes."""
    try:
        with source.open(encoding="utf-8-sig") as handle:
            while handle.read(_CHARACTERS_AT_ONCE):
                pass
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _texts(source: Path, column: str) -> Iterator[str]:
    """The column's cells as text, in bounded memory; blank cells are empty strings."""
    try:
        with (
            pd.read_csv(
                source,
                dtype=str,
                keep_default_na=False,
                chunksize=_ROWS_AT_ONCE,
                encoding=_encoding_of(source),
            ) as chunks,
            tqdm(unit=" rows", disable=not sys.stderr.isatty()) as bar,
        ):
            for chunk in chunks:
                yield from _column(chunk, column, source)
                bar.update(len(chunk))
    except ValueError as error:  # pandas' own, and text that is not UTF-8
        raise _unreadable(source, error) from None


def _column(table: pd.DataFrame, column: str, source: Path) -> pd.Series[Any]:
    if column not in table.columns:
        raise InputError(
            "no such column",
            file=source.name,
            column=column,
            mend="Name one of: " + ", ".join(map(str, table.columns)),
        )
    return table[column]


def _unreadable(source: Path, error: Exception) -> InputError:
    return InputError(
        f"not a readable table ({type(error).__name__})",
        file=source.name,
        mend="Give a CSV (UTF-8, with a heading) or, for points, a Parquet file.",
    )


def _geocoded_row(row: int, mention: int, found: Geocoded) -> list[str | int | float]:
    position = ["", "", "", ""]
    if found.point is not None:
        lon, lat = to_lon_lat(found.point)
        position = [f"{found.point.easting:.1f}", f"{found.point.northing:.1f}", f"{lat}", f"{lon}"]
    precision = "" if found.precision_m is None else f"{found.precision_m:.0f}"
    return [
        row,
        mention,
        safe_cell(found.text),
        found.status.value,
        safe_cell(found.matched_name),
        position[0],
        position[1],
        position[2],
        position[3],
        precision,
        found.method.value,
        f"{found.confidence:.2f}",
        safe_cell("; ".join(f"{c.name} ({c.score:.2f})" for c in found.candidates)),
    ]


@click.command(
    epilog="Example: hotspots cluster points.csv --x easting --y northing "
    "--eps-m 150 --min-samples 5 --out labelled.csv"
)
@click.argument("source", type=FILE)
@click.option("--x", required=True, help="Column of eastings in metres.")
@click.option("--y", required=True, help="Column of northings in metres.")
@click.option("--weight", help="Column of weights; 1 for each point if not given.")
@click.option("--eps-m", type=float, required=True, help="Neighbourhood in metres.")
@click.option("--min-samples", type=int, required=True, help="Points that make a place dense.")
@click.option("--engine", default="auto", show_default=True, help="auto or sklearn.")
@click.option("--out", "target", required=True, type=click.Path(dir_okay=False, path_type=Path))
def cluster(source: Path, target: Path, **options: Any) -> None:
    """Label the points of a CSV or Parquet file with DBSCAN; -1 is noise."""
    table = _read_table(source)
    points_m = np.column_stack(
        [_metres(table, options["x"], source), _metres(table, options["y"], source)]
    )
    weight = options["weight"]
    table["label"] = dbscan(
        points_m,
        eps_m=options["eps_m"],
        min_samples=options["min_samples"],
        weights=None if weight is None else _metres(table, weight, source),
        engine=options["engine"],
    )
    with written_whole(target) as temporary:
        if target.suffix.lower() == ".parquet":
            table.to_parquet(temporary, index=False)
        else:
            table.to_csv(temporary, index=False)


def _read_table(source: Path) -> pd.DataFrame:
    try:
        if source.suffix.lower() == ".parquet":
            return pd.read_parquet(source)
        return pd.read_csv(source, encoding=_encoding_of(source))
    except (ValueError, OSError) as error:
        raise _unreadable(source, error) from None


def _metres(
    table: pd.DataFrame, column: str, source: Path
) -> np.ndarray[Any, np.dtype[np.float64]]:
    cells = _column(table, column, source)
    numbers = pd.to_numeric(cells, errors="coerce").to_numpy(dtype=np.float64)
    bad = np.flatnonzero(~np.isfinite(numbers))
    if bad.size:
        raise InputError(
            "not a number",
            file=source.name,
            row=int(bad[0]) + 2,
            column=column,
            mend="Remove the row or give a number.",
        )
    return numbers
