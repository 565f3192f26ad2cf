"""How many requests, how long, what came of them: by route template, never by person or place.

A count for each area or each person would itself be a small count. With several workers
the library adds up what each wrote into the folder PROMETHEUS_MULTIPROC_DIR.
"""

from __future__ import annotations

import os
from functools import cache

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_METHODS = frozenset({"GET", "HEAD", "POST"})
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Metrics:
    """Counters of one process, or of all workers."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "hotspots_requests",
            "Requests by route template and status.",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "hotspots_request_seconds",
            "Seconds until the whole answer was sent, by route template.",
            ("route",),
            registry=self._registry,
            buckets=_SECONDS,
        )
        # There are as many as there are routes and statuses; to find them takes a while.
        self._of = cache(self._labelled)

    def saw(self, *, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request; a method that we do not have is `other`."""
        known = method if method in _METHODS else "other"
        request, took = self._of(known, route, status)
        request.inc()
        took.observe(seconds)

    def _labelled(self, method: str, route: str, status: int) -> tuple[Counter, Histogram]:
        requests = self._requests.labels(method, route, str(status))
        return requests, self._seconds.labels(route)

    def text(self) -> bytes:
        """All of it in the text format of Prometheus."""
        if SHARED_FOLDER not in os.environ:
            return generate_latest(self._registry)
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]  # it has no types
        return generate_latest(together)
