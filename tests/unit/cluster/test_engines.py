"""Which engine is asked, and what is said where it cannot be had."""

from __future__ import annotations

import pytest

from hotspots.cluster import engines
from hotspots.cluster.engines import engine_of
from hotspots.errors import ParameterError


@pytest.mark.parametrize(
    ("name", "number", "module"),
    [
        ("auto", 0, "hotspots.cluster.scikit"),
        ("auto", engines.SMALL, "hotspots.cluster.scikit"),
        ("auto", engines.SMALL + 1, "hotspots.cluster.grid.engine"),
        ("sklearn", 10**9, "hotspots.cluster.scikit"),
        ("grid", 1, "hotspots.cluster.grid.engine"),
    ],
)
def test_auto_chooses_by_the_number_of_points(name: str, number: int, module: str) -> None:
    assert getattr(engine_of(name, number), "__module__", "") == module


@pytest.mark.parametrize("missing", ["dask", "distributed", "dask.array"])
def test_without_the_extra_the_error_names_it(
    monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    def not_there(_name: str) -> None:
        raise ModuleNotFoundError(name=missing)

    monkeypatch.setattr(engines, "import_module", not_there)
    with pytest.raises(ParameterError, match=r"hotspots\[scale\]"):
        engine_of("dask", 5)


def test_anything_else_that_is_missing_is_our_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    def not_there(_name: str) -> None:
        raise ModuleNotFoundError(name="numba")

    monkeypatch.setattr(engines, "import_module", not_there)
    with pytest.raises(ModuleNotFoundError):
        engine_of("grid", 5)
