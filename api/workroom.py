"""Work that needs heavy libraries, done by a program of its own that ends with it.

Folium and GDAL bring pandas: 80 MB and a second for a few files a release. The program
is told nothing of the stores and of the keys, has a time limit, and gives its memory back.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

from api.problems import unavailable
from hotspots.map import Frame

if TYPE_CHECKING:
    from hotspots.brief import AreaBrief
    from hotspots.release import Release

_LIMIT_S = 60
_FRAME = "hotspots.map.layout"
_GEOPACKAGE = "hotspots.export.geopackage"
_PAPERS = "hotspots.brief.papers"


class Workroom:
    """Has one thing made at a time."""

    def __init__(self) -> None:
        self._lock = Lock()

    def frame(self) -> Frame:
        """The frame of every map, made when it is first asked for in this process.

        Raises:
            Problem: 503, it could not be made.
        """
        with self._lock:
            return _frame()

    def geopackage(self, release: Release, *, digest: str) -> bytes:
        """The release as a GeoPackage.

        Raises:
            Problem: 503, it could not be made.
        """
        with self._lock:
            return _made(_GEOPACKAGE, digest, data=release.canonical_bytes())

    def paper(self, brief: AreaBrief, form: str) -> bytes:
        """An area's brief as `pdf` or `docx`.

        Raises:
            Problem: 503, it could not be made.
        """
        with self._lock:
            return _made(_PAPERS, form, data=brief.to_bytes())


@cache
def _frame() -> Frame:
    return Frame(**json.loads(_made(_FRAME)))


def _made(module: str, *arguments: str, data: bytes = b"") -> bytes:
    told = {name: value for name, value in os.environ.items() if not name.startswith("HOTSPOTS_")}
    command = [sys.executable, "-m", module, *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - our own modules, no shell
            command, input=data, env=told, capture_output=True, timeout=_LIMIT_S, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise unavailable() from error
    return done.stdout
