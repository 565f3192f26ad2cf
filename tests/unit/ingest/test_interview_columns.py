"""What the weekly file says of a return interview, column by column."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from hotspots.model import InterviewState

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.ledger import Batch

    Read = Callable[..., Batch]


@pytest.mark.parametrize(
    ("cells", "state"),
    [
        ({"RHI Accepted": "Yes"}, InterviewState.ACCEPTED),
        ({"RHI Offered": "Yes", "RHI Accepted": "No"}, InterviewState.DECLINED),
        ({"RHI Offered": "Yes", "RHI Accepted": "NA"}, InterviewState.OFFERED),
        ({"RHI Offered": "No", "RHI Accepted": "NA"}, InterviewState.NOT_RECORDED),
        ({"RHI Outcome": "Accepted"}, InterviewState.ACCEPTED),
        ({"RHI Accepted": "Yes", "RHI Outcome": "Missing again"}, InterviewState.NOT_POSSIBLE),
    ],
)
def test_offered_and_accepted_give_a_state_and_the_outcome_counts_before_them(
    read: Read, cells: dict[str, str], state: InterviewState
) -> None:
    interview = read(cells).episodes[0].interview
    assert interview is not None
    assert interview.state is state


@pytest.mark.parametrize("cells", [{"RHI Offered": "Unknown"}, {"RHI Accepted": "No"}])
def test_unknown_says_nothing_nor_does_a_refusal_of_no_offer(
    read: Read, cells: dict[str, str]
) -> None:
    assert read(cells).episodes[0].interview is None


def test_the_offer_and_the_interview_have_dates_and_times_of_their_own(read: Read) -> None:
    batch = read(
        {
            "RHI Outcome": "Completed",
            "RHI Offered Date": "02/03/2021",
            "RHI Offered Time": "12:00",
            "RHI Date": "04/03/2021",
            "RHI Time": "16:30",
        }
    )
    interview = batch.episodes[0].interview
    assert interview is not None
    assert interview.offered_at == datetime(2021, 3, 2, 12, tzinfo=UTC)
    assert interview.completed_at == datetime(2021, 3, 4, 16, 30, tzinfo=UTC)
    assert not [note for note in batch.remarks if note.row > 1]


def test_an_offer_before_the_return_is_remarked_on(read: Read) -> None:
    batch = read({"RHI Offered": "Yes", "RHI Offered Date": "01/03/2021"})
    assert [note.column for note in batch.remarks if note.row > 1] == [
        "Return Interview Offered Date"
    ]


def test_the_standard_safeguarding_dataset_is_read(read: Read) -> None:
    batch = read(
        {
            "miss_table_id": "7",
            "miss_person_id": "SYN-0001",
            "miss_missing_episode_start_date": "2021-03-01T17:05:00",
            "miss_missing_episode_type": "A",
            "miss_missing_episode_end_date": "2021-03-02",
            "miss_missing_rhi_offered": "Y",
            "miss_missing_rhi_accepted": "N",
        },
        profile="ssd-missing",
    )
    (one,) = batch.episodes
    assert one.interview is not None
    assert one.interview.state is InterviewState.DECLINED
    assert not one.time_known  # the return has no time, so 72 hours cannot be computed from it
