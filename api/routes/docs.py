"""The description of the API: the OpenAPI document, and a page made from it without a script."""

import json

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.description import operations_of
from api.gate import CallerNow


def add_to(router: APIRouter) -> None:
    """Add the routes of this module."""
    router.get("/openapi.json", include_in_schema=False, response_model=None)(openapi)
    router.get("/docs", include_in_schema=False, response_model=None)(docs)


def openapi(request: Request, caller: CallerNow) -> Response:
    """The OpenAPI 3.1 document."""
    caller.saw("openapi")
    content = json.dumps(request.app.openapi(), ensure_ascii=False, separators=(",", ":"))
    return Response(content, media_type="application/json")


def docs(request: Request, caller: CallerNow) -> Response:
    """The same for people."""
    caller.saw("docs")
    document = request.app.openapi()
    context = {
        "principal": caller.principal,
        "document": document,
        "operations": operations_of(document),
    }
    return caller.service.pages.render("docs.html", context)
