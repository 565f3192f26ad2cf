"""`hotspots geocode`: the geocoder on anybody's table of places.

Nothing is recorded and nothing is protected here: a table goes in, a table comes out,
and it stays with whoever asked.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from tqdm import tqdm

from hotspots.cli.options import FILE, ground_options
from hotspots.cli.rowfile import RowColumn, check_target, open_rows
from hotspots.cli.textcolumn import open_column
from hotspots.cli.workshop import Choices, open_ground
from hotspots.geo import to_lon_lat
from hotspots.geocode import Geocoder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hotspots.cli.rowfile import Row
    from hotspots.model import Geocoded

GEOCODE_COLUMNS = (
    RowColumn(name="row", kind=int),
    RowColumn(name="mention", kind=int),
    RowColumn(name="text", kind=str),
    RowColumn(name="status", kind=str),
    RowColumn(name="matched_name", kind=str),
    RowColumn(name="easting", kind=float, form=".1f"),
    RowColumn(name="northing", kind=float, form=".1f"),
    RowColumn(name="lat", kind=float),
    RowColumn(name="lon", kind=float),
    RowColumn(name="precision_m", kind=float, form=".0f"),
    RowColumn(name="method", kind=str),
    RowColumn(name="confidence", kind=float, form=".2f"),
    RowColumn(name="candidates", kind=str),
)
_ROWS_AT_ONCE = 2_000
# Most mentions stand at some place of the list: each is transformed once.
_lon_lat = lru_cache(maxsize=1 << 16)(to_lon_lat)


@click.command(epilog="Example: hotspots geocode places.csv --column place --out placed.csv")
@click.argument("source", type=FILE)
@click.option("--column", required=True, help="The column that holds the words.")
@click.option("--sheet", help="The sheet of a workbook, if several have such a column.")
@click.option(
    "--out",
    "target",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The result: .csv, .xlsx or .parquet, whichever the source is.",
)
@ground_options
def geocode(source: Path, target: Path, *, column: str, sheet: str | None, **options: Any) -> None:
    """Geocode one column of a CSV, XLSX or Parquet file.

    A row out for each place that is mentioned, at least one for each row in; `row` is
    the number of the row in the source, the heading not counted.
    """
    check_target(target, source=source)
    ground = open_ground(Choices.of({"out": target.parent, **options}))
    geocoder = Geocoder(
        gazetteer=ground.gazetteer, postcodes=ground.postcodes, boundaries=ground.boundaries
    )
    is_watched = sys.stderr.isatty()
    with (
        open_column(source, column, sheet=sheet) as found,
        open_rows(target, GEOCODE_COLUMNS) as write,
        tqdm(
            total=found.count() if is_watched else None, unit=" rows", disable=not is_watched
        ) as bar,
    ):
        numbered = enumerate(found.texts, start=1)
        while some := list(islice(numbered, _ROWS_AT_ONCE)):
            write(geocoded_rows(some, geocoder))
            bar.update(len(some))


def geocoded_rows(numbered: Iterable[tuple[int, str]], geocoder: Geocoder) -> Iterator[Row]:
    """The rows out (`GEOCODE_COLUMNS`) of numbered texts: for each text one at least."""
    for number, text in numbered:
        for mention, found in enumerate(geocoder.read(text), start=1):
            yield (number, mention, *_told(found))


def _told(found: Geocoded) -> Row:
    """The columns from `text` on."""
    point, precision_m = found.point, found.precision_m
    lon, lat = (None, None) if point is None else _lon_lat(point)
    return (
        found.text,
        found.status.value,
        found.matched_name,
        None if point is None else round(point.easting, 1),
        None if point is None else round(point.northing, 1),
        lat,
        lon,
        None if precision_m is None else float(round(precision_m)),
        found.method.value,
        round(found.confidence, 2),
        "; ".join(f"{one.name} ({one.score:.2f})" for one in found.candidates),
    )
