"""`hotspots share`: links that open one release for somebody who does not sign in."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from hotspots.access import Grant, ShareTerms
from hotspots.brief import AREAS_LAYER, Ground
from hotspots.cli.paths import out_option
from hotspots.cli.porch import note, now, open_access
from hotspots.errors import ParameterError
from hotspots.release import PEOPLE_AUDIENCES, Audience, Release
from hotspots.resources import Workspace
from hotspots.settings import ShareSettings, StoreSettings
from hotspots.store import ReleaseStore

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from hotspots.access import ShareEntry

_LEAST_DIGEST = 8


@click.group()
def share() -> None:
    """Make, list and revoke links that open one release."""


@share.command(
    epilog="Example: hotspots share create --out out --release 1ca6dc8e7d79 --to 'A. Councillor'"
)
@out_option
@click.option("--release", "digest", required=True, help="Its digest, or the start of it.")
@click.option("--to", "recipient", required=True, help="The person it is for, by name.")
@click.option(
    "--area", "areas", multiple=True, help="A ward's or saved area's code; needed for a brief."
)
@click.option("--days", type=click.IntRange(1, 7), default=3, show_default=True)
@click.option("--views", type=click.IntRange(1, 20), default=5, show_default=True)
@click.option(
    "--address", default="http://127.0.0.1:8000", show_default=True, help="Where the service is."
)
def create(**options: Any) -> None:
    """Make a link; it is printed once. Whoever has it sees the release, and nothing else."""
    if not ShareSettings().share_links:
        msg = "Share links are off. Set HOTSPOTS_SHARE_LINKS=true here and for the service."
        raise ParameterError(msg)
    workspace, areas = Workspace(options["out"]), frozenset(options["areas"])
    seen = _seen(workspace, options["digest"].strip().lower(), areas)
    grant = Grant(name=options["recipient"], audience=seen.audience, areas=areas)
    moment = now()
    terms = ShareTerms(
        grant=grant,
        digest=seen.digest,
        valid_until=moment + timedelta(days=options["days"]),
        most_views=options["views"],
    )
    with open_access(workspace) as access:
        made = access.shares.create(terms, now=moment)
        note(access, "share.create", made.share_id)
    click.echo(f"{options['address'].rstrip('/')}/share?token={made.token}")
    click.echo(
        f"Share {made.share_id} for {options['days']} days and {options['views']} views. "
        "It is shown this once: send it to that person alone.",
        err=True,
    )


@share.command("list", epilog="Example: hotspots share list --out out")
@out_option
def list_shares(out: Path) -> None:
    """List the links: which release, for whom, how often opened, and until when."""
    with open_access(Workspace(out)) as access:
        entries = access.shares.entries()
    for entry in entries:
        click.echo("\t".join(_line(entry, now())))


@share.command(epilog="Example: hotspots share revoke --out out ab12cd34")
@out_option
@click.argument("share_id")
def revoke(out: Path, share_id: str) -> None:
    """Revoke a link at once, and whatever it has open."""
    with open_access(Workspace(out)) as access:
        if not access.shares.revoke(share_id, now=now()):
            msg = "There is no such link, or it was revoked before. See: hotspots share list"
            raise ParameterError(msg)
        note(access, "share.revoke", share_id)
    click.echo(f"Share {share_id} is revoked.")


def _seen(workspace: Workspace, start: str, areas: frozenset[str]) -> Release:
    """The one release of people's audiences whose digest begins so; of areas, their part.

    Raises:
        ParameterError: there is none, or more than one.
    """
    workspace.prepare()
    url = StoreSettings().releases_at(None, workspace.release_url)
    with closing(ReleaseStore.open(url)) as store:
        entries = [one for audience in PEOPLE_AUDIENCES for one in store.list(audience)]
        named = [one for one in entries if one.digest.startswith(start)]
        stored = store.get(named[0].digest) if len(named) == 1 else None
        layer = store.layer(named[0].digest, AREAS_LAYER) if len(named) == 1 else None
    if stored is None or len(start) < _LEAST_DIGEST:
        msg = f"No release is named so. Give {_LEAST_DIGEST} characters or more of its digest."
        raise ParameterError(msg)
    if not areas:
        return stored.release
    return Ground.of({}, json.loads(layer or b"{}")).part_of(stored.release, areas)


def _line(entry: ShareEntry, moment: datetime) -> tuple[str, ...]:
    end = "until" if moment < entry.valid_until else "ended"
    state = "revoked" if entry.revoked_at else f"{end} {entry.valid_until:%Y-%m-%d %H:%M}"
    opened = f"{entry.views} of {entry.most_views}"
    areas = ",".join(sorted(entry.areas)) or "-"
    audience: Audience = entry.audience
    return (
        entry.share_id,
        audience.value,
        areas,
        entry.digest[:12],
        opened,
        state,
        entry.recipient,
    )
