"""What commands about keys, links and the trail work with; no stage is loaded for them."""

from __future__ import annotations

from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hotspots.access import AccessStore, AuditEvent
from hotspots.keyfile import load_or_create_key
from hotspots.settings import SecretSettings, StoreSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotspots.resources import Workspace

# Whoever may run commands here may read the register: the trail needs no finer name.
COMMAND_LINE = "command-line"


def now() -> datetime:
    """The moment, in UTC: the only clock of the command line."""
    return datetime.now(tz=UTC)


@contextmanager
def open_access(
    workspace: Workspace, secrets: SecretSettings | None = None
) -> Iterator[AccessStore]:
    """Keys, sessions and the audit trail."""
    workspace.prepare()
    kept = secrets or SecretSettings()
    access = AccessStore.open(
        StoreSettings().access_at(workspace.access_url),
        pepper=load_or_create_key(kept.pepper),
        audit_key=load_or_create_key(kept.audit_key),
    )
    with closing(access):
        yield access


def note(access: AccessStore, action: str, *object_ids: str, refused: bool = False) -> None:
    """Write into the audit trail what somebody at this machine did, in identifiers alone."""
    for object_id in object_ids:
        event = AuditEvent(
            action=action,
            principal_id=COMMAND_LINE,
            object_id=object_id,
            decision="denied" if refused else "allowed",
            count=0 if refused else 1,
            request_id="",
        )
        access.record(event, now=now())
