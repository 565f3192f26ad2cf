"""`hotspots statutory`: the shapes of the statutory returns, written and checked."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from hotspots.cli.options import FILE, Day, out_option, store_options
from hotspots.cli.workshop import Choices, banner_of, now, open_register
from hotspots.ingest import Pseudonymiser
from hotspots.keyfile import load_key
from hotspots.period import Period
from hotspots.pipeline import Workspace
from hotspots.pipeline.statutory import (
    check_return,
    export_shape,
    read_child_keys,
    write_findings,
)
from hotspots.pipeline.statutorybook import BookTerms, write_findings_book, write_shape_book
from hotspots.settings import SecretSettings
from hotspots.statutory import LOSSES, Shape

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from hotspots.ledger import RowNote

_from = click.option("--from", "first", type=Day(), required=True, help="First day: 2020-04-01.")
_to = click.option("--to", "last", type=Day(), required=True, help="Last day: 2021-03-31.")


@click.group()
def statutory() -> None:
    """Write the shapes of the statutory returns (SSDA903, SSD, Annex A), and check them.

    To read one, name its profile: hotspots ingest FILE --profile ssda903-missing, or
    ssd-missing.
    """


@statutory.command(
    epilog="Example: hotspots statutory export ssda903 --from 2020-04-01 --to 2021-03-31 "
    "--header header.csv --out out"
)
@click.argument("shape", type=click.Choice([one.value for one in Shape]))
@_from
@_to
@click.option(
    "--header",
    type=FILE,
    help="The return's Header file (CHILD, DOB): turns pseudonyms into references again.",
)
@out_option
@store_options
def export(*, shape: str, first: date, last: date, header: Path | None, **options: Any) -> None:
    """Write episodes of the register in a statutory shape, to inside/, and as a workbook.

    The register keeps no references and no dates of birth: without --header the file has
    pseudonyms and blanks in their place.
    """
    kind, period, workspace = (
        Shape(shape),
        Period(first=first, last=last),
        Workspace(options["out"]),
    )
    with open_register(Choices.of(options), workspace) as register:
        episodes = register.episodes()
    keys = {}
    if header is not None:
        keys = read_child_keys(header, Pseudonymiser(load_key(SecretSettings().pseudonym_key)))
    done = export_shape(kind, episodes, period, keys=keys, folder=workspace.inside)
    banner = banner_of(Choices.of(options), workspace)
    write_shape_book(done, kind, terms=BookTerms(period=period, now=now(), banner=banner))
    click.echo(f"{done.rows} rows, {period.in_words}.")
    if done.without_key:
        click.echo(
            f"{done.without_key} of them stand under a pseudonym"
            + (": not in the Header file." if keys else ": give the Header file with --header.")
        )
    if kind is Shape.SSDA903:
        _tell(done.findings)
    click.echo("What this shape cannot hold:")
    for loss in LOSSES[kind]:
        click.echo(f"  {loss}")
    click.echo(f"See {done.path}, and the .xlsx beside it, for the inside alone.", err=True)


@statutory.command(
    epilog="Example: hotspots statutory check missing.csv --from 2020-04-01 --to 2021-03-31 "
    "--episodes episodes.csv --out out"
)
@click.argument("file", type=FILE)
@_from
@_to
@click.option("--episodes", type=FILE, help="The Episodes file: rules 575, 577, 578, 581.")
@click.option("--last-year", type=FILE, help="Last year's Missing file: rule 576.")
@click.option("--strict", is_flag=True, help="Exit with 1 if a rule is broken.")
@out_option
def check(*, file: Path, first: date, last: date, strict: bool, **options: Any) -> None:
    """Hold a Missing file of the SSDA903 return to the Department's rules.

    The findings go to inside/ssda903-checks.csv and .xlsx with file, row, column, rule and mend.
    """
    findings = check_return(
        file,
        Period(first=first, last=last),
        episodes=options["episodes"],
        last_year=options["last_year"],
    )
    workspace = Workspace(options["out"])
    workspace.prepare()
    written = write_findings(findings, workspace.inside)
    terms = BookTerms(period=Period(first=first, last=last), now=now())
    write_findings_book(findings, written, terms=terms)
    _tell(findings)
    not_run = [
        f"{rules} (give {option})"
        for rules, option, given in (
            ("575, 577, 578, 581", "--episodes", options["episodes"]),
            ("576", "--last-year", options["last_year"]),
        )
        if given is None
    ]
    if not_run:
        click.echo(f"Not run: {'; '.join(not_run)}.")
    click.echo(f"See {written}, and the .xlsx beside it, for the inside alone.", err=True)
    if findings and strict:
        sys.exit(1)


def _tell(findings: Sequence[RowNote]) -> None:
    if not findings:
        click.echo("No rule that was run is broken.")
        return
    click.echo(f"{len(findings)} findings by the rules of the return:")
    counts = Counter((one.rule, one.column, one.problem) for one in findings)
    for (rule, column, problem), count in sorted(counts.items(), key=lambda one: int(one[0][0])):
        click.echo(f"  {rule} {column}: {problem} ({count})")
