"""Full and read-only disks, flipped bytes, clocks set back, lost connections, two at once.

All episodes here are made up.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, make_url, text

from hotspots.access import AccessStore, AuditEvent
from hotspots.database import open_engine, writing
from hotspots.errors import StoreError
from hotspots.ledger import Batch
from hotspots.model import Episode, EpisodeStatus, PlaceMention, PlaceRole, PlaceSource
from hotspots.period import Period
from hotspots.register import ErasureOrder, Keeper, Register
from hotspots.release import Audience, Release, ShownCount
from hotspots.store import ReleaseStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from click.testing import Result
    from sqlalchemy import Engine

NOW = datetime(2021, 7, 5, 9, 0, tzinfo=UTC)
KEYS = {"pepper": b"p" * 32, "audit_key": b"a" * 32}
MEBIBYTE = 2**20


def make_batch(name: str, size: int = 20, child: str = "c_a") -> Batch:
    episodes = tuple(
        Episode(
            episode_id=f"{name}-{n}",
            child_id=child,
            status=EpisodeStatus.MISSING,
            started_at=NOW + timedelta(hours=n),
            returned_at=None,
            mentions=(
                PlaceMention(
                    key="found",
                    role=PlaceRole.FOUND,
                    source=PlaceSource.POLICE,
                    text=f"made-up place {n} of {name}",
                ),
            ),
        )
        for n in range(size)
    )
    return Batch(ledgers=(), episodes=episodes, rejects=(), remarks=())


def event(number: int = 1) -> AuditEvent:
    return AuditEvent(
        action="read",
        principal_id="p",
        object_id="o",
        decision="allowed",
        count=number,
        request_id="r",
    )


def record_many(access: AccessStore) -> None:
    for number in range(200):
        access.record(event(number), now=NOW)


def stone(child: str) -> str:
    return f"t_{child}"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 4 MiB of its own."""
    mount, unmount = shutil.which("mount"), shutil.which("umount")
    folder = tmp_path / "disk"
    folder.mkdir()
    if mount is None or unmount is None or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    arguments = [mount, "-t", "tmpfs", "-o", "size=4m,mode=700", "tmpfs", str(folder)]
    if subprocess.run(arguments, check=False, capture_output=True).returncode:  # noqa: S603 - mount itself
        pytest.skip("this system lets nobody mount a small disk")
    yield folder
    subprocess.run([unmount, "-l", str(folder)], check=True)  # noqa: S603 - umount itself


def fill(disk: Path) -> Path:
    """Take all the room there is."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for portion in (MEBIBYTE, 4096):
            try:
                while True:
                    file.write(b"\0" * portion)
            except OSError:
                continue
    return filler


def remount(disk: Path, how: str) -> None:
    mount = shutil.which("mount")
    assert mount is not None
    subprocess.run([mount, "-o", f"remount,{how}", str(disk)], check=True)  # noqa: S603 - mount itself


def test_a_full_disk_is_told_and_nothing_is_half_done(disk: Path) -> None:
    with Register.open(f"sqlite:///{disk / 'r.db'}") as register:
        register.record(make_batch("before"), recorded_at=NOW)
        filler = fill(disk)
        with pytest.raises(StoreError, match="full"):
            register.record(make_batch("during", 3000), recorded_at=NOW)
        assert len(register.episodes()) == 20
        filler.unlink()
        register.check()
        assert register.record(make_batch("during", 40), recorded_at=NOW).new == 40


def test_on_a_full_disk_an_erasure_is_whole_or_not_at_all(disk: Path) -> None:
    url = f"sqlite:///{disk / 'r.db'}"
    with Register.open(url) as register, Keeper.open(url) as keeper:
        register.record(make_batch("a", 900, "c_a"), recorded_at=NOW)
        register.record(make_batch("b", 900, "c_b"), recorded_at=NOW)
        filler = fill(disk)
        order = ErasureOrder(tombstone="t_c_a", by="JB", reason="r", at=NOW)
        with pytest.raises(StoreError, match="full"):
            keeper.scrub()
        try:
            keeper.erase("c_a", order)
        except StoreError:
            assert (len(register.episodes()), register.erased()) == (1800, frozenset())
        else:
            assert (len(register.episodes()), register.erased()) == (900, frozenset({"t_c_a"}))
        filler.unlink()
        keeper.erase("c_a", order)
        register.check()
        assert {one.child_id for one in register.episodes()} == {"c_b"}


def test_a_backup_that_does_not_fit_leaves_nothing(
    disk: Path, tmp_path: Path, cli: Callable[..., Result]
) -> None:
    out = tmp_path / "out"
    assert cli("key", "create", "--out", out, "--name", "P", "--audience", "partner").exit_code == 0
    filler = fill(disk)
    done = cli("backup", "--out", out, "--to", disk / "b.zip")
    assert isinstance(done.exception, StoreError)
    assert [path.name for path in disk.iterdir()] == [filler.name]


def test_the_trail_is_not_ready_where_it_cannot_be_written(disk: Path) -> None:
    with closing(AccessStore.open(f"sqlite:///{disk / 'a.db'}", **KEYS)) as access:
        access.check()
        access.record(event(), now=NOW)
        access.check()
        filler = fill(disk)
        with pytest.raises(StoreError, match="full"):
            record_many(access)
        with pytest.raises(StoreError, match="full"):
            access.check()
        filler.unlink()
        access.check()
        assert access.verify_audit().ok


def test_a_disk_that_turned_read_only_is_told(disk: Path) -> None:
    url = f"sqlite:///{disk / 'r.db'}"
    with Register.open(url) as register:
        register.record(make_batch("before"), recorded_at=NOW)
    with closing(AccessStore.open(f"sqlite:///{disk / 'a.db'}", **KEYS)) as access:
        access.record(event(), now=NOW)
    remount(disk, "ro")
    with pytest.raises(StoreError, match="cannot be"):
        Register.open(url)
    with pytest.raises(StoreError, match="cannot be"):
        AccessStore.open(f"sqlite:///{disk / 'a.db'}", **KEYS)
    remount(disk, "rw")
    with Register.open(url) as register:
        register.check()
        assert len(register.episodes()) == 20


def test_changed_texts_and_broken_pages_are_found(tmp_path: Path) -> None:
    path, copy = tmp_path / "r.db", tmp_path / "copy.db"
    with Register.open(f"sqlite:///{path}") as register:
        register.record(make_batch("whole", 200), recorded_at=NOW)
        register.check()
    whole = path.read_bytes()
    places = [whole.find(f"made-up place {n} of".encode()) for n in (0, 77, 199)]
    assert min(places) > 0
    pages = random.Random(7)  # noqa: S311 - no secret
    broken = [pages.randrange(1, len(whole) // 4096) * 4096 for _ in range(10)]
    for place, length in [(place, 1) for place in places] + [(page, 200) for page in broken]:
        data = bytearray(whole)
        data[place : place + length] = bytes(b ^ 0x01 for b in data[place : place + length])
        copy.write_bytes(bytes(data))
        with pytest.raises(StoreError), Register.open(f"sqlite:///{copy}") as register:
            register.check()
        for leftover in tmp_path.glob("copy.db*"):
            leftover.unlink()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'test.db'}"
        return
    yield request.getfixturevalue("postgres_url")


@pytest.fixture
def postgres_url() -> Iterator[str]:
    server = os.environ.get("HOTSPOTS_TEST_POSTGRES")
    if not server:
        pytest.skip("no PostgreSQL: set HOTSPOTS_TEST_POSTGRES, for instance by .ci/postgres start")
    name = f"test_{uuid.uuid4().hex}"
    engine = create_engine(server)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
    options = {"options": f"-c search_path={name}", "application_name": name}
    yield make_url(server).update_query_dict(options).render_as_string(hide_password=False)
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
    engine.dispose()


def test_a_clock_set_back_hides_nothing(url: str) -> None:
    earlier = NOW - timedelta(days=400)
    release = Release(
        audience=Audience.PARTNER,
        period=Period(first=NOW.date().replace(month=1, day=1), last=NOW.date()),
        title="first",
        classification="OFFICIAL",
        policy_version="1",
        banner="SYNTHETIC",
        notices=(),
        total_episodes=ShownCount(text="245", value=245),
        hotspots=(),
        zones=(),
    )
    with closing(ReleaseStore.open(url)) as releases:
        for title, moment in (("first", NOW), ("second", earlier), ("third", earlier)):
            releases.seal(replace(release, title=title), layers={}, sealed_at=moment)
            latest = releases.latest(Audience.PARTNER)
            assert latest is not None
            assert (latest.release.title, latest.sealed_at) == (title, moment)
    with closing(AccessStore.open(url, **KEYS)) as access:
        for moment in (NOW, earlier, NOW):
            access.record(event(), now=moment)
        assert access.verify_audit().ok
    with Register.open(url) as register:
        register.record(make_batch("x", 1, "c_a"), recorded_at=NOW)
        register.record(make_batch("x", 1, "c_b"), recorded_at=earlier)
        assert [one.version for one in register.history("x-0")] == [1, 2]
        assert register.episodes()[0].child_id == "c_b"


@pytest.mark.postgres
def test_a_server_that_ends_all_sessions_is_survived(postgres_url: str) -> None:
    def end_all() -> None:
        other = create_engine(os.environ["HOTSPOTS_TEST_POSTGRES"])
        with other.begin() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE application_name = :name"
                ),
                {"name": make_url(postgres_url).query["application_name"]},
            )
        other.dispose()

    with Register.open(postgres_url) as register:
        register.record(make_batch("before"), recorded_at=NOW)
        end_all()
        assert len(register.episodes()) == 20
        engine = open_engine(postgres_url)
        with pytest.raises(StoreError):
            delete_while(engine, end_all)
        engine.dispose()
        register.check()
        assert len(register.episodes()) == 20
        assert register.record(make_batch("after"), recorded_at=NOW).new == 20


def delete_while(engine: Engine, happens: Callable[[], None]) -> None:
    with writing(engine) as connection:
        connection.execute(text("DELETE FROM mention"))
        happens()
        connection.execute(text("DELETE FROM episode_version"))


def test_two_co_ordinators_who_record_and_erase_at_once(url: str) -> None:
    with Register.open(url) as register:
        register.record(make_batch("first", 30, "c_gone"), recorded_at=NOW)

    def record(number: int) -> None:
        with Register.open(url) as register:
            for week in range(6):
                for child in ("c_gone", f"c_{number}"):
                    batch = make_batch(f"{child}-{number}-{week}", 5, child)
                    try:
                        register.record(batch, recorded_at=NOW, tombstone_of=stone)
                    except StoreError as error:
                        assert child == "c_gone", error  # noqa: PT017 - nothing else is refused
                        assert "erased" in str(error)  # noqa: PT017

    def erase() -> None:
        with Keeper.open(url) as keeper:
            keeper.erase(
                "c_gone", ErasureOrder(tombstone=stone("c_gone"), by="JB", reason="r", at=NOW)
            )

    with ThreadPoolExecutor(3) as pool:
        done = [pool.submit(record, 1), pool.submit(record, 2), pool.submit(erase)]
        for one in done:
            one.result()
    with Register.open(url) as register:
        register.check()
        counts = [one.child_id for one in register.episodes()]
    assert {child: counts.count(child) for child in set(counts)} == {"c_1": 30, "c_2": 30}
