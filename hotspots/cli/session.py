"""`hotspots session`: who is signed in to the service at the moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hotspots.cli.paths import out_option
from hotspots.cli.porch import note, now, open_access
from hotspots.errors import ParameterError
from hotspots.resources import Workspace

if TYPE_CHECKING:
    from pathlib import Path


@click.group()
def session() -> None:
    """See who is signed in, and sign somebody out."""


@session.command("list", epilog="Example: hotspots session list --out out")
@out_option
def list_sessions(out: Path) -> None:
    """List the open sessions: whose, for whom, since when, last used, and the name."""
    with open_access(Workspace(out)) as access:
        entries = access.sessions(now=now())
    for entry in entries:
        began, seen = f"{entry.created_at:%Y-%m-%d %H:%M}", f"{entry.last_seen_at:%H:%M}"
        click.echo(f"{entry.principal_id}\t{entry.audience.value}\t{began}\t{seen}\t{entry.name}")


@session.command(epilog="Example: hotspots session end --out out 0a1b2c3d4e5f6071")
@out_option
@click.argument("principal_id")
def end(out: Path, principal_id: str) -> None:
    """Sign somebody out at once, wherever they are signed in.

    They may sign in again: take the role away at the organisation first.
    """
    with open_access(Workspace(out)) as access:
        count = access.end_sessions_of(principal_id)
        if not count:
            msg = "Nobody is signed in under that id. See: hotspots session list"
            raise ParameterError(msg)
        note(access, "session.end", principal_id)
    click.echo(f"{count} sessions ended.")
