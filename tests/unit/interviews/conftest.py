"""Episodes with the returns that a test needs. All of it is synthetic."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from hotspots.model import Episode, EpisodeStatus, InterviewState, ReturnInterview

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def episode() -> Callable[..., Episode]:
    """Make one: `back` is the return (UTC, None while missing), `state` the weekly record."""

    def make(
        episode_id: str,
        back: datetime | None = datetime(2021, 3, 5, 17, tzinfo=UTC),
        *,
        child: str = "c_one",
        state: InterviewState | None = None,
        **changes: Any,  # noqa: ANN401 - any field of an episode
    ) -> Episode:
        record = {
            name: changes.pop(name)
            for name in ("offered_at", "completed_at", "push", "pull")
            if name in changes
        }
        started = (back or datetime(2021, 3, 5, tzinfo=UTC)) - timedelta(hours=6)
        fields: dict[str, Any] = {
            "episode_id": episode_id,
            "child_id": child,
            "status": EpisodeStatus.MISSING,
            "started_at": started,
            "returned_at": back,
            "interview": None if state is None else ReturnInterview(state=state, **record),
        }
        return Episode(**{**fields, **changes})

    return make
