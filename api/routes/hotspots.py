"""Hotspots of the latest release, and one of them over time."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from api.answers import GEOJSON, answer, line_of
from api.gate import Caller, CallerNow
from api.problems import bad_parameter, not_found
from api.schemas import FeatureCollection, History, HistoryLine, Hotspot
from api.shelf import View
from hotspots.export import csv_bytes, feature_collection
from hotspots.release import Release, ReleasedHotspot

HotspotId = Annotated[str, Path(description="A hotspot's id, as the list has it.")]
_ZONE = Query(description="Only the hotspots of this zone, by its name.", max_length=200)


def add_to(router: APIRouter) -> None:
    """Add the routes of this module."""
    router.get(
        "/v1/hotspots",
        tags=["hotspots"],
        summary="Hotspots of the latest release, as GeoJSON",
        response_model=None,
        responses={200: {"model": FeatureCollection, "content": {GEOJSON: {}}}},
    )(hotspots)
    router.get(
        "/v1/hotspots.csv",
        tags=["hotspots"],
        summary="The same as a table for Excel",
        response_model=None,
        responses={200: {"content": {"text/csv": {}}}},
    )(hotspots_csv)
    router.get(
        "/v1/hotspots/{hotspot_id}",
        tags=["hotspots"],
        summary="One hotspot of the latest release",
        response_model=None,
        responses={200: {"model": Hotspot}},
    )(hotspot)
    router.get(
        "/v1/hotspots/{hotspot_id}/history",
        tags=["hotspots"],
        summary="One hotspot over the releases",
        response_model=None,
        responses={200: {"model": History}},
    )(history)


def hotspots(
    request: Request, caller: CallerNow, zone: Annotated[str | None, _ZONE] = None
) -> Response:
    """All hotspots that you may see, each at its public place."""
    view = _latest(caller)
    release = view.release if zone is None else _of_zone(view.release, zone)
    body = FeatureCollection.model_validate(feature_collection(release, digest=view.digest))
    caller.saw(view.digest, len(release.hotspots))
    return answer(request, body, views=(view,), media_type=GEOJSON)


def hotspots_csv(request: Request, caller: CallerNow) -> Response:
    """UTF-8 with a byte order mark; no cell is read as a formula."""
    view = _latest(caller)
    caller.saw(view.digest, len(view.release.hotspots))
    body = csv_bytes(view.release, digest=view.digest)
    return answer(request, body, views=(view,), media_type="text/csv; charset=utf-8")


def hotspot(request: Request, caller: CallerNow, hotspot_id: HotspotId) -> Response:
    """A hotspot that is unknown and one that is not yours give the same answer."""
    view = _latest(caller)
    found = _find(view, hotspot_id)
    if found is None:
        raise _unknown(caller, hotspot_id)
    caller.saw(found.hotspot_id)
    return answer(request, Hotspot.of(found), views=(view,))


def history(request: Request, caller: CallerNow, hotspot_id: HotspotId) -> Response:
    """What each release of your audience said of it, newest first."""
    views = caller.service.shelf.all(caller.principal)
    found = [(view, one) for view in views if (one := _find(view, hotspot_id)) is not None]
    if not found:
        raise _unknown(caller, hotspot_id)
    lines = tuple(
        HistoryLine(release=line_of(view), hotspot=Hotspot.of(one)) for view, one in found
    )
    caller.saw(found[0][1].hotspot_id, len(lines))
    body = History(hotspot_id=found[0][1].hotspot_id, history=lines)
    return answer(request, body, views=views)


def _latest(caller: Caller) -> View:
    view = caller.service.shelf.latest(caller.principal)
    if view is None:
        raise not_found()
    return view


def _find(view: View, hotspot_id: str) -> ReleasedHotspot | None:
    return next((one for one in view.release.hotspots if one.hotspot_id == hotspot_id), None)


def _unknown(caller: Caller, hotspot_id: str) -> Exception:
    """The one 404; the trail notes an id only if it is one of ours, not whatever was typed."""
    is_ours = caller.service.shelf.knows_hotspot(caller.principal, hotspot_id)
    caller.saw(hotspot_id if is_ours else "absent", 0)
    return not_found()


def _of_zone(release: Release, name: str) -> Release:
    names = tuple(zone.name for zone in release.zones)
    if name not in names:
        raise bad_parameter("zone", "There is no such zone in this release.", allowed=names)
    return replace(
        release,
        hotspots=tuple(one for one in release.hotspots if one.zone == name),
        zones=tuple(zone for zone in release.zones if zone.name == name),
    )
