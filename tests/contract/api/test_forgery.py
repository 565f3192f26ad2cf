"""Whatever changes something is done from our own pages alone, whichever route it is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from api.policy import RULES
from hotspots.access import Grant, ShareTerms
from hotspots.release import Audience

if TYPE_CHECKING:
    from conftest import World

UNSAFE = sorted((method, path) for method, path in RULES if method != "GET")
# Routes that a browser opens from anywhere, and that yet change something: see their tests.
GUARDED_GETS = {"/login/organisation", "/login/organisation/return"}
FOREIGN = [
    {},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8000"},
    {"Sec-Fetch-Site": ""},
    {"Sec-Fetch-Site": "Same-Origin"},
    {"Origin": "http://evil.test"},
    {"Origin": "https://127.0.0.1:8000"},
    {"Origin": "http://127.0.0.1:8001"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "cross-site"},
    {"Referer": "http://127.0.0.1:8000/login"},
]


def test_every_unsafe_route_is_known_to_this_file() -> None:
    assert UNSAFE == [("POST", "/login"), ("POST", "/logout"), ("POST", "/share")]


@pytest.mark.parametrize("headers", FOREIGN)
@pytest.mark.parametrize(("method", "path"), UNSAFE)
def test_no_other_site_changes_anything(
    world: World, method: str, path: str, headers: dict[str, str]
) -> None:
    client = world.client(share_links=True)
    ours = {"Sec-Fetch-Site": "same-origin"}
    client.post("/login", data={"token": world.link(Audience.PARTNER)}, headers=ours)
    token = world.link(Audience.PUBLIC) if path == "/login" else share(world)
    answer = client.request(method, path, data={"token": token}, headers=headers)
    assert answer.status_code == 403
    assert answer.json()["code"] == "cross-site"
    assert "set-cookie" not in answer.headers
    assert client.get("/").status_code == 200, "still signed in"
    assert all(entry.views == 0 for entry in world.access.shares.entries())
    if path == "/login":
        assert world.access.redeem_link(token, now=world.now), "the link is not used up"


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://127.0.0.1:8000"}]
)
@pytest.mark.parametrize(("method", "path"), UNSAFE)
def test_our_own_pages_do(world: World, method: str, path: str, headers: dict[str, str]) -> None:
    token = share(world) if path == "/share" else world.link(Audience.PARTNER)
    client = world.client(share_links=True)
    answer = client.request(method, path, data={"token": token}, headers=headers)
    assert answer.status_code == 303


def test_reading_changes_nothing_but_where_it_is_guarded() -> None:
    """A GET that counts as an attempt to sign in must have a guard of its own."""
    changing = {
        path for (method, path), rule in RULES.items() if method == "GET" and rule.is_sign_in
    }
    assert changing == GUARDED_GETS


def share(world: World) -> str:
    terms = ShareTerms(
        grant=Grant(name="made up", audience=Audience.PARTNER, areas=frozenset()),
        digest=world.digests[Audience.PARTNER],
        valid_until=world.now + timedelta(days=1),
        most_views=1,
    )
    return world.access.shares.create(terms, now=world.now).token
