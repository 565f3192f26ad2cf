"""`hotspots gazetteer import`: published lists of places instead of the packaged one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hotspots.boundaries import read_boundaries
from hotspots.cli.options import FILE, Day
from hotspots.gazetteer import read_gazetteer
from hotspots.gazetteer_import import (
    FORMATS,
    MERGE_WITHIN_M,
    ImportOptions,
    import_gazetteer,
)

if TYPE_CHECKING:
    from datetime import date


@click.group()
def gazetteer() -> None:
    """Look after the list of public places."""


@gazetteer.command(
    "import",
    epilog="Example: hotspots gazetteer import SK33.csv Stops.csv --boundaries wards.geojson "
    "--out places.csv",
)
@click.argument("sources", type=FILE, nargs=-1, required=True)
@click.option("--out", "target", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--format", "format_name", type=click.Choice(FORMATS), help="Default: told apart.")
@click.option("--boundaries", type=FILE, help="A GeoJSON of wards: keep the places in them.")
@click.option("--margin-m", default=0.0, show_default=True, help="Metres beyond the boundaries.")
@click.option("--merge", "existing", type=FILE, help="A list of ours, which wins.")
@click.option(
    "--merge-m",
    "merge_within_m",
    type=float,
    default=MERGE_WITHIN_M,
    show_default=True,
    help="Metres within which places of one name are one place.",
)
@click.option("--date", "dated", type=Day(), help="The day of the sources, for the account.")
def import_lists(  # noqa: PLR0913 - one parameter for each option of the command
    *,
    sources: tuple[Path, ...],
    target: Path,
    format_name: str | None,
    boundaries: Path | None,
    margin_m: float,
    existing: Path | None,
    merge_within_m: float,
    dated: date | None,
) -> None:
    """Make a list for `--gazetteer` of OS Open Names, NaPTAN, GIAS, CSV or GeoJSON files."""
    options = ImportOptions(
        format=format_name,
        boundaries=read_boundaries(boundaries) if boundaries else None,
        margin_m=margin_m,
        existing=read_gazetteer(existing) if existing else None,
        merge_within_m=merge_within_m,
        dated=dated,
    )
    report = import_gazetteer(sources, target, options=options)
    for source in report.sources:
        click.echo(
            f"{source.file} ({source.format}): {source.rows} rows = {source.kept} kept + "
            f"{source.merged} merged + {source.outside} outside + {source.rejected} rejected"
        )
        for reject in source.rejects:
            click.echo(
                f"  {reject.rows} rejected, the first in row {reject.first_row}, column "
                f"{reject.column!r}: {reject.problem}. {reject.mend}"
            )
    click.echo(f"{report.places} places written to {target}")
