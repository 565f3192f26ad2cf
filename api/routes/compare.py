"""Two releases of one audience side by side, as a page."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.comparison import lines_of
from api.gate import Caller, CallerNow
from api.problems import not_found
from api.shelf import View

_LONGEST = 64
Digest = Annotated[str | None, Query(max_length=_LONGEST)]


def add_to(router: APIRouter) -> None:
    """Add the routes of this module; it is a page, so not in the OpenAPI document."""
    router.get("/compare", include_in_schema=False, response_model=None)(compare)


def compare(caller: CallerNow, earlier: Digest = None, later: Digest = None) -> Response:
    """The latest release beside the one before it, or the two that were chosen."""
    views = caller.service.shelf.all(caller.principal)
    now = _chosen(caller, views, later, views[:1])
    then = _chosen(caller, views, earlier, _before(views, now))
    lines = lines_of(then.release, now.release) if then and now else ()
    caller.saw(f"{then.digest}.{now.digest}" if then and now else "none", len(lines))
    context = {
        "principal": caller.principal,
        "views": views,
        "earlier": then,
        "later": now,
        "lines": lines,
    }
    return caller.service.pages.render("compare.html", context)


def _chosen(
    caller: Caller, views: tuple[View, ...], digest: str | None, otherwise: tuple[View, ...]
) -> View | None:
    """The release of that digest; another audience's and an unknown one are the same."""
    if digest is None:
        return next(iter(otherwise), None)
    found = next((view for view in views if view.digest == digest), None)
    if found is None:
        caller.saw("absent", 0)
        raise not_found()
    return found


def _before(views: tuple[View, ...], now: View | None) -> tuple[View, ...]:
    """The releases of periods that ended before this one's began, the last of them first."""
    if now is None:
        return ()
    fit = [view for view in views if view.release.period.last < now.release.period.first]
    fit = fit or [view for view in views if view.digest != now.digest]
    return tuple(sorted(fit, key=lambda view: view.release.period.last, reverse=True))
