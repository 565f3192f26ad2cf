"""Episodes for the statutory shapes. All of it is synthetic."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from hotspots.model import Episode, EpisodeStatus, InterviewState, ReturnInterview

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def episode() -> Callable[..., Episode]:
    """Make one from `start` to `back` (UTC), with a weekly record in a `state`."""

    def make(
        start: datetime,
        back: datetime | None,
        state: InterviewState | None = None,
        **changes: Any,  # noqa: ANN401 - any field of an episode
    ) -> Episode:
        fields: dict[str, Any] = {
            "episode_id": f"E-{start:%m%d}",
            "child_id": "c_one",
            "status": EpisodeStatus.MISSING,
            "started_at": start,
            "returned_at": back,
            "interview": None if state is None else ReturnInterview(state=state),
        }
        return Episode(**{**fields, **changes})

    return make


@pytest.fixture
def noon() -> Callable[[int, int, int], datetime]:
    """A day's noon, UTC."""
    return lambda year, month, day: datetime(year, month, day, 12, tzinfo=UTC)
