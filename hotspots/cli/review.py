"""`hotspots review`: what a person must settle, out to Excel and back, and what was settled."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hotspots.cells import safe_cell
from hotspots.cli.options import FILE, ground_options, out_option, store_options
from hotspots.cli.settled import equals_of, latest_of_equals, row_of, sort_out, still_forgotten
from hotspots.cli.workshop import Choices, now, open_ground, open_register
from hotspots.errors import ParameterError, StoreError
from hotspots.pipeline import Workspace, find_places
from hotspots.report.review import exported_at_of, read_review, write_review
from hotspots.wholefile import written_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.cli.settled import SortedOut

LIST_COLUMNS = ("text", "status", "place", "decided_by", "decided_at")
FORGOTTEN_COLUMNS = (*LIST_COLUMNS, "forgotten_by", "forgotten_at")
_PUBLISH_AGAIN = "Publish again with: hotspots publish"


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
    ground, asked_at = open_ground(choices), now()
    with open_register(choices, workspace) as register:
        sightings = find_places(register.episodes(), ground=ground, register=register)
    path = workspace.inside / "review.xlsx"
    write_review(sightings, path, gazetteer=ground.gazetteer, exported_at=asked_at)
    click.echo(f"Fill in {path} and bring it back with: hotspots review import")


@review.command("import", epilog="Example: hotspots review import out/inside/review.xlsx --out out")
@click.argument("file", type=FILE)
@out_option
@ground_options
@store_options
@click.option("--by", "decided_by", required=True, help="Who settled them: initials or a role.")
def import_review(file: Path, decided_by: str, **options: Any) -> None:
    """Take the filled-in workbook back; each decision settles its equals from now on.

    What was forgotten after the workbook was written stays forgotten.
    """
    choices = Choices.of(options)
    ground = open_ground(choices)
    decisions = read_review(
        file, gazetteer=ground.gazetteer, decided_by=decided_by, decided_at=now()
    )
    exported_at = exported_at_of(file)
    with open_register(choices, Workspace(options["out"])) as register:
        found = sort_out(
            decisions, register.forgotten(), held=register.decisions(), exported_at=exported_at
        )
        settled = register.settle(found.to_settle)
    click.echo(f"{settled} texts settled. {_PUBLISH_AGAIN}")
    _tell_what_was_forgotten(found, is_known=exported_at is not None)


@review.command("list", epilog="Example: hotspots review list --out out --csv settled.csv")
@out_option
@ground_options
@store_options
@click.option("--forgotten", is_flag=True, help="What was taken back instead, by whom and when.")
@click.option(
    "--csv",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a CSV there instead; it holds what staff wrote: keep it inside.",
)
def list_decisions(target: Path | None, *, forgotten: bool, **options: Any) -> None:
    """Show what was settled: text, status, place, who and when. It is for the inside alone."""
    choices = Choices.of(options)
    gazetteer = open_ground(choices).gazetteer
    columns: Sequence[str] = FORGOTTEN_COLUMNS if forgotten else LIST_COLUMNS
    rows: list[Sequence[str]]
    with open_register(choices, Workspace(options["out"])) as register:
        if forgotten:
            rows = [
                (
                    *row_of(one.decision, gazetteer),
                    one.forgotten_by,
                    one.forgotten_at.isoformat(timespec="seconds"),
                )
                for one in still_forgotten(register.forgotten(), register.decisions())
            ]
        else:
            rows = [row_of(one, gazetteer) for one in latest_of_equals(register.decisions())]
    _show(columns, rows, target)


@review.command(epilog='Example: hotspots review forget "outside the Spot" --by MPC --out out')
@click.argument("text")
@click.option("--by", "forgotten_by", required=True, help="Who says so: initials or a role.")
@out_option
@store_options
def forget(text: str, forgotten_by: str, **options: Any) -> None:
    """Take back what was settled for a text, and for all that differs in case and signs alone.

    The text needs a look again. Who settled it and who took it back is kept.
    """
    with open_register(Choices.of(options), Workspace(options["out"])) as register:
        texts = equals_of(text, register.decisions())
        if not texts:
            msg = "Nothing is settled for this text. `hotspots review list` shows what is."
            raise ParameterError(msg)
        forgotten = register.forget(texts, by=forgotten_by, at=now())
    click.echo(f"{forgotten} decisions forgotten. {_PUBLISH_AGAIN}")


def _tell_what_was_forgotten(found: SortedOut, *, is_known: bool) -> None:
    if found.left:
        click.echo(
            f"{found.left} texts stay forgotten: they were taken back after this workbook was "
            "written. To settle them anew: hotspots review export"
        )
    if found.again:
        how = "" if is_known else " (the workbook no longer says when it was written)"
        click.echo(f"{found.again} of the texts had been forgotten and are settled again{how}.")


def _show(columns: Sequence[str], rows: Sequence[Sequence[str]], target: Path | None) -> None:
    """To standard output with tabs between, or as a file that a spreadsheet shows right."""
    safe = [[str(safe_cell(cell)) for cell in row] for row in rows]
    if target is None:
        for row in (columns, *safe):
            click.echo("\t".join(row))
        return
    try:
        with (
            written_whole(target) as part,
            part.open("w", encoding="utf-8-sig", newline="") as handle,
        ):
            writer = csv.writer(handle, lineterminator="\r\n")
            writer.writerow(columns)
            writer.writerows(safe)
    except OSError as error:
        msg = f"{target.name} cannot be written ({error.strerror}). Choose another with --csv."
        raise StoreError(msg) from error
    click.echo(f"{len(safe)} rows written to {target}")
