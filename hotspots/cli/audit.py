"""`hotspots audit`: who read what, and whether the record was tampered with."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from hotspots.access import AuditAnchor
from hotspots.cli.paths import FILE, out_option
from hotspots.cli.porch import now, open_access
from hotspots.errors import InputError, StoreError
from hotspots.resources import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access import AccessStore, RecordedEvent


@click.group()
def audit() -> None:
    """Check the record of who read what, and ask it."""


@audit.command(epilog="Example: hotspots audit verify --out out --anchor anchors.jsonl")
@out_option
@click.option("--anchor", type=FILE, help="Anchors kept elsewhere, as `audit anchor` wrote them.")
def verify(out: Path, anchor: Path | None) -> None:
    """Check the chain of the audit trail; exit with 1 if it was tampered with.

    Without an anchor the chain cannot tell that an older copy of the whole trail was
    put back.
    """
    anchors = () if anchor is None else _read_anchors(anchor)
    with open_access(Workspace(out)) as access:
        checks = [access.verify_audit(anchor=one) for one in (*anchors, None)]
    for check in checks:
        if not check.ok:
            click.echo(f"TAMPERED: {check.problem}")
            sys.exit(1)
    click.echo(f"Sound: {checks[-1].events} events, {len(anchors)} anchors")


@audit.command(epilog="Example: hotspots audit anchor --out out --to /media/vault/anchors.jsonl")
@out_option
@click.option(
    "--to",
    "path",
    type=click.Path(dir_okay=False),
    required=True,
    help="A file on another machine or medium; a line is added.",
)
def anchor(out: Path, path: str) -> None:
    """Note where the trail ends, somewhere that nobody who can alter it can reach."""
    with open_access(Workspace(out)) as access:
        check = access.verify_audit()
    if not check.ok:
        click.echo(f"TAMPERED: {check.problem}")
        sys.exit(1)
    line = {"at": now().isoformat(timespec="seconds"), "events": check.events, "head": check.head}
    try:
        with click.open_file(path, "a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
    except OSError as error:
        msg = f"The anchor cannot be written ({error.strerror}). Name another file with --to."
        raise StoreError(msg) from error
    click.echo(f"Anchored: {check.events} events")


@audit.command(epilog="Example: hotspots audit seen 1ca6dc8e7d79 --out out")
@click.argument("digest")
@out_option
def seen(digest: str, out: Path) -> None:
    """Who read, published or was refused a release, by its digest or the start of it.

    The id of a key tells when it was made and revoked.
    """
    with open_access(Workspace(out)) as access:
        events = [e for e in access.audit_events() if _is_about(e, digest)]
        names = _names(access)
    click.echo("when\twho\tdid\tanswer\tthings")
    for one in events:
        event = one.event
        who = names.get(event.principal_id, event.principal_id)
        moment = one.at.isoformat(timespec="seconds")
        click.echo(f"{moment}\t{who}\t{event.action}\t{event.decision}\t{event.count}")


def _names(access: AccessStore) -> dict[str, str]:
    """Labels of keys, of people of organisations, and of recipients of share links, by id."""
    made = access.keys()
    keys = {entry.key_id: entry.name for entry in made}
    shares = {entry.share_id: entry.recipient for entry in access.shares.entries()}
    return keys | shares | access.people.names()


def _is_about(event: RecordedEvent, digest: str) -> bool:
    return event.event.object_id.startswith(digest.strip())


def _read_anchors(path: Path) -> tuple[AuditAnchor, ...]:
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return tuple(_anchor(line, path.name, row) for row, line in enumerate(lines, start=1) if line)


def _anchor(line: str, file: str, row: int) -> AuditAnchor:
    try:
        read: dict[str, Any] = json.loads(line)
        return AuditAnchor(events=int(read["events"]), head=str(read["head"]))
    except (ValueError, KeyError, TypeError):
        raise InputError(
            "not an anchor", file=file, row=row, mend="Name a file that `audit anchor` wrote."
        ) from None
