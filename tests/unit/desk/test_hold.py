"""One desk for a folder, and nothing of a former one's uploads left lying."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING

import pytest

from desk.hold import held
from hotspots.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path


def test_a_second_desk_is_refused_until_the_first_ends(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    with held(folder), pytest.raises(StoreError, match="Another desk"), held(folder):
        pass
    with held(folder):
        pass


def test_what_a_killed_desk_left_is_removed(tmp_path: Path) -> None:
    left = tmp_path / "upload-0" / "week.csv"
    left.parent.mkdir()
    left.write_text("a row")
    (tmp_path / "arriving").mkdir()
    (tmp_path / "arriving" / "part").write_text("a row")
    (tmp_path / "look.json").write_text("{}")
    with held(tmp_path):
        assert not left.parent.exists()
        assert (tmp_path / "look.json").exists()
        assert not list((tmp_path / "arriving").iterdir())


def test_what_arrives_is_spooled_inside(tmp_path: Path) -> None:
    before = tempfile.gettempdir()
    with held(tmp_path):
        assert (tmp_path / "arriving").stat().st_mode & 0o777 == 0o700
        with tempfile.NamedTemporaryFile() as file:
            assert file.name.startswith(str(tmp_path / "arriving"))
    assert tempfile.gettempdir() == before
    assert not (tmp_path / "arriving").exists()
