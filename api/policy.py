"""Who may call what: one table and one function. What is not in the table is denied."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from hotspots.release import PEOPLE_AUDIENCES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.access import Principal


class Who(Enum):
    """Who a route is for."""

    ANYONE = auto()
    AUDIENCES = auto()  # partner, brief or public, each for its own releases


class Decision(Enum):
    """What the policy says of one request."""

    ALLOW = auto()
    SIGN_IN = auto()
    FORBID = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row: who, the action's name in the audit trail, and the query it may carry.

    An empty `action` is not recorded when it is allowed; a denial always is.
    """

    who: Who
    action: str
    queries: frozenset[str] = frozenset()

    @property
    def is_closed(self) -> bool:
        """Whether somebody must be signed in."""
        return self.who is not Who.ANYONE


def _read(action: str, *queries: str) -> Rule:
    return Rule(who=Who.AUDIENCES, action=action, queries=frozenset(queries))


def _open(action: str = "", *queries: str) -> Rule:
    return Rule(who=Who.ANYONE, action=action, queries=frozenset(queries))


RULES: Mapping[tuple[str, str], Rule] = {
    ("GET", "/healthz"): _open(),
    ("GET", "/readyz"): _open(),
    ("GET", "/favicon.ico"): _open(),
    ("GET", "/assets/{name}"): _open(),
    ("GET", "/login"): _open("", "token", "signed_out"),
    ("POST", "/login"): _open("login"),
    ("POST", "/logout"): _open("logout"),
    ("GET", "/"): _read("read.home"),
    ("GET", "/docs"): _read("read.docs"),
    ("GET", "/openapi.json"): _read("read.openapi"),
    ("GET", "/maps/latest"): _read("read.map"),
    ("GET", "/maps/{digest}"): _read("read.map"),
    ("GET", "/v1/hotspots"): _read("read.hotspots", "zone"),
    ("GET", "/v1/hotspots.csv"): _read("read.hotspots"),
    ("GET", "/v1/hotspots/{hotspot_id}"): _read("read.hotspot"),
    ("GET", "/v1/hotspots/{hotspot_id}/history"): _read("read.history"),
    ("GET", "/v1/zones"): _read("read.zones"),
    ("GET", "/v1/releases"): _read("read.releases"),
    ("GET", "/v1/releases/{digest}"): _read("read.release"),
}


def decide(rule: Rule | None, principal: Principal | None) -> Decision:
    """Whether this principal may do what the rule describes.

    The open-data layer has no people behind it and nobody signs in as it: a principal
    of that audience is refused. Which releases, and which hotspots of them, is settled
    by `Shelf`, which hands out nothing else.
    """
    if rule is None:
        return Decision.FORBID
    if rule.who is Who.ANYONE:
        return Decision.ALLOW
    if principal is None:
        return Decision.SIGN_IN
    return Decision.ALLOW if principal.audience in PEOPLE_AUDIENCES else Decision.FORBID
