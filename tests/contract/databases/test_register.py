"""The register's promises: idempotent, order-blind, whole batches, every version kept."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from hotspots.database import open_engine, reading
from hotspots.errors import InternalError, ParameterError, StoreError
from hotspots.geo import PointM
from hotspots.model import (
    LONDON,
    Decision,
    Episode,
    GeocodeStatus,
    PlaceMention,
    PlaceRole,
    PlaceSource,
)
from hotspots.period import Period
from hotspots.register import RecordOutcome, Register

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.ledger import Batch

    MakeEpisode = Callable[..., Episode]
    MakeBatch = Callable[..., Batch]


def test_same_batch_again_changes_nothing(
    register: Register, episode: MakeEpisode, batch: MakeBatch, now: datetime
) -> None:
    week = batch(*(episode(n) for n in range(5)))
    assert register.record(week, recorded_at=now) == RecordOutcome(new=5, changed=0, unchanged=0)
    again = register.record(week, recorded_at=now + timedelta(days=1))
    assert again == RecordOutcome(new=0, changed=0, unchanged=5)
    assert [v.recorded_at for v in register.history("E0003")] == [now]


def test_overlapping_export_adds_only_what_is_new(
    register: Register, episode: MakeEpisode, batch: MakeBatch, now: datetime
) -> None:
    register.record(batch(*(episode(n) for n in range(5))), recorded_at=now)
    overlap = batch(*(episode(n) for n in range(3, 8)))
    outcome = register.record(overlap, recorded_at=now + timedelta(days=7))
    assert outcome == RecordOutcome(new=3, changed=0, unchanged=2)
    assert [e.episode_id for e in register.episodes()] == [f"E{n:04d}" for n in range(8)]
    assert len(register.history("E0004")) == 1


def test_correction_replaces_and_keeps_history(
    register: Register, episode: MakeEpisode, batch: MakeBatch, now: datetime
) -> None:
    before, other = episode(1, returned_at=None), episode(2)
    register.record(batch(before, other), recorded_at=now)
    after = replace(before, returned_at=before.started_at + timedelta(hours=3), mentions=())
    later = now + timedelta(days=7)
    assert register.record(batch(after, other), recorded_at=later) == RecordOutcome(
        new=0, changed=1, unchanged=1
    )
    assert register.episodes() == (after, other)
    history = register.history("E0001")
    assert [(v.version, v.episode, v.recorded_at, v.batch) for v in history] == [
        (1, before, now, 1),
        (2, after, later, 2),
    ]
    assert history[0].content_hash != history[1].content_hash


def test_old_file_loaded_again_does_not_undo_a_correction(
    register: Register, episode: MakeEpisode, batch: MakeBatch, now: datetime
) -> None:
    old, part = batch(episode(1), episode(2)), batch(episode(1))
    register.record(old, recorded_at=now)
    register.record(part, recorded_at=now)  # nothing new in it, yet it is remembered
    corrected = episode(1, risk_level="high")
    register.record(batch(corrected, episode(2)), recorded_at=now)
    for seen in (old, part):
        assert register.record(seen, recorded_at=now).changed == 0
    assert register.episodes()[0] == corrected


def test_a_correction_can_be_taken_back(
    register: Register, episode: MakeEpisode, batch: MakeBatch, now: datetime
) -> None:
    first = episode(1)
    register.record(batch(first), recorded_at=now)
    register.record(batch(episode(1, risk_level="high")), recorded_at=now)
    assert register.record(batch(first, episode(2)), recorded_at=now).changed == 1
    assert register.episodes()[0] == first
    assert [v.version for v in register.history("E0001")] == [1, 2, 3]


def test_row_order_plays_no_part(
    register: Register, episode: MakeEpisode, batch: MakeBatch, now: datetime
) -> None:
    episodes = [episode(n) for n in range(20)]
    register.record(batch(*episodes), recorded_at=now)
    shuffled = random.Random(5).sample(episodes, k=20)  # noqa: S311 - no secret
    assert register.record(batch(*shuffled), recorded_at=now).unchanged == 20
    # Not the very same batch either, so that the episodes' own hashes are compared.
    outcome = register.record(batch(*shuffled, episode(20)), recorded_at=now)
    assert outcome == RecordOutcome(new=1, changed=0, unchanged=20)


def test_order_of_mentions_is_content(
    register: Register, episode: MakeEpisode, batch: MakeBatch, now: datetime
) -> None:
    one = episode(1)
    register.record(batch(one), recorded_at=now)
    turned = replace(one, mentions=one.mentions[::-1])
    assert register.record(batch(turned), recorded_at=now).changed == 1
    assert register.episodes() == (turned,)


def test_same_moment_in_another_zone_is_no_change(
    register: Register, episode: MakeEpisode, batch: MakeBatch, now: datetime
) -> None:
    one = episode(1)
    register.record(batch(one), recorded_at=now)
    moved = replace(one, started_at=one.started_at.astimezone(LONDON))
    assert register.record(batch(moved, episode(2)), recorded_at=now).unchanged == 1


def test_identical_rows_count_once_and_contradicting_ones_are_refused(
    register: Register, episode: MakeEpisode, batch: MakeBatch, now: datetime
) -> None:
    assert register.record(batch(episode(1), episode(1)), recorded_at=now).new == 1
    with pytest.raises(InternalError) as caught:
        register.record(batch(episode(2), episode(2, risk_level="low")), recorded_at=now)
    assert "E0002" not in str(caught.value)
    assert len(register.episodes()) == 1


@pytest.mark.parametrize("text", ["made\0up", "made\ud800up"])
def test_text_that_no_database_keeps_is_refused_whole(
    register: Register, episode: MakeEpisode, batch: MakeBatch, now: datetime, text: str
) -> None:
    mention = PlaceMention(key="found", role=PlaceRole.FOUND, source=PlaceSource.CARER, text=text)
    with pytest.raises(StoreError) as caught:
        register.record(batch(episode(1), episode(2, mentions=(mention,))), recorded_at=now)
    assert "made" not in str(caught.value)
    assert register.episodes() == ()


def test_written_escape_of_nul_is_only_text(
    register: Register, episode: MakeEpisode, batch: MakeBatch, now: datetime
) -> None:
    mention = PlaceMention(
        key="found", role=PlaceRole.FOUND, source=PlaceSource.CARER, text="\\u0000"
    )
    one = episode(1, mentions=(mention,))
    register.record(batch(one), recorded_at=now)
    assert register.episodes() == (one,)


def test_period_counts_by_local_start(
    register: Register, episode: MakeEpisode, batch: MakeBatch, now: datetime
) -> None:
    # 23:30 UTC on 30 June is half past midnight on 1 July in London.
    late = episode(1, started_at=datetime(2021, 6, 30, 23, 30, tzinfo=UTC), returned_at=None)
    early = episode(2, started_at=datetime(2021, 6, 30, 22, 30, tzinfo=UTC), returned_at=None)
    register.record(batch(late, early), recorded_at=now)
    june = Period(first=date(2021, 6, 1), last=date(2021, 6, 30))
    july = Period(first=date(2021, 7, 1), last=date(2021, 7, 31))
    assert register.episodes(june) == (early,)
    assert register.episodes(july) == (late,)


def test_episodes_are_sorted_by_code_point(
    register: Register, episode: MakeEpisode, batch: MakeBatch, now: datetime
) -> None:
    ids = ["b", "A", "é", "a", "10", "9", "Z"]
    register.record(batch(*(episode(1, episode_id=i) for i in ids)), recorded_at=now)
    assert [e.episode_id for e in register.episodes()] == sorted(ids)


def test_origins_are_those_of_current_versions(
    register: Register, episode: MakeEpisode, batch: MakeBatch, now: datetime
) -> None:
    register.record(
        batch(episode(1, origin_postcode="ZZ9 9ZZ"), episode(2, origin_postcode="")),
        recorded_at=now,
    )
    register.record(batch(episode(1, origin_postcode="ZZ1 1AA")), recorded_at=now)
    assert register.origins() == {"ZZ1 1AA"}


def test_files_of_a_batch_are_kept(
    register: Register, url: str, episode: MakeEpisode, batch: MakeBatch, now: datetime
) -> None:
    register.record(batch(episode(1)), recorded_at=now)
    engine = open_engine(url)
    with reading(engine) as connection:
        rows = connection.exec_driver_sql("SELECT file, rows_in, kept FROM batch_file").all()
    engine.dispose()
    assert [tuple(row) for row in rows] == [("week.csv", 1, 1)]


def test_large_batch_goes_in_portions(
    register: Register,
    episode: MakeEpisode,
    batch: MakeBatch,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("hotspots.register.recording._ROWS_AT_ONCE", 4)
    episodes = tuple(episode(n) for n in range(10))
    register.record(batch(*episodes), recorded_at=now)
    assert register.episodes() == episodes


def test_naive_time_of_recording_is_refused(
    register: Register, episode: MakeEpisode, batch: MakeBatch, now: datetime
) -> None:
    with pytest.raises(ParameterError):
        register.record(batch(episode(1)), recorded_at=now.replace(tzinfo=None))


def test_unknown_episode_has_no_history(register: Register) -> None:
    assert register.history("E9999") == ()
    assert register.episodes() == ()
    register.check()


def test_everything_outlives_closing(
    url: str, episode: MakeEpisode, batch: MakeBatch, now: datetime
) -> None:
    with Register.open(url) as first:
        first.record(batch(episode(1)), recorded_at=now)
    with Register.open(url) as second:
        assert second.episodes() == (episode(1),)


def decision(text: str, at: datetime, **fields: object) -> Decision:
    given = {"status": GeocodeStatus.NONE, "decided_by": "reviewer 1"} | fields
    return Decision(text=text, decided_at=at, **given)  # type: ignore[arg-type] # loosely typed on purpose


def test_decisions_come_back_exactly(register: Register, now: datetime) -> None:
    settled = (
        decision("a", now, status=GeocodeStatus.LOCATED, place_id="bus-station"),
        decision("b", now, status=GeocodeStatus.LOCATED, point=PointM(435123.1, 336000.25)),
        decision("c" * 5000, now, status=GeocodeStatus.PRIVATE),
    )
    assert register.settle(reversed(settled)) == 3
    assert register.decisions() == settled


def test_latest_decision_holds_in_whatever_order_they_come(
    register: Register, now: datetime
) -> None:
    older = decision("x", now, status=GeocodeStatus.OUTSIDE)
    newer = decision("x", now + timedelta(hours=1), status=GeocodeStatus.PRIVATE)
    assert register.settle([newer, older]) == 2
    assert register.decisions() == (newer,)
    assert register.settle([older]) == 0
    assert register.decisions() == (newer,)


def test_same_answer_again_is_no_news(register: Register, now: datetime) -> None:
    first = decision("x", now)
    register.settle([first])
    again = decision("x", now + timedelta(days=1), decided_by="reviewer 2")
    assert register.settle([again]) == 0
    assert register.decisions() == (first,)


@pytest.mark.parametrize("text", ["not\0fine", "not\ud800fine"])
def test_decision_with_text_that_cannot_be_kept_settles_nothing(
    register: Register, now: datetime, text: str
) -> None:
    with pytest.raises(StoreError):
        register.settle([decision("fine", now), decision(text, now)])
    assert register.decisions() == ()
