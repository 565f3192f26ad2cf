"""The placement crosswalk as a TOML file with a version."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from hotspots.errors import InputError
from hotspots.ingest import load_profile
from hotspots.ingest.crosswalkfile import load_crosswalk
from hotspots.model import PlacementType

if TYPE_CHECKING:
    from pathlib import Path

LINE = (
    '[[placement]]\ntype = "foster care"\ncodes = ["u1"]\nproviders = ["pr1"]\nlast = 2021-06-30\n'
)


def _file(folder: Path, text: str) -> Path:
    path = folder / "ours.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_packaged_one_is_what_every_profile_has() -> None:
    packaged = load_crosswalk()
    assert packaged.version.startswith("SSDA903")
    assert load_profile("case-system").placement == packaged.rules


def test_a_user_s_own_is_read_with_its_version(tmp_path: Path) -> None:
    crosswalk = load_crosswalk(_file(tmp_path, f'version = " framework 3 "\n{LINE}'))
    assert crosswalk.version == "framework 3"
    assert crosswalk.type_of("U1", "PR1", date(2021, 6, 30)) is PlacementType.FOSTER
    assert crosswalk.type_of("U1", "PR1", date(2021, 7, 1)) is None
    assert crosswalk.type_of("U1", "PR2", date(2021, 6, 30)) is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (LINE, "no version"),
        (f'version = ""\n{LINE}', "no version"),
        (f"version = 3\n{LINE}", "no version"),
        (f'version = "{"x" * 41}"\n{LINE}', "no version"),
        ('version = "1"\n', "documented shape"),
        ('version = "1"\nplacement = 3\n', "documented shape"),
        (f'version = "1"\n{LINE.replace("foster care", "a palace")}', "documented shape"),
        (f'version = "1"\n{LINE.replace("2021-06-30", "3")}', "documented shape"),
        ('version = "1"\n[[placement]]\ntype = "foster care"\ncodes = "U1"\n', "documented shape"),
        (f'version = "1"\nmore = 1\n{LINE}', "unknown parts: more"),
        ("version = ", "not TOML"),
    ],
)
def test_what_is_no_crosswalk_is_refused_with_a_mend(
    text: str, problem: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=problem) as caught:
        load_crosswalk(_file(tmp_path, text))
    assert "placements.toml" in str(caught.value)


def test_a_file_that_is_far_too_large_or_absent_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="too large"):
        load_crosswalk(_file(tmp_path, "#" * (1 << 20) + "#"))
    with pytest.raises(InputError, match="not TOML"):
        load_crosswalk(tmp_path / "none.toml")
