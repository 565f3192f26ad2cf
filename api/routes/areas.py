"""Areas of the latest release, and what was sealed since a moment."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from api.answers import answer, line_of
from api.gate import CallerNow
from api.parts import Area
from api.problems import bad_parameter, not_found
from api.schemas import AreaLine, AreaList, Changes, Hotspot, WholeArea

AreaCode = Annotated[str, Path(description="A ward's official (GSS) code.")]
_MOMENT = "A moment of RFC 3339 with its zone, for instance 2026-03-02T09:30:00Z"
Since = Annotated[
    str | None, Query(max_length=40, description=f"{_MOMENT}; all releases without it.")
]


def add_to(router: APIRouter) -> None:
    """Add the routes of this module."""
    router.get(
        "/v1/areas",
        tags=["areas"],
        summary="Wards with a hotspot in the latest release",
        response_model=None,
        responses={200: {"model": AreaList}},
    )(areas)
    router.get(
        "/v1/areas/{area_code}",
        tags=["areas"],
        summary="One ward and its hotspots",
        response_model=None,
        responses={200: {"model": WholeArea}},
    )(area)
    router.get(
        "/v1/changes",
        tags=["releases"],
        summary="Releases sealed since a moment: poll this",
        response_model=None,
        responses={200: {"model": Changes}},
    )(changes)


def areas(request: Request, caller: CallerNow) -> Response:
    """A ward without a hotspot that you may see is not among them."""
    view = caller.latest()
    found: dict[str, tuple[Area, list[str]]] = {}
    for one in view.release.hotspots:
        if one.area is not None:
            own = Area(code=one.area.code, name=one.area.name)
            found.setdefault(own.code, (own, []))[1].append(one.hotspot_id)
    lines = tuple(AreaLine(area=found[c][0], hotspot_ids=tuple(found[c][1])) for c in sorted(found))
    caller.saw(view.digest, len(lines))
    return answer(request, AreaList(release=line_of(view), areas=lines), views=(view,))


def area(request: Request, caller: CallerNow, area_code: AreaCode) -> Response:
    """An unknown ward, one that is not yours and one without a hotspot give the same answer."""
    view = caller.latest()
    own = [h for h in view.release.hotspots if h.area is not None and h.area.code == area_code]
    if not own or own[0].area is None:
        caller.saw("absent", 0)
        raise not_found()
    caller.saw(own[0].area.code, len(own))
    body = WholeArea(
        release=line_of(view),
        area=Area(code=own[0].area.code, name=own[0].area.name),
        hotspots=tuple(Hotspot.of(one) for one in own),
    )
    return answer(request, body, views=(view,))


def changes(request: Request, caller: CallerNow, since: Since = None) -> Response:
    """Send `next_since` and the ETag of the last answer: 304 says that nothing happened."""
    moment = None if since is None else _moment(since)
    views = caller.service.shelf.all(caller.principal)
    newer = [view for view in views if moment is None or view.sealed_at > moment]
    caller.saw("changes", len(newer))
    body = Changes(
        since=moment,
        next_since=max((view.sealed_at for view in views), default=moment),
        releases=tuple(line_of(view) for view in newer),
    )
    return answer(request, body, views=views)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass  # no moment at all, or none that UTC has: told below, like one without a zone
    raise bad_parameter("since", "That is not a moment with a zone.", allowed=(_MOMENT,))
