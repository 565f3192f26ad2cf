"""The store's promises: sealed for good, verified on the way out, one rule for the latest."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from hotspots.database import open_engine, writing
from hotspots.errors import ParameterError, StoreError
from hotspots.release import Audience, Release

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hotspots.store import ReleaseStore

    MakeRelease = Callable[..., Release]

WARDS = {"wards.geojson": b'{"type":"FeatureCollection","features":[]}'}


def alter(url: str, statement: str, **values: object) -> None:
    """What somebody with the database's own tools could do."""
    engine = open_engine(url)
    with writing(engine) as connection:
        assert connection.execute(text(statement), values).rowcount > 0
    engine.dispose()


def test_sealed_release_comes_back_verified(
    store: ReleaseStore, release: MakeRelease, now: datetime
) -> None:
    sealed = release()
    (digest,) = store.seal(sealed, layers=WARDS, sealed_at=now)
    assert digest == sealed.digest
    found = store.get(digest)
    assert found is not None
    assert (found.release, found.digest, found.sealed_at) == (sealed, digest, now)
    assert store.layer(digest, "wards.geojson") == WARDS["wards.geojson"]
    assert store.layer(digest, "other") is None
    store.check()


@pytest.mark.parametrize("digest", ["", "0" * 64, "A" * 64, "x\0y", "\ud800", "' OR 1=1 --"])
def test_unknown_digest_is_none(store: ReleaseStore, digest: str) -> None:
    assert store.get(digest) is None
    assert store.layer(digest, "wards.geojson") is None


def test_empty_store(store: ReleaseStore) -> None:
    assert store.latest(Audience.PARTNER) is None
    assert store.list(Audience.PARTNER) == ()
    store.check()


def test_sealing_again_is_a_no_op(store: ReleaseStore, release: MakeRelease, now: datetime) -> None:
    (digest,) = store.seal(release(), layers=WARDS, sealed_at=now)
    assert store.seal(release(), layers=WARDS, sealed_at=now + timedelta(days=1)) == (digest,)
    entries = store.list(Audience.PARTNER)
    assert [(entry.digest, entry.sealed_at) for entry in entries] == [(digest, now)]


@pytest.mark.parametrize(
    "other",
    [
        {},
        {"wards.geojson": b"{}"},
        WARDS | {"context.json": b"{}"},
    ],
)
def test_sealed_release_is_never_altered(
    store: ReleaseStore, release: MakeRelease, now: datetime, other: Mapping[str, bytes]
) -> None:
    (digest,) = store.seal(release(), layers=WARDS, sealed_at=now)
    with pytest.raises(StoreError, match="never altered"):
        store.seal(release(), layers=other, sealed_at=now)
    assert store.layer(digest, "wards.geojson") == WARDS["wards.geojson"]
    assert store.layer(digest, "context.json") is None
    store.check()


def test_layers_are_kept_once(
    store: ReleaseStore, url: str, release: MakeRelease, now: datetime
) -> None:
    for audience in (Audience.PARTNER, Audience.BRIEF, Audience.PUBLIC):
        store.seal(release(audience=audience), layers=WARDS, sealed_at=now)
    engine = open_engine(url)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM content")) == 4
    engine.dispose()


def test_latest_is_the_newest_of_the_audience(
    store: ReleaseStore, release: MakeRelease, now: datetime
) -> None:
    (old,) = store.seal(release("old"), layers={}, sealed_at=now)
    (new,) = store.seal(release("new"), layers={}, sealed_at=now + timedelta(days=1))
    store.seal(release("p", Audience.PUBLIC), layers={}, sealed_at=now + timedelta(days=2))
    latest = store.latest(Audience.PARTNER)
    assert latest is not None
    assert latest.digest == new
    assert [entry.digest for entry in store.list(Audience.PARTNER)] == [new, old]
    assert [entry.title for entry in store.list(Audience.PUBLIC)] == ["p"]
    assert store.latest(Audience.BRIEF) is None


def test_several_are_sealed_together_or_not_at_all(
    store: ReleaseStore, release: MakeRelease, now: datetime
) -> None:
    other = {"wards.geojson": b"{}"}
    store.seal(release("old", Audience.PUBLIC), layers=WARDS, sealed_at=now)
    with pytest.raises(StoreError, match="never altered"):
        store.seal(release("new"), release("old", Audience.PUBLIC), layers=other, sealed_at=now)
    assert store.latest(Audience.PARTNER) is None
    both = (release("new"), release("new", Audience.PUBLIC))
    digests = store.seal(*both, layers=other, sealed_at=now + timedelta(days=1))
    assert digests == tuple(one.digest for one in both)
    latest = [store.latest(one.audience) for one in both]
    assert [found and found.digest for found in latest] == list(digests)


def test_an_earlier_release_published_again_is_the_latest_once_more(
    store: ReleaseStore, release: MakeRelease, now: datetime
) -> None:
    (first,) = store.seal(release("first"), layers={}, sealed_at=now)
    store.seal(release("second"), layers={}, sealed_at=now + timedelta(days=1))
    store.seal(release("first"), layers={}, sealed_at=now + timedelta(days=2))
    latest = store.latest(Audience.PARTNER)
    assert latest is not None
    assert (latest.digest, latest.sealed_at) == (first, now)


def test_latest_of_one_moment_does_not_depend_on_the_order_of_sealing(
    store: ReleaseStore, release: MakeRelease, now: datetime
) -> None:
    later_start = release("b", first=date(2021, 4, 1))
    same = [release("c", first=date(2021, 4, 1)), later_start, release("a")]
    for one in same:
        store.seal(one, layers={}, sealed_at=now)
    expected = max(same, key=lambda one: (one.period.last, one.period.first, one.digest))
    latest = store.latest(Audience.PARTNER)
    assert latest is not None
    assert latest.release == expected


def test_altered_content_is_never_handed_out(
    store: ReleaseStore, url: str, release: MakeRelease, now: datetime
) -> None:
    (digest,) = store.seal(release(), layers=WARDS, sealed_at=now)
    forged = release("Forged").canonical_bytes()
    alter(url, "UPDATE content SET data = :data WHERE digest = :digest", data=forged, digest=digest)
    with pytest.raises(StoreError, match="damaged"):
        store.get(digest)
    with pytest.raises(StoreError, match="damaged"):
        store.latest(Audience.PARTNER)
    with pytest.raises(StoreError, match="damaged"):
        store.check()
    with pytest.raises(StoreError, match="damaged"):
        store.seal(release(), layers=WARDS, sealed_at=now)


def test_altered_layer_is_never_handed_out(
    store: ReleaseStore, url: str, release: MakeRelease, now: datetime
) -> None:
    (digest,) = store.seal(release(), layers=WARDS, sealed_at=now)
    alter(
        url,
        "UPDATE content SET data = :data WHERE digest <> :digest",
        data=b"<script>",
        digest=digest,
    )
    with pytest.raises(StoreError, match="damaged"):
        store.layer(digest, "wards.geojson")
    with pytest.raises(StoreError, match="damaged"):
        store.check()


def test_release_moved_to_another_audience_is_never_handed_out(
    store: ReleaseStore, url: str, release: MakeRelease, now: datetime
) -> None:
    store.seal(release(), layers={}, sealed_at=now)
    alter(url, "UPDATE release SET audience = 'public'")
    with pytest.raises(StoreError, match="does not fit"):
        store.latest(Audience.PUBLIC)
    with pytest.raises(StoreError, match="does not fit"):
        store.check()


def test_missing_table_fails_the_check(store: ReleaseStore, url: str) -> None:
    engine = open_engine(url)
    with writing(engine) as connection:
        for table in ("release_withdrawn", "release_layer", "release"):
            connection.execute(text(f"DROP TABLE {table}"))
    engine.dispose()
    with pytest.raises(StoreError):
        store.check()


def test_naive_time_is_refused(store: ReleaseStore, release: MakeRelease, now: datetime) -> None:
    with pytest.raises(ParameterError):
        store.seal(release(), layers={}, sealed_at=now.replace(tzinfo=None))
