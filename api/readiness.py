"""Whether both stores can be used, asked of them at most once a second.

The release store's own check reads every byte that it holds, and anybody may ask:
the short memory and the lock keep a crowd of askers from becoming a load.
"""

from __future__ import annotations

import logging
import time
from threading import Lock
from typing import TYPE_CHECKING

from api.logs import log, where
from hotspots.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.access import AccessStore
    from hotspots.store import ReleaseStore

_HOLDS_S = 1.0


class Readiness:
    """Asks the stores, and remembers the answer for a second."""

    def __init__(
        self,
        *,
        releases: ReleaseStore,
        access: AccessStore,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._checks = (releases.check, access.check)
        self._ticks = ticks
        self._lock = Lock()
        self._asked = float("-inf")
        self._is_ready = False

    def ask(self) -> bool:
        """Whether releases can be read and the audit trail be written."""
        with self._lock:
            if self._ticks() - self._asked >= _HOLDS_S:
                self._is_ready = not [c for c in self._checks if not _passes(c)]
                self._asked = self._ticks()
            return self._is_ready


def _passes(check: Callable[[], None]) -> bool:
    try:
        check()
    except StoreError as error:
        log(logging.ERROR, "not ready", error=where(error))
        return False
    return True
