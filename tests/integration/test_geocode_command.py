"""`hotspots geocode` on tables of each kind, good and hostile. All texts are made up."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook, load_workbook

from hotspots.cli.main import hotspots
from hotspots.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

ENDINGS = ("csv", "xlsx", "parquet")
TEXTS = ("bus stn", "Aldi Alvaston / Markeaton pk", "n/k", None, "=1+1", "the moon")
LONG = "made up words near nowhere " * 400_000


def _write(path: Path, *texts: object) -> Path:
    if path.suffix == ".parquet":
        pq.write_table(pa.table({"id": range(len(texts)), "place": pa.array(texts)}), path)
        return path
    rows = [("id", "place"), *enumerate(texts)]
    if path.suffix == ".xlsx":
        workbook = Workbook()
        sheet = workbook.worksheets[0]
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                cell = sheet.cell(row=number, column=column, value=value)  # type: ignore[arg-type] - any value
                cell.data_type = "s" if isinstance(value, str) else cell.data_type
        workbook.save(path)
        return path
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows(rows)
    return path


def _read(path: Path) -> list[dict[str, Any]]:
    """The rows with blank for none, as each kind of file has them."""
    if path.suffix == ".parquet":
        rows = pq.read_table(path).to_pylist()
    elif path.suffix == ".xlsx":
        heading, *lines = load_workbook(path).worksheets[0].iter_rows(values_only=True)
        rows = [dict(zip(heading, line, strict=True)) for line in lines]
    else:
        rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    return [{name: "" if v is None else v for name, v in row.items()} for row in rows]


@pytest.mark.parametrize("target_ending", ENDINGS)
@pytest.mark.parametrize("source_ending", ENDINGS)
def test_any_kind_in_and_any_kind_out(
    cli: Callable[..., Result], tmp_path: Path, source_ending: str, target_ending: str
) -> None:
    source = _write(tmp_path / f"in.{source_ending}", *TEXTS)
    target = tmp_path / f"out.{target_ending}"
    result = cli("geocode", source, "--column", "place", "--out", target)
    assert result.exit_code == 0, result.output
    assert result.output == ""
    rows = _read(target)
    assert list(rows[0]) == [
        *("row", "mention", "text", "status", "matched_name", "easting", "northing", "lat"),
        *("lon", "precision_m", "method", "confidence", "candidates"),
    ]
    assert [(int(r["row"]), int(r["mention"]), r["status"]) for r in rows] == [
        (1, 1, "located"),
        (2, 1, "located"),
        (2, 2, "located"),
        (3, 1, "none"),
        (4, 1, "none"),
        (5, 1, "review"),
        (6, 1, "review"),
    ]
    assert rows[0]["matched_name"] == "Derby Bus Station"
    assert float(rows[0]["lat"]) == pytest.approx(52.922, abs=0.001)
    assert float(rows[0]["easting"]) == round(float(rows[0]["easting"]), 1)
    assert rows[3]["lat"] == rows[3]["easting"] == ""
    assert rows[5]["text"] == ("=1+1" if target_ending == "parquet" else "'=1+1")


def test_the_answer_is_the_same_whatever_the_kind_of_file(
    cli: Callable[..., Result], tmp_path: Path
) -> None:
    answers = []
    for ending in ENDINGS:
        source, target = _write(tmp_path / f"in.{ending}", *TEXTS), tmp_path / f"{ending}.csv"
        assert cli("geocode", source, "--column", "place", "--out", target).exit_code == 0
        answers.append(target.read_bytes())
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_cell_of_ten_megabytes_gives_one_row(
    cli: Callable[..., Result], tmp_path: Path, ending: str
) -> None:
    source = _write(tmp_path / f"in.{ending}", LONG, "bus stn")
    target = tmp_path / "out.csv"
    result = cli("geocode", source, "--column", "place", "--out", target)
    assert result.exit_code == 0, result.output
    rows = _read(target)
    assert rows[-1]["matched_name"] == "Derby Bus Station"
    assert {row["row"] for row in rows} == {"1", "2"}
    assert max(len(row["text"]) for row in rows) <= 2_000


def test_control_characters_and_markup_are_only_text(
    cli: Callable[..., Result], tmp_path: Path
) -> None:
    hostile = ["a\x00b", "\u202eknab", "<script>", "bus\nstn", '","=cmd|', "\ufeff"]
    source = _write(tmp_path / "in.csv", *hostile)
    target = tmp_path / "out.xlsx"
    result = cli("geocode", source, "--column", "place", "--out", target)
    assert result.exit_code == 0, result.output
    assert {row["row"] for row in _read(target)} == set(range(1, len(hostile) + 1))
    cells = [cell for row in load_workbook(target).worksheets[0].iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_a_formula_that_nobody_calculated_is_refused(
    cli: Callable[..., Result], tmp_path: Path
) -> None:
    workbook = Workbook()
    for row in (["place"], ["bus stn"], ['="bus "&"stn"']):
        workbook.worksheets[0].append(row)
    source = tmp_path / "in.xlsx"
    workbook.save(source)
    result = cli("geocode", source, "--column", "place", "--out", tmp_path / "out.csv")
    assert isinstance(result.exception, InputError)
    assert str(result.exception).startswith("in.xlsx, row 3, column 'place': the cell is a formula")
    assert [path.name for path in tmp_path.iterdir()] == ["in.xlsx"]


def test_the_source_is_never_overwritten(cli: Callable[..., Result], tmp_path: Path) -> None:
    source = _write(tmp_path / "in.csv", "bus stn")
    before = source.read_bytes()
    result = cli("geocode", source, "--column", "place", "--out", source)
    assert isinstance(result.exception, InputError)
    assert source.read_bytes() == before


def test_a_folder_is_no_target(cli: Callable[..., Result], tmp_path: Path) -> None:
    source = _write(tmp_path / "in.csv", "bus stn")
    folder = tmp_path / "out.csv"
    folder.mkdir()
    result = cli("geocode", source, "--column", "place", "--out", folder)
    assert result.exit_code == 2
    assert "is a directory" in result.output


def test_another_sheet_and_another_gazetteer(cli: Callable[..., Result], tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.worksheets[0].append(["place"])
    sheet = workbook.create_sheet("May")
    for text in ("place", "the made up tower", "bus stn"):
        sheet.append([text])
    source, target, places = tmp_path / "in.xlsx", tmp_path / "out.csv", tmp_path / "places.csv"
    workbook.save(source)
    columns = "name,aliases,category,easting,northing,postcode,zone,extent_m,accuracy_m,source"
    places.write_text(f"{columns}\nMade Up Tower,,landmark,435500,336200,,Made Up,60,30,x\n")
    arguments = ("--column", "place", "--out", target, "--gazetteer", places)
    result = cli("geocode", source, *arguments, "--sheet", "May")
    assert result.exit_code == 0, result.exception
    assert [row["status"] for row in _read(target)] == ["located", "review"]


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("ending", ["parquet", "xlsx"])
def test_progress_is_shown_to_a_person_and_not_to_a_pipe(
    ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = _write(tmp_path / f"in.{ending}", "bus stn", "n/k")
    arguments = ["geocode", str(source), "--column", "place", "--out", str(tmp_path / "out.csv")]
    for terminal, expected in ((io.StringIO(), False), (_Terminal(), True)):
        monkeypatch.setattr(sys, "stderr", terminal)
        hotspots(arguments, standalone_mode=False)
        assert ("2/2" in terminal.getvalue()) is expected


def test_a_kill_in_the_middle_leaves_the_earlier_result(tmp_path: Path) -> None:
    source = _write(tmp_path / "in.csv", *(f"made up street {n}, nowhere" for n in range(60_000)))
    target, part = tmp_path / "out.csv", tmp_path / ".out.csv.part"
    target.write_text("earlier")
    command = [sys.executable, "-m", "hotspots.cli", "geocode", str(source)]
    with subprocess.Popen([*command, "--column", "place", "--out", str(target)]) as process:  # noqa: S603 - our own module
        until = time.monotonic() + 60
        while not (part.exists() and part.stat().st_size) and time.monotonic() < until:
            time.sleep(0.02)
        process.kill()
    assert part.stat().st_size > 0
    assert target.read_text() == "earlier"
