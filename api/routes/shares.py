"""A release for somebody who does not sign in: a link, a page with one button, one release.

Opening the link uses nothing up and looks nothing up, so that no preview of a mail or a
chat takes a view, and the page is the same for every token. The button exchanges the
token, in a form, for a short visit; from then on it is in no address. Whatever is wrong
with a link, the answer is the one 404.
"""

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from api import auth
from api.forms import MAX_TOKEN, token_in
from api.gate import Caller, CallerNow
from api.problems import nothing_shared
from api.routes.maps import map_page
from api.shelf import View
from hotspots.access.shares import VISIT_LIFE


def add_to(router: APIRouter) -> None:
    """Add the routes of this module."""
    router.get("/share", include_in_schema=False, response_model=None)(share_page)
    router.post("/share", include_in_schema=False, response_model=None)(open_share)
    router.get("/share/release", include_in_schema=False, response_model=None)(shared_release)
    router.get("/share/map", include_in_schema=False, response_model=None)(shared_map)


def share_page(request: Request, caller: CallerNow) -> Response:
    """The page that a share link opens; it changes nothing and asks nothing of the store."""
    token = request.query_params.get("token", "")
    context = {"token": token if len(token) <= MAX_TOKEN else ""}
    return caller.service.pages.render("share.html", context)


async def open_share(request: Request, caller: CallerNow) -> Response:
    """Use one view of the link for a visit."""
    token = token_in(request.headers.get("content-type", ""), await request.body())
    return await run_in_threadpool(_open, caller, token)


def shared_release(caller: CallerNow) -> Response:
    """The release's figures as a table, and the way to its map."""
    view = _shared(caller)
    caller.saw(view.digest, len(view.release.hotspots))
    context = {"principal": caller.principal, "view": view}
    return caller.service.pages.render("shared.html", context)


def shared_map(request: Request, caller: CallerNow) -> Response:
    """The release's map."""
    return map_page(request, caller, _shared(caller))


def _shared(caller: Caller) -> View:
    view = caller.service.shelf.latest(caller.principal)
    if view is None:
        raise nothing_shared()
    return view


def _open(caller: Caller, token: str) -> Response:
    shares, settings = caller.service.access.shares, caller.service.settings
    opened = shares.open(token, now=caller.now)
    caller.trace.principal_id = shares.id_of(token) or caller.trace.principal_id
    if opened is None:
        raise nothing_shared()
    visitor = shares.visitor(opened.token, now=caller.now)
    caller.saw(visitor.digest if visitor and visitor.digest else "absent")
    response = RedirectResponse("/share/release", status_code=303)
    auth.give_cookie(response, opened.token, settings=settings, kind="share", life=VISIT_LIFE)
    return response
