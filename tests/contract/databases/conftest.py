"""Every test of this folder runs on SQLite and on PostgreSQL, each on tables of its own.

All children, episodes and places here are made up.
"""

from __future__ import annotations

import os
import uuid
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import create_engine, make_url, text

from hotspots.access import AccessStore
from hotspots.ledger import Batch, FileLedger
from hotspots.model import Episode, EpisodeStatus, PlaceMention, PlaceRole, PlaceSource
from hotspots.period import Period
from hotspots.register import Register
from hotspots.release import Audience, Release, ShownCount
from hotspots.store import ReleaseStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

NOW = datetime(2021, 7, 5, 9, 0, tzinfo=UTC)
_POSTGRES = "HOTSPOTS_TEST_POSTGRES"


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with nothing in it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'test.db'}"
        return
    yield request.getfixturevalue("postgres_url")


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """A PostgreSQL schema that only one test sees, dropped after it."""
    server = os.environ.get(_POSTGRES)
    if not server:
        pytest.skip(f"no PostgreSQL: set {_POSTGRES}, for instance by .ci/postgres start")
    name = f"test_{uuid.uuid4().hex}"
    engine = create_engine(server)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
    try:
        parsed = make_url(server)
        own = parsed.update_query_dict({"options": f"-c search_path={name}"})
        yield own.render_as_string(hide_password=False)
    finally:
        with engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
        engine.dispose()


@pytest.fixture
def register(url: str) -> Iterator[Register]:
    with Register.open(url) as opened:
        yield opened


@pytest.fixture
def store(url: str) -> Iterator[ReleaseStore]:
    opened = ReleaseStore.open(url)
    yield opened
    opened.close()


@pytest.fixture
def keys() -> dict[str, bytes]:
    return {"pepper": b"p" * 32, "audit_key": b"a" * 32}


@pytest.fixture
def access(url: str, keys: dict[str, bytes]) -> Iterator[AccessStore]:
    opened = AccessStore.open(url, **keys)
    yield opened
    opened.close()


@pytest.fixture
def episode() -> Callable[..., Episode]:
    """Episode `number` of the made-up register, with whatever is given instead."""

    def make(number: int = 1, **changes: Any) -> Episode:  # noqa: ANN401 - any field of the model
        started = datetime(2021, 1, 1, 12, tzinfo=UTC) + timedelta(days=number)
        fields: dict[str, Any] = {
            "episode_id": f"E{number:04d}",
            "child_id": f"c_{number % 7:016d}",
            "status": EpisodeStatus.MISSING,
            "started_at": started,
            "returned_at": started + timedelta(hours=5),
            "origin_postcode": f"ZZ{number % 3} 1AA",
            "mentions": (
                PlaceMention(
                    key="last seen",
                    role=PlaceRole.LAST_SEEN,
                    source=PlaceSource.POLICE,
                    text=f"made-up place {number}",
                ),
                PlaceMention(
                    key="found",
                    role=PlaceRole.FOUND,
                    source=PlaceSource.CARER,
                    text="made-up car park",
                ),
            ),
        }
        return Episode(**(fields | changes))

    return make


@pytest.fixture
def batch() -> Callable[..., Batch]:
    """A batch of these episodes from one made-up file."""

    def make(*episodes: Episode) -> Batch:
        ledger = FileLedger(
            file="week.csv",
            sha256="0" * 64,
            sheet="",
            rows_in=len(episodes),
            kept=len(episodes),
            rejected=0,
        )
        return Batch(ledgers=(ledger,), episodes=episodes, rejects=(), remarks=())

    return make


@pytest.fixture
def release() -> Callable[..., Release]:
    """A release without hotspots, told apart by its title."""

    def make(
        title: str = "Made-up hotspots",
        audience: Audience = Audience.PARTNER,
        first: date | None = None,
    ) -> Release:
        start = first or datetime(2021, 1, 1, tzinfo=UTC).date()
        return Release(
            audience=audience,
            period=Period(first=start, last=datetime(2021, 6, 30, tzinfo=UTC).date()),
            title=title,
            classification="OFFICIAL",
            policy_version="1",
            banner="SYNTHETIC",
            notices=(),
            total_episodes=ShownCount(text="245", value=245),
            hotspots=(),
            zones=(),
        )

    return make
