"""The features of a collection: boxes, days, filters, pages; and one feature."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from fastapi import Request
from starlette.responses import Response

from api.gate import CallerNow
from api.ogc import queries
from api.ogc.about import catalogue_of, found_collection
from api.ogc.answers import Document, here, send, shown_as, tag_of, unchanged
from api.ogc.crs import DEFAULT, Crs
from api.ogc.features import HOTSPOTS, Collection
from api.ogc.filters import Filter, filter_of
from api.ogc.links import GEOJSON, HTML, JSON, Address, Link
from api.ogc.operands import Row
from api.problems import not_found
from hotspots.export.features import about

# What a page's links carry on; `f` and `offset` are set by each link.
_CARRIED = (
    "limit",
    "bbox",
    "bbox-crs",
    "datetime",
    "crs",
    "filter",
    "filter-lang",
    "filter-crs",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """The query of an items page, understood."""

    limit: int
    offset: int
    crs: Crs
    box: queries.Box | None
    interval: queries.Interval | None
    filter: Filter | None


def items(request: Request, caller: CallerNow, collection_id: str) -> Response:
    """A page of features, in the release's order."""
    query = request.query_params
    release = queries.release_of(query)
    found = found_collection(request, caller, collection_id, release=release)
    ask = _ask(request, found)
    tag = tag_of(request, caller, found.view.digest)
    chosen = _chosen(request, found, ask)
    page = chosen[ask.offset : ask.offset + ask.limit]
    caller.saw(found.view.digest, len(page))
    nothing_new = unchanged(request, tag)
    if nothing_new is not None:
        return nothing_new
    features = [_in_crs(found.content.features[number], ask.crs) for number in page]
    place = here(request, caller).at("collections", found.collection_id, "items")
    links = (
        *_page_links(request, found, ask, place=place, matched=len(chosen)),
        place_of(here(request, caller), found),
    )
    body = _body(caller, found, features, matched=len(chosen))
    document = Document(
        body=body,
        page="ogc/items.html",
        title=found.title,
        links=links,
        media_type=GEOJSON,
        context={
            "page": body,
            "kind": found.kind,
            "first": ask.offset + 1,
            "addresses": [place_of_item(place, one["id"]) for one in features],
            "up": here(request, caller).at("collections", found.collection_id).url(HTML),
        },
        headers={"Content-Crs": ask.crs.header},
    )
    return send(request, caller, document, tag=tag)


def _body(
    caller: CallerNow, found: Collection, features: list[dict[str, Any]], *, matched: int
) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        **about(found.view.release, digest=found.view.digest),
        "timeStamp": f"{caller.now:%Y-%m-%dT%H:%M:%SZ}",
        "numberMatched": matched,
        "numberReturned": len(features),
        "features": features,
    }


def item(request: Request, caller: CallerNow, collection_id: str, feature_id: str) -> Response:
    """One feature; unknown and not yours are the same."""
    crs = queries.crs_of(request.query_params, "crs")
    found = found_collection(request, caller, collection_id)
    one = next((one for one in found.content.features if one["id"] == feature_id), None)
    if one is None:
        is_ours = found.kind is HOTSPOTS and caller.service.shelf.knows_hotspot(
            caller.principal, feature_id
        )
        caller.saw(feature_id if is_ours else "absent", 0)
        raise not_found()
    caller.saw(feature_id if found.kind is HOTSPOTS else found.view.digest)
    home = here(request, caller)
    place = home.at("collections", found.collection_id, "items", feature_id)
    if crs is not DEFAULT:
        place = place.asking({"crs": crs.uri})
    document = Document(
        body={**_in_crs(one, crs), **about(found.view.release, digest=found.view.digest)},
        page="ogc/item.html",
        title=str(one["properties"].get("name") or one["properties"].get("area_name")),
        links=(
            *place.itself(shown=shown_as(request, GEOJSON), offered=(GEOJSON, HTML)),
            place_of(home, found),
        ),
        media_type=GEOJSON,
        context={
            "feature": one,
            "kind": found.kind,
            "release": found.view.release,
            "up": home.at("collections", found.collection_id).url(HTML),
        },
        headers={"Content-Crs": crs.header},
    )
    return send(request, caller, document)


def place_of(home: Address, found: Collection) -> Link:
    """The link from features to their collection."""
    place = home.at("collections", found.collection_id)
    return place.link("collection", "The collection", JSON)


def place_of_item(place: Address, feature_id: str) -> str:
    """A feature's own page."""
    return Address(base=place.url(), path="").at(feature_id).url(HTML)


def _ask(request: Request, found: Collection) -> Ask:
    query = request.query_params
    return Ask(
        limit=queries.limit_of(query),
        offset=queries.offset_of(query),
        crs=queries.crs_of(query, "crs"),
        box=queries.box_of(query),
        interval=queries.interval_of(query),
        filter=filter_of(query, found.kind.queryables),
    )


def _chosen(request: Request, found: Collection, ask: Ask) -> list[int]:
    """The numbers of the features that were asked for, in the release's order."""
    if ask.interval is not None and not ask.interval.meets(found.view.release.period):
        return []
    catalogue = catalogue_of(request)
    chosen = list(range(len(found.content.features)))
    if ask.box is not None:
        shapes = catalogue.shapes(found, ask.box.crs)
        chosen = np.flatnonzero(shapely.intersects(shapes, ask.box.shape)).tolist()
    if ask.filter is None:
        return chosen
    shapes = catalogue.shapes(found, ask.filter.crs)
    features, holds = found.content.features, ask.filter.condition
    return [
        number
        for number in chosen
        if holds(Row(properties=features[number]["properties"], shape=shapes[number]))
    ]


def _in_crs(feature: dict[str, Any], crs: Crs) -> dict[str, Any]:
    return {**feature, "geometry": crs.geometry(feature["geometry"])}


def _page_links(
    request: Request, found: Collection, ask: Ask, *, place: Address, matched: int
) -> tuple[Link, ...]:
    """This page in both formats, and its neighbours.

    The neighbours name the release, so that whoever turns pages while a new release
    is published sees the old one to its end.
    """
    query = request.query_params
    carried = {name: query[name] for name in _CARRIED if name in query}
    shown = shown_as(request, GEOJSON)
    own = {name: query[name] for name in ("release", "offset") if name in query}
    links = list(place.asking(carried | own).itself(shown=shown, offered=(GEOJSON, HTML)))
    if found.is_latest:
        carried["release"] = found.short
    carried["limit"] = str(ask.limit)
    if ask.offset + ask.limit < matched:
        after = carried | {"offset": str(ask.offset + ask.limit)}
        links.append(place.asking(after).link("next", "The next page", shown))
    if ask.offset > 0:
        before = carried | {"offset": str(max(ask.offset - ask.limit, 0))}
        links.append(place.asking(before).link("prev", "The page before", shown))
    return tuple(links)
