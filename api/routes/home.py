"""The home page of an audience: what is new, what there was, what can be taken away."""

from fastapi import APIRouter
from starlette.responses import Response

from api.gate import CallerNow


def add_to(router: APIRouter) -> None:
    """Add the routes of this module."""
    router.get("/", include_in_schema=False, response_model=None)(home)


def home(caller: CallerNow) -> Response:
    """The latest release with its figures and downloads, and the earlier ones."""
    views = caller.service.shelf.all(caller.principal)
    latest = views[0] if views else None
    caller.saw(latest.digest if latest else "none", len(latest.release.hotspots) if latest else 0)
    areas = caller.service.briefs.areas(latest, caller.principal) if latest else ()
    context = {
        "principal": caller.principal,
        "latest": latest,
        "earlier": views[1:],
        "areas": areas,
    }
    return caller.service.pages.render("home.html", context)
