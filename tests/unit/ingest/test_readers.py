"""What the readers say of a whole file, and the limits that no honest workbook meets."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from hotspots.errors import InputError, ParameterError
from hotspots.ingest import Pseudonymiser, load_profile, preflight, read_episodes
from hotspots.ingest.readers import READERS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hotspots.ledger import Batch

HEADING = ["Child ID", "Status", "Start Date", "Return Date"]
ROW = ["SYN-1", "M", "01/03/2021", "02/03/2021"]


@pytest.fixture
def read_path(pseudonymiser: Pseudonymiser) -> Callable[[Path], Batch]:
    def read_one(path: Path) -> Batch:
        return read_episodes(
            [path],
            profile=load_profile("case-system"),
            pseudonymiser=pseudonymiser,
            as_of=date(2021, 7, 1),
        )

    return read_one


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Data", 0)
    sheet.append(HEADING)
    sheet.append(ROW)
    path = tmp_path / "book.xlsx"
    book.save(path)
    return path


STRINGS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def share_strings(path: Path) -> None:
    """Move the texts into the list that Excel keeps them in."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    texts: list[str] = []

    def moved(found: re.Match[str]) -> str:
        texts.append(found[2])
        return f'<c r="{found[1]}" t="s"><v>{len(texts) - 1}</v></c>'

    cell = r'<c r="(\w+)" t="inlineStr"><is><t>([^<]*)</t></is></c>'
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = re.sub(cell, moved, parts[sheet])
    assert texts
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{items}</sst>'
    rels = "xl/_rels/workbook.xml.rels"
    link = f'<Relationship Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml" Id="r9"/>'
    parts[rels] = parts[rels].replace("</Relationships>", f"{link}</Relationships>")
    kind = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{STRINGS_TYPE}"/>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        "</Types>", f"{kind}</Types>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)


def test_shared_strings_are_read_as_the_cells_they_stand_for(
    workbook: Path, read_path: Callable[[Path], Batch]
) -> None:
    expected = read_path(workbook).episodes
    share_strings(workbook)
    assert read_path(workbook).episodes == expected != ()


def test_a_large_part_is_refused_whatever_it_is_called(
    workbook: Path, read_path: Callable[[Path], Batch]
) -> None:
    add(workbook, "xl/media/picture.png", bytes(range(256)) * 20_000)
    with pytest.raises(InputError, match="too large"):
        read_path(workbook)


def add(path: Path, name: str, content: bytes = b"<a/>") -> None:
    with zipfile.ZipFile(path, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr(name, content)


def test_the_ledger_names_the_sheet_and_the_bytes(
    workbook: Path, read_path: Callable[[Path], Batch]
) -> None:
    (ledger,) = read_path(workbook).ledgers
    assert (ledger.file, ledger.sheet) == ("book.xlsx", "Data")
    assert len(ledger.sha256) == 64


def test_a_date_in_a_workbook_that_counts_from_1904_is_not_moved(
    tmp_path: Path, read_path: Callable[[Path], Batch]
) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.worksheets[0]
    sheet.append(HEADING)
    sheet.append(["SYN-1", "M", date(2021, 3, 1), date(2021, 3, 2)])
    sheet.append(["SYN-2", "M", 44256, date(2021, 3, 2)])
    path = tmp_path / "mac.xlsx"
    book.save(path)
    batch = read_path(path)
    assert [episode.started_on for episode in batch.episodes] == [date(2021, 3, 1)]
    assert [note.row for note in batch.rejects] == [3]


def test_two_parts_of_one_name_are_refused(
    workbook: Path, read_path: Callable[[Path], Batch]
) -> None:
    add(workbook, "XL/workbook.xml")
    with pytest.raises(InputError, match="one name"):
        read_path(workbook)


def test_an_encrypted_part_is_refused(workbook: Path, read_path: Callable[[Path], Batch]) -> None:
    content = bytearray(workbook.read_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        directory = archive.start_dir
    content[directory + 8] |= 1
    workbook.write_bytes(content)
    with pytest.raises(InputError, match="encrypted"):
        read_path(workbook)


@pytest.mark.parametrize(
    ("limit", "value", "problem"),
    [
        ("MAX_UNPACKED_BYTES", 1000, "too large when unpacked"),
        ("MAX_SMALL_PART_BYTES", 100, "a part of the workbook is too large"),
        ("MAX_STRINGS_BYTES", 10, "a part of the workbook is too large"),
        ("MAX_STRINGS", 3, "more than 3 rows"),
        ("MAX_XML_ROWS", 1, "more than 1 rows"),
        ("MAX_GAP_BYTES", 200, "extremely long"),
    ],
)
def test_each_limit_is_held(
    workbook: Path,
    read_path: Callable[[Path], Batch],
    monkeypatch: pytest.MonkeyPatch,
    *,
    limit: str,
    value: int,
    problem: str,
) -> None:
    share_strings(workbook)
    monkeypatch.setattr(preflight, limit, value)
    monkeypatch.setattr(preflight, "_BLOCK_BYTES", 100)
    with pytest.raises(InputError, match=problem):
        read_path(workbook)


@pytest.mark.parametrize("block", [7, 64, 1000])
def test_where_the_blocks_are_cut_changes_nothing(
    workbook: Path,
    read_path: Callable[[Path], Batch],
    monkeypatch: pytest.MonkeyPatch,
    block: int,
) -> None:
    expected = read_path(workbook)
    monkeypatch.setattr(preflight, "_BLOCK_BYTES", block)
    assert read_path(workbook) == expected


def test_more_rows_than_a_spreadsheet_has_are_refused(
    workbook: Path, read_path: Callable[[Path], Batch], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hotspots.ingest.xlsxfile._LAST_ROW", 1)
    with pytest.raises(InputError, match="any spreadsheet"):
        read_path(workbook)


def test_another_encoding_and_short_rows_are_remarked_on(
    tmp_path: Path, read_path: Callable[[Path], Batch]
) -> None:
    path = tmp_path / "x.csv"
    text = "Child ID;Status;Start Date;Return Date;Found Location\nSYN-1;M;01/03/2021;02/03/2021\n"
    path.write_bytes(text.encode() + "SYN-2;M;01/03/2021;;Café\n".encode("cp1252"))
    batch = read_path(path)
    assert [m.text for e in batch.episodes for m in e.mentions] == ["Café"]
    rules = [(note.row, note.rule) for note in batch.remarks if note.rule != "column absent"]
    assert rules == [(1, "encoding"), (2, "fewer cells than headings")]


def test_columns_that_the_file_lacks_are_remarked_on(
    workbook: Path, read_path: Callable[[Path], Batch]
) -> None:
    absent = [n.column for n in read_path(workbook).remarks if n.rule == "column absent"]
    assert "Placement Postcode" in absent
    assert "Child ID" not in absent


def test_progress_is_told(tmp_path: Path, pseudonymiser: Pseudonymiser) -> None:
    path = tmp_path / "x.csv"
    rows = [f"SYN-{n},M,01/03/2021,02/03/2021" for n in range(1500)]
    path.write_text("\n".join([",".join(HEADING), *rows]), encoding="utf-8")
    told: list[tuple[str, int]] = []
    read_episodes(
        [path],
        profile=load_profile("case-system"),
        pseudonymiser=pseudonymiser,
        progress=lambda file, count: told.append((file, count)),
    )
    assert told == [("x.csv", 1000), ("x.csv", 1500)]


def test_no_file_is_refused(pseudonymiser: Pseudonymiser) -> None:
    with pytest.raises(ParameterError):
        read_episodes([], profile=load_profile("case-system"), pseudonymiser=pseudonymiser)


def test_a_profile_may_give_latitude_and_longitude(
    tmp_path: Path, pseudonymiser: Pseudonymiser
) -> None:
    profile = tmp_path / "ours.toml"
    profile.write_text(
        '[columns]\nchild_ref = ["C"]\nstart = ["S"]\nend = ["E"]\n[defaults]\nstatus = "M"\n'
        '[[mentions]]\nrole = "found"\nheadings = ["Where"]\n'
        'latitude = ["Lat"]\nlongitude = ["Lon"]\n',
        encoding="utf-8",
    )
    path = tmp_path / "x.csv"
    path.write_text(
        "C,S,E,Where,Lat,Lon\nSYN1,01/03/2021,,shop,52.9225,-1.4769\n"
        "SYN2,01/03/2021,,shop,-1.4769,52.9225\n",
        encoding="utf-8",
    )
    batch = read_episodes([path], profile=load_profile(str(profile)), pseudonymiser=pseudonymiser)
    texts = {mention.text for episode in batch.episodes for mention in episode.mentions}
    assert texts == {"52.922500, -1.476900", "shop"}
    assert [note.row for note in batch.remarks] == [3]


def test_every_extension_has_its_reader() -> None:
    assert set(READERS) == {".csv", ".txt", ".tsv", ".xlsx"}
