"""The audit trail can be anchored elsewhere, and asked who saw what."""

from __future__ import annotations

import json
import shutil
import sqlite3
from typing import TYPE_CHECKING

from hotspots.errors import InputError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Cli = Callable[..., Result]


def _make_key(cli: Cli, out: Path, name: str) -> str:
    result = cli("key", "create", "--out", out, "--name", name, "--audience", "partner")
    assert result.exit_code == 0, result.output
    return str(result.stderr.split()[1])


def test_making_and_revoking_a_key_is_in_the_trail(cli: Cli, tmp_path: Path) -> None:
    key_id = _make_key(cli, tmp_path, "Police")
    assert cli("key", "revoke", "--out", tmp_path, key_id).exit_code == 0
    lines = cli("audit", "seen", key_id, "--out", tmp_path).stdout.splitlines()
    assert [line.split("\t")[2:4] for line in lines[1:]] == [
        ["key.create", "allowed"],
        ["key.revoke", "allowed"],
    ]
    assert cli("audit", "seen", "0123", "--out", tmp_path).stdout.splitlines()[1:] == []


def test_anchors_find_that_an_older_copy_of_the_trail_was_put_back(
    cli: Cli, tmp_path: Path
) -> None:
    anchors = tmp_path / "vault" / "anchors.jsonl"
    anchors.parent.mkdir()
    out = tmp_path / "out"
    _make_key(cli, out, "Police")
    database = next(out.rglob("access*.db"))
    shutil.copy(database, tmp_path / "older.db")
    _make_key(cli, out, "Youth offending")
    assert cli("audit", "anchor", "--out", out, "--to", anchors).exit_code == 0
    assert cli("audit", "anchor", "--out", out, "--to", anchors).exit_code == 0
    assert len(anchors.read_text().splitlines()) == 2
    sound = cli("audit", "verify", "--out", out, "--anchor", anchors)
    assert (sound.exit_code, sound.stdout) == (0, "Sound: 2 events, 2 anchors\n")
    for file in database.parent.glob(f"{database.name}*"):
        file.unlink()
    (tmp_path / "older.db").rename(database)
    assert cli("audit", "verify", "--out", out).exit_code == 0
    found = cli("audit", "verify", "--out", out, "--anchor", anchors)
    assert found.exit_code == 1
    assert "TAMPERED" in found.stdout


def test_a_file_that_holds_no_anchors_is_refused_by_its_line(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "anchors.jsonl"
    path.write_text(json.dumps({"events": 0, "head": ""}) + "\nnonsense\n", encoding="utf-8")
    result = cli("audit", "verify", "--out", tmp_path / "out", "--anchor", path)
    assert isinstance(result.exception, InputError)
    assert result.exception.row == 2


def test_an_anchor_that_cannot_be_written_is_one_clear_message(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "no such folder" / "anchors.jsonl"
    result = cli("audit", "anchor", "--out", tmp_path / "out", "--to", path)
    assert isinstance(result.exception, StoreError)


def test_a_trail_that_was_tampered_with_is_not_anchored(cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "out"
    _make_key(cli, out, "Police")
    database = next(out.rglob("access*.db"))
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE audit_event SET count = 9")
    connection.close()
    result = cli("audit", "anchor", "--out", out, "--to", tmp_path / "anchors.jsonl")
    assert result.exit_code == 1
    assert not (tmp_path / "anchors.jsonl").exists()
