"""`hotspots key`: API keys for partners' programs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from hotspots.cli.paths import out_option
from hotspots.cli.porch import note, now, open_access
from hotspots.errors import ParameterError
from hotspots.release import PEOPLE_AUDIENCES, Audience
from hotspots.resources import Workspace

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from hotspots.access import KeyEntry


days_option = click.option("--days", type=click.IntRange(1, 366), default=180, show_default=True)


@click.group()
def key() -> None:
    """Make, rotate, list and revoke API keys for partners' programs."""


@key.command(
    epilog="Example: hotspots key create --out out --name 'Police analysts' --audience partner"
)
@out_option
@click.option("--name", required=True, help="Whose key it is: an organisation or a team.")
@click.option("--audience", required=True, type=click.Choice([a.value for a in PEOPLE_AUDIENCES]))
@click.option(
    "--area",
    "areas",
    multiple=True,
    help="A ward's or saved area's code; needed for brief, may be repeated.",
)
@click.option(
    "--network",
    "networks",
    multiple=True,
    help="Where it may be used from, as 10.1.0.0/16; may be repeated. Default: anywhere.",
)
@days_option
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
            networks=tuple(options["networks"]),
            expires_at=moment + timedelta(days=options["days"]),
            now=moment,
        )
        note(access, "key.create", made.key_id)
    click.echo(made.secret)
    click.echo(f"Key {made.key_id} for {options['days']} days. It is shown this once.", err=True)


@key.command(epilog="Example: hotspots key rotate --out out ab12cd34")
@out_option
@click.argument("key_id")
@days_option
@click.option(
    "--overlap-days",
    type=click.IntRange(0, 30),
    default=7,
    show_default=True,
    help="How long the old key goes on.",
)
def rotate(out: Path, key_id: str, days: int, overlap_days: int) -> None:
    """Make a second key for the same holder; the old one ends after the overlap.

    The new one has the same audience, areas and networks. Two at most hold at a time.
    """
    with open_access(Workspace(out)) as access:
        moment = now()
        made = access.rotate_key(
            key_id,
            overlap=timedelta(days=overlap_days),
            expires_at=moment + timedelta(days=days),
            now=moment,
        )
        note(access, "key.rotate", key_id)
        note(access, "key.create", made.key_id)
    click.echo(made.secret)
    click.echo(
        f"Key {made.key_id} for {days} days. It is shown this once. "
        f"Key {key_id} goes on for {overlap_days} days at most.",
        err=True,
    )


@key.command("list", epilog="Example: hotspots key list --out out")
@out_option
def list_keys(out: Path) -> None:
    """List the keys: for whom, which areas, until when, whose, of which holder, from where."""
    with open_access(Workspace(out)) as access:
        entries = access.keys()
    for entry in entries:
        click.echo("\t".join(_line(entry, now())))


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


def _line(entry: KeyEntry, moment: datetime) -> tuple[str, ...]:
    end = "until" if entry.is_live(moment) else "ended"
    state = "revoked" if entry.revoked_at else f"{end} {entry.expires_at:%Y-%m-%d}"
    areas = ",".join(sorted(entry.areas)) or "-"
    networks = ",".join(map(str, entry.networks)) or "anywhere"
    return (entry.key_id, entry.audience.value, areas, state, entry.name, entry.holder_id, networks)
