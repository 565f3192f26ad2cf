"""DBSCAN beside scikit-learn, the parallel `dbscan` package and a mere sort, in one run.

Time (best and median) and memory above the input, from ten thousand points to `--largest`,
on real postcode positions with a heavy tail; then on points that are unkind to a grid. Each
case runs in a process of its own; ratios are between bests of the same points.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from clustering_points import POSTCODES, SHAPES, heavy_tail, postcodes_m, read_points_m

if TYPE_CHECKING:
    from numpy.typing import NDArray

CASE = Path(__file__).with_name("clustering_case.py")
SIZES = (10_000, 100_000, 1_000_000, 10_000_000, 30_000_000)
ENGINES = ("hotspots", "scikit-learn", "dbscan", "np.sort")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """How far to go."""

    runs: int
    largest: int
    largest_sklearn: int
    seconds_at_most: float


def measure(
    engine: str, path: Path, eps_m: float, min_samples: int, chosen: Chosen
) -> dict[str, Any] | None:
    """What the case tells, None where it took too long or too much memory."""
    runs = 1 if engine == "scikit-learn" else chosen.runs
    command = [sys.executable, CASE, engine, path, str(eps_m), str(min_samples), str(runs)]
    try:
        done = subprocess.run(  # noqa: S603 - our own script
            command, capture_output=True, check=True, timeout=chosen.seconds_at_most
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return None
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def print_row(
    name: str, points: NDArray[np.float64], parameters: tuple[float, int], chosen: Chosen
) -> None:
    """All engines on the same points."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "points.npy"
        np.save(path, points)
        number = len(points)
        told = {
            engine: measure(engine, path, *parameters, chosen)
            for engine in ENGINES
            if engine != "scikit-learn" or number <= chosen.largest_sklearn
        }
    ours = told["hotspots"]
    if ours is None:
        print(f"| {name} | too long |")
        return
    cells = [f"{ours['best']:.3f}", f"{ours['median']:.3f}", f"{ours['megabytes']:,.0f}"]
    for engine in ("scikit-learn", "dbscan"):
        theirs = told.get(engine)
        cells += ["-", "-", "-"] if theirs is None else _beside(ours, theirs)
    mere_sort = told["np.sort"]
    cells.append("-" if mere_sort is None else f"{ours['best'] / mere_sort['best']:.1f}")
    print(f"| {name} | {number:,} | {' | '.join(cells)} | {ours['clusters']:,} |", flush=True)


def _beside(ours: dict[str, Any], theirs: dict[str, Any]) -> list[str]:
    same = all(ours[each] == theirs[each] for each in ("clusters", "noise"))
    return [
        f"{theirs['best'] / ours['best']:.1f}",
        f"{theirs['megabytes']:,.0f}",
        "yes" if same else f"{theirs['clusters']:,}",
    ]


def print_head(title: str) -> None:
    """The head of a table."""
    print(f"\n## {title}\n")
    names = ["points", "number", "best s", "median s", "MB"]
    for peer in ("scikit-learn", "dbscan"):
        names += [f"{peer}: times slower", "MB", "same clusters and noise"]
    names += ["times np.sort", "clusters"]
    print(f"| {' | '.join(names)} |\n|{'---|' * len(names)}")


def print_first_calls(points: NDArray[np.float64], chosen: Chosen) -> None:
    """What the first call costs: with nothing compiled yet, and from the cache."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "points.npy"
        np.save(path, points)
        os.environ["NUMBA_CACHE_DIR"] = folder
        cold, warm = (measure("hotspots", path, 150.0, 5, chosen) for _ in range(2))
        del os.environ["NUMBA_CACHE_DIR"]
    if cold and warm:
        print(
            f"\nFirst call on 2,000 points: {cold['first_call']:.1f} s compiling everything, "
            f"{warm['first_call']:.2f} s from the cache (import of numba included); "
            f"{warm['best']:.4f} s for {len(points):,} points from then on."
        )


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--largest", type=float, default=1e7)
    parser.add_argument("--largest-sklearn", type=float, default=1e6, help="takes 7 GB there")
    parser.add_argument("--seconds-at-most", type=float, default=600.0, help="for one case")
    parser.add_argument("--points", type=Path, help="a CSV file of real points, measured too")
    given = parser.parse_args()
    chosen = Chosen(
        runs=given.runs,
        largest=int(given.largest),
        largest_sklearn=int(given.largest_sklearn),
        seconds_at_most=given.seconds_at_most,
    )
    places = postcodes_m()
    print_head(f"Growth: {len(places):,} real postcode positions, eps 150 m, 5 samples")
    for number in SIZES:
        if number <= chosen.largest:
            print_row(POSTCODES, heavy_tail(places, number), SHAPES[POSTCODES][1:], chosen)
    print_head("Unfriendly points")
    number = min(1_000_000, chosen.largest)
    no_sklearn = Chosen(
        runs=chosen.runs,
        largest=chosen.largest,
        largest_sklearn=0,
        seconds_at_most=min(120.0, chosen.seconds_at_most),
    )
    for name, (make, *parameters) in SHAPES.items():
        if name != POSTCODES:
            print_row(name, make(number), (parameters[0], parameters[1]), no_sklearn)
    if given.points:
        print_head(f"Points of {given.points.name}")
        points = read_points_m(given.points)
        print_row("of the file", points, (150.0, 5), chosen)
        print_row("of the file", points, (50.0, 10), chosen)
    print_first_calls(heavy_tail(places, 10_000), chosen)


if __name__ == "__main__":
    main()
