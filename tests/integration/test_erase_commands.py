"""A young person's rights on the command line: erasure, retention, and seeing what is held."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import openpyxl
import pytest

from hotspots.errors import ParameterError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Cli = Callable[..., Result]

HEADINGS = ("Episode ID", "Child ID", "Status", "Missing From Date", "Return Date", "Last Seen")
ROWS = (
    ("E1", "0004711", "Missing", "04/01/2021 10:00", "04/01/2021 15:00", "=ZZCANARY den"),
    ("E2", "4711", "Missing", "05/02/2021 10:00", "05/02/2021 15:00", "Markeaton Park"),
    ("E3", "4712", "Missing", "06/02/2021 10:00", "06/02/2021 15:00", "Markeaton Park"),
)


@pytest.fixture
def week(tmp_path: Path) -> Path:
    path = tmp_path / "week.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows((HEADINGS, *ROWS))
    return path


@pytest.fixture
def out(cli: Cli, week: Path, tmp_path: Path) -> Path:
    out = tmp_path / "out"
    done = cli("ingest", week, "--out", out)
    assert done.exit_code == 0, done.output
    assert "Register: 3 new" in done.output, done.output
    return out


def erase(cli: Cli, out: Path, *more: str) -> Result:
    return cli("erase", "4711", "--out", out, "--by", "JB", "--reason", "request 14", *more)


def trail(cli: Cli, out: Path) -> str:
    return str(cli("audit", "seen", "t_", "--out", out).stdout)


def test_a_dry_run_tells_and_changes_nothing(cli: Cli, out: Path) -> None:
    done = erase(cli, out, "--dry-run")
    assert done.exit_code == 0, done.output
    assert "DRY RUN" in done.output
    assert "  2 episodes\n" in done.output
    again = erase(cli, out, "--dry-run")
    assert again.output == done.output
    assert "erase.dry-run" in trail(cli, out)


def test_an_erased_child_does_not_come_back_with_the_file(cli: Cli, out: Path, week: Path) -> None:
    done = erase(cli, out)
    assert done.exit_code == 0, done.output
    assert "  2 episodes\n" in done.output
    assert "backups made before" in done.output
    with week.open("a", encoding="utf-8") as file:
        file.write("E4,4711,Missing,07/03/2021 10:00,07/03/2021 15:00,x\n")
        file.write("E5,4712,Missing,07/03/2021 10:00,07/03/2021 15:00,Markeaton Park\n")
    taken = cli("ingest", week, "--out", out)
    assert taken.exit_code == 0, taken.output
    assert "week.csv: 5 rows in = 2 kept + 3 rejected" in taken.output
    assert "Not recorded: 3 rows of young people whose data were erased" in taken.output
    assert "1 new" in taken.output
    rejects = (out / "inside" / "rejects.csv").read_text(encoding="utf-8-sig")
    assert rejects.count(",erased on request,") == 3
    assert "ZZCANARY" not in rejects
    held = [p.name for p in (out / "inside").glob("*.db*") if b"ZZCANARY" in p.read_bytes()]
    assert held == []
    said = trail(cli, out)
    assert "\terase\tallowed\t" in said
    assert "4711" not in said
    assert "c_" not in said


def test_a_lifted_erasure_lets_the_child_in_again(cli: Cli, out: Path, week: Path) -> None:
    assert "Nothing bars" in erase(cli, out, "--lift").output
    assert erase(cli, out).exit_code == 0
    assert "DRY RUN: the next file" in erase(cli, out, "--lift", "--dry-run").output
    assert "brings this young person again" in erase(cli, out, "--lift").output
    week.write_text(week.read_text() + "E6,4711,Missing,07/03/2021 10:00,07/03/2021 15:00,x\n")
    assert "3 new" in cli("ingest", week, "--out", out).output


@pytest.mark.parametrize("name", ["request.xlsx", "request.json"])
def test_everything_held_is_written_down_for_its_reader_alone(
    cli: Cli, out: Path, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    done = cli("subject-access", "4711", "--out", out, "--to", path)
    assert done.exit_code == 0, done.output
    assert "2 episodes in 2 versions" in done.output
    assert path.stat().st_mode & 0o777 == 0o600
    if name.endswith("json"):
        tables = json.loads(path.read_text(encoding="utf-8"))
        texts = {row["text"] for row in tables["Places"]}
        assert [row["episode"] for row in tables["Episodes"]] == ["E1", "E2"]
    else:
        book = openpyxl.load_workbook(path)
        texts = {str(row[5]) for row in book["Places"].iter_rows(min_row=2, values_only=True)}
        assert book["Decisions"]["A1"].value == "nothing is held"
    assert any("ZZCANARY" in one for one in texts)
    assert all("E3" not in one for one in texts)
    assert "subject-access" in trail(cli, out)


def test_a_pseudonym_serves_where_the_reference_is_gone(
    cli: Cli, out: Path, tmp_path: Path
) -> None:
    path = tmp_path / "held.json"
    assert cli("subject-access", "4711", "--out", out, "--to", path).exit_code == 0
    pseudonym = json.loads(path.read_text())["About"][0]["held"]
    arguments = ("--out", out, "--by", "JB", "--reason", "r", "--dry-run")
    assert "  2 episodes\n" in cli("erase", "--pseudonym", pseudonym, *arguments).output
    wrong = (("4711", "--pseudonym", pseudonym), (), ("--pseudonym", "4711"))
    for names in wrong:
        assert isinstance(cli("erase", *names, *arguments).exception, ParameterError)


@pytest.mark.parametrize(
    ("name", "kind"), [("request.txt", ParameterError), ("none/request.json", StoreError)]
)
def test_a_file_that_cannot_be_written_is_told(
    cli: Cli, out: Path, tmp_path: Path, name: str, kind: type[Exception]
) -> None:
    done = cli("subject-access", "4711", "--out", out, "--to", tmp_path / name)
    assert isinstance(done.exception, kind)


def test_without_the_key_nobody_is_erased(
    cli: Cli, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTSPOTS_SECRETS_FOLDER", str(tmp_path / "no-keys"))
    done = erase(cli, out)
    assert isinstance(done.exception, StoreError)
    assert "pseudonym.key" in str(done.exception)
    assert not (tmp_path / "no-keys").exists()


def test_retention_tells_first_and_then_erases(cli: Cli, out: Path) -> None:
    told = cli("retention", "--out", out, "--older-than", 30, "--dry-run")
    assert told.exit_code == 0, told.output
    assert "  3 episodes\n" in told.output
    assert "  3 episodes\n" in cli("retention", "--out", out, "--older-than", 30).output
    assert "  0 episodes\n" in cli("retention", "--out", out, "--older-than", 30).output
    assert cli("retention", "--out", out, "--older-than", 0).exit_code == 2
