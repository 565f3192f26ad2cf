"""Cells are cleaned, and spoken of without their values."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

import pytest

from hotspots.ingest.cells import (
    CellError,
    Special,
    clean,
    is_blank,
    reference_of,
    text_of,
    value_class,
)

if TYPE_CHECKING:
    from hotspots.ingest.cells import Cell


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  bus  stn ", "bus stn"),
        ("a\nb\tc\u00a0d", "a b c d"),
        ("Mar\0keaton", "Markeaton"),
        ("\u202eabc\u202c\u200b\ufeff", "abc"),
        ("Cafe\u0301", "Café"),
        ("x\x07y", "xy"),
        ("\ud800z", "z"),
    ],
)
def test_nothing_invisible_is_kept(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (None, ""), (12.0, "12"), (12.5, "12.5"), (12, "12"), ("=1+1", "=1+1"), (True, "True"),
        (date(2021, 3, 5), "2021-03-05"), (time(1, 2), "01:02:00"),
        (datetime(2021, 3, 5, 1), "2021-03-05 01:00:00"),  # noqa: DTZ001 - a cell has no zone
    ],
)  # fmt: skip
def test_a_cell_is_text(cell: Cell, expected: str) -> None:
    assert text_of(cell) == expected


@pytest.mark.parametrize("cell", ["#N/A", "#REF!", "#####", Special.NO_SAVED_RESULT])
def test_a_failed_or_unsaved_formula_is_no_text(cell: Cell) -> None:
    with pytest.raises(CellError):
        text_of(cell)


@pytest.mark.parametrize("cell", ["1.23457E+15", "1E+20", 1e15, 1234567890123456])
def test_a_rounded_number_is_no_reference(cell: Cell) -> None:
    with pytest.raises(CellError, match="rounded"):
        reference_of(cell)


@pytest.mark.parametrize("cell", ["E12345", 123456789012345, "1234567890123456", 7.0])
def test_a_whole_reference_is_kept(cell: Cell) -> None:
    assert reference_of(cell) == str(cell).removesuffix(".0")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (None, "blank"), ("  \u200b", "blank"), ("Jane", "text"), ("Jane 7", "text with digits"),
        ("77.5", "number stored as text"), (7, "number"), (7.5, "number"), (True, "yes/no value"),
        (date(2021, 3, 5), "date"), (datetime(2021, 3, 5), "date and time"), (time(1), "time"),  # noqa: DTZ001 - a cell has no zone
        ("#N/A", "error value"), ("x" * 5000, "very long text"),
        (Special.NO_SAVED_RESULT, "formula without a saved result"),
    ],
)  # fmt: skip
def test_a_cell_is_spoken_of_by_its_kind(cell: Cell, expected: str) -> None:
    assert value_class(cell) == expected


def test_blank_is_what_shows_nothing() -> None:
    assert is_blank("\u200b \n")
    assert not is_blank(0)
    assert not is_blank("0")
