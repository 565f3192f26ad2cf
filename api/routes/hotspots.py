"""One hotspot of the latest release, and one over time."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from api.answers import answer, line_of
from api.gate import Caller, CallerNow
from api.problems import not_found
from api.schemas import History, HistoryLine, Hotspot
from api.shelf import View
from hotspots.release import ReleasedHotspot

HotspotId = Annotated[str, Path(description="A hotspot's id, as the list has it.")]


def add_to(router: APIRouter) -> None:
    """Add the routes of this module."""
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


def hotspot(request: Request, caller: CallerNow, hotspot_id: HotspotId) -> Response:
    """A hotspot that is unknown and one that is not yours give the same answer."""
    view = caller.latest()
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


def _find(view: View, hotspot_id: str) -> ReleasedHotspot | None:
    return next((one for one in view.release.hotspots if one.hotspot_id == hotspot_id), None)


def _unknown(caller: Caller, hotspot_id: str) -> Exception:
    """The one 404; the trail notes an id only if it is one of ours, not whatever was typed."""
    is_ours = caller.service.shelf.knows_hotspot(caller.principal, hotspot_id)
    caller.saw(hotspot_id if is_ours else "absent", 0)
    return not_found()
