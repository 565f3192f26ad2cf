"""Placements by date, from the Episodes table of the SSDA903 return: days at risk, no more.

Columns `CHILD, DECOM, PLACE` and, where there are, `DEC` and `PLACE_PROVIDER`. No other
column is read, the postcodes among them. The rows serve to count days in placement and
are kept nowhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.ingest.tidytable import TableShape, open_rows
from hotspots.model import PlacementSpell, PlacementType

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from hotspots.ingest.pseudonym import Pseudonymiser
    from hotspots.ingest.tidytable import TidyRow
    from hotspots.model import Crosswalk

_SHAPE = TableShape(
    needed=("child", "decom", "place"),
    known=("dec", "placeprovider"),
    mend="Give the Episodes table of the SSDA903 return: CHILD, DECOM, DEC, PLACE, PLACE_PROVIDER.",
    most_rows=200_000,
)


def read_placements(
    path: Path,
    *,
    pseudonymiser: Pseudonymiser,
    crosswalk: Crosswalk,
    as_of: date,
    is_erased: Callable[[str], bool] = lambda _child_id: False,
) -> tuple[PlacementSpell, ...]:
    """The spells of an XLSX or CSV file, in the order of its rows.

    A spell without a DEC lasts. A code that stands in no line of the crosswalk is a placement
    of `UNKNOWN` type. Rows of erased children are left out.

    Raises:
        InputError: the file cannot be read, lacks a column, or has a row that cannot be used,
            with its row and column.
    """
    with open_rows(path, _SHAPE, as_of=as_of) as rows:
        spells = [_spell(row, pseudonymiser, crosswalk) for row in rows]
    return tuple(spell for spell in spells if not is_erased(spell.child_id))


def _spell(row: TidyRow, pseudonymiser: Pseudonymiser, crosswalk: Crosswalk) -> PlacementSpell:
    first, until = row.needed_day("decom"), row.day("dec")
    if until is not None and until < first:
        raise row.fault("the placement ends before it begins", "Correct one of the dates.", "dec")
    code = row.text("place").upper()
    provider = row.text("placeprovider", needed=False).upper()
    return PlacementSpell(
        child_id=pseudonymiser(row.text("child")),
        placement=crosswalk.type_of(code, provider, first) or PlacementType.UNKNOWN,
        first=first,
        until=until,
    )
