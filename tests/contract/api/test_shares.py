"""A link opens one release for a while; whatever is wrong with it, there is nothing there."""

from __future__ import annotations

import re
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, Any

import pytest

from api.policy import RULES, Who
from hotspots.access import Grant, NewShare, ShareTerms
from hotspots.release import PEOPLE_AUDIENCES, Audience

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import World
    from starlette.testclient import TestClient

OURS = {"Sec-Fetch-Site": "same-origin"}
EAST = "E05000001"
COOKIE = "hotspots-share"
ROWS = sorted((method, path) for (method, path), rule in RULES.items() if rule.is_share)
READS = sorted(path for (_, path), rule in RULES.items() if rule.who is Who.VISITORS)
OTHERS = sorted(
    path
    for (method, path), rule in RULES.items()
    if method == "GET" and rule.is_closed and rule.who is not Who.VISITORS
)


def new_share(
    world: World,
    audience: Audience = Audience.PARTNER,
    *,
    views: int = 3,
    days: int = 2,
    digest: str = "",
) -> NewShare:
    areas = frozenset({EAST}) if audience is Audience.BRIEF else frozenset[str]()
    whole = world.releases.get(world.digests[audience])
    assert whole is not None
    seen = whole.release.for_areas(areas) if areas else whole.release
    terms = ShareTerms(
        grant=Grant(name="A. Councillor (made up)", audience=audience, areas=areas),
        digest=digest or seen.digest,
        valid_until=world.now + timedelta(days=days),
        most_views=views,
    )
    return world.access.shares.create(terms, now=world.now)


def visit(client: TestClient, token: str, **headers: str) -> Any:  # noqa: ANN401 - a response
    return client.post("/share", data={"token": token}, headers=headers or OURS)


def client_of(world: World) -> TestClient:
    return world.client(share_links=True)


def plain(answer: Any) -> tuple[int, bytes, dict[str, str]]:  # noqa: ANN401 - a response
    """Everything that could tell two answers apart."""
    heads = {k: v for k, v in answer.headers.items() if k != "x-request-id"}
    return answer.status_code, answer.content, heads


@pytest.mark.parametrize(("method", "path"), ROWS)
def test_share_links_are_off_unless_they_are_turned_on(
    world: World, method: str, path: str
) -> None:
    token = new_share(world).token
    answer = world.client().request(method, f"{path}?token={token}", headers=OURS)
    assert answer.status_code == 404
    assert world.access.shares.entries()[0].views == 0


def test_a_link_opens_its_release_and_nothing_else(later: World) -> None:
    stored = later.releases.list(Audience.PARTNER)[-1]
    client = later.client(share_links=True, sign_ins_per_minute=1_000)
    answer = visit(client, new_share(later, digest=stored.digest).token)
    assert (answer.status_code, answer.headers["location"]) == (303, "/share/release")
    page = client.get("/share/release")
    assert page.status_code == 200
    assert "Shared with A. Councillor (made up) alone" in page.text
    assert "Shared Square" in page.text
    assert "Autumn" not in page.text, "the newer release is not this one"
    drawn = client.get("/share/map")
    assert "Shared Square" in drawn.text
    assert "sandbox allow-scripts" in drawn.headers["content-security-policy"]
    for path in OTHERS:
        assert client.get(path).status_code == 401, path


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", READS)
def test_visitors_change_nothing(world: World, path: str, method: str) -> None:
    client = client_of(world)
    visit(client, new_share(world).token)
    answer = client.request(method, path, headers=OURS)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("audience", PEOPLE_AUDIENCES)
@pytest.mark.parametrize("path", READS)
def test_each_audience_s_release_can_be_shared(world: World, audience: Audience, path: str) -> None:
    client = client_of(world)
    visit(client, new_share(world, audience).token)
    answer = client.get(path)
    assert answer.status_code == 200
    text = answer.text.lower()
    assert f"{audience.value}mark" in text
    assert "westmark" not in text
    assert not any(f"{other.value}mark" in text for other in PEOPLE_AUDIENCES if other != audience)


@pytest.mark.parametrize("path", READS)
@pytest.mark.parametrize("audience", [None, *PEOPLE_AUDIENCES])
def test_a_key_reads_nothing_that_is_for_visitors(
    world: World, path: str, audience: Audience | None
) -> None:
    areas = (EAST,) if audience is Audience.BRIEF else ()
    answer = world.client(audience, *areas, share_links=True).get(path)
    assert plain(answer) == plain(client_of(world).get(path))
    assert answer.status_code == 404


def test_a_session_reads_nothing_that_is_for_visitors(world: World) -> None:
    client = client_of(world)
    client.post("/login", data={"token": world.link(Audience.PARTNER)}, headers=OURS)
    assert client.get("/").status_code == 200
    assert client.get("/share/release").status_code == 404


def expired(world: World) -> str:
    token = new_share(world).token
    world.now += timedelta(days=2)
    return token


def used_up(world: World) -> str:
    token = new_share(world, views=1).token
    assert visit(client_of(world), token).status_code == 303
    return token


def revoked(world: World) -> str:
    made = new_share(world)
    assert world.access.shares.revoke(made.share_id, now=world.now)
    return made.token


def unknown(world: World) -> str:
    return new_share(world).token[:-7] + "x" * 7


def of_another_pepper(world: World) -> str:
    one, other = new_share(world), new_share(world)
    return one.token.replace(one.share_id, other.share_id)


def a_key(world: World) -> str:
    return world.key(Audience.PARTNER)


@pytest.mark.parametrize("make", [expired, used_up, revoked, of_another_pepper, a_key])
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_link_that_does_not_open_is_not_there(
    world: World, make: Callable[[World], str], accept: str
) -> None:
    headers = {**OURS, "Accept": accept}
    answer = visit(client_of(world), make(world), **headers)
    assert answer.status_code == 404
    assert plain(answer) == plain(visit(client_of(world), unknown(world), **headers))
    assert plain(answer) == plain(visit(client_of(world), "", **headers))
    assert plain(answer)[1] == client_of(world).get("/share/map", headers=headers).content


def test_a_link_to_a_release_that_is_not_there_shows_nothing(world: World) -> None:
    client = client_of(world)
    visit(client, new_share(world, digest="0" * 64).token)
    for path in READS:
        assert plain(client.get(path)) == plain(client_of(world).get(path))


def test_a_view_is_used_by_the_button_alone(world: World) -> None:
    """Mail scanners and chats open every link that they see, most of them more than once."""
    client, token = client_of(world), new_share(world, views=1).token
    for headers in ({}, {"User-Agent": "LinkPreview/1.0"}, {"Sec-Fetch-Site": "cross-site"}):
        page = client.get(f"/share?token={token}", headers=headers)
        assert page.status_code == 200
        assert "set-cookie" not in page.headers
        assert client.head(f"/share?token={token}").status_code == 200
    assert world.access.shares.entries()[0].views == 0
    assert visit(client, token).status_code == 303
    assert world.access.shares.entries()[0].views == 1


def test_the_page_of_a_link_tells_nothing_of_it_and_gives_it_to_nobody(world: World) -> None:
    client, token = client_of(world), new_share(world).token
    page, other = client.get(f"/share?token={token}"), client.get("/share?token=hsh_no")
    assert page.text.replace(token, "") == other.text.replace("hsh_no", "")
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "private, no-store"
    assert "noindex" in page.headers["x-robots-tag"]
    assert "Councillor" not in page.text
    for address in re.findall(r'(?:src|href|action)="([^"]*)"', page.text):
        assert token not in address
        assert address.startswith(("/", "#"))
    assert "whole of it" in client.get("/share").text


def test_the_token_is_in_no_address_after_the_button(world: World) -> None:
    client, token = client_of(world), new_share(world).token
    answer = visit(client, token)
    page = client.get(answer.headers["location"])
    assert token not in str(answer.headers) + page.text + str(page.headers)
    assert client.cookies[COOKIE] != token


def test_the_cookie_of_a_visit(world: World) -> None:
    client = world.client(share_links=True, allowed_hosts=("127.0.0.1", "hotspots.test"))
    cookie = SimpleCookie(visit(client, new_share(world).token).headers["set-cookie"])
    morsel = cookie["__Host-share"]
    assert (morsel["secure"], morsel["httponly"], morsel["path"]) == (True, True, "/")
    assert (morsel["samesite"], morsel["max-age"], morsel["domain"]) == ("lax", "1800", "")


def test_a_visit_is_over_after_half_an_hour_or_with_its_link(world: World) -> None:
    client, made = client_of(world), new_share(world)
    visit(client, made.token)
    kept = client.cookies[COOKIE]
    world.now += timedelta(minutes=29)
    assert client.get("/share/release").status_code == 200
    world.now += timedelta(minutes=1)
    client.cookies.set(COOKIE, kept)
    assert client.get("/share/release").status_code == 404
    visit(client, made.token)
    assert client.get("/share/release").status_code == 200
    world.access.shares.revoke(made.share_id, now=world.now)
    assert client.get("/share/release").status_code == 404


@pytest.mark.parametrize("value", ["", "hsv_wrong", "é", "x" * 500])
def test_a_made_up_visit_is_nobody_s(world: World, value: str) -> None:
    cookie = f"{COOKIE}={value}".encode("latin-1")
    answer = client_of(world).get("/share/release", headers={b"Cookie": cookie})
    assert answer.status_code == 404


def test_everything_is_recorded_under_the_link_s_own_id(world: World) -> None:
    client, made = client_of(world), new_share(world, views=1)
    visit(client, made.token)
    client.get("/share/release")
    client.get("/share/map")
    visit(client_of(world), made.token)
    digest = world.digests[Audience.PARTNER]
    events = [one.event for one in world.access.audit_events()]
    assert [(e.action, e.decision, e.object_id, e.principal_id) for e in events] == [
        ("share.open", "allowed", digest, made.share_id),
        ("read.shared", "allowed", digest, made.share_id),
        ("read.shared-map", "allowed", digest, made.share_id),
        ("share.open", "denied", "", made.share_id),
    ]
    assert "Councillor" not in str(events)


def test_attempts_to_open_links_are_counted_by_address(world: World) -> None:
    client = world.client(share_links=True, sign_ins_per_minute=2)
    token = new_share(world, views=5).token
    assert [visit(client, token).status_code for _ in range(3)] == [303, 303, 429]
    assert world.access.shares.entries()[0].views == 2
