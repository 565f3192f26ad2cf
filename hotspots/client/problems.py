"""Every error that the client raises on purpose, beside a wrong argument (`ParameterError`).

    ClientError
    ├── Unreachable           no answer: the network, the certificate, or a time limit
    ├── UnreadableAnswer      an answer that is none of this service's
    ├── BadWebhook            a delivery that is not to be believed
    └── Problem               the service said no (RFC 9457)
        ├── NotSignedIn       401: the key is unknown, ended, revoked, or of another network
        ├── NotAllowed        403
        ├── NotFound          404: there is no such thing, or none that is open to you
        ├── BadParameter      400 or 422: `parameter` and `allowed` say which, and what it may be
        ├── TooManyRequests   429: `retry_after_s` says when
        └── ServiceDown       5xx: tell the co-ordinator the `incident`

No message carries the key: it is sent in a header alone, and headers are in none of them.
"""

# ruff: noqa: N818 - each is named for what happened, as the service's own words are
from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from hotspots.errors import HotspotsError

_LONGEST = 500
_FIRST_SERVER_ERROR = 500


class ClientError(HotspotsError):
    """Base of what can go wrong between the client and the service."""


class Unreachable(ClientError):
    """There was no answer within the tries and the time that were allowed."""


class UnreadableAnswer(ClientError):
    """Something answered that is not this service, or not whole."""


class Problem(ClientError):
    """A refusal or failure, as the service told it.

    `code` is a word for programs; `parameter` and `allowed` name a parameter and what it
    may be; `incident` is what the co-ordinator finds it by; `retry_after_s` is in seconds.
    """

    def __init__(
        self, status: int, members: dict[str, Any], *, retry_after_s: float | None = None
    ) -> None:
        self.status = status
        self.title = _text(members, "title") or _phrase(status)
        self.detail = _text(members, "detail")
        self.code = _text(members, "code")
        self.parameter = _text(members, "parameter") or None
        allowed = members.get("allowed")
        self.allowed = tuple(map(str, allowed)) if isinstance(allowed, list) else None
        self.incident = _text(members, "incident") or None
        self.retry_after_s = retry_after_s
        super().__init__(self._sentence())

    def _sentence(self) -> str:
        words = [f"{self.status} {self.title}.", self.detail]
        if self.parameter:
            words.append(f"Parameter: {self.parameter}.")
        if self.allowed:
            words.append(f"Allowed: {', '.join(self.allowed)}.")
        if self.incident:
            words.append(f"Incident: {self.incident}.")
        return " ".join(word for word in words if word)


class NotSignedIn(Problem):
    """401: the key opens nothing, or not from here."""


class NotAllowed(Problem):
    """403: the key is known, and this is not open to it."""


class NotFound(Problem):
    """404: there is no such thing, or it is not yours; the service tells nobody which."""


class BadParameter(Problem):
    """400 or 422: something that was asked for cannot be."""


class TooManyRequests(Problem):
    """429: more than this key's share of a minute, and `retry_after_s` was too long to wait."""


class ServiceDown(Problem):
    """5xx: the service cannot answer at the moment."""


_KINDS: dict[int, type[Problem]] = {
    400: BadParameter,
    401: NotSignedIn,
    403: NotAllowed,
    404: NotFound,
    422: BadParameter,
    429: TooManyRequests,
}


def problem_of(status: int, body: bytes, *, retry_after_s: float | None = None) -> Problem:
    """The exception for an answer of this status; a body that is no problem says nothing."""
    kind = ServiceDown if status >= _FIRST_SERVER_ERROR else _KINDS.get(status, Problem)
    try:
        members = json.loads(body)
    except (ValueError, RecursionError):
        members = None
    given = members if isinstance(members, dict) else {}
    return kind(status, given, retry_after_s=retry_after_s)


def _text(members: dict[str, Any], name: str) -> str:
    value = members.get(name)
    return value[:_LONGEST] if isinstance(value, str) else ""


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown status"
