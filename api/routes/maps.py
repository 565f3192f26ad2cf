"""Map pages: a release drawn as one self-contained, sandboxed page."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.answers import answer
from api.gate import Caller, CallerNow
from api.headers import MAP_OPENER
from api.problems import not_found
from api.shelf import View


def add_to(router: APIRouter) -> None:
    """Add the routes of this module; they are pages, so not in the OpenAPI document."""
    router.get("/maps/latest", include_in_schema=False, response_model=None)(latest)
    router.get("/maps/{digest}", include_in_schema=False, response_model=None)(by_digest)


def latest(request: Request, caller: CallerNow) -> Response:
    """The map of the latest release."""
    return map_page(request, caller, caller.service.shelf.latest(caller.principal))


def by_digest(request: Request, caller: CallerNow, digest: str) -> Response:
    """The map of one release."""
    return map_page(request, caller, caller.service.shelf.named(caller.principal, digest))


def map_page(request: Request, caller: Caller, view: View | None) -> Response:
    """The page of this view, noted as seen.

    Raises:
        Problem: 404, there is none.
    """
    if view is None:
        caller.saw("absent", 0)
        raise not_found()
    caller.saw(view.digest, len(view.release.hotspots))
    page = caller.service.maps.page(view)
    response = answer(request, page.html, views=(view,), media_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = page.policy
    name, value = MAP_OPENER
    response.headers[name] = value
    return response
