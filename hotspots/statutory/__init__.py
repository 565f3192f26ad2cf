"""Shapes of the statutory returns: SSDA903 missing file, Standard Safeguarding Dataset, Annex A.

Rows are made of episodes and checked by the rules of the Department for Education; what a
shape cannot hold is listed, never made up.
"""

from __future__ import annotations

from hotspots.statutory.annex_a import ANNEX_A_COLUMNS, annex_a_rows
from hotspots.statutory.losses import LOSSES, Shape, as_held
from hotspots.statutory.rules import CareTables, Collection, check_missing
from hotspots.statutory.ssd import SSD_COLUMNS, ssd_rows
from hotspots.statutory.ssda903 import MISSING_COLUMNS, ChildKey, missing_rows
from hotspots.statutory.tables import CareEpisode, MissingRow

__all__ = [
    "ANNEX_A_COLUMNS",
    "LOSSES",
    "MISSING_COLUMNS",
    "SSD_COLUMNS",
    "CareEpisode",
    "CareTables",
    "ChildKey",
    "Collection",
    "MissingRow",
    "Shape",
    "annex_a_rows",
    "as_held",
    "check_missing",
    "missing_rows",
    "ssd_rows",
]
