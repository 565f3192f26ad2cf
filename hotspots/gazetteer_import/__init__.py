"""Published lists of places in, the one CSV that `hotspots.gazetteer` reads out.

The names are looked up when first used (PEP 562): the process that reads a list loads
a reader of lists and nothing else.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotspots.gazetteer_import.account import ImportReport
    from hotspots.gazetteer_import.importer import (
        MERGE_WITHIN_M,
        ImportOptions,
        import_gazetteer,
    )
    from hotspots.gazetteer_import.published import FORMATS

__all__ = ["FORMATS", "MERGE_WITHIN_M", "ImportOptions", "ImportReport", "import_gazetteer"]

_HOME = {
    "FORMATS": "hotspots.gazetteer_import.published",
    "MERGE_WITHIN_M": "hotspots.gazetteer_import.importer",
    "ImportOptions": "hotspots.gazetteer_import.importer",
    "ImportReport": "hotspots.gazetteer_import.account",
    "import_gazetteer": "hotspots.gazetteer_import.importer",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(_HOME[name]), name)
