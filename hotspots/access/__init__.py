"""Who may see which release: keys, sign-in links, sessions, and the trail of what was seen."""

from hotspots.access.accounts import AccessStore
from hotspots.access.quotas import Quota
from hotspots.access.records import (
    AuditAnchor,
    AuditCheck,
    AuditEvent,
    KeyEntry,
    NewKey,
    Principal,
    RecordedEvent,
)

__all__ = [
    "AccessStore",
    "AuditAnchor",
    "AuditCheck",
    "AuditEvent",
    "KeyEntry",
    "NewKey",
    "Principal",
    "Quota",
    "RecordedEvent",
]
