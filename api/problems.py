"""Errors as RFC 9457 problems; the one table from an error to a status.

A body never repeats what was sent, nor the text of an exception. Two requests that
may not be told apart (an unknown thing and another audience's) get the same bytes,
so the request's id is in a header; only a 5xx names an incident, which is that id.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

MEDIA_TYPE = "application/problem+json"

_DETAILS = {
    400: "The request cannot be understood.",
    401: "Sign in with the link that you were sent, or send an API key.",
    403: "You are signed in, but this is not open to you.",
    404: "There is nothing here that is open to you.",
    405: "This address does not take that method.",
    413: "The request is larger than this service accepts.",
    421: "This service does not answer under that host name.",
    422: "The request has a parameter that cannot be used.",
    429: "That was too many requests for one minute. Wait as long as Retry-After says.",
    500: "Something failed on our side. Tell the co-ordinator the incident number.",
    503: "The service cannot read or record at the moment, so it shows nothing. Try again later.",
}


@dataclass(kw_only=True, eq=False)
class Problem(Exception):  # noqa: N818 - the word of RFC 9457 for exactly this
    """A refusal or failure, as it is told to whoever asked.

    `parameter` and `allowed` name a query parameter and what it may be; `code` is a
    word for programs and for the audit trail; `headers` are added to the response.
    """

    status: int
    code: str = ""
    detail: str = ""
    parameter: str | None = None
    allowed: tuple[str, ...] | None = None
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The status in words."""
        return HTTPStatus(self.status).phrase

    @property
    def text(self) -> str:
        """What a person reads."""
        return self.detail or _DETAILS.get(self.status, "")

    def body(self, *, incident: str | None = None) -> bytes:
        """The JSON document; members that say nothing are left out."""
        members: dict[str, Any] = {
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
            "detail": self.text,
        }
        optional = {
            "code": self.code or None,
            "parameter": self.parameter,
            "allowed": None if self.allowed is None else list(self.allowed),
            "incident": incident,
        }
        members |= {name: value for name, value in optional.items() if value is not None}
        return json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode()


def sign_in_needed(detail: str = "", *, code: str = "sign-in") -> Problem:
    """401 with the challenge that RFC 9110 asks for.

    The challenge is Bearer alone: `Basic` would make browsers ask for a password
    that does not exist; clients that have one (QGIS, GDAL) send it unasked.
    """
    challenge = (("WWW-Authenticate", 'Bearer realm="hotspots"'),)
    return Problem(status=401, code=code, detail=detail, headers=challenge)


def forbidden(detail: str = "", *, code: str = "forbidden") -> Problem:
    """403: known, but not allowed."""
    return Problem(status=403, code=code, detail=detail)


def not_found() -> Problem:
    """The one 404: unknown, another audience's and another area's are the same."""
    return Problem(status=404)


def nothing_shared() -> Problem:
    """The one 404 of share links, whatever is wrong with a link or a visit."""
    return Problem(
        status=404,
        detail="Nothing is open here. A share link ends after some days and some openings, and "
        "what it opens after 30 minutes. Ask whoever sent you the link.",
    )


def bad_parameter(
    parameter: str | None, detail: str, *, allowed: tuple[str, ...] | None, status: int = 422
) -> Problem:
    """422 that names our parameter and its allowed values, never what was sent.

    With no `parameter`, `allowed` are the parameters that the address takes. OGC API
    Features asks for 400 in place of 422.
    """
    return Problem(
        status=status, code="parameter", detail=detail, parameter=parameter, allowed=allowed
    )


def unavailable() -> Problem:
    """503: a store cannot be read, or the audit cannot be written."""
    return Problem(status=503, code="unavailable", headers=(("Retry-After", "5"),))


def too_many(wait_s: int) -> Problem:
    """429: the share of this minute is used up; `wait_s` seconds are left of it."""
    return Problem(status=429, code="rate", headers=(("Retry-After", str(wait_s)),))
