"""Several authorities on one server: none ever sees another's register, releases, keys or trail."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, make_url, text

from hotspots.access import AccessStore, AuditEvent
from hotspots.authority import schema_of, with_authority
from hotspots.database import open_engine
from hotspots.errors import StoreError
from hotspots.register import Register
from hotspots.release import Audience, Release
from hotspots.store import ReleaseStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from hotspots.ledger import Batch
    from hotspots.model import Episode

DERBY, NOTTINGHAM = "E06000015", "E06000018"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def urls(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """What two authorities' settings hold: one server, or two files in one folder."""
    if request.param == "sqlite":
        yield (
            with_authority(f"sqlite:///{tmp_path / 'derby.db'}", DERBY),
            with_authority(f"sqlite:///{tmp_path / 'nottingham.db'}", NOTTINGHAM),
        )
        return
    url = request.getfixturevalue("postgres_url")
    yield with_authority(url, DERBY), with_authority(url, NOTTINGHAM)
    engine = create_engine(make_url(url).difference_update_query(["options"]))
    with engine.begin() as connection:
        for authority_id in (DERBY, NOTTINGHAM):
            connection.execute(text(f"DROP SCHEMA IF EXISTS {schema_of(authority_id)} CASCADE"))
    engine.dispose()


def test_a_release_is_its_authoritys(
    urls: tuple[str, str], release: Callable[..., Release], now: datetime
) -> None:
    ours, theirs = (ReleaseStore.open(url) for url in urls)
    with closing(ours), closing(theirs):
        (digest,) = ours.seal(release(), layers={"wards": b"{}"}, sealed_at=now)
        assert ours.get(digest) is not None
        assert theirs.get(digest) is None
        assert theirs.latest(Audience.PARTNER) is None
        assert theirs.list(Audience.PARTNER) == ()
        assert theirs.layer(digest, "wards") is None
        # The same bytes may be sealed by both, and neither notices.
        assert theirs.seal(release(), layers={}, sealed_at=now) == (digest,)
        assert ours.layer(digest, "wards") == b"{}"


def test_an_episode_is_its_authoritys(
    urls: tuple[str, str],
    batch: Callable[..., Batch],
    episode: Callable[..., Episode],
    now: datetime,
) -> None:
    with Register.open(urls[0]) as ours, Register.open(urls[1]) as theirs:
        ours.record(batch(episode(1), episode(2)), recorded_at=now)
        theirs.record(batch(episode(3)), recorded_at=now)
        assert {one.episode_id for one in ours.episodes()} == {"E0001", "E0002"}
        assert {one.episode_id for one in theirs.episodes()} == {"E0003"}


def test_a_key_and_a_trail_are_their_authoritys(
    urls: tuple[str, str], keys: dict[str, bytes], now: datetime
) -> None:
    ours, theirs = (AccessStore.open(url, **keys) for url in urls)
    with closing(ours), closing(theirs):
        made = ours.create_key(
            name="Police (made up)",
            audience=Audience.PARTNER,
            areas=frozenset(),
            expires_at=now + timedelta(days=9),
            now=now,
        )
        event = AuditEvent(
            action="read",
            principal_id=made.key_id,
            object_id="x",
            decision="allowed",
            count=1,
            request_id="",
        )
        ours.record(event, now=now)
        assert ours.principal_of_key(made.secret, now=now) is not None
        assert theirs.principal_of_key(made.secret, now=now) is None
        assert list(theirs.keys()) == []
        assert ours.verify_audit().ok
        assert theirs.verify_audit().ok
        assert theirs.verify_audit().events == 0


def test_one_authoritys_file_is_closed_to_another(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'derby.db'}"
    ReleaseStore.open(with_authority(url, DERBY)).close()
    before = (tmp_path / "derby.db").read_bytes()
    for other in (url, with_authority(url, NOTTINGHAM)):
        with pytest.raises(StoreError, match="belongs to the authority E06000015"):
            ReleaseStore.open(other)
    assert (tmp_path / "derby.db").read_bytes() == before
    ReleaseStore.open(with_authority(url, DERBY)).close()


def test_a_file_from_before_becomes_the_authoritys(
    tmp_path: Path, release: Callable[..., Release], now: datetime
) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    with closing(ReleaseStore.open(url)) as store:
        (digest,) = store.seal(release(), layers={}, sealed_at=now)
    with closing(ReleaseStore.open(with_authority(url, DERBY))) as store:
        assert store.get(digest) is not None
    with pytest.raises(StoreError, match="belongs to the authority"):
        ReleaseStore.open(with_authority(url, NOTTINGHAM))


@pytest.mark.postgres
def test_a_name_is_never_looked_for_in_another_schema(postgres_url: str) -> None:
    ReleaseStore.open(postgres_url).close()
    engine = open_engine(with_authority(postgres_url, DERBY))
    try:
        with engine.connect() as connection:
            assert connection.scalar(text("SHOW search_path")) == schema_of(DERBY)
            assert connection.scalar(text("SELECT to_regclass('release')")) is None
    finally:
        engine.dispose()


@pytest.mark.parametrize(
    "address", ["?authority=derby", "?authority=E06000015&authority=E06000018"]
)
def test_an_address_that_names_no_authority_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(StoreError, match="names no authority"):
        open_engine(f"sqlite:///{tmp_path / 'x.db'}{address}")
