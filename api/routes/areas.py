"""Areas of the latest release, and what was sealed since a moment."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from api.answers import answer, line_of
from api.gate import Caller, CallerNow
from api.parts import Area
from api.problems import bad_parameter, not_found
from api.saved import hotspots_of
from api.schemas import AreaLine, AreaList, Changes, Hotspot, WholeArea
from api.shelf import View
from hotspots.brief.areas import AreaKind
from hotspots.release import ReleasedHotspot

AreaCode = Annotated[str, Path(description="A ward's official (GSS) code, or a saved area's.")]
_MOMENT = "A moment of RFC 3339 with its zone, for instance 2026-03-02T09:30:00Z"
Since = Annotated[
    str | None, Query(max_length=40, description=f"{_MOMENT}; all releases without it.")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """An area with the hotspots that it is told of."""

    area: Area
    kind: AreaKind
    hotspots: tuple[ReleasedHotspot, ...]


def add_to(router: APIRouter) -> None:
    """Add the routes of this module."""
    router.get(
        "/v1/areas",
        tags=["areas"],
        summary="Wards and saved areas with a hotspot in the latest release",
        response_model=None,
        responses={200: {"model": AreaList}},
    )(areas)
    router.get(
        "/v1/areas/{area_code}",
        tags=["areas"],
        summary="One ward or saved area and its hotspots",
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
    """An area without a hotspot that you may see is not among them."""
    view = caller.latest()
    found = _found(caller, view)
    lines = tuple(
        AreaLine(
            area=one.area, kind=one.kind, hotspot_ids=tuple(h.hotspot_id for h in one.hotspots)
        )
        for one in found
    )
    caller.saw(view.digest, len(lines))
    return answer(request, AreaList(release=line_of(view), areas=lines), views=(view,))


def area(request: Request, caller: CallerNow, area_code: AreaCode) -> Response:
    """An unknown area, one that is not yours and one without a hotspot give the same answer."""
    view = caller.latest()
    own = next((one for one in _found(caller, view) if one.area.code == area_code), None)
    if own is None:
        caller.saw("absent", 0)
        raise not_found()
    caller.saw(own.area.code, len(own.hotspots))
    body = WholeArea(
        release=line_of(view),
        area=own.area,
        kind=own.kind,
        hotspots=tuple(Hotspot.of(one) for one in own.hotspots),
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


def _found(caller: Caller, view: View) -> tuple[_Found, ...]:
    """The areas with a hotspot that this caller may see, by code; a ward before a saved one."""
    hotspots = view.release.hotspots
    saved = caller.service.briefs.saved(view, caller.principal)
    held = hotspots_of(saved, hotspots)
    found = {
        one.code: _Found(
            area=Area(code=one.code, name=one.name), kind=one.kind, hotspots=held[one.code]
        )
        for one in saved
        if held[one.code]
    }
    wards: dict[str, list[ReleasedHotspot]] = {}
    for hotspot in hotspots:
        if hotspot.area is not None:
            wards.setdefault(hotspot.area.code, []).append(hotspot)
    for code, own in wards.items():
        names = (one.area.name for one in own if one.area is not None)
        ward = Area(code=code, name=next(names))
        found[code] = _Found(area=ward, kind=AreaKind.WARD, hotspots=tuple(own))
    return tuple(found[code] for code in sorted(found))
