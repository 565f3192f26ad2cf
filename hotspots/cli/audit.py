"""`hotspots audit`: who read what, and whether the record was tampered with."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from hotspots.cli.options import out_option
from hotspots.cli.workshop import open_access
from hotspots.pipeline import Workspace

if TYPE_CHECKING:
    from pathlib import Path


@click.group()
def audit() -> None:
    """Check the record of who read what."""


@audit.command(epilog="Example: hotspots audit verify --out out")
@out_option
def verify(out: Path) -> None:
    """Check the chain of the audit trail; exit with 1 if it was tampered with."""
    with open_access(Workspace(out)) as access:
        check = access.verify_audit()
    if not check.ok:
        click.echo(f"TAMPERED: {check.problem}")
        sys.exit(1)
    click.echo(f"Sound: {check.events} events")
