"""The queue of a day: the most urgent first, what is closed at the end."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from hotspots.interviews import InterviewParams, interviews_of, queue_of
from hotspots.model import Clock, InterviewState, LoggedInterview

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hotspots.model import Episode, Queue

BACK = datetime(2021, 3, 5, 17, tzinfo=UTC)
PARAMS = InterviewParams()


def queue(
    episodes: Sequence[Episode], *log: LoggedInterview, as_of: date = date(2021, 3, 8)
) -> Queue:
    linked = interviews_of(episodes, log, as_of=as_of, params=PARAMS)
    return queue_of(linked.interviews, episodes, as_of=as_of, params=PARAMS)


def test_the_most_urgent_stands_first(episode: Callable[..., Episode]) -> None:
    known = (
        episode("done", state=InterviewState.DECLINED),
        episode("dates", time_known=False),
        episode("due", BACK + timedelta(days=2)),
        episode("today"),
        episode("overdue", BACK - timedelta(days=2)),
        episode("worse", BACK - timedelta(days=3)),
    )
    found = queue(known)
    assert [(one.interview.interview_id, one.first.clock, one.is_open) for one in found.lines] == [
        ("worse", Clock.OVERDUE, True),
        ("overdue", Clock.OVERDUE, True),
        ("today", Clock.DUE_TODAY, True),
        ("due", Clock.DUE, True),
        ("dates", Clock.NONE, True),
        ("done", Clock.ENDED, False),
    ]


def test_an_interview_of_several_returns_is_one_line_with_the_first_clock(
    episode: Callable[..., Episode],
) -> None:
    known = (
        episode("e0", BACK - timedelta(hours=9), time_known=False),
        episode("e1"),
        episode("e2", BACK + timedelta(days=1)),
    )
    entry = LoggedInterview(
        interview_id="i", episode_ids=("e0", "e1", "e2"), state=InterviewState.ACCEPTED
    )
    (line,) = queue(known, entry).lines
    assert (line.first.episode.episode_id, len(line.clocks)) == ("e1", 3)


def test_whoever_is_missing_again_is_marked(episode: Callable[..., Episode]) -> None:
    known = (
        episode("e1"),
        episode("open", None, started_at=BACK + timedelta(days=1)),
        episode("later", None, child="c_two", started_at=BACK + timedelta(days=9)),
    )
    found = queue(known)
    assert (found.lines[0].missing_now, found.still_missing) == (True, 1)


def test_old_open_returns_are_counted_and_old_closed_ones_left(
    episode: Callable[..., Episode],
) -> None:
    known = (
        episode("old", BACK - timedelta(days=100)),
        episode("closed", BACK - timedelta(days=40), state=InterviewState.DECLINED),
        episode("ancient", BACK - timedelta(days=200), state=InterviewState.DECLINED),
        episode(
            "held lately",
            BACK - timedelta(days=40),
            state=InterviewState.COMPLETED,
            completed_at=BACK - timedelta(days=10),
        ),
    )
    found = queue(known)
    assert ([one.interview.interview_id for one in found.lines], found.older_open) == (
        ["held lately"],
        1,
    )
