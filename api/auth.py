"""Who is asking: API keys, browser sessions and visits, and the guard against forged forms.

A key comes in a header, in one place only, never in the address. A browser has a
session cookie, which counts only where no key was sent: a wrong key is an error,
not a reason to look for something better.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import ipaddress
from typing import TYPE_CHECKING

from api.problems import Problem, bad_parameter, forbidden, not_found, sign_in_needed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, timedelta
    from typing import Literal

    from starlette.datastructures import Headers
    from starlette.requests import Request
    from starlette.responses import Response

    from hotspots.access import AccessStore, Principal
    from hotspots.settings import ServiceSettings

    CookieKind = Literal["session", "sign-in", "share"]

KEY_PREFIX = "hsp_"
# Those of a key, a session and a visit; a link's token may stand where links lead.
_PREFIXES = (KEY_PREFIX, "hss_", "hsv_")
_SECURE_COOKIE = "__Host-"
# Cookies are shared by all ports of a host, so on loopback the name must be our own.
_LOOPBACK_COOKIE = "hotspots-"
_MAX_CREDENTIAL = 256
_KEY_LIKE_NAMES = frozenset({"key", "apikey", "api_key", "api-key", "access_token", "token"})

_KEY_IN_ADDRESS = (
    "A key in the address is refused, because addresses are kept in logs and histories. "
    "Send it as 'Authorization: Bearer', as 'X-API-Key', or as a Basic password. "
    "Treat the key that was in the address as exposed and ask for a new one."
)
_ONE_CREDENTIAL = "Send one key, in one header, once."
_NOT_A_KEY = "The key is not valid: it is mistyped, expired, revoked or not for this network."


def cookie_name(settings: ServiceSettings, kind: CookieKind = "session") -> str:
    """`__Host-session` over https; browsers take that prefix with Secure cookies alone."""
    return (_SECURE_COOKIE if settings.has_secure_cookies else _LOOPBACK_COOKIE) + kind


def cookie_of(
    request: Request, *, settings: ServiceSettings, kind: CookieKind = "session"
) -> str | None:
    """The value of our cookie of this kind, if there is one."""
    return request.cookies.get(cookie_name(settings, kind))


def give_cookie(
    response: Response,
    value: str,
    *,
    settings: ServiceSettings,
    kind: CookieKind = "session",
    life: timedelta | None = None,
) -> None:
    """Let the browser keep it, unread by scripts and for this host alone."""
    response.set_cookie(
        cookie_name(settings, kind),
        value,
        path="/",
        max_age=None if life is None else int(life.total_seconds()),
        secure=settings.has_secure_cookies,
        httponly=True,
        samesite="lax",
    )


def take_cookie(
    response: Response, *, settings: ServiceSettings, kind: CookieKind = "session"
) -> None:
    """Let the browser forget it."""
    response.delete_cookie(
        cookie_name(settings, kind),
        path="/",
        secure=settings.has_secure_cookies,
        httponly=True,
        samesite="lax",
    )


def client_address(request: Request, *, settings: ServiceSettings) -> str | None:
    """Whose request this is, for keys that are bound to networks; None where nobody can say.

    The server has replaced the socket's address by what a trusted proxy said, and by
    nobody else's word. A trusted proxy is nobody's own address: with it the proxy did not
    say who the client is, and its own network must not open a key.
    """
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped  # how a socket for both kinds writes an IPv4 client
    trusted = (ipaddress.ip_network(proxy) for proxy in settings.trusted_proxies)
    return None if any(address in network for network in trusted) else str(address)


def authenticate(
    request: Request, *, access: AccessStore, settings: ServiceSettings, now: datetime
) -> Principal | None:
    """Whoever sent this request; None if it carries no credential or an ended session.

    Raises:
        Problem: 401 for a key that does not hold, or more than one.
    """
    key = _key_within(request.headers)
    if key is not None:
        address = client_address(request, settings=settings)
        principal = _look_up(
            key, lambda text: access.principal_of_key(text, now=now, address=address)
        )
        if principal is None:
            raise sign_in_needed(_NOT_A_KEY, code="key")
        return principal
    token = cookie_of(request, settings=settings)
    if token is None:
        return None
    return _look_up(token, lambda text: access.principal_of_session(text, now=now))


def lone_key(headers: Headers) -> str | None:
    """The key that was sent, if it is the only one and could be one at all."""
    try:
        key = _key_within(headers)
    except Problem:
        return None
    return key if key and _could_be_credential(key) else None


def visitor_of(
    request: Request, *, access: AccessStore, settings: ServiceSettings, now: datetime
) -> Principal | None:
    """Whoever visits by a share link; a key or a session is nothing here."""
    token = cookie_of(request, settings=settings, kind="share")
    if token is None:
        return None
    return _look_up(token, lambda text: access.shares.visitor(text, now=now))


def refused_key(request: Request, problem: Problem) -> str | None:
    """The key that was sent, where it is the reason for this refusal."""
    try:
        return _key_within(request.headers) if problem.code == "key" else None
    except Problem:
        return None  # what was sent has not even the form of one


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


def refuse_key_in_address(
    request: Request, *, known: frozenset[str], opaque: frozenset[str] = frozenset()
) -> None:
    """Refuse a credential in the query, whatever it is called there.

    `opaque` parameters are not looked into: they are long, random, and of others' making.

    Raises:
        Problem: 401 with an explanation.
    """
    items = request.query_params.multi_items()
    sent = [(name, value) for name, value in items if name not in opaque]
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


def check_own_page(request: Request) -> None:
    """Refuse to begin something because another site's page led here; people's links may.

    Raises:
        Problem: 403.
    """
    if request.headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}:
        raise forbidden("Begin at the sign-in page of this service.", code="cross-site")


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
        is_ours = _key_within(request.headers) is not None and "cookie" not in request.headers
    if not is_ours:
        raise forbidden("This form was not sent from a page of this service.", code="cross-site")


def _key_within(headers: Headers) -> str | None:
    sent = headers.getlist("x-api-key")
    sent += [_key_of(value) for value in headers.getlist("authorization")]
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
    return find(text) if text and _could_be_credential(text) else None


def _could_be_credential(text: str) -> bool:
    return len(text) <= _MAX_CREDENTIAL and text.isascii() and text.isprintable()


def _is_credential(name: str, value: str, *, known: frozenset[str]) -> bool:
    is_named_so = name.lower() in _KEY_LIKE_NAMES and name not in known
    return is_named_so or any(prefix in value for prefix in _PREFIXES)


def _in_words(allowed: tuple[str, ...]) -> str:
    if not allowed:
        return "no parameters"
    return "only the parameter " + " and ".join(repr(name) for name in allowed)
