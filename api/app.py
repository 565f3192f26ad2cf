"""`create_app`: puts the service together. Nothing is built when this is imported."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.responses import Response

from api.briefs import Briefs
from api.compression import Compression
from api.description import document_of
from api.gate import AuditedRoute, guard
from api.kept import KeptAnswers
from api.limits import Limits
from api.logs import log, where
from api.maps import Maps
from api.metrics import Metrics
from api.ogc import routes as ogc
from api.ogc.features import Catalogue
from api.pages import Pages
from api.problems import MEDIA_TYPE, Problem, unavailable
from api.products import Products
from api.readiness import Readiness
from api.routes import (
    areas,
    assets,
    briefs,
    collection,
    compare,
    docs,
    health,
    home,
    hotspots,
    maps,
    oidc,
    releases,
    session,
    shares,
)
from api.service import Service
from api.shelf import Shelf
from api.shell import Shell
from api.shortcut import Shortcut
from api.workroom import Workroom
from hotspots.brief import BriefTerms
from hotspots.errors import StoreError
from hotspots.map import Basemap

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime

    from starlette.requests import Request
    from starlette.types import ASGIApp

    from api.oidc import Organisation
    from hotspots.access import AccessStore
    from hotspots.settings import ServiceSettings
    from hotspots.store import ReleaseStore

_ROUTES = (
    home,
    session,
    oidc,
    shares,
    maps,
    compare,
    collection,
    hotspots,
    areas,
    briefs,
    releases,
    docs,
    ogc,
    assets,
    health,
)
_SERVER_ERROR = 500
_KEPT_BYTES = 32_000_000


def create_app(
    settings: ServiceSettings,
    *,
    releases: ReleaseStore,
    access: AccessStore,
    clock: Callable[[], datetime],
    organisation: Organisation | None = None,
) -> FastAPI:
    """The service over these stores; whoever opened them closes them.

    Args:
        settings: how it is addressed and what it accepts.
        releases: sealed releases, read only.
        access: keys, sessions and the audit trail.
        clock: the moment, with a time zone; decides what has expired.
        organisation: the identity provider that people may sign in with, if there is one.

    Raises:
        ParameterError: the tiles that the settings name are not an address of tiles.
    """
    service = _service(
        settings, releases=releases, access=access, clock=clock, organisation=organisation
    )
    app = _Application(
        service,
        title="Hotspots",
        version=version("hotspots"),
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
        dependencies=[Depends(guard)],
    )
    app.state.service = service
    app.state.ogc = Catalogue(service.shelf, service.maps.wards, service.maps.areas)
    app.router.route_class = AuditedRoute
    for module in _ROUTES:
        module.add_to(app.router)
    app.openapi = lambda: _described(app)  # type: ignore[method-assign] # FastAPI's way to say so
    for kind, handler in _HANDLERS.items():
        app.add_exception_handler(kind, handler)
    return app


class _Application(FastAPI):
    """FastAPI behind the shell and the short way, so that what it does not answer it need not see.

    Its own last handler is left out: it would send a text of its own before the shell
    could tell an incident.
    """

    def __init__(self, service: Service, **settings: Any) -> None:  # noqa: ANN401 - FastAPI's own
        super().__init__(**settings)
        self._service = service

    def build_middleware_stack(self) -> ASGIApp:
        """The shell, the short way, and then what FastAPI puts round the routes."""
        within = super().build_middleware_stack()
        if isinstance(within, ServerErrorMiddleware):
            within = within.app
        short = Shortcut(within, service=self._service, refuse=_response)
        return Shell(short, settings=self._service.settings, metrics=self._service.metrics)


def _basemap(settings: ServiceSettings) -> Basemap | None:
    if settings.tiles_url is None:
        return None
    return Basemap(
        url=settings.tiles_url,
        attribution=settings.tiles_attribution,
        last_zoom=settings.tiles_last_zoom,
    )


def _service(
    settings: ServiceSettings,
    *,
    releases: ReleaseStore,
    access: AccessStore,
    clock: Callable[[], datetime],
    organisation: Organisation | None,
) -> Service:
    workroom = Workroom()
    basemap = _basemap(settings)
    drawn = Maps(releases, workroom=workroom, size=settings.cached_maps, basemap=basemap)
    terms = BriefTerms(contacts=settings.contacts)
    return Service(
        settings=settings,
        access=access,
        limits=Limits(settings),
        shelf=Shelf(releases),
        kept=KeptAnswers(_KEPT_BYTES),
        compression=Compression(),
        maps=drawn,
        briefs=Briefs(drawn, workroom=workroom, terms=terms),
        products=Products(workroom),
        pages=Pages(),
        readiness=Readiness(releases=releases, access=access),
        metrics=Metrics(),
        clock=clock,
        organisation=organisation,
    )


def _described(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, made when it is first asked for."""
    if app.openapi_schema is None:
        app.openapi_schema = document_of(app)
    return app.openapi_schema


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Say at the start what cannot be used; the service then runs, and is not ready.

    Connections are taken meanwhile: every byte of every release is read for it.
    """
    telling = asyncio.create_task(_tell(app.state.service))
    yield
    await telling
    log(logging.INFO, "stopped")


async def _tell(service: Service) -> None:
    is_ready = await run_in_threadpool(service.readiness.ask)
    log(logging.INFO, "started", ready=is_ready)


def _on_problem(request: Request, error: Exception) -> Response:
    problem = error if isinstance(error, Problem) else Problem(status=_SERVER_ERROR)
    return _response(request, problem)


def _on_refusal(request: Request, error: Exception) -> Response:
    """Starlette's own 404 and 405: the status alone is taken over, and Allow."""
    status = error.status_code if isinstance(error, HTTPException) else _SERVER_ERROR
    allow = (getattr(error, "headers", None) or {}).get("Allow", "")
    methods = sorted({*allow.split(", "), "HEAD"}) if "GET" in allow else allow.split(", ")
    headers = (("Allow", ", ".join(methods)),) if allow else ()
    return _response(request, Problem(status=status, headers=headers))


def _on_bad_parameter(request: Request, error: Exception) -> Response:
    """FastAPI's finding, without what was sent: the parameter's name is one of ours."""
    errors = error.errors() if isinstance(error, RequestValidationError) else []
    named = next((str(one["loc"][-1]) for one in errors if one["loc"][0] == "query"), None)
    return _response(request, Problem(status=422, code="parameter", parameter=named))


def _on_broken_store(request: Request, error: Exception) -> Response:
    log(logging.ERROR, "store", incident=request.state.trace.request_id, error=where(error))
    return _response(request, unavailable())


_HANDLERS = {
    Problem: _on_problem,
    HTTPException: _on_refusal,
    RequestValidationError: _on_bad_parameter,
    StoreError: _on_broken_store,
}


def _response(request: Request, problem: Problem) -> Response:
    """A page for a person's browser, a problem document for anybody else."""
    incident = request.state.trace.request_id if problem.status >= _SERVER_ERROR else None
    headers = dict(problem.headers)
    service: Service = request.app.state.service
    if "text/html" in request.headers.get("accept", "") and not _is_api(request):
        context = {"problem": problem, "incident": incident}
        response: Response = service.pages.render(
            "problem.html", context, status=problem.status, headers=headers
        )
    else:
        body = problem.body(incident=incident)
        response = Response(body, problem.status, headers=headers, media_type=MEDIA_TYPE)
    service.compression.encode(request, response)
    return response


def _is_api(request: Request) -> bool:
    return str(request.scope["path"]).startswith("/v1/")
