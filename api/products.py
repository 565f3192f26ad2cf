"""Hotspots in each format, made once for each part of a release that is asked for, and kept."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from api.cache import Bounded
from api.schemas import Feature, FeatureCollection
from hotspots import export

if TYPE_CHECKING:
    from api.choices import Choice
    from api.shelf import View
    from api.workroom import Workroom
    from hotspots.release import Release, ReleasedHotspot

_KEPT = 24
_KEPT_BYTES = 24_000_000  # of 10,000 hotspots, the largest is 6 MB

GEOJSON = "application/geo+json"
MEDIA_TYPES = {
    "geojson": GEOJSON,
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "gpkg": "application/geopackage+sqlite3",
    "parquet": "application/vnd.apache.parquet",
    "kml": "application/vnd.google-earth.kml+xml",
}


class Products:
    """Makes files of views."""

    def __init__(self, workroom: Workroom) -> None:
        self._workroom = workroom
        self._kept: Bounded[tuple[str, Choice, str], tuple[bytes, int]] = Bounded(
            _KEPT, weigh=lambda made: len(made[0]), most_bytes=_KEPT_BYTES
        )

    def product(self, view: View, chosen: Choice, form: str) -> tuple[bytes, int]:
        """The file of this form (a key of `MEDIA_TYPES`), and how many hotspots are in it.

        Raises:
            Problem: 422, the release has nothing that the choice names; 503, the file
                could not be made.
        """
        key = (view.digest, chosen, form)
        return self._kept.get(key, lambda: self._made(view, chosen, form))

    def _made(self, view: View, chosen: Choice, form: str) -> tuple[bytes, int]:
        part = chosen.of(view.release)
        return self._bytes(part, chosen, form, digest=view.digest), len(part.hotspots)

    def _bytes(self, part: Release, chosen: Choice, form: str, *, digest: str) -> bytes:
        match form:
            case "csv":
                return export.csv_bytes(part, digest=digest, fields=chosen.fields)
            case "xlsx":
                return export.xlsx_bytes(part, digest=digest, fields=chosen.fields)
            case "parquet":
                return export.parquet_bytes(part, digest=digest, fields=chosen.fields)
            case "kml":
                return export.kml_bytes(part, digest=digest, fields=chosen.fields)
            case "gpkg":
                return self._workroom.geopackage(part, digest=digest)
            case _:
                return _geojson(part, chosen, digest=digest)


def _geojson(part: Release, chosen: Choice, *, digest: str) -> bytes:
    """One feature after the other: ten thousand at once would take ten times their text."""
    empty = replace(part, hotspots=(), zones=())
    frame = FeatureCollection.model_validate(export.feature_collection(empty, digest=digest))
    # Within a text of JSON this cannot stand: quotes are escaped there.
    before, member, after = frame.model_dump_json().encode().partition(b'"features":[')
    features = b",".join(_feature(one, chosen) for one in part.hotspots)
    return b"".join((before, member, features, after))


def _feature(hotspot: ReleasedHotspot, chosen: Choice) -> bytes:
    body = Feature.model_validate(export.feature(hotspot))
    if chosen.fields == export.PROPERTIES:
        return body.model_dump_json().encode()
    content = body.model_dump(mode="json")
    content["properties"] = {name: content["properties"][name] for name in chosen.fields}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
