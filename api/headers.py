"""Security headers, on every response."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# No script at all: our pages work without one. Frames of ours may show nothing of ours.
PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'none'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
# A file opened on its own (JSON, CSV, CSS) may load and run nothing.
FILE_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

NO_STORE = "private, no-store"

_ALWAYS = (
    ("Content-Security-Policy", FILE_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "geolocation=(), camera=(), microphone=()"),
    ("X-Robots-Tag", "noindex, nofollow"),
    ("Cache-Control", NO_STORE),
)
_HSTS = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")


MAP_OPENER = ("Cross-Origin-Opener-Policy", "unsafe-none")
"""For maps: browsers refuse a page that is sandboxed and asks for an opener policy as well."""


def map_policy(
    *, scripts: Iterable[str], styles: Iterable[str], pictures: Iterable[str] = ()
) -> str:
    """The policy of one map page, from the hashes (`sha256-…`) of its own scripts and styles.

    The sandbox gives the page an origin of its own, without cookies, and it may connect
    to nothing: even a script that got into it could neither read nor send anything.
    `pictures` is the origin of a configured tile server, which may be asked for pictures.
    """
    script_src = " ".join(f"'{one}'" for one in scripts) or "'none'"
    style_src = " ".join(f"'{one}'" for one in styles) or "'none'"
    img_src = " ".join(("data:", *pictures))
    return (
        "sandbox allow-scripts; default-src 'none'; "
        f"script-src {script_src}; style-src {style_src}; "
        "style-src-attr 'unsafe-inline'; "  # Leaflet places its tiles and markers by it
        f"img-src {img_src}; font-src 'none'; connect-src 'none'; base-uri 'none'; "
        "form-action 'none'; object-src 'none'; frame-ancestors 'none'"
    )


def security_headers(*, is_https: bool) -> tuple[tuple[bytes, bytes], ...]:
    """Headers that a response gets where it does not set them itself, in ASGI's form."""
    wanted = (*_ALWAYS, _HSTS) if is_https else _ALWAYS
    return tuple((name.lower().encode(), value.encode()) for name, value in wanted)
