"""`hotspots cluster`: DBSCAN on anybody's table of points.

Nothing is recorded and nothing is protected here: a table goes in, a table comes out,
and it stays with whoever asked.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import click
import numpy as np

from hotspots.cli.tables import numbers_of, read_table, write_table
from hotspots.cluster import ENGINES, dbscan
from hotspots.errors import InputError, ParameterError

_DASK = "dask"
_DASK_OPTIONS = ("scheduler", "workers", "memory_limit")


@click.command(
    epilog="Example: hotspots cluster points.csv --x easting --y northing "
    "--eps-m 150 --min-samples 5 --out labelled.csv"
)
@click.argument("source", type=click.Path(exists=True, readable=True, path_type=Path))
@click.option("--x", required=True, help="Column of eastings in metres.")
@click.option("--y", required=True, help="Column of northings in metres.")
@click.option("--weight", help="Column of weights; 1 for each point if not given.")
@click.option("--eps-m", type=float, required=True, help="Neighbourhood in metres.")
@click.option("--min-samples", type=int, required=True, help="Points that make a place dense.")
@click.option(
    "--engine",
    default="auto",
    show_default=True,
    help=f"{', '.join(ENGINES)}; the labels are the same. dask takes Parquet, one file or a "
    "folder of them, and OUT is then a new folder.",
)
@click.option("--scheduler", help="dask: an existing, trusted cluster, tcp://host:port or tls://.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    help="dask: processes on this machine, where no scheduler is named; default 2.",
)
@click.option("--memory-limit", help='dask: what each of them may take, for instance "2GB".')
@click.option("--out", "target", required=True, type=click.Path(path_type=Path))
def cluster(source: Path, target: Path, **options: Any) -> None:
    """Label the points of a CSV or Parquet file with DBSCAN; -1 is noise."""
    if options["engine"] == _DASK:
        _in_parts(source, target, options)
        return
    if any(options[name] is not None for name in _DASK_OPTIONS):
        msg = "--scheduler, --workers and --memory-limit go with --engine dask only."
        raise ParameterError(msg)
    _at_once(source, target, options)


def _at_once(source: Path, target: Path, options: dict[str, Any]) -> None:
    if source.is_dir():
        raise InputError("a folder", file=source.name, mend="Name a file, or add --engine dask.")
    if target.is_dir():
        raise InputError("a folder", file=target.name, mend="Name a file for --out.")
    table = read_table(source)
    points_m = np.column_stack(
        [numbers_of(table, options["x"], source), numbers_of(table, options["y"], source)]
    )
    weight = options["weight"]
    table["label"] = dbscan(
        points_m,
        eps_m=options["eps_m"],
        min_samples=options["min_samples"],
        weights=None if weight is None else numbers_of(table, weight, source),
        engine=options["engine"],
    )
    write_table(table, target)


def _in_parts(source: Path, target: Path, options: dict[str, Any]) -> None:
    """Never all in memory: the workers read and write the files themselves."""
    if options["scheduler"] is not None and (options["workers"] or options["memory_limit"]):
        msg = (
            "--workers and --memory-limit are for a cluster of this machine: leave out --scheduler."
        )
        raise ParameterError(msg)
    engine = import_module("hotspots.cluster.dask_engine")  # it stands on a compiler: seconds
    course = engine.label_parquet(
        engine.Labelling(
            source=source,
            target=target,
            columns=engine.Columns(x=options["x"], y=options["y"], weight=options["weight"]),
            eps_m=options["eps_m"],
            min_samples=options["min_samples"],
        ),
        workers=engine.Workers(
            scheduler=options["scheduler"],
            number=options["workers"] or engine.WORKERS,
            memory_limit=options["memory_limit"],
        ),
    )
    click.echo(
        f"{course.points:,} points in {len(course.answers):,} parts and {course.tiles:,} tiles: "
        f"{course.clusters:,} clusters"
    )
