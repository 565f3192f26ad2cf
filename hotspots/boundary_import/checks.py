"""What an official layer must be like to be taken."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from hotspots.boundaries import code_and_name, lies_in_great_britain, property_name
from hotspots.errors import InputError
from hotspots.geo import coordinates_from_lon_lat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from hotspots.boundary_import.official import Feature

ONS_ATTRIBUTION = (
    "Source: Office for National Statistics licensed under the Open Government Licence v.3.0. "
    "Contains OS data © Crown copyright and database right."
)
# England, Wales and Scotland, as the Office for National Statistics codes wards.
WARD_CODE = r"E05\d{6}|W05\d{6}|S13\d{6}"


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundaryExpectations:
    """What is expected of the layer.

    `lad_code` keeps the wards of one authority (`E06000015`), where the layer says which
    authority a ward is in. `max_overlap_share` and `max_gap_share` are the largest part of
    the kept area that may belong to two wards, or be enclosed by wards and belong to none:
    an exact layer has neither, a generalised one may have slivers.
    """

    code_pattern: str = WARD_CODE
    lad_code: str | None = None
    attribution: str = ONS_ATTRIBUTION
    max_overlap_share: float = 0.001
    max_gap_share: float = 0.001


@dataclass(frozen=True, slots=True)
class Coverage:
    """Square metres: of all wards, of what two of them share, of the holes between them."""

    area_m2: float
    overlap_m2: float
    gap_m2: float


def of_authority(
    features: Sequence[Feature], lad_code: str | None, file: str
) -> tuple[Feature, ...]:
    """The features of one authority, or all of them.

    Raises:
        InputError: the layer has no column of authorities, or none of its features is kept.
    """
    if lad_code is None:
        kept = tuple(features)
    else:
        columns = [property_name(feature.properties, "LAD", "CD") for feature in features]
        if None in columns:
            raise InputError(
                problem="the layer does not say which authority a ward is in",
                file=file,
                mend="Leave out the authority's code, and give a layer of its wards alone.",
            )
        kept = tuple(
            feature
            for feature, column in zip(features, columns, strict=True)
            if column and feature.properties[column] == lad_code
        )
    if not kept:
        raise InputError(
            problem="no wards in it, or none of that authority",
            file=file,
            mend="Check the authority's code, or download the layer again.",
        )
    return kept


def identities(features: Sequence[Feature], pattern: str, file: str) -> list[tuple[str, str]]:
    """Code and name of each feature.

    Raises:
        InputError: a feature has no name, a code that is no ward's, or another's code.
    """
    seen: dict[str, int] = {}
    found = [code_and_name(feature.properties) for feature in features]
    for feature, (code, name) in zip(features, found, strict=True):
        if not name or not re.fullmatch(pattern, code):
            raise InputError(
                problem=f"feature {feature.number} has no ward code, or no name",
                file=file,
                mend="Give the layer of wards: WD..CD and WD..NM, codes like E05 and six digits.",
            )
        if code in seen:
            raise InputError(
                problem=f"feature {feature.number} has the same code as feature {seen[code]}",
                file=file,
                mend="Join the parts of a ward into one feature.",
            )
        seen[code] = feature.number
    return found


def shapes_m(features: Sequence[Feature], *, degrees: bool, file: str) -> NDArray[np.object_]:
    """Shape (n,): the polygons in metres, EPSG:27700.

    Raises:
        InputError: a feature has no polygon, or one that is broken or not in Great Britain.
    """
    shapes = np.empty(len(features), dtype=object)
    for index, feature in enumerate(features):
        shape = feature.shape
        if shape is not None and degrees:
            shape = shapely.transform(shape, coordinates_from_lon_lat)
        # The finite extent first: GEOS may warn about, or loop over, what is not finite.
        if shape is None or not lies_in_great_britain(shape) or not shape.is_valid:
            raise InputError(
                problem=f"feature {feature.number} has no valid polygon in Great Britain",
                file=file,
                mend="Download the layer again, or mend the shape; check its reference system.",
            )
        shapes[index] = shape
    return shapes


def coverage(
    features: Sequence[Feature],
    shapes: NDArray[np.object_],
    expectations: BoundaryExpectations,
    file: str,
) -> Coverage:
    """How well the wards cover their area, once and without holes.

    Raises:
        InputError: more overlap, or more area in holes, than is expected.
    """
    area_m2 = float(shapely.area(shapes).sum())
    pairs = _neighbours(shapes)
    shared_m2 = shapely.area(shapely.intersection(shapes[pairs[0]], shapes[pairs[1]]))
    overlap_m2 = float(shared_m2.sum())
    if overlap_m2 > expectations.max_overlap_share * area_m2:
        worst = int(np.argmax(shared_m2))
        first, second = (features[int(side[worst])].number for side in pairs)
        raise InputError(
            problem=f"feature {first} and feature {second} overlap",
            file=file,
            mend="Give one layer of wards of one year.",
        )
    gap_m2 = _holes_m2(shapely.union_all(shapes))
    if gap_m2 > expectations.max_gap_share * area_m2:
        raise InputError(
            problem="the wards leave a gap between them",
            file=file,
            mend="A ward is missing: download the whole layer.",
        )
    return Coverage(area_m2=area_m2, overlap_m2=overlap_m2, gap_m2=gap_m2)


def _neighbours(shapes: NDArray[np.object_]) -> NDArray[np.int64]:
    """Shape (2, m): every pair of shapes that touch or overlap, once, the first number lower."""
    pairs: NDArray[np.int64] = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pairs = pairs[:, pairs[0] < pairs[1]]
    return pairs[:, np.lexsort((pairs[1], pairs[0]))]


def _holes_m2(area: BaseGeometry) -> float:
    outer = shapely.get_parts(area)
    filled = shapely.polygons(shapely.get_exterior_ring(outer))
    # The parts of a union do not overlap, but one may lie in another's hole.
    return float(shapely.area(shapely.union_all(filled)) - shapely.area(area))
