"""`hotspots boundaries import`: the official wards instead of the packaged ones."""

from __future__ import annotations

from pathlib import Path

import click

from hotspots.boundary_import import BoundaryExpectations, import_boundaries
from hotspots.cli.options import FILE


@click.group()
def boundaries() -> None:
    """Look after the ward boundaries."""


@boundaries.command(
    "import", epilog="Example: hotspots boundaries import wards.gpkg --out wards.geojson"
)
@click.argument("source", type=FILE)
@click.option("--out", "target", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--lad-code", help="Keep one authority's wards alone, for instance E06000015.")
def import_layer(source: Path, target: Path, lad_code: str | None) -> None:
    """Check an official layer (GeoJSON, GeoPackage, Shapefile) and write it for `--boundaries`."""
    expectations = BoundaryExpectations(lad_code=lad_code)
    report = import_boundaries(source, target, expectations=expectations)
    click.echo(f"{report.wards} of {report.read} wards written to {target}")
