"""A built wheel carries its data and works from any folder."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's content, laid out as an installer would."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*command, str(ROOT)], check=True, capture_output=True)  # noqa: S603 - our own words
    wheel = next(folder.glob("*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def _python(installed: Path, folder: Path, *arguments: str) -> str:
    environment = os.environ | {"PYTHONPATH": str(installed)}
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_the_demo_runs_from_the_wheel_in_another_folder(installed: Path, tmp_path: Path) -> None:
    where = _python(installed, tmp_path, "-c", "import hotspots; print(hotspots.__file__)")
    assert where.strip().startswith(str(installed))
    printed = _python(installed, tmp_path, "-m", "hotspots.cli", "demo", "--out", "out")
    assert "partner: 7 hotspots" in printed
    assert (tmp_path / "out" / "partner" / "map.html").exists()


def test_the_wheel_carries_its_data_and_no_tests(installed: Path) -> None:
    names = {str(path.relative_to(installed)) for path in installed.rglob("*") if path.is_file()}
    for needed in (
        "hotspots/data/gazetteer/derby.csv",
        "hotspots/data/boundaries/derby_wards.geojson",
        "hotspots/data/boundaries/SOURCES.toml",
        "hotspots/map/assets/leaflet.js",
        "hotspots/protect/policies/partner.toml",
        "hotspots/ingest/profiles/case-system.toml",
        "api/templates/login.html",
    ):
        assert needed in names
    assert not [name for name in names if name.startswith(("tests/", "notebooks/"))]
