"""The one door to numba: a typed decorator for the loops that are compiled.

What is compiled is kept beside this package, or in the user's cache folder where that is
read-only, or not at all where neither can be written (`NUMBA_CACHE_DIR` names another folder).
numba notices a change in the file of a loop, but not in a file whose loops it calls: after a
change in this package remove its `__pycache__`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ParamSpec, TypeVar

from numba import njit

if TYPE_CHECKING:
    from collections.abc import Callable

_P = ParamSpec("_P")
_R = TypeVar("_R")


def kernel(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """The same function, compiled at its first call; it holds no lock while it runs."""
    try:
        compiled: Callable[_P, _R] = njit(cache=True, nogil=True)(function)
    except RuntimeError:  # numba found no folder that it may write its cache to
        compiled = njit(nogil=True)(function)
    return compiled
