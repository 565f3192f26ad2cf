"""One engine on one file of points, in a process of its own, so that its memory is its own.

    python clustering_case.py ENGINE POINTS.npy EPS_M MIN_SAMPLES RUNS

Prints JSON. Memory is the highest resident size of the first run above that before it, when
the points and the library are already loaded (Linux: the mark is reset through /proc).
"""

from __future__ import annotations

import json
import re
import statistics
import sys
import time
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

_FEW = 2_000
# Short runs are repeated for so long: on a busy machine a burst of others' work passes.
_SECONDS = 2.0


def _engine(name: str, eps_m: float, min_samples: int) -> Callable[..., NDArray[np.int64]]:
    if name == "hotspots":
        dbscan = import_module("hotspots.cluster").dbscan
        return partial(dbscan, eps_m=eps_m, min_samples=min_samples, engine="grid")
    if name == "scikit-learn":
        found = import_module("sklearn.cluster").DBSCAN(eps=eps_m, min_samples=min_samples)
        return lambda points: np.asarray(found.fit(points).labels_)
    if name == "dbscan":
        peer = import_module("dbscan").DBSCAN
        return lambda points: np.asarray(peer(points, eps_m, min_samples)[0])
    return lambda points: np.sort(points.view(np.int64)[:, 0])  # one 64-bit key for each point


def _kilobytes(field: str) -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(rf"{field}:\s+(\d+)", status)
    return int(found[1]) if found else 0


def main() -> None:
    """Run and tell."""
    name, path, eps_m, min_samples, runs = sys.argv[1:]
    points = np.load(path)
    engine = _engine(name, float(eps_m), int(min_samples))
    begin = time.perf_counter()
    engine(points[:_FEW].copy())
    first_call = time.perf_counter() - begin
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # forget the highest mark
    before = _kilobytes("VmRSS")
    seconds, megabytes = [], 0.0
    labels = np.empty(0)
    while len(seconds) < int(runs) or (int(runs) > 1 and sum(seconds) < _SECONDS):
        begin = time.perf_counter()
        labels = engine(points)
        seconds.append(time.perf_counter() - begin)
        if len(seconds) == 1:
            megabytes = (_kilobytes("VmHWM") - before) * 1024 / 1e6
    told = {
        "best": min(seconds),
        "median": statistics.median(seconds),
        "megabytes": megabytes,
        "first_call": first_call,
        "clusters": int(labels.max()) + 1,
        "noise": int((labels == -1).sum()),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
