"""The OpenAPI 3.0 document of what is under `/ogc`.

FastAPI writes OpenAPI 3.1, and Part 1's class `oas30` asks for 3.0, so this one is
written out: few paths, and each parameter once.
"""

from __future__ import annotations

from typing import Any

from api.ogc.crs import SYSTEMS
from api.ogc.filters import LANGUAGES, MAX_LENGTH
from api.ogc.links import GEOJSON, HTML, JSON, OPENAPI, SCHEMA
from api.ogc.queries import DEFAULT_LIMIT, MAX_LIMIT
from api.problems import MEDIA_TYPE

_ABOUT = (
    "Protected releases as OGC API Features. Send your API key as a bearer token, as "
    "X-API-Key, or as the password of Basic authentication."
)
_COLLECTION = "/collections/{collectionId}"
_ERRORS = {
    "400": "A parameter that cannot be used; names it and what is allowed.",
    "401": "No valid credential was sent.",
    "403": "Not open to you.",
    "404": "Unknown, or not yours: the two are not told apart.",
    "503": "The stores cannot be used; nothing is shown.",
}
_URI = {"type": "string", "format": "uri", "enum": list(SYSTEMS)}


def document_of(server: str, *, version: str) -> dict[str, Any]:
    """The document; `server` is the landing page's address."""
    return {
        "openapi": "3.0.3",
        "info": {"title": "Hotspots, OGC API Features", "version": version, "description": _ABOUT},
        "servers": [{"url": server}],
        "security": [{"bearer": []}, {"header": []}, {"basic": []}],
        "paths": _paths(),
        "components": {
            "parameters": _parameters(),
            "responses": {
                status: {
                    "description": text,
                    "content": {MEDIA_TYPE: {"schema": _reference("schemas", "problem")}},
                }
                for status, text in _ERRORS.items()
            },
            "schemas": _schemas(),
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "header": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
                "basic": {"type": "http", "scheme": "basic"},
            },
        },
    }


def _paths() -> dict[str, Any]:
    of_one = ("collectionId",)
    of_page = (
        *of_one,
        *("limit", "offset", "bbox", "bbox-crs", "datetime", "crs"),
        *("filter", "filter-lang", "filter-crs", "release"),
    )
    of_item = (*of_one, "featureId", "crs")
    return {
        "/": _get("getLandingPage", "Landing page", JSON, "landingPage"),
        "/conformance": _get("getConformance", "Standards that are kept", JSON, "conformance"),
        "/api": _get("getApi", "This document", OPENAPI, "any"),
        "/collections": _get("getCollections", "Collections", JSON, "collections"),
        _COLLECTION: _get("getCollection", "One collection", JSON, "collection", *of_one),
        f"{_COLLECTION}/queryables": _get(
            "getQueryables", "What a filter may name", SCHEMA, "any", *of_one
        ),
        f"{_COLLECTION}/items": _get(
            "getFeatures", "Features", GEOJSON, "featureCollection", *of_page
        ),
        f"{_COLLECTION}/items/{{featureId}}": _get(
            "getFeature", "One feature", GEOJSON, "feature", *of_item
        ),
    }


def _get(
    operation: str, summary: str, media_type: str, schema: str, *parameters: str
) -> dict[str, Any]:
    shown = {
        media_type: {"schema": _reference("schemas", schema)},
        HTML: {"schema": {"type": "string"}},
    }
    return {
        "get": {
            "operationId": operation,
            "summary": summary,
            "parameters": [_reference("parameters", name) for name in (*parameters, "f")],
            "responses": {
                "200": {"description": summary, "content": shown},
                **{status: _reference("responses", status) for status in _ERRORS},
            },
        }
    }


def _reference(kind: str, name: str) -> dict[str, str]:
    return {"$ref": f"#/components/{kind}/{name}"}


def _parameters() -> dict[str, Any]:
    return {
        "collectionId": _in_path("collectionId", "A collection's id."),
        "featureId": _in_path("featureId", "A feature's id."),
        "f": _query("f", "The format; without it, what Accept likes.", _one_of("json", "html")),
        **_paging(),
        "crs": _query("crs", "The reference system of the answer.", _URI),
        **_choosing(),
    }


def _paging() -> dict[str, Any]:
    return {
        "limit": _query(
            "limit",
            "How many features on a page.",
            {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
        ),
        "offset": _query(
            "offset",
            "How many features come before the page; next links carry it.",
            {"type": "integer", "minimum": 0, "default": 0},
        ),
        "release": _query(
            "release",
            "The first twelve digits of a release's digest, for pages of one release.",
            {"type": "string", "pattern": "^[0-9a-f]{12}$"},
        ),
    }


def _choosing() -> dict[str, Any]:
    numbers = {"type": "array", "items": {"type": "number"}}
    return {
        "bbox": {
            **_query(
                "bbox",
                "Four numbers, or six with heights.",
                numbers | {"minItems": 4, "maxItems": 6},
            ),
            "style": "form",
            "explode": False,
        },
        "bbox-crs": _query("bbox-crs", "The reference system of bbox.", _URI),
        "datetime": _query(
            "datetime",
            "A moment or an interval of RFC 3339; it is compared with the release's period.",
            {"type": "string"},
        ),
        "filter": _query(
            "filter", "CQL2 over the queryables.", {"type": "string", "maxLength": MAX_LENGTH}
        ),
        "filter-lang": _query("filter-lang", "The filter's language.", _one_of(*LANGUAGES)),
        "filter-crs": _query("filter-crs", "The reference system of its geometries.", _URI),
    }


def _one_of(*values: str) -> dict[str, Any]:
    return {"type": "string", "enum": list(values)}


def _in_path(name: str, about: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": about,
        "schema": {"type": "string"},
    }


def _query(name: str, about: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": about,
        "schema": schema,
    }


def _schemas() -> dict[str, Any]:
    text = {"type": "string"}
    links = _list_of(_reference("schemas", "link"))
    return {
        "any": {"type": "object"},
        "link": _object(("href", "rel"), href=text, rel=text, type=text, title=text),
        "landingPage": _object(("links",), title=text, description=text, links=links),
        "conformance": _object(("conformsTo",), conformsTo=_list_of(text)),
        **_collection_schemas(text, links),
        **_feature_schemas(text, links),
        "problem": _object(
            ("type", "title", "status", "detail"),
            type=text,
            title=text,
            status={"type": "integer"},
            detail=text,
            code=text,
            parameter=text,
            allowed=_list_of(text),
        ),
    }


def _collection_schemas(text: dict[str, Any], links: dict[str, Any]) -> dict[str, Any]:
    return {
        "collection": _object(
            ("id", "links"),
            id=text,
            title=text,
            description=text,
            itemType=text,
            extent={"type": "object"},
            crs=_list_of(text),
            storageCrs=text,
            links=links,
        ),
        "collections": _object(
            ("collections", "links"),
            collections=_list_of(_reference("schemas", "collection")),
            crs=_list_of(text),
            links=links,
        ),
    }


def _feature_schemas(text: dict[str, Any], links: dict[str, Any]) -> dict[str, Any]:
    count = {"type": "integer", "minimum": 0}
    place = {"type": "object", "nullable": True}
    return {
        "feature": _object(
            ("type", "geometry", "properties"),
            type=_one_of("Feature"),
            id=text,
            geometry=place,
            properties={"type": "object"},
            links=links,
        ),
        "featureCollection": _object(
            ("type", "features"),
            type=_one_of("FeatureCollection"),
            timeStamp={"type": "string", "format": "date-time"},
            numberMatched=count,
            numberReturned=count,
            features=_list_of(_reference("schemas", "feature")),
            links=links,
        ),
    }


def _object(required: tuple[str, ...], **properties: object) -> dict[str, Any]:
    return {"type": "object", "required": list(required), "properties": properties}


def _list_of(schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": schema}
