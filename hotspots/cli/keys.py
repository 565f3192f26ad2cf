"""`hotspots key`: API keys for partners' programs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from hotspots.cli.options import out_option
from hotspots.cli.workshop import note, now, open_access
from hotspots.errors import ParameterError
from hotspots.pipeline import Workspace
from hotspots.release import PEOPLE_AUDIENCES, Audience

if TYPE_CHECKING:
    from pathlib import Path


@click.group()
def key() -> None:
    """Make, list and revoke API keys for partners' programs."""


@key.command(
    epilog="Example: hotspots key create --out out --name 'Police analysts' --audience partner"
)
@out_option
@click.option("--name", required=True, help="Whose key it is: an organisation or a team.")
@click.option("--audience", required=True, type=click.Choice([a.value for a in PEOPLE_AUDIENCES]))
@click.option(
    "--area", "areas", multiple=True, help="Ward code; needed for brief, may be repeated."
)
@click.option("--days", type=click.IntRange(1, 366), default=180, show_default=True)
def create(**options: Any) -> None:
    """Make a key; its secret is printed once and kept nowhere."""
    audience = Audience(options["audience"])
    if (audience is Audience.BRIEF) != bool(options["areas"]):
        msg = "A key for brief needs at least one --area; the others take none."
        raise ParameterError(msg)
    with open_access(Workspace(options["out"])) as access:
        moment = now()
        made = access.create_key(
            name=options["name"],
            audience=audience,
            areas=frozenset(options["areas"]),
            expires_at=moment + timedelta(days=options["days"]),
            now=moment,
        )
        note(access, "key.create", made.key_id)
    click.echo(made.secret)
    click.echo(f"Key {made.key_id} for {options['days']} days. It is shown this once.", err=True)


@key.command("list", epilog="Example: hotspots key list --out out")
@out_option
def list_keys(out: Path) -> None:
    """List the keys: whose, for whom, until when, and whether revoked."""
    with open_access(Workspace(out)) as access:
        entries = access.keys()
    for entry in entries:
        state = "revoked" if entry.revoked_at else f"until {entry.expires_at:%Y-%m-%d}"
        areas = ",".join(sorted(entry.areas)) or "-"
        click.echo(f"{entry.key_id}\t{entry.audience.value}\t{areas}\t{state}\t{entry.name}")


@key.command(epilog="Example: hotspots key revoke --out out ab12cd34")
@out_option
@click.argument("key_id")
def revoke(out: Path, key_id: str) -> None:
    """Revoke a key at once."""
    with open_access(Workspace(out)) as access:
        if not access.revoke_key(key_id, now=now()):
            msg = "There is no such key, or it was revoked before. See: hotspots key list"
            raise ParameterError(msg)
        note(access, "key.revoke", key_id)
    click.echo(f"Key {key_id} is revoked.")
