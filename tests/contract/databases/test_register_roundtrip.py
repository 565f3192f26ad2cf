"""Whatever an episode holds, the register gives the same episode back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotspots.ledger import Batch
from hotspots.model import (
    Episode,
    EpisodeStatus,
    InterviewState,
    PlaceMention,
    PlacementType,
    PlaceRole,
    PlaceSource,
    ReturnInterview,
)

if TYPE_CHECKING:
    from hotspots.register import Register

# What no database keeps is refused, and tested elsewhere.
TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=1)), timezone(timedelta(hours=-5))])
MOMENTS = st.datetimes(
    datetime(1900, 1, 1),  # noqa: DTZ001 - the zone is drawn beside it
    datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=ZONES,
)
MENTIONS = st.lists(
    st.builds(
        PlaceMention,
        key=TEXT,
        role=st.sampled_from(PlaceRole),
        source=st.sampled_from(PlaceSource),
        text=TEXT,
    ),
    max_size=4,
)
REASONS = st.lists(TEXT, max_size=3).map(tuple)
INTERVIEWS = st.builds(
    ReturnInterview,
    state=st.sampled_from(InterviewState),
    offered_at=st.none() | MOMENTS,
    completed_at=st.none() | MOMENTS,
    push=REASONS,
    pull=REASONS,
)
EPISODES = st.builds(
    Episode,
    episode_id=TEXT,
    child_id=TEXT,
    status=st.sampled_from(EpisodeStatus),
    started_at=MOMENTS,
    returned_at=st.none() | MOMENTS,
    reported_at=st.none() | MOMENTS,
    time_known=st.booleans(),
    time_uncertain=st.booleans(),
    placement=st.sampled_from(PlacementType),
    placement_code=TEXT,
    placement_provider=TEXT,
    risk_level=TEXT,
    responsible_la=TEXT,
    origin_postcode=TEXT,
    mentions=MENTIONS.map(tuple),
    interview=st.none() | INTERVIEWS,
)


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(episode=EPISODES)
def test_any_episode_comes_back_the_same(register: Register, episode: Episode) -> None:
    batch = Batch(ledgers=(), episodes=(episode,), rejects=(), remarks=())
    register.record(batch, recorded_at=datetime(2021, 7, 5, tzinfo=UTC))
    versions = register.history(episode.episode_id)
    assert episode in [version.episode for version in versions]
    assert versions[-1].episode in register.episodes()
    again = register.record(batch, recorded_at=datetime(2021, 7, 6, tzinfo=UTC))
    assert (again.new, again.changed) == (0, 0)
