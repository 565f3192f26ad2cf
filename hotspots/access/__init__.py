"""Who may see which release: keys, links, sessions, shares, and the trail of what was seen."""

from hotspots.access.accounts import AccessStore
from hotspots.access.grants import Grant
from hotspots.access.people import Attempt
from hotspots.access.quotas import Quota
from hotspots.access.records import (
    AuditAnchor,
    AuditCheck,
    AuditEvent,
    KeyEntry,
    NewKey,
    Principal,
    RecordedEvent,
    SentKey,
    SessionEntry,
)
from hotspots.access.shares import NewShare, ShareEntry, ShareTerms

__all__ = [
    "AccessStore",
    "Attempt",
    "AuditAnchor",
    "AuditCheck",
    "AuditEvent",
    "Grant",
    "KeyEntry",
    "NewKey",
    "NewShare",
    "Principal",
    "Quota",
    "RecordedEvent",
    "SentKey",
    "SessionEntry",
    "ShareEntry",
    "ShareTerms",
]
