"""The pieces of work that the kill trials are made of. All of it is made up."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hotspots.ledger import Batch
from hotspots.model import Episode, EpisodeStatus, PlaceMention, PlaceRole, PlaceSource
from hotspots.period import Period
from hotspots.release import Audience, Release, ShownCount

NOW = datetime(2021, 7, 5, 9, 0, tzinfo=UTC)
PERIOD = Period(first=date(2021, 1, 1), last=date(2021, 6, 30))
CHILDREN, EPISODES = 6, 60


def child(name: str, number: int) -> str:
    """A made-up pseudonym that no other piece of work makes."""
    return f"c_{name}-{number}"


def make_batch(name: str) -> Batch:
    """Sixty episodes of six children."""
    episodes = tuple(
        Episode(
            episode_id=f"{name}-E{n}",
            child_id=child(name, n % CHILDREN),
            status=EpisodeStatus.MISSING,
            started_at=NOW + timedelta(hours=n),
            returned_at=NOW + timedelta(hours=n + 1),
            mentions=(
                PlaceMention(
                    key="found",
                    role=PlaceRole.FOUND,
                    source=PlaceSource.POLICE,
                    text=f"made-up place {n}",
                ),
            ),
        )
        for n in range(EPISODES)
    )
    return Batch(ledgers=(), episodes=episodes, rejects=(), remarks=())


def make_release(name: str, audience: Audience) -> Release:
    """A release without hotspots, told apart by its title."""
    return Release(
        audience=audience,
        period=PERIOD,
        title=name,
        classification="OFFICIAL",
        policy_version="1",
        banner="SYNTHETIC",
        notices=(),
        total_episodes=ShownCount(text="245", value=245),
        hotspots=(),
        zones=(),
    )
