"""`hotspots tune`: many settings of DBSCAN tried, and which of them to choose.

On the register, or on anybody's table of points. Either way what is written says how far
real positions are apart, and is for the inside alone.
"""

from __future__ import annotations

import csv
from dataclasses import fields
from io import StringIO
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from hotspots.cli.options import FILE, ground_options, out_option, period_options, store_options
from hotspots.cli.period import period_of
from hotspots.cli.tables import column_of, numbers_of, read_table
from hotspots.cli.workshop import Choices, open_ground, open_register, say
from hotspots.cluster import split_by_place, sweep, sweep_points
from hotspots.errors import ParameterError, StoreError
from hotspots.model import Setting
from hotspots.pipeline import Workspace, find_places
from hotspots.report.sweep_picture import draw_sweep
from hotspots.wholefile import written_whole

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.model import Sweep


@click.command(
    epilog="Examples: hotspots tune --out out; "
    "hotspots tune points.csv --x easting --y northing --child person --out tuned"
)
@click.argument("source", type=FILE, required=False)
@click.option("--x", help="With a table: the column of eastings in metres.")
@click.option("--y", help="With a table: the column of northings in metres.")
@click.option("--child", help="With a table: the column that says whose a point is.")
@click.option(
    "--samples",
    type=click.IntRange(min=0),
    default=50,
    show_default=True,
    help="With the register: bootstrap samples of children for the stability.",
)
@click.option("--seed", type=int, default=2021, show_default=True, help="Seed of the samples.")
@out_option
@period_options
@ground_options
@store_options
def tune(source: Path | None, **options: Any) -> None:
    """Try many eps and min_samples, and say which to choose and why.

    Without a table it looks at the register, and writes tune.csv, tune.png and tune.svg
    to inside/. With one it writes them to the folder itself; they are for the inside alone.
    """
    out: Path = options["out"]
    if source is None:
        _refuse_columns(options)
        done, folder = _of_register(options), Workspace(out).inside
    else:
        done, folder = _of_table(source, options), out
    _write(done, folder)
    click.echo(done.reason)
    for warning in done.warnings:
        click.echo(f"Warning: {warning}")
    click.echo(f"See {folder / 'tune.png'}, for the inside alone.", err=True)


def _of_register(options: dict[str, Any]) -> Sweep:
    choices, workspace = Choices.of(options), Workspace(options["out"])
    first, last = options["first"], options["last"]
    with open_register(choices, workspace) as register:
        days = () if first is not None else (e.started_on for e in register.episodes())
        episodes = register.episodes(period_of(first, last, days=days))
        say("Finding the places")
        sightings = find_places(episodes, ground=open_ground(choices), register=register)
    say("Trying the settings")
    return sweep(
        split_by_place(sightings).at_place,
        samples=options["samples"],
        generator=np.random.default_rng(options["seed"]),
    )


def _of_table(source: Path, options: dict[str, Any]) -> Sweep:
    x, y, child = options["x"], options["y"], options["child"]
    if x is None or y is None:
        msg = "A table needs --x and --y: the columns of eastings and northings in metres."
        raise ParameterError(msg)
    table = read_table(source)
    points_m = np.column_stack([numbers_of(table, x, source), numbers_of(table, y, source)])
    whose = None if child is None else column_of(table, child, source).astype(str).tolist()
    return sweep_points(points_m, children=whose)


def _refuse_columns(options: dict[str, Any]) -> None:
    given = [f"--{name}" for name in ("x", "y", "child") if options[name] is not None]
    if given:
        msg = f"Only a table has columns. Name its file, or leave out {' and '.join(given)}."
        raise ParameterError(msg)


def _write(done: Sweep, folder: Path) -> None:
    papers = {
        "tune.csv": _table_of(done),
        "tune.png": draw_sweep(done, "png"),
        "tune.svg": draw_sweep(done, "svg"),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in papers.items():
            with written_whole(folder / name) as temporary:
                temporary.write_bytes(content)
    except OSError as error:
        msg = f"The folder {folder.name} cannot be written to ({error.strerror}). Name another."
        raise StoreError(msg) from error


def _table_of(done: Sweep) -> bytes:
    names = [one.name for one in fields(Setting) if one.name != "signs"]
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*names, "on_plateau", "recommended", "warnings"])
    for one in done.settings:
        figures = ("" if (v := getattr(one, name)) is None else v for name in names)
        marks = (int(one.key in done.plateau), int(one.key == done.recommended))
        writer.writerow([*(_rounded(v) for v in figures), *marks, "; ".join(one.signs)])
    return text.getvalue().encode()


def _rounded(figure: float | str) -> float | str:
    return round(figure, 4) if isinstance(figure, float) else figure
