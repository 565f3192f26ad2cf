"""What clustering in partitions costs: two worker processes, data larger than one may hold.

    python benchmarks/clustering_dask.py --points 20_000_000 --memory-limit 700MB

Synthetic points: places with a heavy tail of visits, as geocoded data have it, and a share
of points that nobody shares, as jittered data have them. The labels are compared with those
of the engine "grid" on the same points unless `--no-check` is given.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from hotspots.cluster import dbscan
from hotspots.cluster.dask_engine import Columns, Labelling, Workers, executor, private_folder
from hotspots.cluster.partitioned.tables import label_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hotspots.cluster.partitioned.course import Course

EPS_M, MIN_SAMPLES = 150.0, 20
FILES, PAYLOAD = 8, 4
PLACES_PER_POINT = 0.1
GROUP_ROWS = 500_000


def points_of(number: int, *, jittered: float, seed: int) -> np.ndarray:
    """Shape (n, 2): visits to places in towns; a share of them where nobody else is."""
    generator = np.random.default_rng(seed)
    towns = generator.uniform((100_000, 50_000), (600_000, 650_000), (300, 2))
    size = generator.pareto(1.1, 300) + 0.1
    number_of_places = max(1, int(number * PLACES_PER_POINT))
    town = generator.choice(300, number_of_places, p=size / size.sum())
    places = np.round(towns[town] + generator.normal(0, 4_000, (number_of_places, 2)))
    which = (generator.random(number) ** 3 * number_of_places).astype(np.int64)
    points: np.ndarray = places[which]
    alone = generator.random(number) < jittered
    points[alone] += generator.normal(0, 30, (int(alone.sum()), 2))
    return points


def write(folder: Path, points: np.ndarray) -> int:
    """As many columns as such tables have; returns the bytes that they take in memory."""
    folder.mkdir()
    nbytes = 0
    for number, rows in enumerate(np.array_split(np.arange(len(points)), FILES)):
        columns = {"row": rows, "x": points[rows, 0], "y": points[rows, 1]}
        columns |= {f"other_{one}": np.zeros(len(rows)) for one in range(PAYLOAD)}
        table = pa.table(columns)
        nbytes += table.nbytes
        pq.write_table(table, folder / f"part-{number}.parquet", row_group_size=GROUP_ROWS)
    return nbytes


def same(target: Path, points: np.ndarray) -> tuple[bool, float]:
    """Whether the labels are those of one machine, and the seconds that it takes for them."""
    began = perf_counter()
    expected = dbscan(points, eps_m=EPS_M, min_samples=MIN_SAMPLES, engine="grid")
    seconds = perf_counter() - began
    files = sorted(target.glob("*.parquet"))
    found = [pq.read_table(file, columns=["label"])["label"].to_numpy() for file in files]
    return bool((np.concatenate(found) == expected).all()), seconds


def timed(step: Callable[..., Any], *call: Any) -> tuple[float, int, Any]:  # noqa: ANN401 - any step
    """The processor seconds of a step, the most memory that its worker ever held, its result."""
    began = process_time()
    result = step(*call)
    spent = process_time() - began
    # Not getrusage: what that says of a new process begins with its parent's peak.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return spent, int(status.partition("VmHWM:")[2].split()[0]), result


class Meter:
    """What the workers spend; the first step of each on a new worker also pays for imports."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.peak_mb = 0.0

    def run(self, labelling: Labelling, workers: Workers) -> Course:
        """Label the tables with a watch in each worker's hand."""
        with executor(workers) as make, private_folder(labelling.target.parent) as folder:
            whole = make(folder)

            def each(step: Callable[..., Any], calls: Sequence[tuple[Any, ...]]) -> list[Any]:
                found = whole(timed, [(step, *call) for call in calls])
                name = step.__name__
                self.seconds[name] = sum(seconds for seconds, _, _ in found)
                self.peak_mb = max([self.peak_mb, *(peak * 1024 / 1e6 for _, peak, _ in found)])
                return [result for _, _, result in found]

            return label_tables(labelling, folder, each)


def report(course: Course, meter: Meter) -> None:
    """The Markdown tables."""
    million = course.points / 1e6
    print("| step | processor seconds for a million points |\n|---|---|")
    for step, seconds in meter.seconds.items():
        print(f"| {step} | {seconds / million:.3f} |")
    print(f"| all | {sum(meter.seconds.values()) / million:.3f} |")
    alone = course.seconds["plan"] + course.seconds["merge"]
    print(f"| plan and merge, by the client | {alone / million:.3f} |")
    print("\n| what crosses | MB | bytes for a point |\n|---|---|---|")
    for what, size in (
        ("rows with equal points put together", course.rows * 24),
        ("rows to the tiles, with halos", course.spread_bytes),
        ("labels back to the partitions", course.rows * 4),
        ("to the client: the tiles' edges and smallest cores", course.told_bytes),
    ):
        print(f"| {what} | {size / 1e6:,.1f} | {size / course.points:.2f} |")


def main() -> None:
    """Write the data, label them, print what it took."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--points", type=int, default=20_000_000)
    parser.add_argument("--memory-limit", default="700MB")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--jittered", type=float, default=0.05)
    parser.add_argument("--tile-points", type=int, default=300_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-check", dest="check", action="store_false")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        points = points_of(options.points, jittered=options.jittered, seed=options.seed)
        nbytes = write(Path(name) / "in", points)
        if not options.check:
            del points
        labelling = Labelling(
            source=Path(name) / "in",
            target=Path(name) / "out",
            columns=Columns(x="x", y="y"),
            eps_m=EPS_M,
            min_samples=MIN_SAMPLES,
            points_of_tile=options.tile_points,
        )
        workers = Workers(number=options.workers, memory_limit=options.memory_limit)
        meter = Meter()
        course = meter.run(labelling, workers)
        print(
            f"\n{course.points:,} points, {nbytes / 1e6:,.0f} MB in memory; {options.workers} "
            f"workers of {options.memory_limit}, at most {meter.peak_mb:,.0f} MB taken; "
            f"{len(course.answers)} partitions, {course.tiles} tiles, "
            f"{course.clusters:,} clusters; {sum(course.seconds.values()):.1f} s\n"
        )
        report(course, meter)
        if options.check:
            equal, seconds = same(Path(name) / "out", points)
            print(f'\nThe labels of the engine "grid": {equal}; it takes {seconds:.2f} s.')


if __name__ == "__main__":
    main()
