"""Rules about the repository itself, so that they need not be remembered."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
CODE = [*ROOT.glob("hotspots/**/*.py"), *ROOT.glob("api/**/*.py"), *ROOT.glob("scripts/*.py")]
TESTS = list(ROOT.glob("tests/**/*.py"))
# The versions that mend known vulnerabilities; what is installed must not be older.
FLOORS = {
    "starlette": "1.3.1",
    "python-multipart": "0.0.27",
    "jinja2": "3.1.6",
    "defusedxml": "0.7.1",
    "pyjwt": "2.13.0",
}


@pytest.mark.parametrize("path", CODE, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_file_or_function_holds_two_ideas(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            doc = ast.get_docstring(node, clean=False)
            body = node.end_lineno - node.lineno + 1 - (len(doc.splitlines()) if doc else 0)  # type: ignore[operator] - parsed from text, so it has lines
            assert body <= 40, f"{node.name} has {body} lines"


@pytest.mark.parametrize("path", TESTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_test_file_is_too_long_to_read(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 500


def test_the_lock_has_a_hash_for_every_package_and_names_no_address() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index-url" not in text
    for block in re.split(r"\n(?=\S)", text.strip()):
        assert "--hash=sha256:" in block, block.splitlines()[0]


@pytest.mark.parametrize(("name", "floor"), FLOORS.items())
def test_no_installed_library_is_older_than_its_last_known_vulnerability(
    name: str, floor: str
) -> None:
    assert Version(version(name)) >= Version(floor)


def test_every_dependency_has_a_lower_bound() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    assert all(re.search(r">=\d|==\d", line) for line in wanted)


def test_no_file_of_episodes_and_no_key_is_kept_in_the_repository() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    done = subprocess.run(
        ["git", "ls-files"],  # noqa: S607 - whichever git the developer has
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    names = done.stdout.split()
    assert not [n for n in names if n.endswith((".xlsx", ".xls", ".key", ".db", ".env"))]


# GDAL opens whatever the bytes say, local files and addresses included (a VRT, for instance).
MAY_USE_GDAL = {
    "hotspots/boundary_import/source.py",
    "hotspots/export/geopackage.py",
    "scripts/fuzz_seeds.py",  # writes a made-up layer
}


@pytest.mark.parametrize("path", CODE, ids=lambda p: str(p.relative_to(ROOT)))
def test_gdal_is_used_where_it_was_thought_about_and_nowhere_else(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {
        alias.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    } | {
        (node.module or "").split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
    }
    if names & {"pyogrio", "geopandas", "osgeo", "fiona"}:
        assert str(path.relative_to(ROOT)).replace("\\", "/") in MAY_USE_GDAL
