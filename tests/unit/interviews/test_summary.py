"""What is counted: every part beside its whole, an interview once, an hour never guessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hotspots.errors import ParameterError
from hotspots.interviews import InterviewParams, Told, interviews_of, sample_of, summary_of
from hotspots.model import (
    Geocoded,
    GeocodeMethod,
    GeocodeStatus,
    InterviewState,
    LoggedInterview,
    PlaceMention,
    PlacementType,
    PlaceRole,
    PlaceSource,
    RecordKind,
    Sighting,
)
from hotspots.period import Period

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hotspots.model import Episode, InterviewSummary

BACK = datetime(2021, 3, 5, 17, tzinfo=UTC)
AS_OF = date(2021, 3, 31)
MARCH = Period(first=date(2021, 3, 1), last=date(2021, 3, 31))
PARAMS = InterviewParams()
SAID = PlaceMention(
    key="visited", role=PlaceRole.VISITED, source=PlaceSource.RETURN_INTERVIEW, text="the park"
)


def summary(
    episodes: Sequence[Episode], *log: LoggedInterview, told: Told | None = None
) -> InterviewSummary:
    return summary_of(
        interviews_of(episodes, log, as_of=AS_OF, params=PARAMS).interviews,
        MARCH,
        as_of=AS_OF,
        params=PARAMS,
        told=told or Told(),
        generator=np.random.default_rng(1),
    )


def test_every_state_is_counted_beside_all_returns(episode: Callable[..., Episode]) -> None:
    done = {"state": InterviewState.COMPLETED}
    known = (
        episode("in time", **done, completed_at=BACK + timedelta(hours=71)),
        episode("late", **done, completed_at=BACK + timedelta(hours=73)),
        episode("third day", **done, completed_at=datetime(2021, 3, 8, tzinfo=UTC)),
        episode("dates", **done, completed_at=BACK, time_known=False),
        episode("offered", state=InterviewState.OFFERED, offered_at=BACK + timedelta(hours=80)),
        episode("accepted", state=InterviewState.ACCEPTED, offered_at=BACK + timedelta(hours=1)),
        episode("declined", state=InterviewState.DECLINED),
        episode("again", state=InterviewState.NOT_POSSIBLE),
        episode("tried", state=InterviewState.NOT_POSSIBLE, offered_at=BACK + timedelta(hours=2)),
        episode("nothing"),
        episode("april", BACK + timedelta(days=30)),
        episode("february", BACK - timedelta(days=30)),
    )
    one = summary(known).all
    assert (one.returns, one.with_clock) == (10, 9)
    assert (one.offered, one.offered_within, one.offered_untold) == (8, 3, 3)
    assert (one.accepted, one.declined, one.not_possible, one.not_recorded) == (1, 1, 2, 1)
    assert (one.completed, one.completed_with_clock) == (4, 3)
    assert (one.completed_within, one.completed_late, one.completed_untold) == (1, 1, 1)
    assert one.overdue == 3


def test_an_interview_of_three_returns_is_held_once_and_answers_three(
    episode: Callable[..., Episode],
) -> None:
    known = tuple(episode(f"e{day}", BACK + timedelta(days=day)) for day in range(3))
    entry = LoggedInterview(
        interview_id="i", episode_ids=("e0", "e1", "e2"), state=InterviewState.COMPLETED
    )
    found = summary(known, entry)
    assert (found.interviews_held, found.returns_covered, found.several) == (1, 3, 1)
    assert found.all.completed == 3


def test_placement_types_add_up_to_all(episode: Callable[..., Episode]) -> None:
    known = (
        episode("e1", placement=PlacementType.FOSTER, state=InterviewState.DECLINED),
        episode("e2", placement=PlacementType.OWN_RESIDENTIAL),
        episode("e3", placement=PlacementType.OWN_RESIDENTIAL),
    )
    found = summary(known)
    assert [(kind, one.returns) for kind, one in found.by_placement] == [
        (PlacementType.OWN_RESIDENTIAL, 2),
        (PlacementType.FOSTER, 1),
    ]
    assert sum(one.declined for _, one in found.by_placement) == found.all.declined == 1


def test_reasons_are_counted_by_interview_and_by_young_person(
    episode: Callable[..., Episode],
) -> None:
    done = {"state": InterviewState.COMPLETED}
    known = (
        episode("e1", **done, push=("Boredom",), pull=("Friends", "friends")),
        episode("e2", **done, push=("boredom", "School")),
        episode("e3", **done, child="c_two", push=("boredom",)),
        episode("e4", state=InterviewState.OFFERED, push=("not held",)),
    )
    assert [
        (one.kind, one.reason, one.interviews, one.children) for one in summary(known).reasons
    ] == [("push", "Boredom", 3, 2), ("push", "School", 1, 1), ("pull", "Friends", 1, 1)]


def test_a_place_is_counted_once_for_each_interview(episode: Callable[..., Episode]) -> None:
    known = (
        episode("e1", state=InterviewState.COMPLETED, mentions=(SAID,)),
        episode("e2", BACK + timedelta(days=1), mentions=(SAID,)),
        episode("e3", child="c_two", mentions=(SAID,)),
    )
    where = Geocoded(
        text="", status=GeocodeStatus.LOCATED, method=GeocodeMethod.NAME, confidence=1.0,
        place_id="p1",
    )  # fmt: skip
    police = replace(SAID, source=PlaceSource.POLICE)
    nowhere = replace(where, place_id=None)
    told = Told(
        sightings=(
            *(Sighting(episode=one, mention=SAID, part=0, where=where) for one in known),
            Sighting(episode=known[0], mention=police, part=0, where=replace(where, place_id="p2")),
            Sighting(episode=known[0], mention=SAID, part=1, where=nowhere),
        ),
        names={"p1": "The park"},
    )
    entry = LoggedInterview(
        interview_id="i", episode_ids=("e1", "e2"), state=InterviewState.COMPLETED
    )
    found = summary(known, entry, told=told)
    assert [(one.name, one.interviews, one.children) for one in found.places] == [
        ("The park", 1, 1)
    ]
    assert found.told_where == 1


def test_completeness_asks_only_those_that_should_have_the_field(
    episode: Callable[..., Episode],
) -> None:
    known = (
        episode("e1", state=InterviewState.COMPLETED, completed_at=BACK, push=("a",)),
        episode("e2", state=InterviewState.COMPLETED, time_known=False),
        episode("e3", state=InterviewState.DECLINED),
        episode("e4"),
    )
    found = {(one.source, one.field): (one.of, one.missing) for one in summary(known).completeness}
    weekly, nowhere = RecordKind.WEEKLY.value, RecordKind.NOWHERE.value
    assert found[weekly, "time of the return"] == (3, 1)
    assert found[weekly, "date it was held"] == (2, 1)
    assert found[weekly, "time it was held"] == (2, 2)
    assert found[weekly, "push reasons"] == (2, 1)
    assert found[weekly, "why it was not held"] == (1, 1)
    assert found[nowhere, "state of the interview"] == (1, 1)
    assert (nowhere, "date it was held") not in found
    assert summary(known).completeness[0].share == 1 / 3


def test_a_sample_is_drawn_of_what_was_held_in_the_period(
    episode: Callable[..., Episode],
) -> None:
    known = [
        episode(f"e{day:02}", BACK + timedelta(days=day), state=InterviewState.COMPLETED)
        for day in range(26)
    ]
    known.append(
        episode("april", state=InterviewState.COMPLETED, completed_at=BACK + timedelta(days=30))
    )
    known.append(episode("open"))
    interviews = interviews_of(known, (), as_of=date(2021, 5, 1), params=PARAMS).interviews
    drawn, held = sample_of(interviews, MARCH, size=5, generator=np.random.default_rng(7))
    again, _ = sample_of(interviews[::-1], MARCH, size=5, generator=np.random.default_rng(7))
    other, _ = sample_of(interviews, MARCH, size=5, generator=np.random.default_rng(8))
    assert (len(drawn), held) == (5, 26)
    assert len({one.interview_id for one in drawn}) == 5
    assert drawn == again != other
    every, _ = sample_of(interviews, MARCH, size=99, generator=np.random.default_rng(7))
    assert len(every) == 26


def test_a_sample_of_nothing_is_refused() -> None:
    with pytest.raises(ParameterError, match="one interview"):
        sample_of((), MARCH, size=0, generator=np.random.default_rng(7))


@pytest.mark.parametrize(
    "wrong",
    [
        {"hours": 0},
        {"hours": 10_000},
        {"statuses": frozenset()},
        {"weeks": 0},
        {"least_weeks": 1},
        {"hours_each": 0},
    ],
)
def test_settings_out_of_range_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ParameterError):
        InterviewParams(**wrong)  # type: ignore[arg-type]  # wrong on purpose
