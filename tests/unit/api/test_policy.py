from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from api.policy import RULES, Decision, Who, decide
from hotspots.release import PEOPLE_AUDIENCES, Audience

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.policy import Rule
    from hotspots.access import Principal

OPEN = next(rule for rule in RULES.values() if rule.who is Who.ANYONE)
CLOSED = next(rule for rule in RULES.values() if rule.who is Who.AUDIENCES)


@pytest.mark.parametrize("audience", [None, *Audience])
def test_what_has_no_rule_is_denied_to_everybody(
    audience: Audience | None, principal: Callable[..., Principal]
) -> None:
    who = None if audience is None else principal("key", audience)
    assert decide(None, who) is Decision.FORBID


def test_an_open_route_asks_nobody() -> None:
    assert decide(OPEN, None) is Decision.ALLOW


def test_a_closed_route_asks_to_sign_in() -> None:
    assert decide(CLOSED, None) is Decision.SIGN_IN


@pytest.mark.parametrize("audience", list(Audience))
def test_a_closed_route_lets_the_audiences_of_people_in(
    audience: Audience, principal: Callable[..., Principal]
) -> None:
    expected = Decision.ALLOW if audience in PEOPLE_AUDIENCES else Decision.FORBID
    assert decide(CLOSED, principal("key", audience)) is expected


def test_only_these_few_routes_are_open() -> None:
    is_open = {row for row, rule in RULES.items() if rule.who is Who.ANYONE}
    assert is_open == {
        ("GET", "/healthz"),
        ("GET", "/readyz"),
        ("GET", "/favicon.ico"),
        ("GET", "/assets/{name}"),
        ("GET", "/login"),
        ("POST", "/login"),
        ("POST", "/logout"),
        ("GET", "/login/organisation"),
        ("GET", "/login/organisation/return"),
        ("GET", "/share"),
        ("POST", "/share"),
    }


def test_every_read_has_an_action_in_the_trail() -> None:
    assert all(rule.action for rule in RULES.values() if rule.who is Who.AUDIENCES)


VISITED = next(rule for rule in RULES.values() if rule.who is Who.VISITORS)


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("rule", [rule for rule in RULES.values() if rule.is_closed])
def test_visitors_and_readers_have_nothing_in_common(
    rule: Rule, audience: Audience, principal: Callable[..., Principal]
) -> None:
    visitor = decide(rule, principal("share", audience))
    reader = decide(rule, principal("session", audience))
    if rule.who is Who.VISITORS:
        assert (visitor, reader) == (Decision.ALLOW, Decision.HIDE)
    else:
        assert visitor is Decision.FORBID
        assert reader is not Decision.HIDE


def test_nobody_is_asked_to_sign_in_where_links_lead() -> None:
    assert decide(VISITED, None) is Decision.HIDE
