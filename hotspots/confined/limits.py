"""What a reading process may use."""

from __future__ import annotations

import importlib
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most that reading one file may take.

    `seconds` bounds how long its answers are waited for, all together, and the process's
    own computing time. `memory_bytes` is of address space: libraries that are merely mapped count.
    `answer_bytes` bounds one answer, `total_bytes` all of them, `item_bytes` one row or
    feature. `written_bytes` is the largest file that it may write: none.

    Windows and macOS have no such limits of memory (Windows none of computing time either);
    the bounds on waiting, on answers, and those of the readers themselves hold everywhere.
    """

    seconds: float = 300.0
    memory_bytes: int = 1024 * MEBIBYTE
    item_bytes: int = 8 * MEBIBYTE
    answer_bytes: int = 16 * MEBIBYTE
    total_bytes: int = 2048 * MEBIBYTE
    written_bytes: int = 0


def confine(limits: Limits) -> None:
    """Put the limits on this process, as far as the platform has them."""
    resource = _resource()
    if resource is None:
        return
    seconds = max(int(limits.seconds), 1)
    for name, most in (
        ("RLIMIT_CORE", 0),  # a core file would hold the rows
        ("RLIMIT_FSIZE", limits.written_bytes),
        ("RLIMIT_CPU", seconds),
        ("RLIMIT_AS", limits.memory_bytes),
    ):
        with suppress(AttributeError, OSError, ValueError):
            which = getattr(resource, name)
            hard = resource.getrlimit(which)[1]
            low = most if hard == resource.RLIM_INFINITY else min(most, hard)
            # A second more until the hard limit, which kills without saying why.
            late = low + 1 if name == "RLIMIT_CPU" and low != hard else low
            resource.setrlimit(which, (low, late))


def _resource() -> ModuleType | None:
    try:
        return importlib.import_module("resource")
    except ImportError:
        return None
