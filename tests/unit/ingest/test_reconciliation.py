"""Duplicates, contradictions and overlaps, within a file and across files."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hotspots.ledger import Batch

OPEN = {"Return Date": "", "Return Time": ""}


def span(number: int, start: str, end: str, **more: str) -> dict[str, str]:
    """Times of one day, 1 March 2021, as `17:05`."""
    return {
        "Episode ID": f"E{number}",
        "Missing From Date": "01/03/2021",
        "Missing From Time": start,
        "Return Date": "01/03/2021",
        "Return Time": end,
    } | more


def kept(batch: Batch) -> list[str]:
    return [episode.episode_id for episode in batch.episodes]


def problems(batch: Batch) -> list[tuple[int, str]]:
    return [(note.row, note.problem) for note in batch.rejects]


def test_the_same_row_again_is_kept_once(read: Callable[..., Batch]) -> None:
    batch = read({}, {"Episode ID": "E2", "Child ID": "SYN-0002"}, {})
    assert kept(batch) == ["E1", "E2"]
    assert problems(batch) == [(4, "duplicate of row 2")]


def test_one_id_with_two_contents_rejects_both(read: Callable[..., Batch]) -> None:
    batch = read({}, {"Return Time": "10:10"}, {"Episode ID": "E2", "Child ID": "SYN-0002"})
    assert kept(batch) == ["E2"]
    assert problems(batch) == [
        (2, "row 3 has the same episode ID with other contents"),
        (3, "row 2 has the same episode ID with other contents"),
    ]


def test_the_same_episode_in_a_second_file_is_kept_once(read_files: Callable[..., Batch]) -> None:
    batch = read_files([{}], [{}])
    assert [(one.file, one.kept, one.rejected) for one in batch.ledgers] == [
        ("file1.csv", 1, 0),
        ("file2.csv", 0, 1),
    ]
    assert problems(batch) == [(2, "already in file1.csv row 2")]


def test_a_later_file_knows_more(read_files: Callable[..., Batch]) -> None:
    batch = read_files([OPEN], [{}])
    assert batch.episodes[0].returned_at is not None
    assert [(one.kept, one.rejected) for one in batch.ledgers] == [(0, 1), (1, 0)]
    assert batch.rejects[0].rule == "replaced by a later file"
    assert "file2.csv row 2" in batch.rejects[0].problem


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_an_overlap_rejects_the_later_start_in_any_order(
    read: Callable[..., Batch], order: tuple[int, ...]
) -> None:
    rows: list[Mapping[str, Any]] = [
        span(1, "10:00", "12:00"),
        span(2, "11:59", "13:00"),
        span(3, "12:00", "14:00"),
    ]
    batch = read(*[rows[n] for n in order])
    assert kept(batch) == ["E1", "E3"]
    row_of_first = order.index(0) + 2
    assert problems(batch) == [
        (order.index(1) + 2, f"it starts before the episode in row {row_of_first} ended")
    ]
    assert "(574)" in batch.rejects[0].rule


def test_a_new_episode_while_one_is_open_is_rejected(read: Callable[..., Batch]) -> None:
    batch = read(span(1, "10:00", "") | OPEN, span(2, "18:00", "19:00"))
    assert kept(batch) == ["E1"]
    assert "row 2 was still open" in batch.rejects[0].problem


def test_children_do_not_overlap_with_one_another(read: Callable[..., Batch]) -> None:
    batch = read(span(1, "10:00", "12:00"), span(2, "11:00", "13:00", **{"Child ID": "SYN-2"}))
    assert kept(batch) == ["E1", "E2"]


def test_without_times_a_day_may_end_one_and_start_another(read: Callable[..., Batch]) -> None:
    first = span(1, "", "") | {"Return Date": "02/03/2021"}
    second = span(2, "08:00", "09:00") | {
        "Missing From Date": "02/03/2021",
        "Return Date": "02/03/2021",
    }
    third = span(3, "", "") | {"Missing From Date": "01/03/2021", "Return Date": "05/03/2021"}
    batch = read(first, second, third)
    assert kept(batch) == ["E1", "E2"]
    assert batch.rejects[0].row == 4


def test_a_day_between_does_not_hide_a_longer_episode(read: Callable[..., Batch]) -> None:
    longer = span(1, "17:05", "09:00") | {"Return Date": "02/03/2021"}
    day = {"Missing From Date": "02/03/2021", "Return Date": "02/03/2021"}
    batch = read(longer, span(2, "", "") | day, span(3, "08:00", "10:00") | day)
    assert kept(batch) == ["E1", "E2"]
    assert problems(batch) == [(4, "it starts before the episode in row 2 ended")]


def test_an_episode_without_an_id_gets_one_that_lasts(read: Callable[..., Batch]) -> None:
    while_open = read({"Episode ID": ""} | OPEN).episodes[0]
    closed = read({"Episode ID": ""}).episodes[0]
    assert while_open.episode_id == closed.episode_id
    assert closed.episode_id.startswith("e_")


def test_two_episodes_of_one_day_without_ids_are_two(read: Callable[..., Batch]) -> None:
    row = {"CHILD": "SYN9", "DOB": "01/01/2008", "MISSING": "M", "MIS_START": "01/03/2021"}
    batch = read(
        row | {"MIS_END": "01/03/2021"},
        row | {"MIS_END": "02/03/2021"},
        row | {"MIS_END": "02/03/2021"},
        profile="ssda903-missing",
    )
    assert len(batch.episodes) == 2
    assert [note.rule for note in batch.rejects] == ["duplicate row"]
    assert not any(episode.time_known for episode in batch.episodes)
