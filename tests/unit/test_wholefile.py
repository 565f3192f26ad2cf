"""A file is there whole or not at all, and nothing half-done lies beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hotspots.wholefile import written_whole

if TYPE_CHECKING:
    from pathlib import Path


def test_the_target_appears_when_all_went_well(tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    with written_whole(target) as part:
        part.write_text("new")
        assert not target.exists()
    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_a_failure_keeps_what_was_there_and_leaves_nothing_behind(tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    target.write_text("old")

    def fail_half_way() -> None:
        with written_whole(target) as part:
            part.write_text("half")
            raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - the very error that is raised above
        fail_half_way()
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_link_that_lies_under_the_temporary_name_is_not_followed(tmp_path: Path) -> None:
    other, target = tmp_path / "other.txt", tmp_path / "page.html"
    other.write_text("untouched")
    (tmp_path / ".page.html.part").symlink_to(other)
    with written_whole(target) as part:
        part.write_text("new")
    assert (other.read_text(), target.read_text()) == ("untouched", "new")
    assert not target.is_symlink()


def test_the_bytes_are_on_the_disk_before_the_name_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "page.html"
    seen: list[tuple[int, bool]] = []
    monkeypatch.setattr(
        "hotspots.wholefile.os.fsync", lambda number: seen.append((number, target.exists()))
    )
    with written_whole(target) as part:
        part.write_text("new")
    assert [there for _, there in seen] == [False]
