"""What can be asked here: the landing page, conformance, the API's document, the collections."""

from typing import Any

from fastapi import Request
from starlette.responses import Response

from api.gate import Caller, CallerNow
from api.ogc.answers import Document, here, send, shown_as
from api.ogc.crs import DEFAULT, SYSTEMS
from api.ogc.description import document_of
from api.ogc.features import Catalogue, Collection
from api.ogc.links import GEOJSON, HTML, JSON, OPENAPI, SCHEMA, Address, Link
from api.ogc.operands import GEOMETRY, MONTH, NUMBER, TEXT
from api.problems import not_found

_FEATURES = "http://www.opengis.net/spec/ogcapi-features"
_CQL2 = "http://www.opengis.net/spec/cql2/1.0/conf"
CONFORMANCE = (
    *(f"{_FEATURES}-1/1.0/conf/{one}" for one in ("core", "geojson", "html", "oas30")),
    f"{_FEATURES}-2/1.0/conf/crs",
    *(f"{_FEATURES}-3/1.0/conf/{one}" for one in ("queryables", "filter", "features-filter")),
    *(
        f"{_CQL2}/{one}"
        for one in (
            "cql2-text",
            "cql2-json",
            "basic-cql2",
            "advanced-comparison-operators",
            "case-insensitive-comparison",
            "accent-insensitive-comparison",
            "basic-spatial-functions",
            "basic-spatial-functions-plus",
            "spatial-functions",
        )
    ),
)
_TITLE = "Hotspots of missing episodes"
_ABOUT = (
    "Protected releases as OGC API Features: rounded figures at public places, never a "
    "person, an address or a single episode."
)
_SCHEMA_TYPES = {TEXT: "string", NUMBER: "number", MONTH: "string"}


def catalogue_of(request: Request) -> Catalogue:
    """The collections that this application makes."""
    found: Catalogue = request.app.state.ogc
    return found


def found_collection(
    request: Request, caller: Caller, name: str, *, release: str | None = None
) -> Collection:
    """The caller's collection of that id.

    Raises:
        Problem: 404, it is unknown or not theirs.
    """
    found = catalogue_of(request).find(caller.principal, name, release=release)
    if found is None:
        caller.saw("absent", 0)
        raise not_found()
    return found


def landing(request: Request, caller: CallerNow) -> Response:
    """The landing page."""
    caller.saw("ogc")
    home = here(request, caller)
    links = (
        *home.itself(shown=shown_as(request), offered=(JSON, HTML)),
        home.at("api").link("service-desc", "The API as an OpenAPI 3.0 document", OPENAPI),
        home.at("api").link("service-doc", "The API for people", HTML),
        home.at("conformance").link("conformance", "Standards that are kept", JSON),
        home.at("collections").link("data", "Collections", JSON),
    )
    body = {"title": _TITLE, "description": _ABOUT}
    return send(
        request,
        caller,
        Document(body=body, page="ogc/landing.html", title=_TITLE, links=links, context=body),
    )


def conformance(request: Request, caller: CallerNow) -> Response:
    """The conformance classes."""
    caller.saw("conformance")
    place = here(request, caller).at("conformance")
    document = Document(
        body={"conformsTo": list(CONFORMANCE)},
        page="ogc/conformance.html",
        title="Standards that are kept",
        links=place.itself(shown=shown_as(request), offered=(JSON, HTML)),
        context={"classes": CONFORMANCE},
    )
    return send(request, caller, document)


def api(request: Request, caller: CallerNow) -> Response:
    """The OpenAPI 3.0 document, and the same for people."""
    caller.saw("openapi")
    home = here(request, caller)
    body = document_of(home.url(), version=request.app.version)
    document = Document(
        body=body,
        page="ogc/api.html",
        title="OGC API Features",
        links=home.at("api").itself(shown=shown_as(request, OPENAPI), offered=(OPENAPI, HTML)),
        media_type=OPENAPI,
        context={"document": body},
    )
    return send(request, caller, document)


def collections(request: Request, caller: CallerNow) -> Response:
    """All collections that the caller may see."""
    found = catalogue_of(request).all(caller.principal)
    caller.saw("collections", len(found))
    home = here(request, caller)
    described = [_described(one, home) for one in found]
    document = Document(
        body={"collections": described, "crs": list(SYSTEMS)},
        page="ogc/collections.html",
        title="Collections",
        links=home.at("collections").itself(shown=shown_as(request), offered=(JSON, HTML)),
        context={"collections": described},
    )
    return send(request, caller, document)


def collection(request: Request, caller: CallerNow, collection_id: str) -> Response:
    """One collection."""
    found = found_collection(request, caller, collection_id)
    caller.saw(found.view.digest, len(found.content.features))
    home = here(request, caller)
    place = home.at("collections", collection_id)
    body = _described(found, home)
    document = Document(
        body=body,
        page="ogc/collection.html",
        title=found.title,
        links=(
            *place.itself(shown=shown_as(request), offered=(JSON, HTML)),
            *_ways_in(found, home),
        ),
        context={"collection": body, "systems": SYSTEMS.values(), "release": found.view.release},
    )
    return send(request, caller, document)


def queryables(request: Request, caller: CallerNow, collection_id: str) -> Response:
    """What a filter may name, as JSON Schema."""
    found = found_collection(request, caller, collection_id)
    caller.saw(found.view.digest)
    place = here(request, caller).at("collections", collection_id, "queryables")
    body = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": place.url(),
        "type": "object",
        "title": found.title,
        "properties": _schemas(found),
        "additionalProperties": False,
    }
    document = Document(
        body=body,
        page="ogc/queryables.html",
        title=f"Queryables: {found.title}",
        links=place.itself(shown=shown_as(request, SCHEMA), offered=(SCHEMA, HTML)),
        media_type=SCHEMA,
        context={
            "properties": body["properties"],
            "up": here(request, caller).at("collections", collection_id).url(HTML),
        },
    )
    return send(request, caller, document)


def _schemas(found: Collection) -> dict[str, dict[str, str]]:
    """A schema for each queryable; the geometry is named by its role (Part 3, 7.2)."""
    schemas = {
        name: {"title": name, "description": text, "type": _SCHEMA_TYPES[kind]}
        for name, (kind, text) in found.kind.properties.items()
    }
    for name, (kind, _) in found.kind.properties.items():
        if kind == MONTH:
            schemas[name]["pattern"] = r"^\d{4}-\d{2}$"
    place = {
        "title": "geometry",
        "description": "Where it is.",
        "format": found.kind.shape,
        "x-ogc-role": "primary-geometry",
    }
    return schemas | {GEOMETRY: place}


def _described(found: Collection, home: Address) -> dict[str, Any]:
    period = found.view.release.period
    place = home.at("collections", found.collection_id)
    extent: dict[str, Any] = {
        "temporal": {
            "interval": [[f"{period.first}T00:00:00Z", f"{period.last}T23:59:59Z"]],
        }
    }
    if found.content.bbox is not None:
        extent["spatial"] = {"bbox": [list(found.content.bbox)], "crs": DEFAULT.uri}
    links = (place.link("self", found.title, JSON), *_ways_in(found, home))
    return {
        "id": found.collection_id,
        "title": found.title,
        "description": f"{found.kind.about} {found.view.release.classification}.",
        "itemType": "feature",
        "extent": extent,
        "crs": list(SYSTEMS),
        "storageCrs": DEFAULT.uri,
        "links": [link.member() for link in links],
    }


def _ways_in(found: Collection, home: Address) -> tuple[Link, ...]:
    place = ("collections", found.collection_id)
    return (
        home.at(*place, "items").link("items", "Features as GeoJSON", GEOJSON),
        home.at(*place, "items").link("items", "Features as a page", HTML),
        home.at(*place, "queryables").link(
            "http://www.opengis.net/def/rel/ogc/1.0/queryables", "What a filter may name", SCHEMA
        ),
    )
