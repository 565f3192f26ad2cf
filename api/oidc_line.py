"""The one way out of the service: to the identity provider that the settings name.

Only to its hosts, over verified TLS (plain HTTP on loopback alone), never following a
redirect, a few calls at a time, each with an end and a largest answer.
"""

from __future__ import annotations

import json
import time
from http.client import HTTPException
from threading import BoundedSemaphore
from typing import IO, TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from api.oidc_refusals import ProviderDown, ProviderRefusal
from hotspots.errors import ParameterError
from hotspots.settings import is_loopback

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from email.message import Message

_TIMEOUT_S = 5.0
_DEADLINE_S = 10.0
_MOST_BYTES = 512 * 1024
_PORTION = 16 * 1024
_MOST_CALLS = 4
_CLIENT_ERRORS = range(400, 500)


class Line:
    """Calls to a set of origins."""

    def __init__(self, origins: Iterable[str]) -> None:
        self._origins = frozenset(origins)
        self._calls = BoundedSemaphore(_MOST_CALLS)
        self._opener = build_opener(_NoRedirect())

    def may_call(self, url: object) -> bool:
        """Whether this is an address of the provider's."""
        return isinstance(url, str) and origin_of(url) in self._origins

    def get(self, url: str) -> dict[str, Any]:
        """A JSON object.

        Raises:
            ProviderDown: there is no such answer to be had.
        """
        try:
            return self._call(url, None)
        except ProviderRefusal as error:
            raise ProviderDown from error

    def post(self, url: str, form: Mapping[str, str]) -> dict[str, Any]:
        """The JSON object that answers a form.

        Raises:
            ProviderDown: there is no such answer to be had.
            ProviderRefusal: the form was refused.
        """
        return self._call(url, urlencode(form).encode("ascii"))

    def _call(self, url: str, data: bytes | None) -> dict[str, Any]:
        if not self.may_call(url):
            raise ProviderDown
        if not self._calls.acquire(blocking=False):
            raise ProviderDown
        request = Request(url, data=data, headers={"Accept": "application/json"})  # noqa: S310 - an origin of the settings, checked above
        try:
            with self._opener.open(request, timeout=_TIMEOUT_S) as answer:
                return _object(_read(answer))
        except HTTPError as error:
            error.close()
            raise (ProviderRefusal if error.code in _CLIENT_ERRORS else ProviderDown) from error
        except (OSError, HTTPException, ValueError, RecursionError) as error:
            raise ProviderDown from error
        finally:
            self._calls.release()


def origin_of(url: str) -> str:
    """Scheme, host and port of an address that may be called; empty for any other."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    host = parts.hostname or ""
    is_plain = parts.scheme == "http" and is_loopback(host)
    if not host or "@" in parts.netloc or not (parts.scheme == "https" or is_plain):
        return ""
    usual = 443 if parts.scheme == "https" else 80
    return f"{parts.scheme}://{host}:{port or usual}"


def require_origin(url: str, name: str) -> str:
    """The origin of an address in the settings.

    Raises:
        ParameterError: it is none that may be called.
    """
    origin = origin_of(url)
    if not origin or set(url) & set("?#"):
        msg = f"{name} must be an https address without a query (http only on this machine)."
        raise ParameterError(msg)
    return origin


class _NoRedirect(HTTPRedirectHandler):
    """A provider that moves is configured anew; it does not send us elsewhere."""

    def redirect_request(
        self,
        req: Request,  # noqa: ARG002 - urllib's signature
        fp: IO[bytes],  # noqa: ARG002 - urllib's signature
        code: int,  # noqa: ARG002 - urllib's signature
        msg: str,  # noqa: ARG002 - urllib's signature
        headers: Message,  # noqa: ARG002 - urllib's signature
        newurl: str,  # noqa: ARG002 - urllib's signature
    ) -> None:
        """None: the answer is then an error."""
        return


def _read(answer: Any) -> bytes:  # noqa: ANN401 - urllib's response has no public class
    give_up, content = time.monotonic() + _DEADLINE_S, b""
    while portion := answer.read1(_PORTION):
        content += portion
        if len(content) > _MOST_BYTES or time.monotonic() > give_up:
            raise ProviderDown
    return content


def _object(content: bytes) -> dict[str, Any]:
    found = json.loads(content)
    if not isinstance(found, dict):
        raise ProviderDown
    return found
