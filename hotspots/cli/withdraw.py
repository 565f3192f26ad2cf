"""`hotspots withdraw`: take a release back, so that nobody is shown it any more."""

from __future__ import annotations

import hashlib
import shutil
from contextlib import closing
from typing import TYPE_CHECKING, Any

import click

from hotspots.cli.paths import out_option
from hotspots.cli.porch import note, now, open_access
from hotspots.errors import ParameterError
from hotspots.release import PEOPLE_AUDIENCES
from hotspots.resources import Workspace
from hotspots.settings import StoreSettings
from hotspots.store import ReleaseStore

if TYPE_CHECKING:
    from hotspots.store import ReleaseEntry

_LEAST_DIGEST = 8


@click.command(
    epilog='Example: hotspots withdraw 1ca6dc8e7d79 --reason "wrong boundaries" --by MPC --out out'
)
@click.argument("digest", default="")
@click.option("--reason", default="", help="Why; it is kept.")
@click.option("--by", "said_by", default="", help="Who says so: initials or a role.")
@click.option("--list", "lists", is_flag=True, help="Show what can be withdrawn, and stop there.")
@out_option
@click.option("--releases", "release_url", help="Database of the releases; default: the folder's.")
def withdraw(digest: str, *, lists: bool, **options: Any) -> None:
    """Take a release back: nobody is shown it from now on, and the one before it is the latest.

    What somebody printed or downloaded cannot be called back: tell those who have it.
    """
    workspace = Workspace(options["out"])
    workspace.prepare()
    if lists:
        for one in shown_releases(workspace, options["release_url"]):
            click.echo(
                f"{one.digest[:12]}\t{one.audience.value}\t{one.period.in_words}\t"
                f"{one.sealed_at:%d/%m/%Y %H:%M}"
            )
        return
    taken = withdraw_noted(
        workspace,
        digest,
        by=options["said_by"],
        reason=options["reason"],
        release_url=options["release_url"],
    )
    click.echo(
        f"Withdrawn: {taken.digest[:12]}, {taken.audience.value}, {taken.period.in_words}. "
        "Tell those who printed or downloaded it."
    )


def shown_releases(workspace: Workspace, release_url: str | None = None) -> list[ReleaseEntry]:
    """What can be withdrawn: by audience, the newest first."""
    with closing(_open(workspace, release_url)) as store:
        return [one for audience in PEOPLE_AUDIENCES for one in store.list(audience)]


def withdraw_noted(
    workspace: Workspace, digest: str, *, by: str, reason: str, release_url: str | None = None
) -> ReleaseEntry:
    """Withdraw the release whose digest begins so, and write it into the trail.

    Its files in the audience's folder go, too, where they are this release's.

    Raises:
        ParameterError: not one release begins so, or nobody says who and why.
    """
    start = digest.strip().lower()
    every = shown_releases(workspace, release_url)
    named = [one for one in every if one.digest.startswith(start)]
    if len(named) != 1 or len(start) < _LEAST_DIGEST:
        msg = (
            f"No release is named so. Give {_LEAST_DIGEST} characters or more of its digest; "
            "`hotspots withdraw --list` shows them."
        )
        raise ParameterError(msg)
    (entry,) = named
    with open_access(workspace) as access, closing(_open(workspace, release_url)) as store:
        store.withdraw(entry.digest, by=by, reason=reason, at=now())
        note(access, "release.withdraw", entry.digest)
    folder = workspace.audience(entry.audience)
    file = folder / "release.json"
    if file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() == entry.digest:
        shutil.rmtree(folder)
    return entry


def _open(workspace: Workspace, release_url: str | None) -> ReleaseStore:
    return ReleaseStore.open(StoreSettings().releases_at(release_url, workspace.release_url))
