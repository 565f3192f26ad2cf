"""The bill of materials says what the lock says, names no registry, and is the same each time."""

from __future__ import annotations

import importlib.util
import json
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from packaging.requirements import Requirement

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
LOCK = """first==1.0 \\
    --hash=sha256:{a}
    # via hotspots (pyproject.toml)
second==2.0+local ; sys_platform == 'win32' \\
    --hash=sha256:{b} \\
    --hash=sha256:{a}
    # via
    #   first
    #   tool
third==3 \\
    --hash=sha256:{a}
    # via tool
tool==4 \\
    --hash=sha256:{a}
    # via hotspots (pyproject.toml:dev)
""".format(a="a" * 64, b="b" * 64)
VENDORED = {"leaflet.js": {"version": "1.9.4", "licence": "BSD-2-Clause", "sha256": "c" * 64}}


@pytest.fixture(scope="module")
def sbom() -> ModuleType:
    spec = importlib.util.spec_from_file_location("sbom", ROOT / "scripts" / "sbom.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look their module up by its name.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def real(sbom: ModuleType) -> dict[str, Any]:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    made: dict[str, Any] = sbom.bill(sbom.read_lock(lock), version="1", vendored=VENDORED)
    return made


def test_each_entry_of_a_lock_is_a_component_with_its_hashes(sbom: ModuleType) -> None:
    made = sbom.bill(sbom.read_lock(LOCK), version="0.1", vendored=VENDORED)
    of = {one["name"]: one for one in made["components"]}
    assert {name: one["scope"] for name, one in of.items()} == {
        "first": "required",
        "second": "required",
        "third": "excluded",
        "tool": "excluded",
        "leaflet": "required",
    }
    assert of["second"]["purl"] == "pkg:pypi/second@2.0+local"
    assert of["second"]["properties"] == [
        {"name": "lock:sha256", "value": "a" * 64},
        {"name": "lock:sha256", "value": "b" * 64},
        {"name": "lock:only-where", "value": "sys_platform == 'win32'"},
    ]
    needs = {one["ref"]: one["dependsOn"] for one in made["dependencies"]}
    assert needs["pkg:generic/hotspots@0.1"] == ["pkg:npm/leaflet@1.9.4", "pkg:pypi/first@1.0"]
    assert needs["pkg:pypi/tool@4"] == ["pkg:pypi/second@2.0+local", "pkg:pypi/third@3"]


@pytest.mark.parametrize(
    "lock", ["first==1.0 \\\n    # via x\n", "first>=1.0 \\\n    --hash=sha256:" + "a" * 64]
)
def test_a_package_without_a_version_or_a_hash_is_refused(sbom: ModuleType, lock: str) -> None:
    with pytest.raises(ValueError, match="not a pinned package"):
        sbom.read_lock(lock)


def test_every_direct_dependency_is_in_the_bill_and_required(real: dict[str, Any]) -> None:
    required = {one["name"] for one in real["components"] if one["scope"] == "required"}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {Requirement(one).name for one in project["dependencies"]} <= required


def test_no_registry_and_no_moment_is_in_it(real: dict[str, Any]) -> None:
    text = json.dumps(real)
    assert "://" not in text
    assert "timestamp" not in text
    assert len({one["bom-ref"] for one in real["components"]}) == len(real["components"])
    refs = {one["bom-ref"] for one in real["components"]}
    assert all(refs >= set(one["dependsOn"]) for one in real["dependencies"])


def test_what_the_program_needs_has_a_licence(sbom: ModuleType) -> None:
    assert sbom.licence("msgpack")
    assert sbom.licence("no-such-package") == ""


def test_it_is_written_and_the_same_each_time(sbom: ModuleType, tmp_path: Path) -> None:
    first, second = tmp_path / "out" / "a.json", tmp_path / "b.json"
    assert sbom.main(["--out", str(first)]) == sbom.main(["--out", str(second)]) == 0
    assert first.read_bytes() == second.read_bytes()
    made = json.loads(first.read_text(encoding="utf-8"))
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.6")


def test_it_is_printed_where_no_file_is_named(
    sbom: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sbom.main([]) == 0
    assert json.loads(capsys.readouterr().out)["components"]
