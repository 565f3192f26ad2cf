"""The facts about the city that every run stands on, each with its checksum."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.boundaries import Boundaries, read_boundaries
from hotspots.gazetteer import Gazetteer, read_gazetteer
from hotspots.postcodes import Postcodes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Public places, wards and postcodes; `checksums` names the files by SHA-256."""

    gazetteer: Gazetteer
    boundaries: Boundaries
    postcodes: Postcodes
    checksums: Mapping[str, str]


def read_ground(gazetteer: Path, boundaries: Path) -> Ground:
    """Read the gazetteer and the wards from their files, and the postcodes as packaged.

    Raises:
        InputError: a file is not of the documented shape.
    """
    return Ground(
        gazetteer=read_gazetteer(gazetteer),
        boundaries=read_boundaries(boundaries),
        postcodes=Postcodes.load(),
        checksums={
            "gazetteer": hashlib.sha256(gazetteer.read_bytes()).hexdigest(),
            "boundaries": hashlib.sha256(boundaries.read_bytes()).hexdigest(),
        },
    )
