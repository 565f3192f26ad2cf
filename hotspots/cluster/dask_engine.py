"""The engine "dask": the steps of `partitioned`, run by Dask's workers.

The one file that imports dask, when it is first asked for, since it is an optional extra.

Whoever can reach a Dask scheduler can run any code as its workers. A cluster started here
listens on 127.0.0.1 only, shows no dashboard, and ends with the call. An existing one must be
trusted; its certificates are given by Dask's own configuration.
"""

from __future__ import annotations

import importlib
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from hotspots.cluster.partitioned.course import POINTS_OF_TILE, follow, planner
from hotspots.cluster.partitioned.partitions import ROWS_OF_PARTITION, Columns, array_parts
from hotspots.cluster.partitioned.rows import COLUMNS
from hotspots.cluster.partitioned.steps import Job, keep_labels
from hotspots.cluster.partitioned.tables import Labelling, check_target, label_tables
from hotspots.cluster.partitioned.workfolder import read_array
from hotspots.errors import ParameterError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from hotspots.cluster.partitioned.course import Course, Executor

__all__ = ["WORKERS", "Columns", "Labelling", "Workers", "label_parquet", "labels"]

WORKERS = 2
_LOOPBACK = "127.0.0.1"
_SECONDS_TO_CONNECT = 30
_CHECK_NAME = "shared"
_CONFIG = {
    # A worker's own pages would be one more thing that listens and tells.
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    # The steps keep nothing in memory from one to the next, so a worker that pauses would
    # wait for ever for memory that nobody holds. One that takes too much is still ended.
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Workers:
    """Who does the work.

    Attributes:
        scheduler: the address of an existing scheduler, tcp:// or tls://; without one, a
            cluster of processes on this machine is started for the call.
        number: how many such processes.
        memory_limit: what each of them may take, for instance "2GB"; without it an equal
            part of the machine's memory. Of an existing cluster both are its own.
    """

    scheduler: str | None = None
    number: int = WORKERS
    memory_limit: str | None = None


def labels(
    points: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    eps_m: float,
    min_samples: int,
    workers: Workers | None = None,
    sizes: tuple[int, int] = (ROWS_OF_PARTITION, POINTS_OF_TILE),
) -> NDArray[np.int64]:
    """Shape (n,): the final labels of checked points and weights, as `dbscan` defines them.

    By processes on this machine; they read the points from a private folder of temporary
    files. `sizes` are the rows of a partition and the distinct points of a tile. As with
    all processes that Python starts anew, a script that calls this must keep its own work
    under `if __name__ == "__main__"`.

    Raises:
        ParameterError: Dask is not installed.
        StoreError: the workers cannot do it; says why.
    """
    if len(points) == 0:
        return np.empty(0, dtype=np.int64)
    with executor(workers or Workers()) as make, private_folder() as folder:
        job = Job(folder=folder, eps_m=eps_m, min_samples=min_samples)
        rows = np.empty((len(points), COLUMNS))
        rows[:, :2], rows[:, 2] = points, weights
        parts = array_parts(rows, folder / "points", rows_of_part=sizes[0])
        del rows
        each = make(folder)
        course = follow(job, parts, each, check=_accept, planned=planner(eps_m, sizes[1]))
        each(keep_labels, [(job, number, own) for number, own in enumerate(course.answers)])
        found = [read_array(job.file("labels", number), np.int64) for number in range(len(parts))]
        return np.concatenate(found)


def label_parquet(labelling: Labelling, *, workers: Workers) -> Course:
    """Label the points of a Parquet file or a folder of them; see `Labelling`.

    The workers and this process must see source and target under the same paths.

    Raises:
        InputError: a file, a column or a cell that cannot be used; says which.
        ParameterError: Dask is not installed, no scheduler answers, or points in degrees.
        StoreError: the target cannot be written, or the workers cannot do it.
    """
    check_target(labelling.target)
    with (
        executor(workers) as make,
        private_folder(labelling.target.absolute().parent) as folder,
    ):
        return label_tables(labelling, folder, make(folder))


@contextmanager
def private_folder(beside: Path | None = None) -> Iterator[Path]:
    """A new folder that only its owner may look into; it goes with all that is in it.

    Raises:
        StoreError: there can be none.
    """
    try:
        temporary = tempfile.TemporaryDirectory(
            prefix=".hotspots-", dir=beside, ignore_cleanup_errors=True
        )
    except OSError as error:
        msg = f"There can be no work folder ({type(error).__name__}). Choose another target."
        raise StoreError(msg) from None
    with temporary as name:
        yield Path(name)


@contextmanager
def executor(workers: Workers) -> Iterator[Callable[[Path], Executor]]:
    """A cluster; with a work folder, that all of its workers must share, an executor.

    Raises:
        ParameterError: Dask is not installed, or no scheduler answers.
        StoreError: from within: a worker lacks something, fails or was killed too often.
    """
    distributed = _distributed()
    with _client(distributed, workers) as client:
        yield lambda folder: _executor(distributed, client, folder)


def _distributed() -> Any:  # noqa: ANN401 - a module that may not be there has no type
    try:
        return importlib.import_module("distributed")
    except ImportError:
        msg = 'The engine "dask" needs Dask. Install it with: pip install "hotspots[scale]"'
        raise ParameterError(msg) from None


@contextmanager
def _client(distributed: Any, workers: Workers) -> Iterator[Any]:  # noqa: ANN401 - untyped
    if workers.scheduler is None:
        with (
            _local_cluster(distributed, workers) as cluster,
            distributed.Client(cluster, set_as_default=False) as client,
        ):
            yield client
        return
    try:
        client = distributed.Client(
            workers.scheduler, timeout=_SECONDS_TO_CONNECT, set_as_default=False
        )
    except (OSError, ValueError) as error:
        msg = (
            f"No Dask scheduler answers there ({type(error).__name__}). Give its address, for "
            "instance tcp://127.0.0.1:8786, and its certificates by Dask's configuration."
        )
        raise ParameterError(msg) from None
    with client:
        yield client


@contextmanager
def _local_cluster(distributed: Any, workers: Workers) -> Iterator[Any]:  # noqa: ANN401 - untyped
    limit = "auto" if workers.memory_limit is None else _bytes(workers.memory_limit)
    config = importlib.import_module("dask").config
    with (
        private_folder() as folder,
        config.set(_CONFIG),
        distributed.LocalCluster(
            n_workers=workers.number,
            threads_per_worker=1,
            processes=True,
            host=_LOOPBACK,
            # No address would mean that of the dashboard, should the port be free.
            dashboard_address=f"{_LOOPBACK}:0",
            scheduler_kwargs={"dashboard": False},
            memory_limit=limit,
            local_directory=str(folder),
        ) as cluster,
    ):
        yield cluster


def _bytes(size: str) -> int:
    try:
        number = int(importlib.import_module("dask.utils").parse_bytes(size))
    except ValueError:
        number = 0
    if number <= 0:
        msg = 'The memory limit must be a size, for instance "2GB".'
        raise ParameterError(msg)
    return number


def _executor(distributed: Any, client: Any, folder: Path) -> Executor:  # noqa: ANN401 - untyped
    _check_workers(client, folder)

    def each(step: Callable[..., Any], calls: Sequence[tuple[Any, ...]]) -> list[Any]:
        futures = [client.submit(step, *call, pure=False) for call in calls]
        try:
            results: list[Any] = client.gather(futures)
        except distributed.KilledWorker:
            msg = (
                "Workers that ran one and the same step were killed again and again, as a rule "
                "for want of memory. Raise the memory limit, or write the input in smaller "
                "row groups."
            )
            raise StoreError(msg) from None
        except (OSError, MemoryError, pa.ArrowException) as error:
            msg = (
                f"A worker could not do its part ({type(error).__name__}). See that its disk "
                "has room and that no file is changed while it is read."
            )
            raise StoreError(msg) from None
        return results

    return each


def _check_workers(client: Any, folder: Path) -> None:  # noqa: ANN401 - untyped
    """Each worker must see the folder and have this package."""
    try:
        client.wait_for_workers(1, timeout=_SECONDS_TO_CONNECT)
        (folder / _CHECK_NAME).touch(mode=0o600)
        sees = client.run(sees_folder, folder)
    except TimeoutError:
        msg = "The Dask scheduler has no workers. Start some and try again."
        raise StoreError(msg) from None
    except ImportError:
        msg = "A Dask worker lacks this package. Install the same version everywhere."
        raise StoreError(msg) from None
    if not all(sees.values()):
        msg = (
            "A Dask worker cannot write to the folder that the target is in. All workers must "
            "share that folder with this machine, under the same path and as the same user."
        )
        raise StoreError(msg)


def sees_folder(folder: Path) -> bool:
    """Whether the work folder is here too, and may be written to."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return (folder / _CHECK_NAME).exists()
    except OSError:
        return False


def _accept(_reach: tuple[float, float]) -> None:
    """Points in memory were checked before."""
