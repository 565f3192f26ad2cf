"""Signing in by link, staying, leaving."""

from __future__ import annotations

import re
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, Any

import pytest

from hotspots.release import Audience

if TYPE_CHECKING:
    from conftest import World
    from starlette.testclient import TestClient

OURS = {"Sec-Fetch-Site": "same-origin"}
COOKIE = "hotspots-session"


def sign_in(client: TestClient, token: str, **headers: str) -> Any:  # noqa: ANN401 - a response
    return client.post("/login", data={"token": token}, headers=headers or OURS)


def test_opening_the_link_uses_nothing_up(world: World) -> None:
    token, client = world.link(Audience.PARTNER), world.client()
    for _ in range(3):
        page = client.get(f"/login?token={token}")
        assert page.status_code == 200
        assert f'value="{token}"' in page.text
        assert "set-cookie" not in page.headers
    assert sign_in(client, token).status_code == 303


def test_the_page_of_a_link_gives_the_token_to_nobody(world: World) -> None:
    page = world.client().get("/login?token=hsl_abc")
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "private, no-store"
    loaded = re.findall(r'(?:src|href|action)="([^"]*)"', page.text)
    assert all(address.startswith(("/", "#")) for address in loaded)
    assert not any("hsl_abc" in address for address in loaded)


def test_a_link_signs_in_once(world: World) -> None:
    token, client, other = world.link(Audience.PARTNER), world.client(), world.client()
    answer = sign_in(client, token)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert client.get("/").status_code == 200
    assert sign_in(other, token).status_code == 401
    assert other.get("/").status_code == 401


@pytest.mark.parametrize("token", ["", "hsl_wrong", "x" * 10_000, "é", "hsp_key"])
def test_a_bad_token_signs_nobody_in(world: World, token: str) -> None:
    answer = sign_in(world.client(), token)
    assert answer.status_code in {400, 401}
    assert "set-cookie" not in answer.headers


def test_a_link_expires(world: World) -> None:
    token, client = world.link(Audience.PARTNER), world.client()
    world.now += timedelta(hours=1)
    assert sign_in(client, token).status_code == 401


def test_the_cookie_on_loopback(world: World) -> None:
    cookie = SimpleCookie(
        sign_in(world.client(), world.link(Audience.PARTNER)).headers["set-cookie"]
    )
    morsel = cookie[COOKIE]
    assert (morsel["httponly"], morsel["samesite"], morsel["path"]) == (True, "lax", "/")
    assert morsel["secure"] == ""
    assert morsel["domain"] == morsel["max-age"] == morsel["expires"] == ""


def test_the_cookie_over_https(world: World) -> None:
    client = world.client(allowed_hosts=("127.0.0.1", "hotspots.test"))
    cookie = SimpleCookie(sign_in(client, world.link(Audience.PARTNER)).headers["set-cookie"])
    morsel = cookie["__Host-session"]
    assert (morsel["secure"], morsel["path"], morsel["domain"]) == (True, "/", "")


def test_a_session_ends_when_idle_and_in_any_case(world: World) -> None:
    client = world.client()
    sign_in(client, world.link(Audience.PARTNER))
    for _ in range(47):
        world.now += timedelta(minutes=10)
        assert client.get("/v1/zones").status_code == 200
    world.now += timedelta(minutes=10)
    assert client.get("/v1/zones").status_code == 401, "eight hours"
    sign_in(client, world.link(Audience.PARTNER))
    world.now += timedelta(minutes=15)
    assert client.get("/v1/zones").status_code == 401, "a quarter of an hour without use"


def test_signing_out_ends_the_session_for_good(world: World) -> None:
    client = world.client()
    sign_in(client, world.link(Audience.PARTNER))
    token = client.cookies[COOKIE]
    answer = client.post("/logout", headers=OURS)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?signed_out=yes")
    assert COOKIE not in client.cookies
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    again = world.client()
    again.cookies.set(COOKIE, token)
    assert again.get("/").status_code == 401
    assert "signed out" in client.get("/login?signed_out=yes").text


def test_signing_out_without_a_session_is_no_error(world: World) -> None:
    assert world.client().post("/logout", headers=OURS).status_code == 303
    client = world.client()
    client.cookies.set(COOKIE, "hss_over")
    assert client.post("/logout", headers=OURS).status_code == 303


def test_signing_in_anew_ends_the_former_session(world: World) -> None:
    client = world.client()
    sign_in(client, world.link(Audience.PARTNER))
    former = client.cookies[COOKIE]
    sign_in(client, world.link(Audience.PUBLIC))
    assert client.cookies[COOKIE] != former
    assert "Publicmark" in client.get("/v1/hotspots").text
    other = world.client()
    other.cookies.set(COOKIE, former)
    assert other.get("/").status_code == 401


@pytest.mark.parametrize("path", ["/login", "/logout"])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://evil.test"},
        {"Origin": "null"},
    ],
)
def test_no_other_site_signs_in_or_out(world: World, path: str, headers: dict[str, str]) -> None:
    client, token = world.client(), world.link(Audience.PARTNER)
    sign_in(client, token)
    link = world.link(Audience.PUBLIC)
    answer = client.post(path, data={"token": link}, headers=headers)
    assert answer.status_code == 403
    assert client.get("/").status_code == 200, "still signed in"
    assert sign_in(world.client(), link).status_code == 303, "the link is not used up"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"token=a&token=b", "application/x-www-form-urlencoded"),
        (b"token=a&b=c", "application/x-www-form-urlencoded"),
        (b"\xff", "application/x-www-form-urlencoded"),
        (b'{"token":"a"}', "application/json"),
        (b"token=a", "text/plain"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
    ],
)
def test_only_the_form_of_our_page_is_read(world: World, content: bytes, kind: str) -> None:
    answer = world.client().post("/login", content=content, headers=OURS | {"Content-Type": kind})
    assert answer.status_code == 400


def test_a_key_reads_what_a_session_reads(world: World) -> None:
    client = world.client()
    sign_in(client, world.link(Audience.PARTNER))
    for path in ("/v1/hotspots", "/v1/zones", "/v1/releases"):
        assert client.get(path).content == world.client(Audience.PARTNER).get(path).content


def test_basic_authentication_for_a_gis(world: World) -> None:
    key = world.key(Audience.PARTNER)
    assert world.client().get("/v1/hotspots", auth=("anything", key)).status_code == 200
    assert world.client().get("/v1/hotspots", auth=(key, "")).status_code == 401


def test_a_revoked_key_is_refused_at_once(world: World) -> None:
    client = world.client(Audience.PARTNER)
    assert client.get("/v1/zones").status_code == 200
    world.access.revoke_key(world.access.keys()[0].key_id, now=world.now)
    assert client.get("/v1/zones").status_code == 401
