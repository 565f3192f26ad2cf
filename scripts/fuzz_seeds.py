"""Good files of every kind that is read, made by code; all that is in them is synthetic."""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import openpyxl
import pyogrio
import pyogrio.raw
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

EPISODES = (
    ("Episode ID", "Child ID", "Date of Birth", "Status", "Missing From Date", "Missing From Time",
     "Return Date", "Return Time", "Risk Level", "Placement Type", "Last Seen Location",
     "Found Location", "Places Visited", "Return Interview Date"),
    ("E1", "SYN-1", "01/02/2006", "Missing", "01/03/2021", "17:05", "02/03/2021", "09:10", "High",
     "K2", "bus station", "SK 352 364", "park and arcade", "04/03/2021"),
    ("E2", "SYN-2", "2007-05-06", "Absent", "2021-03-28", "01:30", "", "", "Low", "U1",
     "52.9225, -1.4769", "435200 336400", "DE1 2QY", ""),
    ("E3", "0012345", "01.02.2005", "M", "44197", "0.5", "44198", "905", "", "", "", "", "", ""),
)  # fmt: skip
ACTIONS = (
    ("What", "From", "To", "Lead", "Place", "Hotspot", "Zone"),
    ("Patrol", "01/03/2021", "01/04/2021", "Sgt X", "Bus station", "", ""),
    ("Lights", date(2021, 3, 1), None, "Council", "", "h-1", ""),
)
PLACE_RISKS = (
    ("Kind", "Where", "Themes", "Guardian kinds", "Lead", "Last review", "Next review", "Note",
     "Told", "Closed", "Version"),
    ("place", "Bus station", "approaches; travel", "staff", "Police", "01/03/2021", "01/09/2021",
     "Dark", "themes; lead", "no", "3"),
    ("zone", "City", "", "", "", date(2021, 3, 1), None, "", "", "yes", ""),
)  # fmt: skip
POLICE = (
    ("Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location",
     "LSOA code", "LSOA name", "Crime type", "Last outcome category", "Context"),
    ("", "2021-06", "X", "X", "-1.476", "52.921", "On or near Street", "E01", "A", "ASB", "", ""),
    ("abc1", "2021-06", "X", "X", "-1.477", "52.922", "On or near Park", "E01", "A", "Drugs", "",
     ""),
)  # fmt: skip
NAPTAN = (
    ("ATCOCode", "CommonName", "StopType", "Longitude", "Latitude", "Easting", "Northing", "Status",
     "LocalityName"),
    ("1090BSTN", "Bus Station", "BCE", "-1.47", "52.92", "435700", "336300", "active", "Derby"),
    ("1090RAIL", "Railway", "RLY", "", "", "436200", "335600", "act", ""),
)  # fmt: skip
GIAS = (
    ("URN", "EstablishmentName", "PhaseOfEducation (name)", "EstablishmentStatus (name)",
     "OpenDate", "CloseDate", "Easting", "Northing", "Postcode", "Locality", "Town"),
    ("100001", "Made Up School", "Secondary", "Open", "01-09-1990", "", "435100", "336200",
     "DE1 2QY", "", "Derby"),
    ("100002", "Old School", "Primary", "Closed", "", "31-08-2019", "435200", "336300", "", "", ""),
)  # fmt: skip
OWN = (
    ("name", "category", "easting", "northing", "aliases", "publishable", "extent_m", "valid_from"),
    ("Arcade", "retail", "435300", "336200", "The Arcade;Old Arcade", "yes", "40", "2019-01-01"),
    ("Shelter", "hostel", "435310", "336300", "", "no", "", ""),
)
_CLOCK = "OGR_CURRENT_DATE"
SQUARE = [[-1.5, 52.9], [-1.4, 52.9], [-1.4, 53.0], [-1.5, 53.0], [-1.5, 52.9]]


def table(rows: Sequence[Sequence[object]], *, delimiter: str = ",") -> bytes:
    """The rows as CSV."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode()


def workbook(rows: Sequence[Sequence[object]], *, title: str = "Data") -> bytes:
    """The rows as XLSX."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return steady(out.getvalue())


def steady(archive: bytes) -> bytes:
    """The archive without the moment at which it was made: the same seeds, the same inputs."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith(".xml"):
                content = re.sub(rb"20\d\d-\d\d-\d\dT[\d:]+Z", b"2021-07-05T09:00:00Z", content)
            new.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def open_names() -> bytes:
    """Two rows as in a tile of OS Open Names, which has no heading."""
    row = ["osgb1", "http://data.ordnancesurvey.co.uk/id/1", "Market Hall", "", "", "",
           "other", "Bus Station", "435400", "336100", "", "",
           "435300", "336000", "435500", "336200", "DE1", "", "Derby", *[""] * 15]  # fmt: skip
    return table([row, [*row[:2], "Green Park", *row[3:7], "Urban Greenspace", *row[8:]]])


def places() -> bytes:
    """Places as GeoJSON, a point and a polygon."""
    features = [
        {"type": "Feature", "properties": {"name": "Arcade", "category": "retail"},
         "geometry": {"type": "Point", "coordinates": [-1.47, 52.92]}},
        {"type": "Feature", "properties": {"name": "Green Park", "category": "park"},
         "geometry": {"type": "Polygon", "coordinates": [SQUARE]}},
    ]  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def wards() -> bytes:
    """Two wards as GeoJSON."""
    features = [
        {"type": "Feature", "properties": {"WD24CD": f"E0500000{n}", "WD24NM": f"Ward {n}"},
         "geometry": {"type": "Polygon", "coordinates": [[[x + n / 10, y] for x, y in SQUARE]]}}
        for n in (1, 2)
    ]  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def geopackage() -> bytes:
    """One ward as a GeoPackage."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "layer.gpkg"
        before = pyogrio.get_gdal_config_option(_CLOCK)
        pyogrio.set_gdal_config_options({_CLOCK: "2021-07-05T09:00:00Z"})
        try:
            _write_ward(path)
        finally:
            pyogrio.set_gdal_config_options({_CLOCK: before})
        return path.read_bytes()


def _write_ward(path: Path) -> None:
    pyogrio.raw.write(
        path,
        geometry=np.array([shapely.to_wkb(shapely.box(435000, 336000, 436000, 337000))]),
        field_data=[np.array(["E05000001"]), np.array(["Ward 1"])],
        fields=["WD24CD", "WD24NM"],
        geometry_type="Polygon",
        crs="EPSG:27700",
        driver="GPKG",
    )


PROFILE = b"""title = "Ours"
needed = ["status"]
[columns]
child_ref = ["Child ID", "Child"]
start = ["Missing From Date"]
end = ["Return Date"]
status = ["Status"]
[defaults]
[dates]
order = "dmy"
[codes.status]
missing = ["Missing", "M"]
absent = ["Absent"]
[[mentions]]
role = "found"
headings = ["Found Location"]
latitude = ["Lat"]
longitude = ["Lon"]
[[placement]]
type = "foster care"
codes = ["P1"]
first = 2020-01-01
"""
TEXTS = (
    b"SK 352 364", b"SK3520036400", b"sk 3 3", b"TQ 30012 80034 car park", b"52.9225, -1.4769",
    b"52\xc2\xb055'21\"N 1\xc2\xb028'37\"W", b"435200 336400", b"E435200 N336400", b"1 2 3 4 5",
    b"park gates 52.9 N, 1.47 W near DE1 2QY",
)  # fmt: skip
FILTERS = (
    b"zone = 'Centre'", b"episodes > 10 AND name LIKE 'A%'", b"NOT (episodes BETWEEN 5 AND 30)",
    b"S_INTERSECTS(geometry, POLYGON((-1.5 52.9, -1.4 52.9, -1.4 53, -1.5 52.9)))",
    b"T_AFTER(last_month, DATE('2021-01-01'))", b"zone IN ('Centre', 'West') OR name IS NULL",
    b'{"op": "and", "args": [{"op": "=", "args": [{"property": "zone"}, "Centre"]}]}',
    b'{"op": "s_intersects", "args": [{"property": "geometry"}, {"bbox": [-2, 52, -1, 53]}]}',
)  # fmt: skip
QUERIES = (
    b"/v1/hotspots?zone=Centre&min_episodes=5&sort=name&limit=10&offset=0",
    b"/v1/hotspots?zone=Centre&sort=-episodes&limit=10&fields=name,zone",
    b"/v1/hotspots?format=csv", b"/v1/hotspots.geojson", b"/v1/zones", b"/v1/releases?limit=1",
    b"/v1/hotspots/publicmark-park/history", b"/v1/areas/E05000001/brief.pdf",
    b"/ogc/collections/hotspots/items?bbox=-2,52,-1,53&datetime=2021-01-01/..&limit=5",
    b"/ogc/collections/hotspots/items?filter=zone%20%3D%20'Centre'&filter-lang=cql2-text",
    b"/ogc/collections/hotspots/items?crs=http://www.opengis.net/def/crs/EPSG/0/27700&f=html",
    b"/maps/latest?audience=public", b"/v1/releases/0123456789abcdef", b"/login?token=abc",
)  # fmt: skip
MADE_AT = datetime(2021, 7, 5, 9, tzinfo=UTC)
CROSSWALK = b"""version = "made up 1"
[[placement]]
type = "foster care"
codes = ["U1", "U2"]
first = 2020-01-01
last = 2023-10-27
[[placement]]
type = "at home"
codes = ["P1"]
providers = ["PR0"]
"""
