"""From an official layer to ours: read, check, write whole or not at all."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.boundaries import Layer, LayerFeature, layer_bytes, property_name, read_boundaries
from hotspots.boundary_import.checks import (
    BoundaryExpectations,
    coverage,
    identities,
    of_authority,
    shapes_m,
)
from hotspots.boundary_import.official import DEGREES_BY_EPSG, read_source
from hotspots.errors import InputError, StoreError
from hotspots.wholefile import written_whole

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundaryReport:
    """How many features were read and how many wards written.

    Areas are in square metres; `sha256` is the target's.
    """

    format: str
    epsg: int
    read: int
    wards: int
    area_m2: float
    overlap_m2: float
    gap_m2: float
    sha256: str


def import_boundaries(
    source: Path, target: Path, *, expectations: BoundaryExpectations | None = None
) -> BoundaryReport:
    """Check an official layer of wards and write it as GeoJSON that `read_boundaries` reads.

    Features are written in the order of their codes, once everything is found good.

    Raises:
        InputError: unknown format or reference system, a ward without code, name or valid
            polygon inside Great Britain, a code twice or of another kind of area, overlaps,
            gaps, or no ward of the authority.
        StoreError: the target cannot be written.
    """
    wanted = expectations or BoundaryExpectations()
    found = read_source(source)
    kept = of_authority(found.features, wanted.lad_code, source.name)
    named = identities(kept, wanted.code_pattern, source.name)
    shapes = shapes_m(kept, degrees=DEGREES_BY_EPSG[found.epsg], file=source.name)
    cover = coverage(kept, shapes, wanted, source.name)
    # A property's year is worth keeping: `WD24CD` says which wards these are.
    code_key = property_name(kept[0].properties, "WD", "CD") or "code"
    name_key = property_name(kept[0].properties, "WD", "NM") or "name"
    features = [
        LayerFeature({code_key: code, name_key: name}, shape)
        for (code, name), shape in sorted(zip(named, shapes, strict=True), key=lambda pair: pair[0])
    ]
    content = layer_bytes(
        Layer(name=target.stem, attribution=wanted.attribution, features=tuple(features))
    )
    _replace(target, content, source.name)
    return BoundaryReport(
        format=found.format,
        epsg=found.epsg,
        read=len(found.features),
        wards=len(kept),
        area_m2=cover.area_m2,
        overlap_m2=cover.overlap_m2,
        gap_m2=cover.gap_m2,
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _replace(target: Path, content: bytes, source_name: str) -> None:
    """Write beside the target, read that back as any later run will, then swap the two."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with written_whole(target) as part:
            part.write_bytes(content)
            read_boundaries(part)
    except InputError:
        raise InputError(
            problem="some shapes are too fine to be written with six decimals",
            file=source_name,
            mend="Download the generalised layer (BGC) instead.",
        ) from None
    except OSError:
        msg = f"{target.name} cannot be written. Check the folder and the free space."
        raise StoreError(msg) from None
