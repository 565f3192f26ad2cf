"""Who is asking: API keys and browser sessions, and the guard against forged forms.

A key comes in a header, in one place only, never in the address. A browser has a
session cookie, which counts only where no key was sent: a wrong key is an error,
not a reason to look for something better.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from typing import TYPE_CHECKING

from api.problems import bad_parameter, forbidden, not_found, sign_in_needed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from starlette.requests import Request

    from hotspots.access import AccessStore, Principal
    from hotspots.settings import ServiceSettings

KEY_PREFIX = "hsp_"
_SESSION_PREFIX = "hss_"
_SECURE_COOKIE = "__Host-session"
# Cookies are shared by all ports of a host, so on loopback the name must be our own.
_LOOPBACK_COOKIE = "hotspots-session"
_MAX_CREDENTIAL = 256
_KEY_LIKE_NAMES = frozenset({"key", "apikey", "api_key", "api-key", "access_token", "token"})

_KEY_IN_ADDRESS = (
    "A key in the address is refused, because addresses are kept in logs and histories. "
    "Send it as 'Authorization: Bearer', as 'X-API-Key', or as a Basic password. "
    "Treat the key that was in the address as exposed and ask for a new one."
)
_ONE_CREDENTIAL = "Send one key, in one header, once."
_NOT_A_KEY = "The key is not valid: it is mistyped, expired or revoked."


def cookie_name(settings: ServiceSettings) -> str:
    """`__Host-session` over https; browsers take that prefix with Secure cookies alone."""
    return _SECURE_COOKIE if settings.has_secure_cookies else _LOOPBACK_COOKIE


def authenticate(
    request: Request, *, access: AccessStore, settings: ServiceSettings, now: datetime
) -> Principal | None:
    """Whoever sent this request; None if it carries no credential or an ended session.

    Raises:
        Problem: 401 for a key that does not hold, or more than one.
    """
    key = _sent_key(request)
    if key is not None:
        principal = _look_up(key, lambda text: access.principal_of_key(text, now=now))
        if principal is None:
            raise sign_in_needed(_NOT_A_KEY, code="key")
        return principal
    token = session_token(request, settings=settings)
    if token is None:
        return None
    return _look_up(token, lambda text: access.principal_of_session(text, now=now))


def check_scraper(request: Request, *, settings: ServiceSettings) -> None:
    """Let the monitoring system through, by the key that is in the settings.

    Raises:
        Problem: 404 where no such key is set, so there is nothing to ask for; else 401.
    """
    if settings.metrics_key is None:
        raise not_found()
    sent = request.headers.get("authorization", "").encode("latin-1")
    right = f"Bearer {settings.metrics_key.get_secret_value()}".encode()
    if not hmac.compare_digest(sent, right):
        raise sign_in_needed(_NOT_A_KEY, code="key")


def session_token(request: Request, *, settings: ServiceSettings) -> str | None:
    """The session cookie's value, if there is one."""
    return request.cookies.get(cookie_name(settings))


def refuse_key_in_address(request: Request, *, known: frozenset[str]) -> None:
    """Refuse a credential in the query, whatever it is called there.

    Raises:
        Problem: 401 with an explanation.
    """
    sent = request.query_params.multi_items()
    if any(_is_credential(name, value, known=known) for name, value in sent):
        raise sign_in_needed(_KEY_IN_ADDRESS, code="key-in-address")


def check_parameters(request: Request, *, known: frozenset[str], status: int = 422) -> None:
    """Refuse parameters that this address does not have, and any that is given twice.

    Raises:
        Problem: `status`, and what is allowed.
    """
    names = [name for name, _ in request.query_params.multi_items()]
    allowed = tuple(sorted(known))
    if not known.issuperset(names):
        detail = f"This address takes {_in_words(allowed)}."
        raise bad_parameter(None, detail, allowed=allowed, status=status)
    for name in allowed:
        if names.count(name) > 1:
            detail = f"Give {name!r} once."
            raise bad_parameter(name, detail, allowed=allowed, status=status)


def key_in_address(request: Request) -> str | None:
    """A key of ours that was put into the address, so that the trail can say whose."""
    found = (value for value in request.query_params.values() if value.startswith(KEY_PREFIX))
    return next(found, None)


def check_same_origin(request: Request, *, settings: ServiceSettings) -> None:
    """Refuse a form that another site sent in this browser's name.

    Sec-Fetch-Site decides where the browser sends it; otherwise Origin must be exactly
    ours. With neither it is no browser, and passes only with a key and without a cookie.

    Raises:
        Problem: 403.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None:
        is_ours = site in {"same-origin", "none"}
    elif origin is not None:
        scheme = "https" if settings.has_secure_cookies else "http"
        is_ours = origin == f"{scheme}://{request.headers.get('host', '')}"
    else:
        is_ours = _sent_key(request) is not None and "cookie" not in request.headers
    if not is_ours:
        raise forbidden("This form was not sent from a page of this service.", code="cross-site")


def _sent_key(request: Request) -> str | None:
    sent = request.headers.getlist("x-api-key")
    sent += [_key_of(value) for value in request.headers.getlist("authorization")]
    if len(sent) > 1:
        raise sign_in_needed(_ONE_CREDENTIAL, code="credentials")
    return sent[0] if sent else None


def _key_of(authorization: str) -> str:
    """The key in an Authorization header: all of Bearer, the password of Basic.

    Raises:
        Problem: 401, it is neither.
    """
    scheme, _, rest = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return rest.strip()
    if scheme.lower() == "basic":
        try:
            decoded = base64.b64decode(rest.strip(), validate=True).decode("ascii")
        except (binascii.Error, UnicodeDecodeError) as error:
            raise sign_in_needed(_NOT_A_KEY, code="key") from error
        return decoded.partition(":")[2]
    raise sign_in_needed("Send the key as Bearer or as a Basic password.", code="scheme")


def _look_up(text: str, find: Callable[[str], Principal | None]) -> Principal | None:
    """Ask the store only about what could be a credential: short and printable ASCII."""
    if not text or len(text) > _MAX_CREDENTIAL or not (text.isascii() and text.isprintable()):
        return None
    return find(text)


def _is_credential(name: str, value: str, *, known: frozenset[str]) -> bool:
    is_named_so = name.lower() in _KEY_LIKE_NAMES and name not in known
    return is_named_so or KEY_PREFIX in value or _SESSION_PREFIX in value


def _in_words(allowed: tuple[str, ...]) -> str:
    if not allowed:
        return "no parameters"
    return "only the parameter " + " and ".join(repr(name) for name in allowed)
