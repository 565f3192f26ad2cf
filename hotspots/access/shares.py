"""Share links: for a named recipient, one release, a few days and a few views; revocable.

The link's secret is exchanged for a visit, and each exchange counts as a view. A visit
is short, opens the same one release, and ends with its link.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from hotspots.access.grants import Grant, areas_of, principal_of, require_term
from hotspots.access.tables import SHARE, VISIT
from hotspots.access.tokens import SHARE as SHARE_PREFIX
from hotspots.access.tokens import VISIT as VISIT_PREFIX
from hotspots.access.tokens import code_of, id_within, is_token, new_id, new_named, new_token
from hotspots.database import reading, require_utc, writing
from hotspots.errors import ParameterError
from hotspots.release import Audience

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, Engine

    from hotspots.access.records import Principal

# SECURITY 2.2: at most 7 days and 20 views.
LONGEST_SHARE = timedelta(days=7)
MOST_VIEWS = 20
VISIT_LIFE = timedelta(minutes=30)
_DIGEST = re.compile(r"[0-9a-f]{64}")
_NO_CODE = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareTerms:
    """What a link opens, for whom and how long: `digest` names the release as they see it.

    Raises:
        ParameterError: not a label, digest or number of views that a link may have.
    """

    grant: Grant
    digest: str
    valid_until: datetime
    most_views: int

    def __post_init__(self) -> None:
        if not _DIGEST.fullmatch(self.digest):
            msg = "A release is named by its digest, 64 hexadecimal digits."
            raise ParameterError(msg)
        if not 1 <= self.most_views <= MOST_VIEWS:
            msg = f"A share link opens 1 to {MOST_VIEWS} times."
            raise ParameterError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewShare:
    """A link just made; its `token` is shown once."""

    share_id: str
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareEntry:
    """What an administrator sees of a link; times are UTC."""

    share_id: str
    recipient: str
    audience: Audience
    areas: frozenset[str]
    digest: str
    valid_until: datetime
    most_views: int
    views: int
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A visit that a link opened; its `token` is for the browser."""

    share_id: str
    token: str = field(repr=False)


class Shares:
    """Makes, opens, lists and revokes share links. All methods raise `StoreError`."""

    def __init__(self, engine: Engine, *, pepper: bytes) -> None:
        self._engine = engine
        self._pepper = pepper

    def create(self, terms: ShareTerms, *, now: datetime) -> NewShare:
        """Make a link.

        Raises:
            ParameterError: it would not end within 7 days.
        """
        end = require_utc(terms.valid_until, "The end of a share link")
        require_term(end, now=now, longest=LONGEST_SHARE, what="A share link")
        share_id = new_id()
        token = new_named(SHARE_PREFIX, share_id)
        row = terms.grant.row() | {
            "share_id": share_id,
            "code": code_of(token, pepper=self._pepper),
            "digest": terms.digest,
            "created_at": now,
            "valid_until": end,
            "most_views": terms.most_views,
            "views": 0,
            "revoked_at": None,
        }
        with writing(self._engine) as connection:
            connection.execute(insert(SHARE), row)
        return NewShare(share_id=share_id, token=token)

    def id_of(self, token: str) -> str | None:
        """Which link this is, good or over: for the trail, not to let in."""
        with reading(self._engine) as connection:
            return self._known(connection, token)

    def open(self, token: str, *, now: datetime) -> Opened | None:
        """Use one view for a visit; None if it is unknown, over, revoked or used up.

        One statement finds a view left and takes it, so of two who come at once for the
        last one only one gets in.
        """
        with reading(self._engine) as connection:
            share_id = self._known(connection, token)
        if share_id is None:
            return None
        use = (
            update(SHARE)
            .where(
                SHARE.c.share_id == share_id,
                SHARE.c.revoked_at.is_(None),
                SHARE.c.valid_until > now,
                SHARE.c.views < SHARE.c.most_views,
            )
            .values(views=SHARE.c.views + 1)
        )
        visit = new_token(VISIT_PREFIX)
        row = {
            "code": code_of(visit, pepper=self._pepper),
            "share_id": share_id,
            "created_at": now,
        }
        with writing(self._engine) as connection:
            if connection.execute(use).rowcount != 1:
                return None
            connection.execute(delete(VISIT).where(VISIT.c.created_at <= now - VISIT_LIFE))
            connection.execute(insert(VISIT), row)
        return Opened(share_id=share_id, token=visit)

    def visitor(self, token: str, *, now: datetime) -> Principal | None:
        """Whose visit this is; None once it is 30 minutes old or its link is over or revoked."""
        if not is_token(token, VISIT_PREFIX):
            return None
        query = (
            select(SHARE)
            .join(VISIT, VISIT.c.share_id == SHARE.c.share_id)
            .where(
                VISIT.c.code == code_of(token, pepper=self._pepper),
                VISIT.c.created_at > now - VISIT_LIFE,
                SHARE.c.valid_until > now,
                SHARE.c.revoked_at.is_(None),
            )
        )
        with reading(self._engine) as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        return principal_of(row, row.share_id, "share", digest=row.digest)

    def entries(self) -> tuple[ShareEntry, ...]:
        """Every link ever made, the oldest first."""
        query = select(SHARE).order_by(SHARE.c.created_at, SHARE.c.share_id)
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
        return tuple(
            ShareEntry(
                share_id=row.share_id,
                recipient=row.name,
                audience=Audience(row.audience),
                areas=areas_of(row),
                digest=row.digest,
                valid_until=row.valid_until,
                most_views=row.most_views,
                views=row.views,
                revoked_at=row.revoked_at,
            )
            for row in rows
        )

    def revoke(self, share_id: str, *, now: datetime) -> bool:
        """Revoke a link and its visits from now on; False if there is none such that holds."""
        statement = (
            update(SHARE)
            .where(SHARE.c.share_id == share_id, SHARE.c.revoked_at.is_(None))
            .values(revoked_at=now)
        )
        with writing(self._engine) as connection:
            return connection.execute(statement).rowcount == 1

    def _known(self, connection: Connection, token: str) -> str | None:
        share_id = id_within(token, SHARE_PREFIX)
        if share_id is None:
            return None
        query = select(SHARE.c.code).where(SHARE.c.share_id == share_id)
        kept = connection.scalar(query)
        matches = hmac.compare_digest(code_of(token, pepper=self._pepper), kept or _NO_CODE)
        return share_id if matches else None
