"""What makes two episodes the same to the register. All of them are made up."""

from __future__ import annotations

import hashlib
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hotspots.model import (
    LONDON,
    Episode,
    EpisodeStatus,
    InterviewState,
    PlaceMention,
    PlacementType,
    PlaceRole,
    PlaceSource,
    ReturnInterview,
)
from hotspots.register.codec import batch_hash, content_hash, episode_row, mention_rows

START = datetime(2021, 5, 1, 20, 15, tzinfo=UTC)
MENTION = PlaceMention(
    key="found", role=PlaceRole.FOUND, source=PlaceSource.POLICE, text="made-up place"
)
INTERVIEW = ReturnInterview(state=InterviewState.OFFERED, offered_at=START)
EPISODE = Episode(
    episode_id="E1",
    child_id="c_0000000000000001",
    status=EpisodeStatus.MISSING,
    started_at=START,
    returned_at=START + timedelta(hours=2),
    mentions=(MENTION,),
    interview=INTERVIEW,
)
OTHER: dict[str, Any] = {
    "episode_id": "E2",
    "child_id": "c_0000000000000002",
    "status": EpisodeStatus.AWAY_WITHOUT_AUTHORISATION,
    "started_at": START + timedelta(seconds=1),
    "returned_at": None,
    "reported_at": START,
    "time_known": False,
    "time_uncertain": True,
    "placement": PlacementType.FOSTER,
    "placement_code": "U4",
    "placement_provider": "PR1",
    "risk_level": "high",
    "responsible_la": "831",
    "origin_postcode": "ZZ1 1AA",
    "mentions": (replace(MENTION, text="another made-up place"),),
    "interview": None,
}
EXPECTED = "42e5f6ce6a11fa09dc6335fb65ada4efb5505a6664122a1cd61bdd12f960fcf9"


def hash_of(episode: Episode) -> str:
    return content_hash(episode_row(episode), mention_rows(episode))


def test_every_field_of_an_episode_is_content() -> None:
    assert set(OTHER) == {field.name for field in fields(Episode)}
    hashes = {hash_of(replace(EPISODE, **{name: value})) for name, value in OTHER.items()}
    assert len(hashes) == len(OTHER)
    assert hash_of(EPISODE) not in hashes


@pytest.mark.parametrize(
    "change",
    [
        {"key": "found#2"},
        {"role": PlaceRole.VISITED},
        {"source": PlaceSource.CARER},
        {"text": "made-up place "},
    ],
)
def test_every_field_of_a_mention_is_content(change: dict[str, Any]) -> None:
    assert hash_of(replace(EPISODE, mentions=(replace(MENTION, **change),))) != hash_of(EPISODE)


@pytest.mark.parametrize(
    "change",
    [
        {"state": InterviewState.DECLINED},
        {"offered_at": None},
        {"completed_at": START},
        {"push": ("argument",)},
        {"pull": ("argument",)},
    ],
)
def test_every_field_of_an_interview_is_content(change: dict[str, Any]) -> None:
    assert hash_of(replace(EPISODE, interview=replace(INTERVIEW, **change))) != hash_of(EPISODE)


def test_reasons_are_not_run_together() -> None:
    one, two = (
        replace(EPISODE, interview=replace(INTERVIEW, push=push))
        for push in (("a", "b"), ('a", "b',))
    )
    assert hash_of(one) != hash_of(two)


def test_zone_of_a_moment_is_no_content() -> None:
    assert hash_of(replace(EPISODE, started_at=START.astimezone(LONDON))) == hash_of(EPISODE)


def test_hash_stays_what_it_is() -> None:
    """A changed hash would make every known episode look corrected after an update."""
    assert hash_of(EPISODE) == EXPECTED


def test_batch_hash_ignores_order_and_not_content() -> None:
    pairs = [("E1", "a"), ("E2", "b")]
    assert batch_hash(pairs) == batch_hash(reversed(pairs))
    assert batch_hash(pairs) != batch_hash([("E1", "b"), ("E2", "a")])
    assert batch_hash([]) == hashlib.sha256(b"[]").hexdigest()
