"""Who does the work: the engines by name, each imported only when it is really used.

An engine is a function that gives checked points and weights their final labels, by the
rules in `density`. Its module is imported here and nowhere else: numba and scikit-learn take
seconds and memory to import, and Dask is an extra that need not be installed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from hotspots.errors import ParameterError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ENGINES = ("auto", "sklearn", "grid", "dask")
# Up to here scikit-learn is done before numba is imported; see docs/adr for the figures.
SMALL = 20_000

_MODULES = {
    "sklearn": "hotspots.cluster.scikit",
    "grid": "hotspots.cluster.grid.engine",
    "dask": "hotspots.cluster.dask_engine",
}
_EXTRA = ("dask", "distributed")


class Engine(Protocol):
    """Labels of shape (n,) for points of shape (n, 2) in metres and weights of shape (n,).

    The points are finite, the weights are finite and at least 0; where nobody gave weights
    they are one 1 seen n times (all strides 0). Neither is changed.
    """

    def __call__(
        self,
        points: NDArray[np.float64],
        weights: NDArray[np.float64],
        /,
        *,
        eps_m: float,
        min_samples: int,
    ) -> NDArray[np.int64]:
        """The cluster of each point from 0, -1 for noise."""


def engine_of(name: str, number: int) -> Engine:
    """The engine by its name; "auto" chooses by the number of points.

    Raises:
        ParameterError: there is no such engine, or what it needs is not installed.
    """
    if name not in ENGINES:
        msg = f"There is no such engine. Choose one of: {', '.join(ENGINES)}."
        raise ParameterError(msg)
    if name == "auto":
        name = "sklearn" if number <= SMALL else "grid"
    try:
        engine: Engine = import_module(_MODULES[name]).labels
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _EXTRA:
            raise
        msg = f'The engine "{name}" needs more packages. Install: pip install "hotspots[scale]".'
        raise ParameterError(msg) from None
    return engine
