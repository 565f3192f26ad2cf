"""The hotspots of the latest release, whole or in part, in each format."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.answers import answer
from api.choices import Choice, ChoiceNow, ColumnsNow
from api.gate import Caller, CallerNow
from api.products import GEOJSON, MEDIA_TYPES
from api.schemas import FeatureCollection

_WORDS = {
    "geojson": "GeoJSON (RFC 7946), in longitude and latitude",
    "csv": "CSV for Excel: UTF-8 with a byte order mark, no cell is a formula",
    "xlsx": "an Excel workbook with typed cells, filters and a sheet of notes",
    "gpkg": "a GeoPackage in metres (EPSG:27700)",
    "parquet": "GeoParquet 1.1, points in longitude and latitude",
    "kml": "KML 2.2",
}


def add_to(router: APIRouter) -> None:
    """Add the routes of this module."""
    _add(router, "/v1/hotspots", "geojson")
    for form in MEDIA_TYPES:
        _add(router, f"/v1/hotspots.{form}", form)


def _add(router: APIRouter, path: str, form: str) -> None:
    is_json = form == "geojson"
    media_type = GEOJSON if is_json else MEDIA_TYPES[form].partition(";")[0]
    responses: dict[int | str, dict[str, Any]] = {200: {"content": {media_type: {}}}}
    if is_json:
        responses[200]["model"] = FeatureCollection
    router.get(
        path,
        tags=["hotspots"],
        summary=f"Hotspots of the latest release as {_WORDS[form]}",
        response_model=None,
        responses=responses,
        operation_id=f"hotspots_{path.rpartition('/')[2].replace('.', '_')}",
    )(_whole(form) if form == "gpkg" else _columns(form))


def _columns(form: str) -> Callable[..., Response]:
    def hotspots(request: Request, caller: CallerNow, chosen: ColumnsNow) -> Response:
        """All hotspots that you may see, or the part that you choose, each at its public place."""
        return _answer(request, caller, chosen, form=form)

    return hotspots


def _whole(form: str) -> Callable[..., Response]:
    def hotspots(request: Request, caller: CallerNow, chosen: ChoiceNow) -> Response:
        """All hotspots that you may see, or the part that you choose, with every column."""
        return _answer(request, caller, chosen, form=form)

    return hotspots


def _answer(request: Request, caller: Caller, chosen: Choice, *, form: str) -> Response:
    view = caller.latest()
    body, count = caller.service.products.product(view, chosen, form)
    caller.saw(view.digest, count)
    return answer(request, body, views=(view,), media_type=MEDIA_TYPES[form])
