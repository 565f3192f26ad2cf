"""Signing in with a one-time link, and out again.

Opening the link uses nothing up: mail scanners and chat previews open every link
they see. It shows a page with one button, and only that form, sent from our own
page, redeems the token. The token stands in the query, since a fragment would need
a script to be read; it is good for one use and a short time, no page that knows it
loads anything or sends a Referer, and it is in no log of ours.
"""

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from api import auth
from api.forms import MAX_TOKEN, page_of_ours, token_in
from api.gate import Caller, CallerNow
from api.problems import sign_in_needed

_NOT_GOOD = (
    "This sign-in link has been used already or has expired. Ask whoever sent it for a new one."
)


def add_to(router: APIRouter) -> None:
    """Add the routes of this module."""
    router.get("/login", include_in_schema=False, response_model=None)(login_page)
    router.post("/login", include_in_schema=False, response_model=None)(login)
    router.post("/logout", include_in_schema=False, response_model=None)(logout)


def login_page(request: Request, caller: CallerNow) -> Response:
    """The page that a sign-in link opens; it changes nothing."""
    token = request.query_params.get("token", "")
    context = {
        "token": token if len(token) <= MAX_TOKEN else "",
        "is_signed_out": "signed_out" in request.query_params,
        "has_organisation": caller.service.organisation is not None,
        "destination": page_of_ours(request.query_params.get("next")),
    }
    return caller.service.pages.render("login.html", context)


async def login(request: Request, caller: CallerNow) -> Response:
    """Redeem the link's token for a session."""
    token = token_in(request.headers.get("content-type", ""), await request.body())
    return await run_in_threadpool(_sign_in, request, caller, token)


def logout(request: Request, caller: CallerNow) -> Response:
    """End the session, if there is one."""
    service = caller.service
    token = auth.cookie_of(request, settings=service.settings)
    if token:
        who = service.access.principal_of_session(token, now=caller.now)
        caller.trace.principal_id = who.principal_id if who else caller.trace.principal_id
        service.access.end_session(token)
    response = RedirectResponse("/login?signed_out=yes", status_code=303)
    auth.take_cookie(response, settings=service.settings)
    # Cookies are not in it: the browser would take those of the whole domain, others' too.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _sign_in(request: Request, caller: Caller, token: str) -> Response:
    service = caller.service
    session = service.access.redeem_link(token, now=caller.now) if token else None
    who = service.access.principal_of_session(session, now=caller.now) if session else None
    if session is None or who is None:
        raise sign_in_needed(_NOT_GOOD, code="link")
    caller.trace.principal_id = who.principal_id
    return let_in(request, caller, session, destination="/")


def let_in(request: Request, caller: Caller, session: str, *, destination: str) -> Response:
    """Give a new session to the browser in place of the former one, and go on."""
    service = caller.service
    former = auth.cookie_of(request, settings=service.settings)
    if former:
        service.access.end_session(former)
    response = RedirectResponse(destination, status_code=303)
    auth.give_cookie(response, session, settings=service.settings)
    return response
