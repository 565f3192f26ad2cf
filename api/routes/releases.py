"""The releases of one audience, and their zones."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from api.answers import answer, line_of
from api.gate import CallerNow
from api.parts import Count
from api.problems import not_found
from api.schemas import Compared, Hotspot, ReleaseList, WholeRelease, Zone, ZoneList
from api.shelf import View

Digest = Annotated[str, Path(description="A release's digest, as the list has it.")]


def add_to(router: APIRouter) -> None:
    """Add the routes of this module."""
    router.get(
        "/v1/zones",
        tags=["zones"],
        summary="Zones of the latest release",
        response_model=None,
        responses={200: {"model": ZoneList}},
    )(zones)
    router.get(
        "/v1/releases",
        tags=["releases"],
        summary="Releases of your audience",
        response_model=None,
        responses={200: {"model": ReleaseList}},
    )(releases)
    router.get(
        "/v1/releases/{digest}",
        tags=["releases"],
        summary="One release",
        response_model=None,
        responses={200: {"model": WholeRelease}},
    )(release)


def zones(request: Request, caller: CallerNow) -> Response:
    """Named groupings of hotspots; each figure is built from figures that are shown."""
    view = caller.service.shelf.latest(caller.principal)
    if view is None:
        raise not_found()
    found = tuple(Zone.of(zone) for zone in view.release.zones)
    caller.saw(view.digest, len(found))
    return answer(request, ZoneList(release=line_of(view), zones=found), views=(view,))


def releases(request: Request, caller: CallerNow) -> Response:
    """Newest first; empty if nothing was published for you yet."""
    views = caller.service.shelf.all(caller.principal)
    caller.saw("releases", len(views))
    body = ReleaseList(releases=tuple(line_of(view) for view in views))
    return answer(request, body, views=views)


def release(request: Request, caller: CallerNow, digest: Digest) -> Response:
    """All that you may see of it; another audience's and an unknown digest are the same."""
    view = caller.service.shelf.named(caller.principal, digest)
    if view is None:
        caller.saw("absent", 0)
        raise not_found()
    caller.saw(view.digest, len(view.release.hotspots))
    return answer(request, _whole(view), views=(view,))


def _whole(view: View) -> WholeRelease:
    one = view.release
    return WholeRelease(
        **line_of(view).model_dump(),
        classification=one.classification,
        banner=one.banner,
        policy_version=one.policy_version,
        notices=one.notices,
        attribution=one.attribution,
        total_episodes=Count.of(one.total_episodes),
        zones=tuple(Zone.of(zone) for zone in one.zones),
        hotspots=tuple(Hotspot.of(hotspot) for hotspot in one.hotspots),
        comparison=None if one.comparison is None else Compared.of(one.comparison),
    )
