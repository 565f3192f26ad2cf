"""Real processes: the labels of one machine, also when workers are killed or memory is short."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import psutil
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hotspots.cluster import dbscan
from hotspots.cluster.dask_engine import (
    Columns,
    Labelling,
    Workers,
    executor,
    label_parquet,
    labels,
    private_folder,
)
from hotspots.cluster.partitioned.tables import label_tables
from hotspots.errors import ParameterError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from click.testing import Result

_XY = Columns(x="easting", y="northing")
_EPS_M, _MIN_SAMPLES = 100.0, 8


def _points(number: int, seed: int = 3) -> np.ndarray:
    generator = np.random.default_rng(seed)
    towns = generator.uniform(0, 30_000, (30, 2)) + np.array([400_000.0, 300_000.0])
    near = towns[generator.integers(0, 30, number)] + generator.normal(0, 400, (number, 2))
    return np.round(near / 20) * 20


def _write(folder: Path, points: np.ndarray, *, groups: int = 3, **extra: np.ndarray) -> None:
    folder.mkdir()
    for number, rows in enumerate(np.array_split(np.arange(len(points)), 3)):
        table = pa.table(
            {
                "row": rows,
                "easting": points[rows, 0],
                "northing": points[rows, 1],
                **{name: values[rows] for name, values in extra.items()},
            }
        )
        pq.write_table(
            table, folder / f"part-{number}.parquet", row_group_size=1 + len(rows) // groups
        )


def _labelling(source: Path, target: Path) -> Labelling:
    return Labelling(
        source=source,
        target=target,
        columns=_XY,
        eps_m=_EPS_M,
        min_samples=_MIN_SAMPLES,
        rows_of_partition=1_000,
        points_of_tile=500,
    )


def _read(folder: Path) -> pa.Table:
    return pa.concat_tables(pq.read_table(file) for file in sorted(folder.glob("*.parquet")))


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """A cluster of two processes that somebody else started."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        scheduler_kwargs={"dashboard": False},
    ) as cluster:
        yield cluster.scheduler_address


def test_points_in_memory_get_the_labels_of_one_machine() -> None:
    points = _points(5_000)
    weights = np.random.default_rng(4).choice([0.1, 0.5, 1.0, 2.0], 5_000)
    found = labels(points, weights, eps_m=100.0, min_samples=8, sizes=(1_000, 400))
    expected = dbscan(points, eps_m=100.0, min_samples=8, weights=weights, engine="grid")
    assert found.tolist() == expected.tolist()
    assert expected.max() > 5


def test_an_existing_cluster_labels_a_folder_of_files(
    scheduler: str, tmp_path: Path, cli: Callable[..., Result]
) -> None:
    points = _points(6_000)
    _write(tmp_path / "in", points, note=np.full(6_000, "kept"))
    result = cli(
        *("cluster", tmp_path / "in", "--x", "easting", "--y", "northing"),
        *("--eps-m", _EPS_M, "--min-samples", _MIN_SAMPLES),
        *("--engine", "dask", "--scheduler", scheduler, "--out", tmp_path / "out"),
    )
    assert result.exit_code == 0, result.output
    assert "6,000 points" in result.output
    for number in range(3):
        name = f"part-{number}.parquet"
        table = pq.read_table(tmp_path / "out" / name)
        assert table.drop_columns("label").equals(pq.read_table(tmp_path / "in" / name))
    expected = dbscan(points, eps_m=_EPS_M, min_samples=_MIN_SAMPLES)
    assert _read(tmp_path / "out").column("label").to_pylist() == expected.tolist()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out"]


def test_a_worker_killed_in_mid_run_changes_nothing(tmp_path: Path) -> None:
    points = _points(6_000)
    _write(tmp_path / "in", points)
    killed = tmp_path / "killed"
    killed.mkdir()
    with executor(Workers()) as make, private_folder(tmp_path) as folder:
        whole = make(folder)

        def each(step: Callable[..., Any], calls: Sequence[tuple[Any, ...]]) -> list[Any]:
            mark = str(killed / step.__name__)

            def dies_once(first: bool, *call: Any) -> Any:  # noqa: ANN401, FBT001 - any step's
                result = step(*call)
                if first and not os.path.exists(mark):  # noqa: PTH110 - sent to a worker: no test module there
                    os.close(os.open(mark, os.O_CREAT))
                    os.kill(os.getpid(), signal.SIGKILL)
                return result

            if step.__name__ not in {"spread", "settle"}:
                return whole(step, calls)
            return whole(dies_once, [(number == 1, *call) for number, call in enumerate(calls)])

        course = label_tables(_labelling(tmp_path / "in", tmp_path / "out"), folder, each)
    assert sorted(path.name for path in killed.iterdir()) == ["settle", "spread"]
    assert course.tiles > 5
    expected = dbscan(points, eps_m=_EPS_M, min_samples=_MIN_SAMPLES)
    assert _read(tmp_path / "out").column("label").to_pylist() == expected.tolist()


def test_a_step_that_kills_every_worker_is_one_clear_message(
    scheduler: str, tmp_path: Path
) -> None:
    def dies() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    with executor(Workers(scheduler=scheduler)) as make:
        each = make(tmp_path)
        with pytest.raises(StoreError, match="memory"):
            each(dies, [()])


def test_a_worker_that_cannot_read_is_one_clear_message(scheduler: str, tmp_path: Path) -> None:
    def fails() -> None:
        raise FileNotFoundError

    with executor(Workers(scheduler=scheduler)) as make:
        each = make(tmp_path)
        with pytest.raises(StoreError, match="FileNotFoundError"):
            each(fails, [()])


@pytest.mark.slow
def test_data_larger_than_the_memory_of_a_worker_are_labelled(tmp_path: Path) -> None:
    number, limit = 9_000_000, 500_000_000
    places = _points(20_000)
    points = places[np.random.default_rng(5).integers(0, 20_000, number)]
    _write(
        *(tmp_path / "in", points),
        groups=12,
        **{f"other_{one}": np.zeros(number) for one in range(4)},
    )
    assert sum(pq.read_metadata(f).num_rows for f in (tmp_path / "in").iterdir()) * 7 * 8 > limit
    job = Labelling(
        source=tmp_path / "in",
        target=tmp_path / "out",
        columns=_XY,
        eps_m=60.0,
        min_samples=3_000,
        points_of_tile=5_000,
    )
    course = label_parquet(job, workers=Workers(memory_limit=f"{limit}B"))
    assert course.tiles > 2
    expected = dbscan(points, eps_m=60.0, min_samples=3_000, engine="grid")
    found = np.concatenate(
        [
            pq.read_table(file, columns=["label"])["label"].to_numpy()
            for file in sorted((tmp_path / "out").iterdir())
        ]
    )
    assert expected.max() > 5
    assert (found == expected).all()


def test_a_cluster_of_this_machine_listens_to_this_machine_alone(tmp_path: Path) -> None:
    with executor(Workers(number=1)) as make:
        make(tmp_path)
        here = psutil.Process()
        listening = [
            connection.laddr.ip
            for process in (here, *here.children(recursive=True))
            for connection in process.net_connections(kind="inet")
            if connection.status == psutil.CONN_LISTEN
        ]
    assert listening
    assert set(listening) == {"127.0.0.1"}


def test_nobody_at_the_address_is_one_clear_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hotspots.cluster.dask_engine._SECONDS_TO_CONNECT", 0.2)
    with (
        pytest.raises(ParameterError, match="No Dask scheduler answers"),
        executor(Workers(scheduler="tcp://127.0.0.1:9")),
    ):
        pytest.fail("connected")


def test_dask_is_imported_when_it_is_asked_for_and_named_when_it_is_missing() -> None:
    code = (
        "import sys, hotspots.cluster.dask_engine as engine\n"
        "from hotspots.errors import ParameterError\n"
        "assert not {'dask', 'distributed'} & set(sys.modules)\n"
        "sys.modules['distributed'] = None\n"
        "try:\n    engine.executor(engine.Workers()).__enter__()\n"
        "except ParameterError as error:\n    print(error)"
    )
    done = subprocess.run(  # noqa: S603 - this interpreter, with our own words
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert "hotspots[scale]" in done.stdout


@pytest.mark.parametrize("limit", ["much", "0", "-1GB"])
def test_a_memory_limit_is_a_size(limit: str) -> None:
    with (
        pytest.raises(ParameterError, match="2GB"),
        executor(Workers(memory_limit=limit)),
    ):
        pytest.fail("started")
