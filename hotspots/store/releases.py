"""The store of sealed releases: written once, read often, never altered."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import insert, select, update

from hotspots.database import (
    DataVersion,
    check_database,
    open_database,
    reading,
    require_utc,
    writing,
)
from hotspots.errors import StoreError
from hotspots.period import Period
from hotspots.release import Audience, Release
from hotspots.store.content import find_content, is_digest, keep_content, verified
from hotspots.store.entries import ReleaseEntry, StoredRelease
from hotspots.store.tables import CONTENT, RELEASE, RELEASE_LAYER
from hotspots.store.withdrawal import is_shown, show_again, take_back

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Engine, Row, Select

    from hotspots.store.entries import Announce

_PACKAGE = "hotspots.store"
_CONTENTS_AT_ONCE = 20


class ReleaseStore:
    """Immutable releases by digest, with the layers that their maps are drawn on.

    Safe to share among threads and processes; each call is one transaction.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._version = DataVersion(engine) if engine.dialect.name == "sqlite" else None

    @classmethod
    def open(cls, url: str) -> Self:
        """Open the store, made or brought up to date where needed.

        Raises:
            StoreError: the database cannot be used, or is newer than this program.
        """
        return cls(open_database(url, _PACKAGE))

    def seal(
        self,
        *releases: Release,
        layers: Mapping[str, bytes],
        sealed_at: datetime,
        announce: Announce | None = None,
    ) -> tuple[str, ...]:
        """Keep releases for good, all or none, and return their digests in the same order.

        A release with the same layers again alters nothing of it, not even the time of
        its first sealing; it is its audience's latest again. `announce` is told of those
        that are the latest now and were not before; what it writes is kept with them.

        Raises:
            StoreError: one is sealed already with other layers, which would change a map
                that people have seen; or the store cannot be written.
        """
        moment = require_utc(sealed_at, "The time of sealing")
        with writing(self._engine, turn="store") as connection:
            kept = {name: keep_content(connection, layers[name]) for name in sorted(layers)}
            before = {_latest_digest(connection, one.audience) for one in releases}
            digests = tuple(_seal(connection, release, kept, moment) for release in releases)
            if announce is not None:
                pairs = zip(releases, digests, strict=True)
                announce(connection, tuple(r for r, d in pairs if d not in before), moment)
            return digests

    def latest(self, audience: Audience) -> StoredRelease | None:
        """The audience's newest release; None if nothing was sealed for it.

        The last published counts; of several of one moment the one of the later period,
        then the one with the higher digest.

        Raises:
            StoreError: its bytes are not what was sealed.
        """
        with reading(self._engine) as connection:
            row = connection.execute(_newest_first(audience).limit(1)).first()
            return None if row is None else _stored(connection, row)

    def get(self, digest: str) -> StoredRelease | None:
        """The release of this digest; None if there is none, or it was withdrawn.

        Raises:
            StoreError: its bytes are not what was sealed.
        """
        if not is_digest(digest):
            return None
        with reading(self._engine) as connection:
            row = _row_of(connection, digest, is_shown())
            return None if row is None else _stored(connection, row)

    def list(self, audience: Audience) -> tuple[ReleaseEntry, ...]:
        """The audience's releases, newest first by the rule of `latest`."""
        with reading(self._engine) as connection:
            return tuple(
                ReleaseEntry(
                    digest=row.digest,
                    audience=Audience(row.audience),
                    period=Period(first=row.first, last=row.last),
                    title=row.title,
                    sealed_at=row.sealed_at,
                )
                for row in connection.execute(_newest_first(audience))
            )

    def mark(self, audience: Audience) -> Hashable:
        """Something that is another as soon as `list` may say something else: cheap to ask for.

        In SQLite a number; in PostgreSQL, where only asking tells, what `list` says.
        """
        return self.list(audience) if self._version is None else self._version.now()

    def layer(self, digest: str, name: str) -> bytes | None:
        """A layer of the release of this digest, by name; None if it has no such layer.

        Raises:
            StoreError: its bytes are not what was sealed.
        """
        table = RELEASE_LAYER.c
        query = (
            select(table.digest)
            .join(RELEASE, RELEASE.c.digest == table.release)
            .where(table.release == digest, table.name == name, is_shown())
        )
        if not is_digest(digest):
            return None
        with reading(self._engine) as connection:
            content = connection.scalar(query)
            return None if content is None else find_content(connection, content)

    def withdraw(self, digest: str, *, by: str, reason: str, at: datetime) -> None:
        """Show a release to nobody from now on; the one before it is the latest again.

        Nothing of it is altered, and what was told stays told: the register's ledger counts
        with it. Sealed again by a publication, it is shown again.

        Raises:
            ParameterError: nobody is shown a release of this digest, or nobody says why.
            StoreError: the store cannot be written.
        """
        moment = require_utc(at, "The time of withdrawing")
        with writing(self._engine, turn="store") as connection:
            take_back(connection, digest, by=by, reason=reason, at=moment)

    def check(self) -> None:
        """See that the store is whole: its schema, every byte by its hash, every release.

        Reads everything; SQLite and SHA-256 take about a second for half a gigabyte.

        Raises:
            StoreError: something is missing, altered, or not readable.
        """
        check_database(self._engine, _PACKAGE)
        with reading(self._engine) as connection:
            with connection.execute(
                select(CONTENT), execution_options={"yield_per": _CONTENTS_AT_ONCE}
            ) as contents:
                for content in contents:
                    verified(bytes(content.data), content.digest)
            for row in connection.execute(select(RELEASE)).all():
                _stored(connection, row)

    def close(self) -> None:
        """Let go of the database."""
        if self._version is not None:
            self._version.close()
        self._engine.dispose()


def _seal(
    connection: Connection, release: Release, layers: Mapping[str, str], moment: datetime
) -> str:
    digest = keep_content(connection, release.canonical_bytes())
    published = _not_before_the_latest(connection, release.audience, moment)
    if _row_of(connection, digest) is not None:
        _refuse_other_layers(connection, digest, layers)
        _publish_again(connection, digest, published)
        show_again(connection, digest, moment)
        return digest
    connection.execute(
        insert(RELEASE),
        {
            "digest": digest,
            "audience": release.audience.value,
            "first": release.period.first,
            "last": release.period.last,
            "title": release.title,
            "sealed_at": moment,
            "published_at": published,
        },
    )
    rows = [{"release": digest, "name": n, "digest": d} for n, d in layers.items()]
    if rows:
        connection.execute(insert(RELEASE_LAYER), rows)
    return digest


def _not_before_the_latest(
    connection: Connection, audience: Audience, moment: datetime
) -> datetime:
    """A clock that was set back must not hide what is published now behind what was before."""
    newest = connection.execute(_newest_first(audience).limit(1)).first()
    if newest is None or newest.published_at <= moment:
        return moment
    after: datetime = newest.published_at + timedelta(microseconds=1)
    return after


def _newest_first(audience: Audience) -> Select[Any]:
    return (
        select(RELEASE)
        .where(RELEASE.c.audience == audience.value, is_shown())
        .order_by(
            RELEASE.c.published_at.desc(),
            RELEASE.c.last.desc(),
            RELEASE.c.first.desc(),
            RELEASE.c.digest.desc(),
        )
    )


def _latest_digest(connection: Connection, audience: Audience) -> str | None:
    newest = connection.execute(_newest_first(audience).limit(1)).first()
    return None if newest is None else newest.digest


def _row_of(
    connection: Connection, digest: str, *conditions: ColumnElement[bool]
) -> Row[Any] | None:
    query = select(RELEASE).where(RELEASE.c.digest == digest, *conditions)
    return connection.execute(query).first()


def _publish_again(connection: Connection, digest: str, moment: datetime) -> None:
    connection.execute(
        update(RELEASE)
        .where(RELEASE.c.digest == digest, RELEASE.c.published_at < moment)
        .values(published_at=moment)
    )


def _stored(connection: Connection, row: Row[Any]) -> StoredRelease:
    """The release of a row, verified: a row must not hand one audience's bytes to another."""
    data = find_content(connection, row.digest)
    release = None if data is None else Release.from_bytes(data)
    said = (row.audience, row.first, row.last, row.title)
    if release is None or said != (
        release.audience.value,
        release.period.first,
        release.period.last,
        release.title,
    ):
        msg = (
            f"The release store is damaged: the entry {row.digest[:12]} does not fit its "
            "content. Restore the store from your backup."
        )
        raise StoreError(msg)
    return StoredRelease(release=release, digest=row.digest, sealed_at=row.sealed_at)


def _refuse_other_layers(connection: Connection, digest: str, given: Mapping[str, str]) -> None:
    query = select(RELEASE_LAYER.c.name, RELEASE_LAYER.c.digest)
    rows = connection.execute(query.where(RELEASE_LAYER.c.release == digest))
    if {row.name: row.digest for row in rows} != given:
        msg = (
            f"The release {digest[:12]} is sealed already with other layers, and a sealed "
            "release is never altered. Publish into another folder or database."
        )
        raise StoreError(msg)
