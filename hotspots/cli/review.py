"""`hotspots review`: the places that a person must settle, out to Excel and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hotspots.cli.options import FILE, ground_options, out_option, store_options
from hotspots.cli.workshop import Choices, now, open_ground, open_register
from hotspots.pipeline import Workspace, find_places
from hotspots.report.review import read_review, write_review

if TYPE_CHECKING:
    from pathlib import Path


@click.group()
def review() -> None:
    """Settle the places that the geocoder would not guess."""


@review.command(epilog="Example: hotspots review export --out out")
@out_option
@ground_options
@store_options
def export(**options: Any) -> None:
    """Write inside/review.xlsx with every text that needs a look."""
    workspace, choices = Workspace(options["out"]), Choices.of(options)
    ground = open_ground(choices)
    with open_register(choices, workspace) as register:
        sightings = find_places(register.episodes(), ground=ground, register=register)
    path = workspace.inside / "review.xlsx"
    write_review(sightings, path, gazetteer=ground.gazetteer)
    click.echo(f"Fill in {path} and bring it back with: hotspots review import")


@review.command("import", epilog="Example: hotspots review import out/inside/review.xlsx --out out")
@click.argument("file", type=FILE)
@out_option
@ground_options
@store_options
@click.option("--by", "decided_by", required=True, help="Who settled them: initials or a role.")
def import_review(file: Path, decided_by: str, **options: Any) -> None:
    """Take the filled-in workbook back; each decision settles its equals from now on."""
    choices = Choices.of(options)
    ground = open_ground(choices)
    decisions = read_review(
        file, gazetteer=ground.gazetteer, decided_by=decided_by, decided_at=now()
    )
    with open_register(choices, Workspace(options["out"])) as register:
        settled = register.settle(decisions)
    click.echo(f"{settled} texts settled. Publish again with: hotspots publish")
