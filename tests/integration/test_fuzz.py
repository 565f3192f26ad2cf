"""A short, seeded run of `scripts/fuzz.py` over every reader (long ones: docs/assurance.md)."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
NAMES = (
    "csv", "xlsx", "police", "actions", "actions-xlsx", "place-risk", "place-risk-xlsx", "review",
    "profile", "crosswalk", "policy", "boundaries", "geopackage", "open-names", "naptan",
    "gias", "places", "gazetteer", "backup", "texts", "filters", "queries",
)  # fmt: skip
INPUTS = 60


@pytest.fixture(scope="module")
def fuzz() -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("fuzz", SCRIPTS / "fuzz.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look their module up by its name.
    sys.modules[spec.name] = module
    sys.path.insert(0, str(SCRIPTS))  # it has neighbours of its own
    try:
        spec.loader.exec_module(module)
        yield module
    finally:
        sys.path.remove(str(SCRIPTS))


def test_every_reader_has_its_name_here(fuzz: ModuleType) -> None:
    assert set(fuzz.targets()) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_reader_reads_the_good_and_refuses_the_rest_in_words(
    fuzz: ModuleType, name: str, tmp_path: Path
) -> None:
    target = fuzz.targets()[name]
    for seed in target.seeds:
        folder = tmp_path / "good"
        folder.mkdir(exist_ok=True)
        assert target.run(seed, folder) is not None
    found = fuzz.fuzz(name, target, seconds=60, inputs=INPUTS, seed=1, keep=tmp_path / "kept")
    assert found.inputs == INPUTS
    assert not found.defects


def test_a_defect_is_found_and_kept(fuzz: ModuleType, tmp_path: Path) -> None:
    """A reader that breaks at a byte that no text has."""

    def broken(data: bytes, _folder: Path) -> object:
        data.decode("utf-8")
        return "read"

    target = replace(fuzz.targets()["csv"], run=broken)
    found = fuzz.fuzz("csv", target, seconds=60, inputs=200, seed=1, keep=tmp_path)
    ((where, kept),) = found.defects.items()
    assert where.startswith("UnicodeDecodeError")
    with pytest.raises(UnicodeDecodeError):
        kept.read_bytes().decode("utf-8")


def test_the_same_seed_tries_the_same_inputs(fuzz: ModuleType, tmp_path: Path) -> None:
    def tried(seed: int) -> list[bytes]:
        inputs: list[bytes] = []
        target = replace(fuzz.targets()["xlsx"], run=lambda data, _: inputs.append(data))
        fuzz.fuzz("xlsx", target, seconds=60, inputs=30, seed=seed, keep=tmp_path)
        return inputs

    assert tried(1) == tried(1) != tried(2)
