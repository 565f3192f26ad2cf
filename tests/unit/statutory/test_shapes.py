"""Rows of the statutory shapes: exact headers, codes, dates, and open ends."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from hotspots.model import EpisodeStatus, InterviewState, ReturnInterview
from hotspots.period import Period
from hotspots.statutory import (
    ANNEX_A_COLUMNS,
    LOSSES,
    MISSING_COLUMNS,
    SSD_COLUMNS,
    ChildKey,
    Shape,
    annex_a_rows,
    as_held,
    missing_rows,
    ssd_rows,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.model import Episode

YEAR = Period(first=date(2021, 4, 1), last=date(2022, 3, 31))
KEYS = {"c_one": ChildKey(reference="101", dob="01/02/2009")}


def test_the_903_has_the_episodes_that_touch_the_year_and_leaves_ends_beyond_it_open(
    episode: Callable[..., Episode], noon: Callable[..., datetime]
) -> None:
    known = (
        episode(noon(2022, 3, 30), noon(2022, 4, 2)),
        episode(noon(2022, 3, 31), None, child_id="c_two"),
        episode(noon(2021, 3, 30), noon(2021, 4, 1)),
        episode(noon(2021, 3, 1), noon(2021, 3, 31)),
        episode(noon(2022, 4, 1), noon(2022, 4, 2)),
        episode(
            noon(2021, 5, 5), noon(2021, 5, 5), status=EpisodeStatus.AWAY_WITHOUT_AUTHORISATION
        ),
    )
    assert MISSING_COLUMNS == ("CHILD", "DOB", "MISSING", "MIS_START", "MIS_END")
    assert missing_rows(known, YEAR, keys=KEYS) == (
        ("101", "01/02/2009", "M", "30/03/2021", "01/04/2021"),
        ("101", "01/02/2009", "A", "05/05/2021", "05/05/2021"),
        ("101", "01/02/2009", "M", "30/03/2022", ""),
        ("c_two", "", "M", "31/03/2022", ""),
    )
    assert missing_rows(known[::-1], YEAR, keys=KEYS) == missing_rows(known, YEAR, keys=KEYS)


def test_days_are_local_days(episode: Callable[..., Episode]) -> None:
    late = datetime(2021, 6, 30, 23, 30, tzinfo=UTC)  # half past midnight in July
    assert missing_rows((episode(late, None),), YEAR, keys=KEYS)[0][3] == "01/07/2021"


@pytest.mark.parametrize(
    ("state", "cells"),
    [
        (None, ("NA", "NA")),
        (InterviewState.NOT_RECORDED, ("N", "NA")),
        (InterviewState.OFFERED, ("Y", "NA")),
        (InterviewState.ACCEPTED, ("Y", "Y")),
        (InterviewState.DECLINED, ("Y", "N")),
        (InterviewState.NOT_POSSIBLE, ("NA", "NA")),
        (InterviewState.COMPLETED, ("Y", "Y")),
    ],
)
def test_the_dataset_says_what_was_offered_and_accepted(
    episode: Callable[..., Episode],
    noon: Callable[..., datetime],
    state: InterviewState | None,
    cells: tuple[str, str],
) -> None:
    one = episode(noon(2021, 5, 5), noon(2021, 5, 6), state)
    assert len(SSD_COLUMNS) == 7
    assert ssd_rows((one,), YEAR, keys=KEYS) == (
        ("E-0505", "101", "2021-05-05T13:00:00", "M", "2021-05-06T13:00:00", *cells),
    )


def test_the_dataset_has_days_where_the_record_has_days(
    episode: Callable[..., Episode], noon: Callable[..., datetime]
) -> None:
    one = episode(noon(2021, 5, 5), None, time_known=False, child_id="c_two")
    assert ssd_rows((one,), YEAR, keys=KEYS) == (
        ("E-0505", "c_two", "2021-05-05", "M", "", "NA", "NA"),
    )


def test_an_offer_that_came_to_nothing_was_still_an_offer(
    episode: Callable[..., Episode], noon: Callable[..., datetime]
) -> None:
    record = ReturnInterview(state=InterviewState.NOT_POSSIBLE, offered_at=noon(2021, 5, 7))
    one = episode(noon(2021, 5, 5), noon(2021, 5, 6), interview=record)
    assert ssd_rows((one,), YEAR, keys=KEYS)[0][5:] == ("Y", "NA")


def test_reasons_without_a_state_are_not_a_no(
    episode: Callable[..., Episode], noon: Callable[..., datetime]
) -> None:
    record = ReturnInterview(state=InterviewState.NOT_RECORDED, push=("boredom",))
    one = episode(noon(2021, 5, 5), noon(2021, 5, 6), interview=record)
    assert ssd_rows((one,), YEAR, keys=KEYS)[0][5:] == ("NA", "NA")


def test_list_8_counts_each_child_and_tells_of_the_last_missing_episode(
    episode: Callable[..., Episode], noon: Callable[..., datetime]
) -> None:
    away = EpisodeStatus.AWAY_WITHOUT_AUTHORISATION
    known = (
        episode(noon(2021, 5, 5), noon(2021, 5, 6), InterviewState.DECLINED),
        episode(noon(2021, 6, 5), noon(2021, 6, 6), InterviewState.COMPLETED),
        episode(noon(2021, 7, 5), noon(2021, 7, 6), InterviewState.OFFERED, status=away),
        episode(noon(2021, 8, 5), None),
        episode(noon(2021, 3, 5), noon(2021, 3, 6)),
        episode(noon(2021, 8, 6), noon(2021, 8, 6), status=away, child_id="c_two"),
    )
    assert len(ANNEX_A_COLUMNS) == 5
    assert annex_a_rows(known, YEAR, keys=KEYS) == (
        ("101", 3, 1, "a) Yes", "a) Yes"),
        ("c_two", 0, 1, "", ""),
    )


def test_every_shape_lists_what_it_cannot_hold(
    episode: Callable[..., Episode], noon: Callable[..., datetime]
) -> None:
    assert set(LOSSES) == set(Shape)
    assert all(LOSSES.values())
    assert any("72 hours cannot be computed from this" in line for line in LOSSES[Shape.SSDA903])
    one = episode(noon(2021, 5, 5), noon(2022, 5, 6), risk_level="high")
    assert as_held(one, Shape.ANNEX_A, last=YEAR.last) is None
    bare = as_held(one, Shape.SSDA903, last=YEAR.last)
    assert bare is not None
    assert (bare.returned_at, bare.risk_level, bare.time_known) == (None, "", False)
