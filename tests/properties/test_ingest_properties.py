"""Whatever stands in a table: the ledger balances, row order decides nothing, nothing leaks.

All of it is synthetic.
"""

from __future__ import annotations

import csv
import io
import tempfile
from datetime import UTC, date, datetime
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from hotspots.errors import InputError
from hotspots.ingest import Pseudonymiser, load_profile, read_episodes
from hotspots.ingest.pseudonym import normal_reference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.ledger import Batch
    from hotspots.model import Episode

HEADING = [
    "Episode ID", "Child ID", "Date of Birth", "Status", "Missing From Date", "Missing From Time",
    "Return Date", "Return Time", "Found Location", "Found By",
]  # fmt: skip
PROFILE = load_profile("case-system")
KEY = Pseudonymiser(bytes(range(32)))

ANY_CELL = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\0"), max_size=12
)
DAYS = st.sampled_from(["01/03/2021", "2021-03-02", "3 March 2021", "28/03/2021", "", "n/k"])
TIMES = st.sampled_from(["17:05", "1.30am", "0905", "", "n/k"])
# Few values, so that duplicates, contradictions and overlaps are common.
LIKELY_ROW = st.tuples(
    st.sampled_from(["", "E1", "E2", "E3", "E4"]),
    st.sampled_from(["SYN-1", "SYN-2", "syn-1", ""]),
    st.sampled_from(["", "01/02/2006", "02/03/2021"]),
    st.sampled_from(["M", "A", "Missing", ""]),
    DAYS,
    TIMES,
    DAYS,
    TIMES,
    st.sampled_from(["", "Aldi", "bus stn"]),
    st.sampled_from(["", "Police"]),
)


def read(*tables: Sequence[Sequence[str]]) -> Batch:
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, rows in enumerate(tables):
            out = io.StringIO()
            csv.writer(out).writerows([HEADING, *rows])
            path = Path(folder) / f"table{number}.csv"
            path.write_text(out.getvalue(), encoding="utf-8", newline="")
            paths.append(path)
        return read_episodes(paths, profile=PROFILE, pseudonymiser=KEY, as_of=date(2021, 7, 1))


def assert_balanced(batch: Batch) -> None:
    for ledger in batch.ledgers:
        assert ledger.rows_in == ledger.kept + ledger.rejected
    assert sum(ledger.kept for ledger in batch.ledgers) == len(batch.episodes)
    assert sum(ledger.rejected for ledger in batch.ledgers) == len(batch.rejects)
    places = [(note.file, note.row) for note in batch.rejects]
    assert len(set(places)) == len(places)


@given(st.lists(st.lists(ANY_CELL, max_size=12), max_size=8))
def test_any_table_is_refused_or_balances(rows: list[list[str]]) -> None:
    try:
        batch = read(rows)
    except InputError:
        return
    assert_balanced(batch)
    blank = sum(not any(cell.strip() for cell in row) for row in rows)
    assert batch.ledgers[0].rows_in <= len(rows) - blank


@given(st.lists(LIKELY_ROW, max_size=10), st.lists(LIKELY_ROW, max_size=5))
def test_likely_tables_balance_together(
    one: list[tuple[str, ...]], other: list[tuple[str, ...]]
) -> None:
    batch = read(one, other)
    assert_balanced(batch)
    assert [ledger.rows_in for ledger in batch.ledgers] == [
        sum(any(row) for row in rows) for rows in (one, other)
    ]
    ids = [episode.episode_id for episode in batch.episodes]
    assert ids == sorted(set(ids))


@given(st.data(), st.lists(LIKELY_ROW, max_size=10))
def test_row_order_does_not_change_what_is_kept(
    data: st.DataObject, rows: list[tuple[str, ...]]
) -> None:
    shuffled = data.draw(st.permutations(rows))
    one, other = read(rows), read(shuffled)
    assert one.episodes == other.episodes
    assert sorted(note.rule for note in one.rejects) == sorted(note.rule for note in other.rejects)


@given(st.lists(LIKELY_ROW, max_size=10))
def test_reading_the_same_file_again_adds_nothing(rows: list[tuple[str, ...]]) -> None:
    assert read(rows).episodes == read(rows, rows).episodes


@given(st.lists(LIKELY_ROW, max_size=12))
def test_no_child_is_missing_twice_at_once(rows: list[tuple[str, ...]]) -> None:
    for one, other in permutations(read(rows).episodes, 2):
        if one.child_id == other.child_id and _order(one) < _order(other):
            assert one.returned_at is not None
            assert one.closed_on is not None
            assert one.closed_on <= other.started_on
            if one.time_known and other.time_known:
                assert one.returned_at <= other.started_at


def _order(episode: Episode) -> tuple[date, datetime, datetime]:
    never = datetime.max.replace(tzinfo=UTC)
    return (episode.started_on, episode.started_at, episode.returned_at or never)


@given(
    st.text(st.sampled_from("KQXZ0123456789"), min_size=6, max_size=10),
    ANY_CELL,
    st.sampled_from(["M", "lost"]),
)
def test_a_reference_is_repeated_nowhere(reference: str, start: str, status: str) -> None:
    canary = f"CANARY{reference}"
    row = ["", canary, "", status, start or "01/03/2021", "17:05", "", "", "Aldi", ""]
    batch = read([row, row])
    assert canary not in repr(batch)
    assert canary.lower() not in repr(batch).lower()


@given(
    st.text(min_size=1), st.binary(min_size=32, max_size=64), st.binary(min_size=32, max_size=64)
)
@settings(max_examples=200)
def test_pseudonyms_are_stable_and_keyed(reference: str, key: bytes, other: bytes) -> None:
    if not normal_reference(reference):
        return
    pseudonym = Pseudonymiser(key)(reference)
    assert pseudonym == Pseudonymiser(key)(f"  {reference} ")
    assert pseudonym == Pseudonymiser(key)(normal_reference(reference))
    assert (pseudonym == Pseudonymiser(other)(reference)) == _same_key(key, other)


def _same_key(one: bytes, other: bytes) -> bool:
    """HMAC fills a key of up to 64 bytes with zeros, so trailing ones do not count."""
    return one.ljust(64, b"\0") == other.ljust(64, b"\0")
