"""Each command of the command line does what its help says, and fails in one clear message."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import openpyxl
import pytest

from hotspots.cli.main import COMMANDS, hotspots
from hotspots.errors import InputError, ParameterError, UserError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from .conftest import Done

Cli = "Callable[..., Result]"


def _register_of(demo: Done) -> Path:
    return next(p for p in (demo.out / "inside").glob("*.xlsx") if p.name != "review.xlsx")


@pytest.fixture
def taken_in(demo: Done, cli: Callable[..., Result], tmp_path: Path) -> Path:
    """A folder whose register holds the demo, ingested on its own."""
    out = tmp_path / "steps"
    result = cli("ingest", _register_of(demo), "--out", out)
    assert result.exit_code == 0, result.output
    assert "rows in" in result.output
    return out


def test_the_steps_one_at_a_time_give_what_run_gives(
    demo: Done, taken_in: Path, cli: Callable[..., Result], tmp_path: Path
) -> None:
    period = ("--from", "2021-01-01", "--to", "2021-06-30")
    assert cli("publish", "--out", taken_in, *period).exit_code == 0
    assert cli("run", _register_of(demo), "--out", tmp_path / "one", *period).exit_code == 0
    for audience in ("partner", "brief", "public"):
        name = f"{audience}/release.json"
        assert (taken_in / name).read_bytes() == (tmp_path / "one" / name).read_bytes()


def test_without_a_period_the_whole_months_of_the_episodes_are_taken(
    taken_in: Path, cli: Callable[..., Result]
) -> None:
    assert cli("publish", "--out", taken_in).exit_code == 0
    run = json.loads((taken_in / "inside" / "run.json").read_bytes())
    assert run["parameters"]["period"] == "2021-01-01 to 2021-06-30"


def test_a_settled_review_is_applied_from_then_on(
    taken_in: Path, cli: Callable[..., Result]
) -> None:
    assert cli("review", "export", "--out", taken_in).exit_code == 0
    path = taken_in / "inside" / "review.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    rows = list(sheet.iter_rows())
    heading = next(i for i, row in enumerate(rows) if any(c.value == "Decision" for c in row))
    column = next(c.column for c in rows[heading] if c.value == "Decision")
    waiting = len(rows) - heading - 1
    assert waiting > 0
    sheet.cell(row=heading + 2, column=column, value="Derby Arena")
    book.save(path)
    result = cli("review", "import", path, "--out", taken_in, "--by", "TEST")
    assert result.exit_code == 0, result.output
    assert "1 texts settled" in result.output
    assert cli("review", "export", "--out", taken_in).exit_code == 0
    again = openpyxl.load_workbook(path).worksheets[0]
    assert again.max_row == heading + waiting


def test_report_shows_what_would_be_seen_and_shares_nothing(
    taken_in: Path, cli: Callable[..., Result]
) -> None:
    result = cli("report", "--out", taken_in, "--from", "2021-01-01", "--to", "2021-06-30")
    assert result.exit_code == 0, result.output
    assert "NOT PUBLISHED" in result.output
    assert "partner: 7 hotspots" in result.output
    assert (taken_in / "inside" / "report.html").exists()
    assert not (taken_in / "partner").exists()
    assert not (taken_in / "inside" / "run.json").exists()


def test_strict_tells_by_its_exit_code_that_rows_were_rejected(
    demo: Done, cli: Callable[..., Result], tmp_path: Path
) -> None:
    assert cli("ingest", _register_of(demo), "--out", tmp_path, "--strict").exit_code == 1


def test_geocode_gives_a_row_for_each_place(cli: Callable[..., Result], tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text('id,place\n1,bus stn\n2,"Aldi Alvaston / Markeaton pk"\n3,n/k\n4,\n')
    result = cli("geocode", source, "--column", "place", "--out", target)
    assert result.exit_code == 0, result.output
    rows = list(csv.DictReader(target.read_text(encoding="utf-8").splitlines()))
    assert [(r["row"], r["mention"], r["status"]) for r in rows] == [
        ("1", "1", "located"),
        ("2", "1", "located"),
        ("2", "2", "located"),
        ("3", "1", "none"),
        ("4", "1", "none"),
    ]
    assert rows[0]["matched_name"] == "Derby Bus Station"
    assert float(rows[0]["lat"]) == pytest.approx(52.922, abs=0.001)


def test_geocode_names_the_columns_there_are(cli: Callable[..., Result], tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("id,where\n1,bus stn\n")
    result = cli("geocode", source, "--column", "place", "--out", tmp_path / "out.csv")
    assert isinstance(result.exception, InputError)
    assert "Name one of: id, where" in str(result.exception)
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_geocode_reads_what_excel_on_windows_writes(
    cli: Callable[..., Result], tmp_path: Path
) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes("place\r\nSt Peter\u2019s Churchyard\r\n".encode("cp1252"))
    result = cli("geocode", source, "--column", "place", "--out", target)
    assert result.exit_code == 0, result.output
    assert "St Peter\u2019s Churchyard" in target.read_text(encoding="utf-8")


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_cluster_labels_points(cli: Callable[..., Result], tmp_path: Path, ending: str) -> None:
    import pandas as pd  # noqa: PLC0415 - this test alone compares tables

    points = pd.DataFrame({"e": [435000.0] * 5 + [439000.0], "n": [336000.0] * 5 + [331000.0]})
    source, target = tmp_path / f"in.{ending}", tmp_path / f"out.{ending}"
    if ending == "csv":
        points.to_csv(source, index=False)
    else:
        points.to_parquet(source, index=False)
    arguments = ("--x", "e", "--y", "n", "--eps-m", 150, "--min-samples", 5, "--out", target)
    result = cli("cluster", source, *arguments)
    assert result.exit_code == 0, result.output
    labelled = pd.read_csv(target) if ending == "csv" else pd.read_parquet(target)
    assert labelled["label"].tolist() == [0, 0, 0, 0, 0, -1]


def test_cluster_names_the_row_that_is_not_a_number(
    cli: Callable[..., Result], tmp_path: Path
) -> None:
    source = tmp_path / "in.csv"
    source.write_text("e,n\n435000,336000\nhere,336000\n")
    arguments = ("--x", "e", "--y", "n", "--eps-m", 150, "--min-samples", 5)
    result = cli("cluster", source, *arguments, "--out", tmp_path / "out.csv")
    assert isinstance(result.exception, InputError)
    assert "row 3" in str(result.exception)


def test_keys_are_made_listed_and_revoked(cli: Callable[..., Result], tmp_path: Path) -> None:
    made = cli("key", "create", "--out", tmp_path, "--name", "Analysts", "--audience", "partner")
    assert made.exit_code == 0, made.output
    secret = made.stdout.strip()
    key_id = cli("key", "list", "--out", tmp_path).stdout.split("\t")[0]
    assert key_id in secret
    assert "Analysts" in cli("key", "list", "--out", tmp_path).stdout
    assert secret not in cli("key", "list", "--out", tmp_path).stdout
    assert cli("key", "revoke", "--out", tmp_path, key_id).exit_code == 0
    assert "revoked" in cli("key", "list", "--out", tmp_path).stdout
    again = cli("key", "revoke", "--out", tmp_path, key_id)
    assert isinstance(again.exception, ParameterError)


def test_a_key_for_brief_needs_an_area(cli: Callable[..., Result], tmp_path: Path) -> None:
    result = cli("key", "create", "--out", tmp_path, "--name", "School", "--audience", "brief")
    assert isinstance(result.exception, ParameterError)
    assert "--area" in str(result.exception)


def test_the_audit_trail_is_verified(cli: Callable[..., Result], tmp_path: Path) -> None:
    result = cli("audit", "verify", "--out", tmp_path)
    assert result.exit_code == 0
    assert "Sound" in result.output


def test_packaged_boundaries_pass_their_own_import(
    cli: Callable[..., Result], tmp_path: Path
) -> None:
    from hotspots.resources import data_path  # noqa: PLC0415 - this test alone needs it

    target = tmp_path / "wards.geojson"
    result = cli(
        "boundaries", "import", data_path("boundaries/derby_wards.geojson"), "--out", target
    )
    assert result.exit_code == 0, result.output
    assert "18 of 18 wards" in result.output
    assert len(json.loads(target.read_bytes())["features"]) == 18


@pytest.mark.parametrize(
    "wrong",
    [
        ("--from", "2021-01-01"),
        ("--from", "2021-06-30", "--to", "2021-01-01"),
        ("--from", "2021-01-01", "--to", "2021-06-30", "--eps-m", "5"),
    ],
)
def test_unusable_parameters_are_refused_before_anything_is_shared(
    taken_in: Path, cli: Callable[..., Result], wrong: tuple[str, ...]
) -> None:
    result = cli("publish", "--out", taken_in, *wrong)
    assert isinstance(result.exception, UserError)
    assert not (taken_in / "partner").exists()


def test_a_file_that_cannot_be_read_ends_with_2_and_one_message(tmp_path: Path) -> None:
    source = tmp_path / "empty.csv"
    source.write_bytes(b"")
    command = [sys.executable, "-m", "hotspots.cli", "run", str(source), "--out", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own module
    assert done.returncode == 2
    assert done.stderr.startswith("Error: empty.csv")
    assert "Traceback" not in done.stderr


def test_a_setting_that_cannot_be_used_is_one_message_without_its_value(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hotspots.cli", "key", "list", "--out", str(tmp_path)]
    environment = os.environ | {"HOTSPOTS_ACCESS_URL": "mysql://user:ZZCANARY@host/db"}
    done = subprocess.run(  # noqa: S603 - our own module
        command, capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 2
    assert "access_url" in done.stderr
    assert "ZZCANARY" not in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_shows_an_example(cli: Callable[..., Result], name: str) -> None:
    command = hotspots.get_command(click.Context(hotspots), name)
    names = [[name, sub] for sub in getattr(command, "commands", {})] or [[name]]
    for words in names:
        assert f"hotspots {' '.join(words)}" in cli(*words, "--help").output
