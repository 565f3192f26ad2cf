"""Signing in with the council's identity provider: there, and back again.

Both are plain navigations: our pages' policy lets a form lead to no other host. The way
back is a request from another site by nature; it is taken only with the cookie that this
browser got on the way out and the state that goes with it, and once.
"""

import logging
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from api import auth
from api.forms import page_of_ours
from api.gate import Caller, CallerNow
from api.logs import log
from api.oidc_refusals import ProviderDown, Refused
from api.problems import Problem, forbidden, not_found, sign_in_needed
from api.routes.session import let_in
from hotspots.access import Attempt
from hotspots.access.people import ATTEMPT_LIFE

if TYPE_CHECKING:
    from api.oidc import Organisation, Person

_RETURN = "/login/organisation/return"
_MOST_CODE = 4096
_NOT_DONE = "The sign-in with your organisation was not completed. Begin again."
_NO_ROLE = (
    "You are signed in with your organisation, but it has given you no role for this service. "
    "Ask whoever looks after accounts there, or the co-ordinator."
)
_DOWN = (
    "Your organisation's sign-in does not answer at the moment. Nothing is wrong with your "
    "account: try again in a few minutes, or ask the co-ordinator for a sign-in link."
)


def add_to(router: APIRouter) -> None:
    """Add the routes of this module."""
    router.get("/login/organisation", include_in_schema=False, response_model=None)(begin)
    router.get(_RETURN, include_in_schema=False, response_model=None)(come_back)


def begin(request: Request, caller: CallerNow) -> Response:
    """Send the browser to the organisation, with what it must bring back."""
    organisation, service = _organisation(caller), caller.service
    auth.check_own_page(request)
    destination = page_of_ours(request.query_params.get("next"))
    attempt = service.access.people.begin(destination=destination, now=caller.now)
    try:
        address = organisation.address_for(attempt, come_back=_own_address(request, caller))
    except ProviderDown as error:
        raise _down(caller) from error
    response = RedirectResponse(address, status_code=303)
    auth.give_cookie(
        response, attempt.token, settings=service.settings, kind="sign-in", life=ATTEMPT_LIFE
    )
    return response


def come_back(request: Request, caller: CallerNow) -> Response:
    """Open a session for whom the organisation says came back, if it gave them a role."""
    organisation, people = _organisation(caller), caller.service.access.people
    try:
        attempt = _attempt(request, caller, organisation)
        person = _person(request, caller, organisation, attempt)
    except Refused as error:
        raise _refused(caller, error.reason) from error
    except ProviderDown as error:
        raise _down(caller) from error
    caller.trace.principal_id = people.id_of(tenant=person.tenant, subject=person.subject)
    if person.grant is None:
        people.bar(tenant=person.tenant, subject=person.subject)
        _note(caller, "role")
        raise forbidden(_NO_ROLE, code="role")
    session = people.sign_in(
        tenant=person.tenant, subject=person.subject, grant=person.grant, now=caller.now
    )
    response = let_in(request, caller, session, destination=attempt.destination)
    auth.take_cookie(response, settings=caller.service.settings, kind="sign-in")
    return response


def _attempt(request: Request, caller: Caller, organisation: "Organisation") -> Attempt:
    """The sign-in that this browser began and now comes back from; used up by this.

    Raises:
        Refused: there is none, or this is not the answer to it.
        ProviderDown: it is not known how the provider names itself.
    """
    sent = request.query_params
    token = auth.cookie_of(request, settings=caller.service.settings, kind="sign-in")
    if token is None:
        raise Refused("cookie")
    people = caller.service.access.people
    attempt = people.take(token, state=sent.get("state", ""), now=caller.now)
    if attempt is None:
        raise Refused("state")
    organisation.check_sender(sent.get("iss"))
    return attempt


def _person(
    request: Request, caller: Caller, organisation: "Organisation", attempt: Attempt
) -> "Person":
    """Whom the organisation names for the code that came back.

    Raises:
        Refused: there is no code, or it is not good for this sign-in.
        ProviderDown: it cannot be asked.
    """
    code = request.query_params.get("code", "")
    if not code or "error" in request.query_params:
        raise Refused("declined")
    if len(code) > _MOST_CODE:
        raise Refused("code")
    return organisation.person_of(
        code, attempt, come_back=_own_address(request, caller), now=caller.now
    )


def _organisation(caller: Caller) -> "Organisation":
    if caller.service.organisation is None:
        raise not_found()
    return caller.service.organisation


def _own_address(request: Request, caller: Caller) -> str:
    """Where the provider sends the browser back to; the shell has checked the host's name."""
    scheme = "https" if caller.service.settings.has_secure_cookies else "http"
    return f"{scheme}://{request.headers['host']}{_RETURN}"


def _refused(caller: Caller, reason: str) -> Problem:
    _note(caller, reason)
    return sign_in_needed(_NOT_DONE, code="organisation")


def _down(caller: Caller) -> Problem:
    _note(caller, "down")
    wait = (("Retry-After", "30"),)
    return Problem(status=503, code="organisation", detail=_DOWN, headers=wait)


def _note(caller: Caller, reason: str) -> None:
    """Tell the log and the trail why, in one of our own words; the page says less."""
    caller.saw(f"organisation:{reason}", 0)
    log(logging.WARNING, "sign-in", reason=reason, request_id=caller.trace.request_id)
