"""A document comes out of the reading process as it went in, or is refused."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from hotspots.confined.frames import packed, unpacked
from hotspots.errors import InputError
from hotspots.ingest.cells import Special
from hotspots.ingest.csvfile import open_csv
from hotspots.ingest.document import Document, Line, Sheet
from hotspots.ingest.wire import document_of, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CELLS = (
    "text", 1, 2.5, True, None, Special.NO_SAVED_RESULT, "", 10**30, date(2021, 3, 1),
    datetime(2021, 3, 1, 12), time(17, 5), timedelta(hours=30),  # noqa: DTZ001 - a cell has no zone
)  # fmt: skip
ABOUT = ([("A", True)], False, "")


class Told:
    """Answers as some process might give them."""

    def __init__(self, about: object, *items: object, streams: int = 1) -> None:
        self.about = unpacked(packed(about))[0]
        self.streams = streams
        self._items = items

    def items(self, _stream: int) -> Iterator[object]:
        yield from unpacked(b"".join(map(packed, self._items)))


def over(told: Any) -> Document:  # noqa: ANN401 - stands in for Answers
    return document_of(told, file="x.csv")


def test_every_kind_of_cell_goes_over() -> None:
    lines = (Line(1, ()), Line(7, CELLS))
    sheet = Sheet(name="A", lines=lambda: iter(lines), serial_dates=False)
    document = Document(sheets=(sheet,), alternatives=True, encoding_note="a note")
    sent = served(document)
    heard = over(Told(sent.about, *sent.streams[0]()))
    assert (heard.alternatives, heard.encoding_note) == (True, "a note")
    (got,) = heard.sheets
    assert (got.name, got.serial_dates) == ("A", False)
    assert tuple(got.lines()) == lines
    assert [type(cell) for cell in list(got.lines())[1].cells] == [type(cell) for cell in CELLS]


@pytest.mark.parametrize(
    "about",
    [
        None,
        "x",
        ([], False),
        ([("A", True), ("B", True)], False, ""),
        ([("A", 1)], False, ""),
        (["A"], False, ""),
        ([("A", True)], "no", ""),
        ([("A", True)], False, 5),
    ],
)
def test_what_is_no_document_is_refused(about: object) -> None:
    with pytest.raises(InputError, match="gave no table"):
        over(Told(about))


@pytest.mark.parametrize(
    "item",
    [None, 5, (1,), ("1", ()), (1, "cells"), (1, (b"bytes",)), (1, ({},)), (1, (("nested",),))],
)
def test_what_is_no_line_is_refused(item: object) -> None:
    (sheet,) = over(Told(ABOUT, item)).sheets
    with pytest.raises(InputError, match="gave no table"):
        list(sheet.lines())


@pytest.mark.parametrize(
    ("limit", "value", "words"),
    [("_MAX_LINES", 2, "more than 2 rows"), ("_MAX_CELLS", 2, "more than 2 cells")],
)
def test_rows_and_cells_of_a_csv_are_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, words: str
) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\nc,d\ne,f,g\n")
    monkeypatch.setattr(f"hotspots.ingest.csvfile.{limit}", value)
    with open_csv(path) as document, pytest.raises(InputError, match=f"row 3: .*{words}"):
        list(document.sheets[0].lines())
