"""People sign in with their organisation and see what their roles entitle to, no more."""

from __future__ import annotations

import time
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from hotspots.release import Audience

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Browser, Provider, World

OURS = {"Sec-Fetch-Site": "same-origin"}


def test_somebody_with_a_role_is_let_in(browser: Browser, world: World) -> None:
    answer = browser.sign_in()
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "Partnermark Arcade" in browser.client.get("/v1/hotspots").text
    events = [one.event for one in world.access.audit_events()]
    assert [(one.action, one.decision) for one in events] == [
        ("login", "allowed"),
        ("read.hotspots", "allowed"),
    ]
    (person,) = {one.principal_id for one in events}
    assert world.access.people.names() == {person: "Ada Example (made up)"}
    assert "Ada" not in str(events)


def test_what_is_sent_to_the_provider(browser: Browser) -> None:
    address = browser.leave()
    sent = {name: value[0] for name, value in parse_qs(urlsplit(address).query).items()}
    assert sent["response_type"] == "code"
    assert sent["code_challenge_method"] == "S256"
    assert sent["redirect_uri"] == "http://127.0.0.1:8000/login/organisation/return"
    assert sent["scope"] == "openid profile"
    assert len({sent["state"], sent["nonce"], sent["code_challenge"]}) == 3
    assert browser.client.cookies["hotspots-sign-in"] not in address


def test_the_verifier_goes_to_the_token_endpoint_alone(
    browser: Browser, provider: Provider
) -> None:
    address = browser.leave()
    browser.come_back(browser.ask(address))
    (form,) = provider.forms
    assert form["code_verifier"] not in address
    assert form["code_verifier"] not in str(browser.client.cookies)


def test_no_two_attempts_are_alike(browser: Browser) -> None:
    one, other = (parse_qs(urlsplit(browser.leave()).query) for _ in range(2))
    for name in ("state", "nonce", "code_challenge"):
        assert one[name] != other[name]


def test_areas_come_from_the_table(browser: Browser, provider: Provider) -> None:
    provider.claims = {"roles": ["Hotspots.East"]}
    browser.sign_in()
    shown = browser.client.get("/v1/hotspots").text
    assert "Briefmark Market" in shown
    assert "Westmark" not in shown


def test_groups_are_taken_where_the_settings_say_so(
    browser_at: Callable[..., Browser], provider: Provider
) -> None:
    provider.claims = {"groups": ["Hotspots.East"], "roles": ["Hotspots.Partner"]}
    browser = browser_at(claim="groups")
    browser.sign_in()
    assert "Briefmark Market" in browser.client.get("/v1/hotspots").text


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"roles": []},
        {"roles": ["Hotspots.Nobody"]},
        {"roles": ["hotspots.partner"]},
        {"roles": "Hotspots.Partner"},
        {"roles": [["Hotspots.Partner"], 7, None]},
        {"roles": {"Hotspots.Partner": True}},
        {"groups": ["Hotspots.Partner"]},
    ],
)
def test_nobody_is_let_in_without_a_role_of_the_table(
    browser: Browser, provider: Provider, world: World, claims: dict[str, Any]
) -> None:
    provider.claims = claims
    answer = browser.come_back(browser.ask(browser.leave()), html=True)
    assert answer.status_code == 403
    assert "no role" in answer.text
    assert "hotspots-session" not in browser.client.cookies
    event = world.access.audit_events()[-1].event
    assert (event.decision, event.object_id) == ("denied", "organisation:role")
    assert event.principal_id != "anonymous"


def test_whoever_loses_their_role_loses_their_other_sessions(
    browser_at: Callable[..., Browser], provider: Provider
) -> None:
    first, second = browser_at(), browser_at()
    first.sign_in()
    provider.claims = {"roles": ["Hotspots.East"]}
    second.sign_in()
    assert "Partnermark" not in first.client.get("/v1/hotspots").text
    provider.claims = {"roles": []}
    second.sign_in()
    assert first.client.get("/v1/hotspots").status_code == 401


def test_the_session_is_one_like_any_other(browser: Browser, world: World) -> None:
    browser.sign_in()
    world.now += timedelta(minutes=14)
    assert browser.client.get("/").status_code == 200
    world.now += timedelta(minutes=16)
    assert browser.client.get("/").status_code == 401


def test_the_cookies_over_https(browser_at: Callable[..., Browser]) -> None:
    browser = browser_at(service={"allowed_hosts": ("127.0.0.1", "hotspots.test")})
    began = browser.client.get("/login/organisation")
    cookie = SimpleCookie(began.headers["set-cookie"])["__Host-sign-in"]
    assert (cookie["secure"], cookie["httponly"], cookie["path"]) == (True, True, "/")
    assert (cookie["samesite"], cookie["max-age"], cookie["domain"]) == ("lax", "600", "")
    assert "redirect_uri=https%3A%2F%2F127.0.0.1" in began.headers["location"]


def test_signing_out_ends_the_session_and_says_what_it_does_not_end(browser: Browser) -> None:
    browser.sign_in()
    answer = browser.client.post("/logout", headers=OURS)
    assert browser.client.get("/").status_code == 401
    page = browser.client.get(answer.headers["location"]).text
    assert "still be signed in to your organisation" in page


def test_a_former_session_ends(browser: Browser, world: World) -> None:
    token = world.link(Audience.PUBLIC)
    browser.client.post("/login", data={"token": token}, headers=OURS)
    former = browser.client.cookies["hotspots-session"]
    browser.sign_in()
    other = world.client()
    other.cookies.set("hotspots-session", former)
    assert other.get("/").status_code == 401
    assert "hotspots-sign-in" not in browser.client.cookies


@pytest.mark.parametrize("path", ["/login/organisation", "/login/organisation/return?code=a"])
def test_it_is_not_there_unless_it_is_configured(world: World, path: str) -> None:
    client = world.client()
    assert client.get(path).status_code == 404
    assert "organisation" not in client.get("/login").text


def test_the_sign_in_page_offers_it(browser: Browser) -> None:
    page = browser.client.get("/login").text
    assert 'href="/login/organisation"' in page
    page = browser.client.get("/login?next=/maps/latest").text
    assert 'href="/login/organisation?next=/maps/latest"' in page


@pytest.mark.parametrize("wanted", ["/maps/latest", "/docs", "/v1/areas/E05000001/brief"])
def test_people_arrive_where_they_wanted_to_go(browser: Browser, wanted: str) -> None:
    assert browser.sign_in(f"?next={wanted}").headers["location"] == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.test/",
        "//evil.test/",
        "/%5Cevil.test",
        "/\\evil.test",
        "/%2F/evil.test",
        "///evil.test",
        "/..//evil.test",
        "/%09/evil.test",
        "/%0d%0aLocation:%20https://evil.test",
        "javascript:alert(1)",
        "%20//evil.test",
        "/@evil.test",
        "/a?b=//evil.test",
        "evil.test",
        "/" + "a/" * 200,
    ],
)
def test_nobody_is_sent_anywhere_else(browser: Browser, wanted: str) -> None:
    assert browser.sign_in(f"?next={wanted}").headers["location"] == "/"
    assert "evil" not in browser.client.get(f"/login?next={wanted}").text


@pytest.mark.parametrize("status", [500, 503, 404])
def test_a_provider_in_trouble_gives_a_calm_page(
    browser: Browser, provider: Provider, world: World, status: int
) -> None:
    provider.status = status
    answer = browser.client.get("/login/organisation", headers={"Accept": "text/html"})
    assert answer.status_code == 503
    assert "does not answer at the moment" in answer.text
    assert provider.origin not in answer.text
    assert world.access.audit_events()[-1].event.object_id == "organisation:down"


def test_a_provider_that_fails_half_way_signs_nobody_in(
    browser: Browser, provider: Provider
) -> None:
    back = browser.ask(browser.leave())
    provider.status = 500
    assert browser.come_back(back).status_code == 503
    assert "hotspots-session" not in browser.client.cookies


def test_a_provider_that_is_gone_is_not_asked_again_at_once(
    browser_at: Callable[..., Browser], provider: Provider
) -> None:
    provider.status = 500
    browser = browser_at()
    began = time.monotonic()
    for _ in range(5):
        assert browser.client.get("/login/organisation").status_code == 503
    assert time.monotonic() - began < 5
    assert len(provider.asked) == 1


def test_the_provider_s_documents_are_kept(
    browser_at: Callable[..., Browser], provider: Provider
) -> None:
    for _ in range(3):
        browser_at().sign_in()
    asked = [path for path in provider.asked if path not in {"/authorize", "/token"}]
    assert len(asked) == 2, "the document and the keys, once each"


def test_attempts_are_counted_by_address(
    browser_at: Callable[..., Browser], provider: Provider
) -> None:
    browser = browser_at(service={"sign_ins_per_minute": 2})
    assert browser.sign_in().status_code == 303
    assert browser.client.get("/login/organisation").status_code == 429
    assert provider.asked.count("/authorize") == 1


def test_no_page_of_ours_loads_anything_of_theirs(browser: Browser, provider: Provider) -> None:
    page = browser.client.get("/login")
    assert "form-action 'self'" in page.headers["content-security-policy"]
    assert provider.origin not in page.text + str(page.headers)


def test_the_provider_is_reached_over_real_http(provider: Provider) -> None:
    said = httpx2.get(f"{provider.issuer}/.well-known/openid-configuration").json()
    assert said["issuer"] == provider.issuer
