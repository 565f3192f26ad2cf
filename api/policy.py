"""Who may call what: one table and one function. What is not in the table is denied."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from hotspots.release import PEOPLE_AUDIENCES, Audience

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.access import Principal


class Who(Enum):
    """Who a route is for."""

    ANYONE = auto()
    AUDIENCES = auto()  # partner, brief or public, each for its own releases
    AREA_READERS = auto()  # partner or brief: the public is told nothing of areas
    SCRAPER = auto()  # the monitoring system, which has a key of its own and is no principal


AREA_READERS = (Audience.PARTNER, Audience.BRIEF)


class Decision(Enum):
    """What the policy says of one request."""

    ALLOW = auto()
    SIGN_IN = auto()
    FORBID = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row: who, the action's name in the audit trail, and the query it may carry.

    An empty `action` is not recorded when it is allowed; a denial always is. The
    attempts to sign in are counted before they are made. `refusal` is the status of a
    query that it may not carry.
    """

    who: Who
    action: str
    queries: frozenset[str] = frozenset()
    is_sign_in: bool = False
    refusal: int = 422

    @property
    def is_closed(self) -> bool:
        """Whether somebody must be signed in."""
        return self.who in {Who.AUDIENCES, Who.AREA_READERS}


def _read(action: str, *queries: str) -> Rule:
    return Rule(who=Who.AUDIENCES, action=action, queries=frozenset(queries))


def _area(action: str) -> Rule:
    return Rule(who=Who.AREA_READERS, action=action)


def _open(action: str = "", *queries: str) -> Rule:
    return Rule(who=Who.ANYONE, action=action, queries=frozenset(queries))


_CHOICE = ("zone", "area", "category", "min_children", "sort", "limit")


def _ogc(action: str, *queries: str) -> Rule:
    """As `_read`, with a format to choose, and 400 as OGC API Features Part 1 asks."""
    return Rule(who=Who.AUDIENCES, action=action, queries=frozenset({"f", *queries}), refusal=400)


_OGC_COLLECTION = "/ogc/collections/{collection_id}"
_OGC_PAGE = (
    *("limit", "offset", "release", "bbox", "bbox-crs", "datetime", "crs"),
    *("filter", "filter-lang", "filter-crs"),
)

RULES: Mapping[tuple[str, str], Rule] = {
    ("GET", "/healthz"): _open(),
    ("GET", "/readyz"): _open(),
    ("GET", "/metrics"): Rule(who=Who.SCRAPER, action=""),
    ("GET", "/favicon.ico"): _open(),
    ("GET", "/assets/{name}"): _open(),
    ("GET", "/login"): _open("", "token", "signed_out"),
    ("POST", "/login"): Rule(who=Who.ANYONE, action="login", is_sign_in=True),
    ("POST", "/logout"): _open("logout"),
    ("GET", "/"): _read("read.home"),
    ("GET", "/docs"): _read("read.docs"),
    ("GET", "/openapi.json"): _read("read.openapi"),
    ("GET", "/maps/latest"): _read("read.map"),
    ("GET", "/maps/{digest}"): _read("read.map"),
    ("GET", "/v1/hotspots"): _read("read.hotspots", *_CHOICE, "fields"),
    ("GET", "/v1/hotspots.geojson"): _read("read.hotspots", *_CHOICE, "fields"),
    ("GET", "/v1/hotspots.csv"): _read("read.hotspots", *_CHOICE, "fields"),
    ("GET", "/v1/hotspots.xlsx"): _read("read.hotspots", *_CHOICE, "fields"),
    ("GET", "/v1/hotspots.gpkg"): _read("read.hotspots", *_CHOICE),
    ("GET", "/v1/hotspots.parquet"): _read("read.hotspots", *_CHOICE, "fields"),
    ("GET", "/v1/hotspots.kml"): _read("read.hotspots", *_CHOICE, "fields"),
    ("GET", "/v1/hotspots/{hotspot_id}"): _read("read.hotspot"),
    ("GET", "/v1/hotspots/{hotspot_id}/history"): _read("read.history"),
    ("GET", "/v1/zones"): _read("read.zones"),
    ("GET", "/v1/areas"): _read("read.areas"),
    ("GET", "/v1/areas/{area_code}"): _read("read.area"),
    ("GET", "/v1/areas/{area_code}/brief"): _area("read.brief"),
    ("GET", "/v1/areas/{area_code}/brief.html"): _area("read.brief"),
    ("GET", "/v1/areas/{area_code}/brief.json"): _area("read.brief"),
    ("GET", "/v1/areas/{area_code}/brief.pdf"): _area("read.brief"),
    ("GET", "/v1/areas/{area_code}/brief.docx"): _area("read.brief"),
    ("GET", "/v1/changes"): _read("read.changes", "since"),
    ("GET", "/v1/releases"): _read("read.releases"),
    ("GET", "/v1/releases/{digest}"): _read("read.release"),
    ("GET", "/ogc"): _ogc("read.ogc"),
    ("GET", "/ogc/"): _ogc("read.ogc"),
    ("GET", "/ogc/conformance"): _ogc("read.ogc"),
    ("GET", "/ogc/api"): _ogc("read.openapi"),
    ("GET", "/ogc/collections"): _ogc("read.collections"),
    ("GET", _OGC_COLLECTION): _ogc("read.collection"),
    ("GET", f"{_OGC_COLLECTION}/queryables"): _ogc("read.collection"),
    ("GET", f"{_OGC_COLLECTION}/items"): _ogc("read.features", *_OGC_PAGE),
    ("GET", f"{_OGC_COLLECTION}/items/{{feature_id}}"): _ogc("read.feature", "crs"),
}


def decide(rule: Rule | None, principal: Principal | None) -> Decision:
    """Whether this principal may do what the rule describes.

    The open-data layer has no people behind it and nobody signs in as it: a principal
    of that audience is refused. Which releases, and which hotspots of them, is settled
    by `Shelf`, which hands out nothing else.
    """
    if rule is None or rule.who is Who.SCRAPER:
        return Decision.FORBID
    if rule.who is Who.ANYONE:
        return Decision.ALLOW
    if principal is None:
        return Decision.SIGN_IN
    readers = AREA_READERS if rule.who is Who.AREA_READERS else PEOPLE_AUDIENCES
    return Decision.ALLOW if principal.audience in readers else Decision.FORBID
