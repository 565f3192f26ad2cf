"""The OpenAPI document: FastAPI's, with our errors, our ways in, and nothing off-origin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fastapi.openapi.utils import get_openapi

from api.problems import MEDIA_TYPE

if TYPE_CHECKING:
    from fastapi import FastAPI

_TITLE = "Hotspots of missing episodes"
_ABOUT = (
    "Places where young people who were reported missing are seen again and again, as "
    "released to your audience: protected, rounded, at public places only. Send your API "
    "key as a bearer token, as X-API-Key, or as the password of Basic authentication."
)
_ERRORS = {
    "401": "No valid credential was sent.",
    "403": "Not open to you.",
    "404": "Unknown, or not yours: the two are not told apart.",
    "422": "A parameter that cannot be used; names it and what is allowed.",
    "429": "Too many requests in this minute; Retry-After says how many seconds to wait.",
    "503": "The stores cannot be used; nothing is shown.",
}
_PROBLEM = {
    "title": "Problem",
    "type": "object",
    "description": "RFC 9457. Never repeats what was sent.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "Always about:blank."},
        "title": {"type": "string", "description": "The status in words."},
        "status": {"type": "integer", "description": "The status code."},
        "detail": {"type": "string", "description": "What to do about it."},
        "code": {"type": "string", "description": "A word for programs."},
        "parameter": {"type": "string", "description": "The parameter that is wrong."},
        "allowed": {
            "type": "array",
            "items": {"type": "string"},
            "description": "What it may be; without `parameter`, the parameters there are.",
        },
        "incident": {"type": "string", "description": "What to quote to the co-ordinator."},
    },
}
_SCHEMES = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "An API key."},
    "header": {"type": "apiKey", "in": "header", "name": "X-API-Key", "description": "An API key."},
    "basic": {"type": "http", "scheme": "basic", "description": "An API key as the password."},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One row of the page for people."""

    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[tuple[str, str], ...]
    media_types: tuple[str, ...]


def document_of(app: FastAPI) -> dict[str, Any]:
    """The document of this application."""
    document = get_openapi(title=_TITLE, version=app.version, description=_ABOUT, routes=app.routes)
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)  # FastAPI's own error, which we never send
    schemas["Problem"] = _PROBLEM
    components["securitySchemes"] = _SCHEMES
    for path, methods in document["paths"].items():
        for operation in methods.values():
            _complete(operation, is_open=path in {"/healthz", "/readyz"})
    return document


def operations_of(document: dict[str, Any]) -> tuple[Operation, ...]:
    """The operations of a document, in its order."""
    return tuple(
        Operation(
            method=method.upper(),
            path=path,
            summary=operation.get("summary", ""),
            description=operation.get("description", ""),
            parameters=tuple(
                (one["name"], one.get("description", "")) for one in operation.get("parameters", [])
            ),
            media_types=tuple(operation["responses"]["200"].get("content", {})),
        )
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    )


def _complete(operation: dict[str, Any], *, is_open: bool) -> None:
    """Say which errors there are and how one signs in; GeoJSON is described once."""
    errors = {"503": _ERRORS["503"]} if is_open else _ERRORS
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    responses = operation["responses"]
    responses |= {
        status: {"description": text, "content": content} for status, text in errors.items()
    }
    operation["security"] = [] if is_open else [{name: []} for name in _SCHEMES]
    shown = responses["200"].get("content", {})
    if "application/geo+json" in shown:
        shown["application/geo+json"] = shown.pop("application/json")
    elif "text/csv" in shown:
        shown.pop("application/json", None)
        shown["text/csv"] = {"schema": {"type": "string"}}
