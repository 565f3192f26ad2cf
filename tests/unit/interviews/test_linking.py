"""Interviews from episodes and the log: one may answer several returns."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from hotspots.errors import ParameterError
from hotspots.interviews import InterviewParams, day_moment, interviews_of
from hotspots.interviews.linking import by_return
from hotspots.model import EpisodeStatus, InterviewState, LoggedInterview, Moment, RecordKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from hotspots.interviews import Linked
    from hotspots.model import Episode

BACK = datetime(2021, 3, 5, 17, tzinfo=UTC)
AS_OF = date(2021, 3, 31)


def link(
    episodes: Iterable[Episode],
    *log: LoggedInterview,
    as_of: date = AS_OF,
    statuses: Iterable[EpisodeStatus] = EpisodeStatus,
) -> Linked:
    params = InterviewParams(statuses=frozenset(statuses))
    return interviews_of(episodes, log, as_of=as_of, params=params)


def logged(interview_id: str, *ids: str, **fields: object) -> LoggedInterview:
    given = {"state": InterviewState.COMPLETED, **fields}
    return LoggedInterview(interview_id=interview_id, episode_ids=ids, **given)  # type: ignore[arg-type]  # any field


def test_every_return_has_an_interview_of_its_own(episode: Callable[..., Episode]) -> None:
    known = (
        episode("e2", state=InterviewState.DECLINED),
        episode("e1"),
        episode("e3", None),
        episode("e4", BACK + timedelta(days=60)),
    )
    found = link(known).interviews
    assert [(one.interview_id, one.state, one.recorded_in) for one in found] == [
        ("e1", InterviewState.NOT_RECORDED, RecordKind.NOWHERE),
        ("e2", InterviewState.DECLINED, RecordKind.WEEKLY),
    ]


def test_one_interview_of_the_log_covers_several_returns(
    episode: Callable[..., Episode],
) -> None:
    known = (
        episode("e2", BACK + timedelta(days=1), state=InterviewState.OFFERED, push=("b", "A")),
        episode("e1", state=InterviewState.OFFERED, push=("a",), pull=("c",)),
    )
    entry = logged("i1", "e1", "e2", "gone", completed=day_moment(date(2021, 3, 7)), hours=2.5)
    linked = link(known, entry)
    (one,) = linked.interviews
    assert [covered.episode_id for covered in one.episodes] == ["e1", "e2"]
    assert (one.push, one.pull, one.hours) == (("A", "b"), ("c",), 2.5)
    assert (one.recorded_in, linked.unknown) == (RecordKind.LOG, 1)


def test_a_line_of_the_log_without_any_known_return_is_counted(
    episode: Callable[..., Episode],
) -> None:
    linked = link((episode("e1", None),), logged("i1", "e1"))
    assert (linked.interviews, linked.unknown) == ((), 1)


def test_an_interview_belongs_to_one_young_person(episode: Callable[..., Episode]) -> None:
    known = (episode("e1"), episode("e2", child="c_two"))
    with pytest.raises(ParameterError, match="more than one young person"):
        link(known, logged("i1", "e1", "e2"))


def test_two_lines_with_one_id_are_refused(episode: Callable[..., Episode]) -> None:
    with pytest.raises(ParameterError, match="same interview id"):
        link((episode("e1"),), logged("i", "e1"), logged("i", "e1"))


def test_other_statuses_are_left_out(episode: Callable[..., Episode]) -> None:
    away = episode("e1", status=EpisodeStatus.AWAY_WITHOUT_AUTHORISATION)
    assert not link((away,), statuses=[EpisodeStatus.MISSING]).interviews


def test_what_came_later_is_not_known_yet(episode: Callable[..., Episode]) -> None:
    held = episode(
        "e1",
        state=InterviewState.COMPLETED,
        offered_at=BACK + timedelta(days=1, minutes=3),
        completed_at=BACK + timedelta(days=3),
        push=("a",),
    )
    states = {day: link((held,), as_of=date(2021, 3, day)).interviews[0] for day in (5, 6, 7, 8)}
    assert [(one.state, one.push) for one in states.values()] == [
        (InterviewState.NOT_RECORDED, ()),
        (InterviewState.OFFERED, ()),
        (InterviewState.OFFERED, ()),
        (InterviewState.COMPLETED, ("a",)),
    ]
    assert [one.offered is None for one in states.values()] == [True, False, False, False]


@pytest.mark.parametrize(
    ("completed_at", "exact"),
    [
        (datetime(2021, 3, 8, tzinfo=UTC), False),  # local midnight: a date alone
        (BACK, False),  # the day of the return, and no time
        (datetime(2021, 3, 8, 9, 30, tzinfo=UTC), True),
    ],
)
def test_a_date_without_a_time_is_some_time_of_the_day(
    episode: Callable[..., Episode], completed_at: datetime, *, exact: bool
) -> None:
    one = episode("e1", state=InterviewState.COMPLETED, completed_at=completed_at)
    done = link((one,)).interviews[0].completed
    assert done is not None
    assert done.is_exact is exact
    assert done.earliest == completed_at


def test_of_two_interviews_the_furthest_on_and_then_the_first_answers_a_return(
    episode: Callable[..., Episode],
) -> None:
    late, early = (day_moment(date(2021, 3, day)) for day in (9, 7))
    linked = link(
        (episode("e1"),),
        logged("a", "e1", state=InterviewState.DECLINED),
        logged("b", "e1", completed=late),
        logged("c", "e1", completed=early),
        logged("d", "e1"),
    )
    assert by_return(linked.interviews)["e1"].interview_id == "c"


def test_an_exact_moment_is_one_moment() -> None:
    assert Moment(earliest=BACK, latest=BACK).is_exact
