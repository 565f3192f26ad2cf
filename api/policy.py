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
    VISITORS = auto()  # whoever holds a visit that a share link opened, for its one release
    SCRAPER = auto()  # the monitoring system, which has a key of its own and is no principal


AREA_READERS = (Audience.PARTNER, Audience.BRIEF)


class Decision(Enum):
    """What the policy says of one request."""

    ALLOW = auto()
    SIGN_IN = auto()
    FORBID = auto()
    HIDE = auto()  # as if there were nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row: who, the action's name in the audit trail, and the query it may carry.

    An empty `action` is not recorded when it is allowed; a denial always is. The
    attempts to sign in are counted before they are made. `refusal` is the status of a
    query that it may not carry. `opaque` are parameters that an identity provider makes,
    in which a key cannot be told from chance. `is_share` routes are there only where
    share links are turned on.
    """

    who: Who
    action: str
    queries: frozenset[str] = frozenset()
    is_sign_in: bool = False
    refusal: int = 422
    opaque: frozenset[str] = frozenset()
    is_share: bool = False

    @property
    def is_closed(self) -> bool:
        """Whether somebody must be signed in, or visit."""
        return self.who in {Who.AUDIENCES, Who.AREA_READERS, Who.VISITORS}


def _read(action: str, *queries: str) -> Rule:
    return Rule(who=Who.AUDIENCES, action=action, queries=frozenset(queries))


def _area(action: str) -> Rule:
    return Rule(who=Who.AREA_READERS, action=action)


def _open(action: str = "", *queries: str) -> Rule:
    return Rule(who=Who.ANYONE, action=action, queries=frozenset(queries))


def _share(who: Who, action: str, *queries: str, is_sign_in: bool = False) -> Rule:
    return Rule(
        who=who, action=action, queries=frozenset(queries), is_sign_in=is_sign_in, is_share=True
    )


# What providers send back with a code or an error (OAuth 2.0, RFC 9207, Entra ID).
_SENT_BACK = frozenset({"code", "state", "session_state", "client_info"})
_TOLD_BACK = ("iss", "error", "error_description", "error_uri", "error_subcode")

_CHOICE = ("zone", "area", "category", "min_children", "direction", "sort", "limit")


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
    ("GET", "/login"): _open("", "token", "signed_out", "next"),
    ("POST", "/login"): Rule(who=Who.ANYONE, action="login", is_sign_in=True),
    ("GET", "/login/organisation"): Rule(
        who=Who.ANYONE, action="", queries=frozenset({"next"}), is_sign_in=True
    ),
    ("GET", "/login/organisation/return"): Rule(
        who=Who.ANYONE,
        action="login",
        queries=_SENT_BACK.union(_TOLD_BACK),
        is_sign_in=True,
        opaque=_SENT_BACK,
    ),
    ("POST", "/logout"): _open("logout"),
    ("GET", "/share"): _share(Who.ANYONE, "", "token"),
    ("POST", "/share"): _share(Who.ANYONE, "share.open", is_sign_in=True),
    ("GET", "/share/release"): _share(Who.VISITORS, "read.shared"),
    ("GET", "/share/map"): _share(Who.VISITORS, "read.shared-map"),
    ("GET", "/"): _read("read.home"),
    ("GET", "/compare"): _read("read.compare", "earlier", "later"),
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
    of that audience is refused. Whoever visits by a share link reads nothing else, and
    nobody else reads there. Which releases, and which hotspots of them, is settled
    by `Shelf`, which hands out nothing else.
    """
    if rule is None or rule.who is Who.SCRAPER:
        return Decision.FORBID
    if rule.who is Who.ANYONE:
        return Decision.ALLOW
    is_visitor = principal is not None and principal.kind == "share"
    if rule.who is Who.VISITORS:
        return Decision.ALLOW if is_visitor else Decision.HIDE
    if principal is None:
        return Decision.SIGN_IN
    if is_visitor:
        return Decision.FORBID
    readers = AREA_READERS if rule.who is Who.AREA_READERS else PEOPLE_AUDIENCES
    return Decision.ALLOW if principal.audience in readers else Decision.FORBID
