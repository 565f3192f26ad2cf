"""The routes under `/ogc`: OGC API Features Parts 1, 2 and 3."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.ogc import about, items

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import APIRouter
    from starlette.responses import Response

_COLLECTION = "/ogc/collections/{collection_id}"


def add_to(router: APIRouter) -> None:
    """Add the routes; they are described by their own document, not by the service's."""
    handlers: dict[str, Callable[..., Response]] = {
        "/ogc": about.landing,
        "/ogc/": about.landing,  # owslib and others ask for it so
        "/ogc/conformance": about.conformance,
        "/ogc/api": about.api,
        "/ogc/collections": about.collections,
        _COLLECTION: about.collection,
        f"{_COLLECTION}/queryables": about.queryables,
        f"{_COLLECTION}/items": items.items,
        f"{_COLLECTION}/items/{{feature_id}}": items.item,
    }
    for path, handler in handlers.items():
        router.get(path, include_in_schema=False, response_model=None)(handler)
