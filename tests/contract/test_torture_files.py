"""Files as they should not be: each gives a clear message or a ledger that balances.

Nothing here is about a person: every reference, place and date is made up.
"""

from __future__ import annotations

import codecs
import csv
import io
import subprocess
import sys
import zipfile
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from hotspots.errors import InputError
from hotspots.ingest import Pseudonymiser, load_profile, read_episodes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hotspots.ledger import Batch

HEADING = [
    "Episode ID", "Child ID", "Date of Birth", "Status", "Reported At", "Missing From Date",
    "Missing From Time", "Return Date", "Return Time", "Risk Level", "Placement Type Code",
    "Placement Provider", "Responsible LA", "Placement Postcode", "Last Seen Location",
    "Places Visited", "Found Location", "Found By", "Return Interview Offered",
    "Return Interview Date", "Return Interview Outcome", "Push Factors", "Pull Factors",
    "Interview Location", "Case Notes",
]  # fmt: skip
SECRET = "SYN-CANARY"  # noqa: S105 - a child reference that must never be repeated
KEY = Pseudonymiser(bytes(range(32)))
AS_OF = date(2026, 1, 31)


def row(number: int = 1, **changes: Any) -> list[Any]:  # noqa: ANN401 - whatever a cell may hold
    """A good row; `changes` by heading with `_` for blanks."""
    day = f"{1 + number % 28:02}/{1 + number // 28 % 12:02}/{2010 + number // 336 % 15}"
    cells: dict[str, object] = dict.fromkeys(HEADING, "")
    cells |= {
        "Episode ID": f"E{number}",
        "Child ID": SECRET,
        "Date of Birth": "01/02/2006",
        "Status": "Missing",
        "Missing From Date": day,
        "Missing From Time": "17:05",
        "Return Date": day,
        "Return Time": "23:10",
        "Last Seen Location": "Derby bus station",
        "Case Notes": "never kept",
    }
    return list((cells | {key.replace("_", " "): value for key, value in changes.items()}).values())


def as_csv(rows: Sequence[Sequence[Any]], *, delimiter: str = ",", end: str = "\r\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    return out.getvalue()


def as_xlsx(sheets: dict[str, Sequence[Sequence[Any]]]) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for cells in rows:
            sheet.append(list(cells))
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def edited(workbook: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The workbook with each part passed through `change`."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def with_part(workbook: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO(workbook)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def in_sheet(workbook: bytes, old: bytes, new: bytes) -> bytes:
    def change(name: str, content: bytes) -> bytes:
        return content.replace(old, new) if name.startswith("xl/worksheets/") else content

    return edited(workbook, change)


def two_row_heading() -> bytes:
    """`Missing From` and `Return` merged over `Date` and `Time`; other headings over two rows."""
    upper, lower = [], []
    for name in HEADING:
        group, _, part = name.rpartition(" ")
        pair = group in {"Missing From", "Return"} and part in {"Date", "Time"}
        upper.append((group if part == "Date" else None) if pair else name)
        lower.append(part if pair else None)
    workbook = openpyxl.load_workbook(
        io.BytesIO(as_xlsx({"A": [["Report"], upper, lower, row(1), row(2)]}))
    )
    for cells in ("F2:G2", "H2:I2", "A2:A3"):
        workbook["A"].merge_cells(cells)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


GOOD = [HEADING, row(1), row(2)]
GOOD_XLSX = as_xlsx({"Episodes": GOOD})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)


def formulas(*, saved: bool) -> bytes:
    """A place that a formula looks up; with the result that the program saved, or without."""
    marked = as_xlsx({"A": [HEADING, row(1, Places_Visited="MARK"), row(2)]})
    value = b"<v>Markeaton Park</v>" if saved else b"<v/>"

    def change(name: str, content: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return content
        start = content.index(b'<c r="P2"')
        end = content.index(b"</c>", start) + 4
        cell = b'<c r="P2" t="str"><f>VLOOKUP("x",B1:C9,2,0)</f>' + value + b"</c>"
        return content[:start] + cell + content[end:]

    return edited(marked, change)


def wide_xml() -> bytes:
    sheet = b'<c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c>'
    return in_sheet(
        GOOD_XLSX, b"</sheetData>", b'<row r="1048576">' + sheet + b"</row></sheetData>"
    )


def laughs(name: str, content: bytes) -> bytes:
    if name != "xl/worksheets/sheet1.xml":
        return content
    entities = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    return b'<!DOCTYPE w [<!ENTITY l0 "lol">' + entities + b"]>" + content.split(b"?>")[-1]


def foreign_file(name: str, content: bytes) -> bytes:
    if name != "xl/workbook.xml":
        return content
    return b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + content.split(b"?>")[-1]


@dataclass(frozen=True, slots=True)
class Torture:
    """A file, and what must come of it: (kept, rejected), or words of the refusal."""

    name: str
    content: bytes | Callable[[], bytes]
    ledger: tuple[int, int] | None = None
    refusal: str = ""
    rules: tuple[str, ...] = ()


def csv_of(*rows: Sequence[Any], encoding: str = "utf-8", **dialect: str) -> bytes:
    return as_csv([HEADING, *rows], **dialect).encode(encoding)


def _broken_in_two() -> bytes:
    whole = csv_of(row(1), row(2, Last_Seen_Location="bus SPLIT station"))
    return whole.replace(b"SPLIT", b"\r\n")


def csv_files() -> list[Torture]:
    mixed = csv_of(row(1), row(2), row(3), end="\n").split(b"\n")
    return [
        Torture("empty.csv", b"", refusal="empty"),
        Torture("blank.csv", b"\r\n \r\n", refusal="empty"),
        Torture("header-only.csv", csv_of(), ledger=(0, 0)),
        Torture("utf8.csv", csv_of(row(1, Found_Location="Café Nero")), ledger=(1, 0)),
        Torture("bom.csv", csv_of(row(), encoding="utf-8-sig"), ledger=(1, 0)),
        Torture("cp1252.csv", csv_of(row(1, Found_Location="Café"), encoding="cp1252",
                                     delimiter=";"), ledger=(1, 0)),
        Torture("no-encoding.csv", csv_of(row()) + b"\x81\x8d\xff", refusal="encoding"),
        Torture("utf16.csv", csv_of(row(), encoding="utf-16"), ledger=(1, 0)),
        Torture("utf16-no-mark.csv", csv_of(row(), encoding="utf-16-le"), refusal="encoding"),
        Torture("tabs.tsv", csv_of(row(), row(2), delimiter="\t"), ledger=(2, 0)),
        Torture("pipes.txt", csv_of(row(), delimiter="|"), ledger=(1, 0)),
        Torture("sep-line.csv", b"sep=;\r\n" + csv_of(row(), delimiter=";"), ledger=(1, 0)),
        Torture("mixed-ends.csv", mixed[0] + b"\r\n" + mixed[1] + b"\r" + mixed[2] + b"\n"
                + mixed[3], ledger=(3, 0)),
        Torture("wrong-columns.csv", b"name,town\r\nx,Derby\r\n", refusal="'Missing From Date'"),
        Torture("no-heading.csv", as_csv([row(1), row(2)]).encode(), refusal="headings"),
        Torture("titles.csv", as_csv([["Missing"], [], ["Run by", "x"], *GOOD]).encode(),
                ledger=(2, 0)),
        Torture("blank-rows.csv", csv_of(row(1), [], [""] * 25, row(2), []), ledger=(2, 0)),
        Torture("totals.csv", csv_of(row(1), ["Total", "", "", "", 1]), ledger=(1, 1),
                rules=("no episode in the row",)),
        Torture("heading-again.csv", csv_of(row(1), HEADING, row(2)), ledger=(2, 1),
                rules=("heading repeated",)),
        Torture("twice-headed.csv", as_csv([[*HEADING, "Child ID"], [*row(), "y"]]).encode(),
                refusal="more than one column means child_ref"),
        Torture("long-cell.csv", csv_of(row(1, Places_Visited="x" * 5000), row(2)),
                ledger=(1, 1), rules=("cell too long",)),
        Torture("long-notes.csv", csv_of(row(1, Case_Notes="x" * 50_000)), ledger=(1, 0)),
        Torture("endless-cell.csv", csv_of(row(1, Case_Notes="x" * 200_000)), refusal="row 2"),
        Torture("endless-line.csv", lambda: b"a," * 3_000_000, refusal="million characters"),
        Torture("nul.csv", csv_of(row(1, Found_Location="Mar\0keaton\u202e Park\u200b")),
                ledger=(1, 0)),
        Torture("open-quote.csv", csv_of(row(1), row(2)).replace(b"E2,", b'"E2,'),
                refusal="row 3"),
        Torture("quoted-break.csv", csv_of(row(1, Case_Notes="a\nb\n\nc"), row(2)),
                ledger=(2, 0)),
        Torture("broken-in-two.csv", _broken_in_two(), ledger=(2, 1),
                rules=("no episode in the row",)),
        Torture("shifted.csv", csv_of([*row(1), "x"], row(2)), ledger=(1, 1),
                rules=("more cells than headings",)),
        Torture("stray-delimiter.csv",
                csv_of(row(1, Case_Notes="")).replace(b"bus station", b"bus,station"),
                ledger=(0, 1), rules=("more cells than headings",)),
        Torture("dates-1900.csv", csv_of(row(1, Missing_From_Date="02/01/1900"), row(2)),
                ledger=(1, 1), rules=("date out of range",)),
        Torture("future.csv", csv_of(row(1, Return_Date="01/01/2099")), ledger=(0, 1),
                rules=("date out of range",)),
        Torture("american.csv", csv_of(row(1, Missing_From_Date="03/25/2021")), ledger=(0, 1),
                rules=("start not a date (1004)",)),
        Torture("rounded.csv", csv_of(row(1, Child_ID="1.23457E+15")), ledger=(0, 1),
                rules=("child reference unreadable",)),
        Torture("errors.csv", csv_of(row(1, Return_Date="#REF!"), row(2, Risk_Level="#N/A")),
                ledger=(1, 1), rules=("end not a date (1005)",)),
        Torture("page.csv", b"<html><table></table></html>", refusal="web page"),
        Torture("pdf.csv", b"%PDF-1.7 ...", refusal="PDF"),
        Torture("workbook.csv", GOOD_XLSX, refusal=".xlsx"),
        Torture("old.xls", OLE, refusal="kind of file"),
    ]  # fmt: skip


def workbooks() -> list[Torture]:
    other = [["Name", "Town"], ["x", "Derby"]]
    return [
        Torture("good.xlsx", GOOD_XLSX, ledger=(2, 0)),
        Torture("header-only.xlsx", as_xlsx({"A": [HEADING]}), ledger=(0, 0)),
        Torture("no-rows.xlsx", as_xlsx({"A": []}), refusal="no rows"),
        Torture("two-sheets.xlsx", as_xlsx({"Notes": other, "Data": GOOD}), ledger=(2, 0)),
        Torture("ambiguous.xlsx", as_xlsx({"A": GOOD, "B": GOOD}), refusal="2 sheets"),
        Torture("wrong.xlsx", as_xlsx({"A": other}), refusal="'Child ID'"),
        Torture("merged.xlsx", two_row_heading(), ledger=(2, 0)),
        Torture("titles.xlsx", as_xlsx({"A": [["Missing"], [], *GOOD]}), ledger=(2, 0)),
        Torture("saved-formulas.xlsx", formulas(saved=True), ledger=(2, 0)),
        Torture("unsaved-formulas.xlsx", formulas(saved=False), ledger=(1, 1),
                rules=("unreadable cell",)),
        Torture("numbers.xlsx", as_xlsx({"A": [
            HEADING,
            row(1, Child_ID=123456, Missing_From_Date="44197", Return_Date=44198,
                Missing_From_Time="1705", Return_Time=0.5),
            row(2, Child_ID="0123456", Missing_From_Date=datetime(2021, 1, 1, 12),  # noqa: DTZ001 - a cell has no zone
                Return_Date=date(2021, 1, 2), Return_Time=905),
        ]}), ledger=(1, 1), rules=("starts before an earlier episode ended (574)",)),
        Torture("dates-1900.xlsx", as_xlsx({"A": [HEADING, row(
            1, Missing_From_Date=datetime(1900, 1, 5))]}),  # noqa: DTZ001 - a cell has no zone
                ledger=(0, 1), rules=("date out of range",)),
        Torture("pdf.xlsx", b"%PDF-1.7 ...", refusal="PDF"),
        Torture("csv.xlsx", csv_of(row()), refusal="not a workbook"),
        Torture("old.xlsx", OLE, refusal="old Excel file"),
        Torture("locked.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), refusal="password"),
        Torture("cut-off.xlsx", GOOD_XLSX[:-400], refusal="damaged"),
        Torture("macros.xlsx", with_part(GOOD_XLSX, "xl/vbaProject.bin", b"x"), refusal="macros"),
        Torture("links.xlsx", with_part(GOOD_XLSX, "xl/externalLinks/externalLink1.xml", b"<a/>"),
                refusal="linked"),
        Torture("archive.xlsx", with_part(b"", "readme.txt", b"hello"), refusal="cannot be read"),
        Torture("utf16-part.xlsx", edited(GOOD_XLSX, lambda n, c: c.decode().encode("utf-16")
                                          if n == "xl/workbook.xml" else c), refusal="UTF-8"),
        Torture("rows-out-of-order.xlsx", in_sheet(GOOD_XLSX, b'<row r="3"', b'<row r="1"'),
                refusal="order"),
    ]  # fmt: skip


def in_a_late_row(content: bytes) -> bytes:
    cell = b'<row r="9"><c r="A9" t="inlineStr">' + content + b"</c></row></sheetData>"
    return in_sheet(GOOD_XLSX, b"</sheetData>", cell)


def zip_bomb() -> bytes:
    return in_a_late_row(b"<is><t>" + b"A" * 60_000_000 + b"</t></is>")


def long_row() -> bytes:
    return in_a_late_row(b"".join(b"<is><t>%07d</t></is>" % n for n in range(300_000)))


def many_rows() -> bytes:
    rows = (b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(10, 400_000))
    return in_sheet(GOOD_XLSX, b"</sheetData>", b"".join(rows) + b"</sheetData>")


def bombs() -> list[Torture]:
    """Made when they are needed: some are large until they are packed."""
    hidden = b'<v><![CDATA[<row r="10"><row r="11">]]></v>'
    return [
        Torture("zip-bomb.xlsx", zip_bomb, refusal="times its size"),
        Torture("long-row.xlsx", long_row, refusal="extremely long"),
        Torture("many-rows.xlsx", many_rows, refusal="300,000 rows"),
        Torture("cdata.xlsx", in_a_late_row(hidden), refusal="no spreadsheet program"),
        Torture("sparse.xlsx", wide_xml(), refusal="256 columns"),
        Torture("wide-name.xlsx", in_sheet(GOOD_XLSX, b'r="Y3"', b'r="ZZZZZZZ3"'),
                refusal="256 columns"),
        Torture("laughs.xlsx", edited(GOOD_XLSX, laughs), refusal="no spreadsheet program"),
        Torture("foreign.xlsx", edited(GOOD_XLSX, foreign_file), refusal="no spreadsheet program"),
        Torture("parts.xlsx", lambda: with_part(GOOD_XLSX, "xl/other.xml", b"<a/>" * 2_000_000),
                refusal="times its size"),
        Torture("members.xlsx", _with_members(GOOD_XLSX, 250), refusal="200 parts"),
    ]  # fmt: skip


def _with_members(workbook: bytes, count: int) -> bytes:
    out = io.BytesIO(workbook)
    with zipfile.ZipFile(out, "a") as archive:
        for n in range(count):
            archive.writestr(f"xl/media/{n}.png", b"x")
    return out.getvalue()


CASES = [*csv_files(), *workbooks(), *bombs()]


def read(case: Torture, folder: Path) -> Batch:
    path = folder / case.name
    path.write_bytes(case.content if isinstance(case.content, bytes) else case.content())
    return read_episodes(
        [path], profile=load_profile("case-system"), pseudonymiser=KEY, as_of=AS_OF
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_file_is_refused_clearly_or_balances(case: Torture, tmp_path: Path) -> None:
    if case.refusal:
        with pytest.raises(InputError) as refused:
            read(case, tmp_path)
        assert case.refusal in str(refused.value)
        assert case.name in str(refused.value)
        assert refused.value.mend
        assert SECRET not in str(refused.value)
        return
    batch = read(case, tmp_path)
    (ledger,) = batch.ledgers
    assert (ledger.kept, ledger.rejected) == case.ledger
    assert len(batch.episodes) == ledger.kept
    assert len(batch.rejects) == ledger.rejected
    assert tuple(note.rule for note in batch.rejects) == case.rules
    assert SECRET not in repr(batch)
    assert "never kept" not in repr(batch)


def test_there_are_more_than_twenty_files() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
    assert len(CASES) > 20


def test_a_hundred_thousand_rows_are_accepted(tmp_path: Path) -> None:
    heading = ["Child ID", "Status", "Start Date", "Return Date"]
    rows = (f"SYN{n},M,01/03/2021,02/03/2021\n" for n in range(100_000))
    case = Torture("many.csv", (",".join(heading) + "\n" + "".join(rows)).encode())
    batch = read(case, tmp_path)
    assert (batch.ledgers[0].kept, batch.ledgers[0].rejected) == (100_000, 0)


def test_more_rows_than_the_limit_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hotspots.ingest.episodes.MAX_DATA_ROWS", 2)
    with pytest.raises(InputError, match="more than 2 rows"):
        read(Torture("x.csv", csv_of(row(1), row(2), row(3))), tmp_path)


def test_a_file_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hotspots.ingest.readers.MAX_FILE_BYTES", 100)
    with pytest.raises(InputError, match="larger than"):
        read(Torture("x.csv", csv_of(row(1))), tmp_path)


BOMB_RUN = """
import os, re, sys
from pathlib import Path
from hotspots.confined import Answers
from hotspots.errors import InputError
from hotspots.ingest import Pseudonymiser, load_profile, read_episodes

def highest(process):
    # Not getrusage: its peak is inherited from the process that started this one.
    told = Path(f"/proc/{process}/status").read_text()
    found = re.search(r"VmHWM:\\s+(\\d+) kB", told)
    return int(found[1]) / 1024 if found else 0.0

readers = []
end = Answers.end
def ended(self):
    readers.append(highest(self._child.pid))
    end(self)
Answers.end = ended

profile, key = load_profile("case-system"), Pseudonymiser(bytes(32))
for name in sys.argv[1:]:
    # Computing time, of this process and of those that have ended: the machine may be busy.
    started = sum(os.times()[:4])
    try:
        read_episodes([Path(name)], profile=profile, pseudonymiser=key)
    except InputError:
        print(sum(os.times()[:4]) - started)
print(highest("self") + max(readers))
"""


def test_bombs_are_refused_quickly_and_in_little_memory(tmp_path: Path) -> None:
    """Under two seconds and 200 MiB, this process and the one that reads added together."""
    if not Path("/proc/self/status").exists():
        pytest.skip("the operating system does not account for memory in /proc")
    paths = []
    for case in bombs():
        path = tmp_path / case.name
        path.write_bytes(case.content if isinstance(case.content, bytes) else case.content())
        paths.append(str(path))
    done = subprocess.run(  # noqa: S603 - this interpreter, our own words
        [sys.executable, "-c", BOMB_RUN, *paths], capture_output=True, text=True, check=True
    )
    *seconds, mebibytes = map(float, done.stdout.split())
    assert len(seconds) == len(paths)
    assert max(seconds) < 2
    assert mebibytes < 200


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be opened"):
        read_episodes(
            [tmp_path / "none.csv"], profile=load_profile("case-system"), pseudonymiser=KEY
        )


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_workbook_never_ends_in_a_traceback(seed: int, tmp_path: Path) -> None:
    """Flip or cut bytes all over: refused, or read with a balanced ledger."""
    content = bytearray(GOOD_XLSX)
    step = len(content) // 41
    if seed % 2:
        content[seed * step] ^= 0xFF
    else:
        del content[seed * step : seed * step + 7]
    try:
        batch = read(Torture("damaged.xlsx", bytes(content)), tmp_path)
    except InputError as refused:
        assert SECRET not in str(refused)  # noqa: PT017 - either outcome is right
    else:
        assert batch.ledgers[0].rows_in == batch.ledgers[0].kept + batch.ledgers[0].rejected


def test_what_was_cleaned_is_what_is_seen(tmp_path: Path) -> None:
    nul = next(case for case in CASES if case.name == "nul.csv")
    (episode,) = read(nul, tmp_path).episodes
    assert episode.mentions[-1].text == "Markeaton Park"
    assert isinstance(nul.content, bytes)
    marked = replace(nul, content=codecs.BOM_UTF8 + nul.content)
    assert read(marked, tmp_path).episodes == (episode,)
