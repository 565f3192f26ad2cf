"""The style sheet and the icon: read once, served by us, open to anyone."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from starlette.responses import Response

from api.problems import not_found

if TYPE_CHECKING:
    from fastapi import APIRouter

_TYPES = {"site.css": "text/css; charset=utf-8", "icon.svg": "image/svg+xml"}
_A_DAY = "public, max-age=86400"


def add_to(router: APIRouter) -> None:
    """Add the routes of this module."""
    router.get("/assets/{name}", include_in_schema=False, response_model=None)(asset)
    router.get("/favicon.ico", include_in_schema=False, response_model=None)(favicon)


def asset(name: str) -> Response:
    """A file of ours by its exact name; a name is looked up, never made into a path."""
    if name not in _TYPES:
        raise not_found()
    content = files("api").joinpath("assets", name).read_bytes()
    return Response(content, media_type=_TYPES[name], headers={"Cache-Control": _A_DAY})


def favicon() -> Response:
    """Browsers ask for it by this name whatever a page says."""
    return asset("icon.svg")
