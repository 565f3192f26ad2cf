"""Erasing takes a child out of every table, and leaves everybody else's figures as they were."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from hotspots.database import open_engine, reading
from hotspots.errors import StoreError
from hotspots.model import (
    Decision,
    FoundHotspot,
    GeocodeStatus,
    Ground,
    PlaceMention,
    PlaceRole,
    PlaceSource,
    SealedCell,
    SealedRelease,
    point_digest,
)
from hotspots.period import Period
from hotspots.register import ErasureOrder, Keeper, Register

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from hotspots.ledger import Batch
    from hotspots.model import Episode

NOW = datetime(2021, 7, 5, 9, 0, tzinfo=UTC)
CHILD, OTHER = "c_" + "1" * 16, "c_" + "2" * 16
PERIOD = Period(first=NOW.date().replace(month=1, day=1), last=NOW.date().replace(day=1))


@pytest.fixture
def keeper(url: str, register: Register) -> Iterator[Keeper]:
    assert register.episodes() == ()
    with Keeper.open(url) as opened:
        yield opened


def order(child: str = CHILD, by: str = "JB", reason: str = "request 14") -> ErasureOrder:
    return ErasureOrder(tombstone=stone(child), by=by, reason=reason, at=NOW)


def stone(child: str) -> str:
    return f"t_{child[::-1]}"


def mention(words: str) -> tuple[PlaceMention, ...]:
    return (PlaceMention(key="found", role=PlaceRole.FOUND, source=PlaceSource.POLICE, text=words),)


def settled(words: str) -> Decision:
    return Decision(
        text=words,
        status=GeocodeStatus.LOCATED,
        place_id="p1",
        point=None,
        decided_by="JB",
        decided_at=NOW,
    )


@pytest.fixture
def filled(
    register: Register, episode: Callable[..., Episode], batch: Callable[..., Batch]
) -> tuple[Episode, ...]:
    """Two children, a decision on each one's text and on a shared one, a release, a finding."""
    mine = episode(1, child_id=CHILD, mentions=mention("ZZCANARY den / the Shared Park"))
    theirs = episode(2, child_id=OTHER, mentions=mention("their den; shared park"))
    register.record(batch(mine, theirs), recorded_at=NOW)
    register.settle([settled("zzcanary den"), settled("Shared park"), settled("their den")])
    register.forget(["zzcanary den"], by="JB", at=NOW)
    register.enter_releases(
        [
            SealedRelease(
                digest="d" * 64,
                audience="partner",
                period=PERIOD,
                cells=(SealedCell.of("all", [mine, theirs]), SealedCell.of("theirs", [theirs])),
                sealed_at=NOW,
            )
        ],
        judge=lambda _new, _earlier: None,
    )
    points = frozenset(point_digest(one.episode_id, "found", 0) for one in (mine, theirs))
    found = FoundHotspot(
        hotspot_id="h1",
        place_id="p1",
        name="Park",
        zone="",
        ground=Ground(places=(("p1", 2),), points=points),
    )
    register.remember([found], run_id="r1", period=PERIOD, found_at=NOW)
    return (mine, theirs)


def everything(url: str) -> str:
    """All that any table of the database says."""
    engine = open_engine(url)
    tables = (
        "batch batch_file episode_version mention decision decision_forgotten sealed_release "
        "sealed_cell finding found_hotspot hotspot_remark erased"
    )
    with reading(engine) as connection:
        said = [repr(connection.execute(text(f"SELECT * FROM {t}")).all()) for t in tables.split()]  # noqa: S608 - names of ours
    engine.dispose()
    return "\n".join(said)


def test_no_table_says_anything_of_an_erased_child(
    url: str, keeper: Keeper, register: Register, filled: tuple[Episode, ...]
) -> None:
    told = keeper.would_erase(CHILD)
    assert CHILD in everything(url)
    done = keeper.erase(CHILD, order())
    assert done == told
    assert (done.episodes, done.versions, done.mentions, done.decisions) == (1, 1, 1, 1)
    assert (done.figures, done.grounds) == (1, 1)
    said = everything(url).lower()
    gone = (CHILD, filled[0].episode_id, "zzcanary", point_digest("E0001", "found", 0))
    assert [one for one in gone if one.lower() in said] == []
    cell = SealedCell.of("", [filled[0]])
    assert all(digest not in said for pair in cell.records for digest in pair)
    assert register.episodes() == filled[1:]
    assert [one.text for one in register.decisions()] == ["Shared park", "their den"]
    register.check()


def test_the_ledger_still_counts_as_many_children(
    keeper: Keeper, register: Register, filled: tuple[Episode, ...]
) -> None:
    before = register.released()[0].cells
    keeper.erase(CHILD, order())
    after = register.released()[0].cells
    assert after[1] == before[1]
    assert len(after[0].records - after[1].records) == 1
    assert after[0].records - after[1].records != before[0].records - before[1].records
    assert after[1].records == SealedCell.of("", filled[1:]).records


def test_an_erased_child_is_not_recorded_again_until_the_erasure_is_lifted(
    keeper: Keeper,
    register: Register,
    filled: tuple[Episode, ...],
    batch: Callable[..., Batch],
    episode: Callable[..., Episode],
) -> None:
    keeper.erase(CHILD, order())
    assert register.erased() == {stone(CHILD)}
    news = batch(filled[0], episode(9, child_id=CHILD))
    with pytest.raises(StoreError, match="erased while"):
        register.record(news, recorded_at=NOW, tombstone_of=stone)
    with pytest.raises(StoreError, match="key for pseudonyms"):
        register.record(batch(episode(3)), recorded_at=NOW)
    register.record(batch(episode(3)), recorded_at=NOW, tombstone_of=stone)
    assert CHILD not in {one.child_id for one in register.episodes()}
    assert keeper.lift(stone(CHILD), by="JB", at=NOW)
    assert not keeper.lift(stone(CHILD), by="JB", at=NOW)
    register.record(news, recorded_at=NOW, tombstone_of=stone)
    assert CHILD in {one.child_id for one in register.episodes()}
    keeper.erase(CHILD, order())
    assert CHILD not in {one.child_id for one in register.episodes()}


def test_erasing_again_changes_nothing(
    url: str, keeper: Keeper, filled: tuple[Episode, ...]
) -> None:
    assert len(filled) == 2
    keeper.erase(CHILD, order())
    before = everything(url)
    again = keeper.erase(CHILD, order(by="AN", reason="another"))
    assert (again.versions, again.figures) == (0, 0)
    assert everything(url) == before


@pytest.mark.parametrize(("by", "reason"), [(" ", "request"), ("JB", "")])
def test_an_erasure_needs_somebody_and_a_reason(
    url: str, keeper: Keeper, filled: tuple[Episode, ...], by: str, reason: str
) -> None:
    assert filled
    before = everything(url)
    with pytest.raises(StoreError, match="Nothing was erased"):
        keeper.erase(CHILD, order(by=by, reason=reason))
    assert everything(url) == before


def test_an_episode_that_was_corrected_to_another_child_stays_with_that_child(
    keeper: Keeper,
    register: Register,
    episode: Callable[..., Episode],
    batch: Callable[..., Batch],
) -> None:
    register.record(batch(episode(1, child_id=CHILD)), recorded_at=NOW)
    register.record(batch(episode(1, child_id=OTHER)), recorded_at=NOW)
    keeper.erase(CHILD, order())
    assert [one.episode.child_id for one in register.history("E0001")] == [OTHER]
    keeper.erase(OTHER, order(OTHER))
    assert register.history("E0001") == ()


def test_an_old_file_less_the_erased_rows_undoes_no_correction(
    keeper: Keeper,
    register: Register,
    filled: tuple[Episode, ...],
    batch: Callable[..., Batch],
    episode: Callable[..., Episode],
) -> None:

    corrected = replace(filled[1], risk_level="high")
    week = batch(corrected)
    ledger = replace(week.ledgers[0], sha256="1" * 64)
    register.record(replace(week, ledgers=(ledger,)), recorded_at=NOW)
    keeper.erase(CHILD, order())
    old = replace(batch(filled[1]), erased=1)
    outcome = register.record(old, recorded_at=NOW, tombstone_of=stone)
    assert (outcome.changed, outcome.unchanged) == (0, 1)
    assert register.episodes() == (corrected,)
    unseen = replace(ledger, sha256="2" * 64)
    news = replace(batch(filled[1], episode(8)), ledgers=(unseen,), erased=1)
    assert register.record(news, recorded_at=NOW, tombstone_of=stone).new == 1


def test_retention_takes_what_ended_before_and_leaves_what_is_open(
    keeper: Keeper,
    register: Register,
    episode: Callable[..., Episode],
    batch: Callable[..., Batch],
) -> None:
    old, new = episode(1, child_id=CHILD), episode(100, child_id=CHILD)
    still_open = episode(0, child_id=OTHER, returned_at=None)
    register.record(batch(old, new, still_open), recorded_at=NOW)
    assert old.returned_at is not None
    assert keeper.would_expire(old.returned_at).episodes == 0
    before = old.returned_at + timedelta(seconds=1)
    told = keeper.would_expire(before)
    assert len(register.episodes()) == 3
    assert keeper.expire(before) == told
    assert (told.episodes, told.still_open) == (1, 1)
    assert register.episodes() == (still_open, new)
    assert register.erased() == frozenset()


def test_retention_keeps_a_childs_digest_while_the_child_has_episodes(
    keeper: Keeper,
    register: Register,
    episode: Callable[..., Episode],
    batch: Callable[..., Batch],
) -> None:
    old, new = episode(1, child_id=CHILD), episode(100, child_id=CHILD)
    register.record(batch(old, new), recorded_at=NOW)
    release = SealedRelease(
        digest="d" * 64,
        audience="partner",
        period=PERIOD,
        cells=(SealedCell.of("all", [old, new]),),
        sealed_at=NOW,
    )
    register.enter_releases([release], judge=lambda _new, _earlier: None)
    keeper.expire(NOW - timedelta(days=100))
    records = register.released()[0].cells[0].records
    assert {child for child, _ in records} == {c for c, _ in release.cells[0].records}
    assert len(records & release.cells[0].records) == 1


def test_what_is_held_is_told_whole(
    keeper: Keeper,
    register: Register,
    filled: tuple[Episode, ...],
    batch: Callable[..., Batch],
    episode: Callable[..., Episode],
) -> None:
    register.settle([settled("zzcanary den")])
    register.record(batch(episode(1, child_id=OTHER)), recorded_at=NOW)
    held = keeper.held_about(CHILD)
    assert [one.episode for one in held.versions] == [filled[0]]
    assert held.files == {1: ("week.csv",)}
    assert {one.text for one in held.decisions} == {"zzcanary den", "Shared park"}
    assert [names for _, names in held.releases] == [("all",)]
    assert keeper.held_about("c_nobody").versions == ()


def test_a_restored_backup_is_erased_again(
    keeper: Keeper, register: Register, filled: tuple[Episode, ...]
) -> None:
    assert keeper.erase_again((order(),), tombstone_of=stone) == 1
    assert register.episodes() == filled[1:]
    assert keeper.erase_again((order(),), tombstone_of=stone) == 0


def test_the_bytes_of_what_was_erased_are_gone(
    tmp_path: Path, episode: Callable[..., Episode], batch: Callable[..., Batch]
) -> None:
    url = f"sqlite:///{tmp_path / 'bytes.db'}"
    episodes = [episode(n, child_id=OTHER) for n in range(2, 300)]
    canaries = [
        episode(1000 + n, child_id=CHILD, mentions=mention(f"ZZCANARY place {n} " * 20))
        for n in range(200)
    ]

    def holders(needle: bytes) -> list[str]:
        return [p.name for p in tmp_path.iterdir() if p.is_file() and needle in p.read_bytes()]

    # Kept open: the log beside the file is there, and nobody closes it away.
    with Register.open(url) as register, Keeper.open(url) as keeper:
        register.record(batch(*episodes, *canaries), recorded_at=NOW)
        register.settle([settled(f"ZZCANARY place {n}") for n in range(20)])
        assert holders(b"ZZCANARY")
        assert holders(CHILD.encode())
        keeper.erase(CHILD, order())
        keeper.scrub()
        assert holders(b"ZZCANARY") == []
        assert holders(CHILD.encode()) == []
        assert holders(OTHER.encode())
        assert len(register.episodes()) == len(episodes)


def test_scrubbing_says_that_somebody_still_reads(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'busy.db'}"
    with Keeper.open(url) as keeper:
        engine = open_engine(url)
        with reading(engine) as connection:
            connection.exec_driver_sql("SELECT * FROM batch").all()
            with pytest.raises(StoreError, match=r"open elsewhere|busy"):
                keeper.scrub()
        engine.dispose()
        keeper.scrub()


def test_scrubbing_rewrites_a_server_s_tables(
    keeper: Keeper, register: Register, filled: tuple[Episode, ...]
) -> None:
    keeper.erase(CHILD, order())
    keeper.scrub()
    assert register.episodes() == filled[1:]
