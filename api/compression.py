"""Answers made smaller on the way (brotli or gzip), where that tells nobody anything.

How long a compressed answer is tells what in it is alike. Somebody who can have a browser
ask for an address of their choice, and who sees lengths on the wire, could try out words in
the address until one is alike to what stands beside it (BREACH, Gluck, Harris and Prado
2013). So nothing is compressed that is open to anyone, as the pages that know a token are,
nothing that gives a cookie, and nothing that a browser asks for with its cookie and a query.
"""

from __future__ import annotations

import gzip
from enum import StrEnum
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import brotli

from api.policy import RULES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response

_TEXTS = frozenset(
    {
        *("application/json", "application/geo+json", "application/schema+json"),
        *("application/problem+json", "application/vnd.oai.openapi+json"),
        *("application/vnd.google-earth.kml+xml", "text/csv", "text/html"),
    }
)
_VARY = "Accept-Encoding"
_LEAST_BYTES = 1_000
_LARGE_BYTES = 100_000
_LONGEST_WISH = 1_000
_BROTLI_QUALITY = 5
_GZIP_LEVEL = 6


class Coding(StrEnum):
    """A content coding of RFC 9110 section 8.4.1, the one that we like best first."""

    BROTLI = "br"
    GZIP = "gzip"
    IDENTITY = "identity"


class Wish(NamedTuple):
    """The coding that a request likes best, and whether it takes nothing that is not coded."""

    coding: Coding
    refuses_identity: bool


class Compression:
    """Compresses one large answer at a time; small ones take no time to speak of."""

    def __init__(self) -> None:
        self._lock = Lock()

    def encode(self, request: Request, response: Response) -> None:
        """Compress the answer in place, if it may be and whoever asks takes it.

        It takes up to a tenth of a second: not for the event loop where the body is large.
        """
        if not is_text(response.media_type):
            return
        response.headers.add_vary_header(_VARY)
        body = bytes(response.body)
        wish = wish_of(request.headers.getlist("accept-encoding"))
        is_worth_it = wish.refuses_identity or len(body) >= _LEAST_BYTES
        if wish.coding is Coding.IDENTITY or not is_worth_it or not _is_safe(request, response):
            return
        response.body = self._made(body, wish.coding)
        response.headers["Content-Encoding"] = wish.coding.value
        response.headers["Content-Length"] = str(len(response.body))

    def _made(self, body: bytes, coding: Coding) -> bytes:
        if len(body) < _LARGE_BYTES:
            return compressed(body, coding)
        with self._lock:
            return compressed(body, coding)


def compressed(body: bytes, coding: Coding) -> bytes:
    """The body in this coding; the same body gives the same bytes."""
    if coding is Coding.BROTLI:
        return bytes(brotli.compress(body, quality=_BROTLI_QUALITY))
    if coding is Coding.GZIP:
        return gzip.compress(body, compresslevel=_GZIP_LEVEL, mtime=0)
    return body


def is_text(media_type: str | None) -> bool:
    """Whether what is of this type may come in one coding or another."""
    return (media_type or "").partition(";")[0].strip().lower() in _TEXTS


def vary_of(media_type: str | None, *also: str) -> dict[str, str]:
    """What a 304 says of an answer of this type: `Vary` as the answer itself has it."""
    names = (*also, _VARY) if is_text(media_type) else also
    return {"Vary": ", ".join(names)} if names else {}


def validator(digest: str, media_type: str | None) -> str:
    """An entity tag, weak where the same answer can come in several codings.

    A strong one would have to be another in each (RFC 9110 section 8.8.3.3), and an answer
    that was asked for in another coding than before would be sent again for nothing.
    """
    return f'W/"{digest}"' if is_text(media_type) else f'"{digest}"'


def wish_of(values: Sequence[str]) -> Wish:
    """What a request's headers ask for, by RFC 9110 section 12.5.3.

    The highest quality wins, and of equals brotli, gzip, identity. What is not named counts
    as `*` says; without that, identity comes after all that is named. Whoever takes nothing
    that we have is given identity, as that section has it.
    """
    wish = ",".join(values)
    return _wish(wish if len(wish) <= _LONGEST_WISH else "")


@lru_cache(maxsize=256)
def _wish(header: str) -> Wish:
    liked: dict[str, float] = {}
    for part in header.lower().split(","):
        name, _, parameters = part.partition(";")
        name = name.strip().removeprefix("x-")  # x-gzip is gzip, says section 8.4.1.3
        liked[name] = min(_quality(parameters), liked.get(name, 1.0))
    others = liked.get("*", 0.0)
    best = max(Coding, key=lambda coding: liked.get(coding.value, others))
    if not liked.get(best.value, others):
        return Wish(Coding.IDENTITY, refuses_identity=False)
    is_refused = liked.get(Coding.IDENTITY.value, liked.get("*", 1.0)) == 0
    return Wish(best, refuses_identity=is_refused)


def _quality(parameters: str) -> float:
    """Between 0 and 1; what cannot be read refuses the coding."""
    name, _, value = parameters.strip().partition("=")
    if not name:
        return 1.0
    number = value.strip()
    is_number = name.strip() == "q" and number.isascii() and number.replace(".", "", 1).isdigit()
    return min(float(number), 1.0) if is_number else 0.0


def _is_safe(request: Request, response: Response) -> bool:
    """Whether its length may tell what is alike in it; see the module."""
    rule = RULES.get((request.method, getattr(request.scope.get("route"), "path", "")))
    if rule is None or not rule.is_closed or "set-cookie" in response.headers:
        return False
    return "cookie" not in request.headers or not request.scope["query_string"]
