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
