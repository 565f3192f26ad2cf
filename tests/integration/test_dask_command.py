"""What `hotspots cluster` refuses before any worker is started."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hotspots.errors import InputError, ParameterError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

_POINTS = ("--x", "x", "--y", "y", "--eps-m", 150, "--min-samples", 5)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "in" / "points.parquet"
    file.parent.mkdir()
    pq.write_table(pa.table({"x": [435_000.0], "y": [336_000.0]}), file)
    return file


@pytest.mark.parametrize(
    "option",
    [("--scheduler", "tcp://127.0.0.1:9"), ("--workers", 2), ("--memory-limit", "2GB")],
)
def test_options_of_dask_go_with_dask_only(
    cli: Callable[..., Result], source: Path, tmp_path: Path, option: tuple[str, object]
) -> None:
    result = cli("cluster", source, *_POINTS, "--out", tmp_path / "out.parquet", *option)
    assert isinstance(result.exception, ParameterError)
    assert "--engine dask only" in str(result.exception)


def test_an_existing_cluster_has_its_own_workers(
    cli: Callable[..., Result], source: Path, tmp_path: Path
) -> None:
    result = cli(
        *("cluster", source, *_POINTS, "--out", tmp_path / "out", "--engine", "dask"),
        *("--scheduler", "tcp://127.0.0.1:9", "--workers", 2),
    )
    assert isinstance(result.exception, ParameterError)
    assert "leave out --scheduler" in str(result.exception)


def test_a_folder_is_for_dask(cli: Callable[..., Result], source: Path, tmp_path: Path) -> None:
    result = cli("cluster", source.parent, *_POINTS, "--out", tmp_path / "out.csv")
    assert isinstance(result.exception, InputError)
    assert "--engine dask" in str(result.exception)
    result = cli("cluster", source, *_POINTS, "--out", tmp_path)
    assert isinstance(result.exception, InputError)
    assert "Name a file for --out" in str(result.exception)


def test_what_is_there_already_is_kept_and_no_cluster_is_started(
    cli: Callable[..., Result], source: Path, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    result = cli("cluster", source, *_POINTS, "--out", tmp_path / "out", "--engine", "dask")
    assert isinstance(result.exception, StoreError)
    assert "there already" in str(result.exception)
