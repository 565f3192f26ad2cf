"""Published lists of places in, the one CSV that `hotspots.gazetteer` reads out."""

from hotspots.gazetteer_import.account import ImportReport
from hotspots.gazetteer_import.importer import (
    MERGE_WITHIN_M,
    ImportOptions,
    import_gazetteer,
)
from hotspots.gazetteer_import.sourcefile import FORMATS

__all__ = ["FORMATS", "MERGE_WITHIN_M", "ImportOptions", "ImportReport", "import_gazetteer"]
