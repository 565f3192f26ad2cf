"""What others may try on the way in: each is refused, and said so in one word in the trail."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest

from api.oidc import Organisation
from hotspots.errors import ParameterError
from hotspots.settings import OidcSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Browser, Provider, World

    Keys = dict[str, Callable[..., Any]]


def assert_refused(browser: Browser, world: World, back: str, reason: str) -> None:
    answer = browser.come_back(back)
    assert answer.status_code == 401, answer.text
    assert answer.json()["code"] == "organisation"
    assert "hotspots-session" not in browser.client.cookies
    assert browser.client.get("/v1/hotspots").status_code == 401
    events = [one.event for one in world.access.audit_events()]
    assert (events[-2].decision, events[-2].object_id) == ("denied", f"organisation:{reason}")


def part(said: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")


def unsigned(claims: dict[str, Any]) -> str:
    return f"{part({'alg': 'none', 'kid': 'one', 'typ': 'JWT'})}.{part(claims)}."


def with_public_key_as_secret(keys: Keys) -> Callable[[dict[str, Any]], str]:
    """HS256 under what everybody knows: PyJWT would not make it, so it is made by hand."""

    def sign(claims: dict[str, Any]) -> str:
        body = f"{part({'alg': 'HS256', 'kid': 'one'})}.{part(claims)}"
        code = hmac.new(keys["pem"](keys["rsa"]("one")), body.encode(), hashlib.sha256).digest()
        return f"{body}.{base64.urlsafe_b64encode(code).decode().rstrip('=')}"

    return sign


def signed(key: object, algorithm: str = "RS256", **header: Any) -> Callable[..., str]:  # noqa: ANN401 - any header
    return lambda claims: jwt.encode(claims, key, algorithm, headers={"kid": "one"} | header)  # type: ignore[arg-type] - a private key of either kind


def cheats(keys: Keys) -> dict[str, tuple[Callable[..., str], str]]:
    """Ways to sign, and why each is refused."""
    own, other = keys["rsa"]("one"), keys["rsa"]("attacker")
    theirs = keys["jwk"](other, "one")
    tampered = signed(own)
    return {
        "no algorithm": (unsigned, "algorithm"),
        "the public key as a secret": (with_public_key_as_secret(keys), "algorithm"),
        "another key under the same name": (signed(other), "signature"),
        "a key of their own within": (signed(other, jwk=theirs), "signature"),
        "an address of keys within": (signed(other, jku="http://127.0.0.1:1/keys"), "signature"),
        "an unknown key": (signed(other, kid="nobody"), "key"),
        "no name of a key": (signed(own, kid=""), "key"),
        "another algorithm of the same key": (signed(own, "PS256"), "algorithm"),
        "a longer digest": (signed(own, "RS512"), "algorithm"),
        "a key of another kind": (signed(keys["ec"]("one"), "ES256"), "algorithm"),
        "a changed claim": (
            lambda claims: ".".join(
                [
                    (whole := tampered(claims).split("."))[0],
                    part(claims | {"roles": ["Hotspots.Partner", "x"]}),
                    whole[2],
                ]
            ),
            "signature",
        ),
        "critical words that nobody knows": (signed(own, crit=["x"], x=1), "token"),
        "no token": (lambda _: "", "token"),
        "half a token": (lambda claims: tampered(claims).rpartition(".")[0], "token"),
        "not a text": (lambda _: 7, "token"),  # type: ignore[dict-item, return-value] - as JSON may have it
        "far too much": (lambda _: "x" * 100_000, "token"),
    }


NAMES = tuple(cheats({"rsa": str, "ec": str, "jwk": lambda *_: {}, "pem": bytes}))


@pytest.mark.parametrize("name", NAMES)
def test_a_token_that_is_not_the_provider_s_word_is_refused(
    browser: Browser, provider: Provider, world: World, keys: Keys, name: str
) -> None:
    provider.sign, reason = cheats(keys)[name]
    assert_refused(browser, world, browser.ask(browser.leave()), reason)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"iss": "https://login.example.test/other/v2.0"}, "issuer"),
        ({"iss": ""}, "issuer"),
        ({"iss": None}, "claim"),
        ({"aud": "another-client"}, "audience"),
        ({"aud": ["another-client", "6f9619ff-8b86-d011-b42d-00cf4fc964ff"]}, "audience"),
        ({"aud": None}, "claim"),
        ({"azp": "another-client"}, "audience"),
        ({"tid": "00000000-0000-0000-0000-000000000000"}, "tenant"),
        ({"tid": None}, "claim"),
        ({"nonce": "another's"}, "nonce"),
        ({"nonce": "é"}, "nonce"),
        ({"nonce": 7}, "nonce"),
        ({"nonce": None}, "claim"),
        ({"sub": None}, "claim"),
        ({"exp": None}, "claim"),
        ({"iat": None}, "claim"),
        ({"exp": "tomorrow"}, "time"),
        ({"exp": True}, "time"),
        ({"iat": 1e400}, "time"),
    ],
)
def test_a_token_that_says_something_else_is_refused(
    browser: Browser, provider: Provider, world: World, changed: dict[str, Any], reason: str
) -> None:
    provider.changed = changed
    assert_refused(browser, world, browser.ask(browser.leave()), reason)


@pytest.mark.parametrize(
    ("claim", "seconds", "reason"),
    [
        ("exp", -60, "expired"),
        ("exp", -86_400, "expired"),
        ("nbf", 61, "time"),
        ("iat", 61, "time"),
        ("iat", -601, "time"),
    ],
)
def test_a_token_of_another_time_is_refused(
    *, browser: Browser, provider: Provider, world: World, claim: str, seconds: int, reason: str
) -> None:
    provider.changed = {claim: int(world.now.timestamp()) + seconds}
    assert_refused(browser, world, browser.ask(browser.leave()), reason)


@pytest.mark.parametrize(("claim", "seconds"), [("exp", -59), ("nbf", 60), ("iat", -600)])
def test_clocks_may_differ_by_a_minute(
    browser: Browser, provider: Provider, world: World, claim: str, seconds: int
) -> None:
    provider.changed = {claim: int(world.now.timestamp()) + seconds}
    assert browser.sign_in().status_code == 303


def test_keys_may_be_of_elliptic_curves(browser: Browser, provider: Provider, keys: Keys) -> None:
    provider.published = [keys["jwk"](keys["ec"]("one"), "one")]
    provider.sign = signed(keys["ec"]("one"), "ES256")
    assert browser.sign_in().status_code == 303


@pytest.mark.parametrize("flaw", ["short", "use", "alg", "kid", "form", "kty"])
def test_a_published_key_that_may_not_sign_is_not_taken(
    *, browser: Browser, provider: Provider, world: World, keys: Keys, flaw: str
) -> None:
    short = keys["rsa"]("short", 1024)
    own = keys["jwk"](short if flaw == "short" else keys["rsa"]("one"), "one")
    flaws = {"use": "enc", "alg": "RS512", "kid": 7, "form": "", "kty": "oct"}
    name = {"form": "n"}.get(flaw, flaw)
    provider.published = [own if flaw == "short" else own | {name: flaws[flaw]}, "no key"]  # type: ignore[list-item] - as JSON may have it
    assert_refused(browser, world, browser.ask(browser.leave()), "key")


def test_a_new_key_is_fetched_when_it_is_first_met(
    browser: Browser, provider: Provider, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert browser.sign_in().status_code == 303
    provider.published = [keys["jwk"](keys["rsa"]("two"), "two")]
    provider.sign = signed(keys["rsa"]("two"), kid="two")
    assert browser.sign_in().status_code == 401, "fetched a moment ago"
    monkeypatch.setattr("api.oidc_provider.COOL_DOWN_S", 0.0)
    assert browser.sign_in().status_code == 303
    provider.sign = signed(keys["rsa"]("one"))
    browser.client.cookies.clear()
    assert browser.sign_in().status_code == 401, "the old key is gone with the new document"


def test_unknown_keys_do_not_drive_traffic(
    browser: Browser, provider: Provider, keys: Keys
) -> None:
    provider.sign = signed(keys["rsa"]("attacker"), kid="nobody")
    for _ in range(5):
        assert browser.sign_in().status_code == 401
    assert provider.asked.count("/keys") == 1


def test_a_code_comes_back_once(browser: Browser, world: World) -> None:
    back = browser.ask(browser.leave())
    assert browser.come_back(back).status_code == 303
    browser.client.cookies.delete("hotspots-session")
    assert_refused(browser, world, back, "cookie")


def test_an_attempt_is_good_for_one_return_even_with_its_cookie(
    browser: Browser, world: World
) -> None:
    back = browser.ask(browser.leave())
    kept = browser.client.cookies["hotspots-sign-in"]
    assert browser.come_back(back).status_code == 303
    browser.client.cookies.clear()
    browser.client.cookies.set("hotspots-sign-in", kept)
    assert_refused(browser, world, back, "state")


def test_a_used_code_is_refused_by_the_provider(browser: Browser, world: World) -> None:
    first = parse_qs(urlsplit(browser.ask(browser.leave())).query)
    assert browser.sign_in().status_code == 303
    browser.client.cookies.delete("hotspots-session")
    address = urlsplit(browser.ask(browser.leave()))
    state = parse_qs(address.query)["state"][0]
    stolen = urlencode({"code": first["code"][0], "state": state})
    assert_refused(browser, world, f"{address.path}?{stolen}", "code")


def test_an_attempt_is_over_after_ten_minutes(browser: Browser, world: World) -> None:
    back = browser.ask(browser.leave())
    world.now += timedelta(minutes=10)
    assert_refused(browser, world, back, "state")


def test_nobody_is_signed_in_as_somebody_else(
    browser_at: Callable[..., Browser], world: World
) -> None:
    """Login CSRF: the attacker's own answer, opened in the victim's browser."""
    attacker, victim = browser_at(), browser_at()
    back = attacker.ask(attacker.leave())
    assert_refused(victim, world, back, "cookie")
    victim.leave()
    assert_refused(victim, world, back, "state")
    assert victim.sign_in().status_code == 303


def test_a_forged_answer_does_not_spoil_the_true_one(browser: Browser, world: World) -> None:
    back = browser.ask(browser.leave())
    path = urlsplit(back).path
    for state in ("", "0" * 64, "é"):
        assert_refused(
            browser, world, f"{path}?{urlencode({'code': 'x', 'state': state})}", "state"
        )
    assert browser.come_back(back).status_code == 303


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_no_other_site_begins_a_sign_in(browser: Browser, site: str) -> None:
    answer = browser.client.get("/login/organisation", headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_the_provider_says_no(browser: Browser, world: World) -> None:
    address = urlsplit(browser.ask(browser.leave()))
    state = parse_qs(address.query)["state"][0]
    said = {"error": "access_denied", "error_description": "ZZCANARY", "state": state}
    assert_refused(browser, world, f"{address.path}?{urlencode(said)}", "declined")


@pytest.mark.parametrize("code", ["", "x" * 5_000])
def test_a_code_that_cannot_be_one_goes_nowhere(
    browser: Browser, provider: Provider, world: World, code: str
) -> None:
    state = parse_qs(urlsplit(browser.leave()).query)["state"][0]
    back = f"/login/organisation/return?{urlencode({'code': code, 'state': state})}"
    assert_refused(browser, world, back, "code" if code else "declined")
    assert provider.forms == []


def test_a_code_that_looks_like_a_key_by_chance_is_a_code(
    browser: Browser, provider: Provider
) -> None:
    back = browser.ask(browser.leave())
    code = parse_qs(urlsplit(back).query)["code"][0]
    provider.codes["ab_hsp_cd"] = provider.codes.pop(code)
    assert browser.come_back(back.replace(code, "ab_hsp_cd")).status_code == 303


def test_another_provider_s_answer_is_refused(browser: Browser, world: World) -> None:
    """Mix-up (RFC 9207): the answer says whose it is."""
    back = browser.ask(browser.leave())
    assert_refused(browser, world, f"{back}&iss=https://evil.test", "issuer")


def test_a_provider_that_names_itself_must_do_so(
    browser: Browser, provider: Provider, world: World
) -> None:
    provider.document = {"authorization_response_iss_parameter_supported": True}
    assert_refused(browser, world, browser.ask(browser.leave()), "issuer")
    back = f"{browser.ask(browser.leave())}&{urlencode({'iss': provider.issuer})}"
    assert browser.come_back(back).status_code == 303


@pytest.mark.parametrize(
    "document",
    [
        {"issuer": "https://evil.test"},
        {"authorization_endpoint": "https://evil.test/authorize"},
        {"token_endpoint": "http://127.0.0.1:1/token"},
        {"jwks_uri": "https://evil.test/keys"},
        {"jwks_uri": "file:///etc/passwd"},
        {"token_endpoint": None},
        {"authorization_endpoint": ["x"]},
    ],
)
def test_a_document_that_leads_elsewhere_is_not_followed(
    browser: Browser, provider: Provider, document: dict[str, Any]
) -> None:
    provider.document = document
    assert browser.client.get("/login/organisation").status_code == 503


def test_a_provider_that_sends_us_elsewhere_is_not_followed(
    browser: Browser, provider: Provider
) -> None:
    provider.redirect = f"{provider.origin}/elsewhere"
    assert browser.client.get("/login/organisation").status_code == 503
    assert "/elsewhere" not in provider.asked


OK = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        b"nonsense\r\n\r\n",
        OK + b"Content-Length: 9\r\n\r\n{}",
        OK + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n",
        OK + b"\r\n[1]",
        OK + b"\r\n\xff",
        OK + b"\r\n" + b"[" * 100_000,
        OK + b"\r\n" + b" " * 600_000 + b"{}",
        OK + b"X: y\r\n" * 200 + b"\r\n{}",
    ],
    ids=["nonsense", "cut", "chunk", "list", "bytes", "deep", "long", "headers"],
)
def test_an_answer_that_is_none_is_a_provider_that_is_down(
    browser: Browser, provider: Provider, raw: bytes
) -> None:
    provider.raw = raw
    answer = browser.client.get("/login/organisation")
    assert (answer.status_code, answer.json()["code"]) == (503, "organisation")


def test_keys_that_are_no_list_are_none(browser: Browser, provider: Provider) -> None:
    provider.published = {"one": 1}  # type: ignore[assignment] - as JSON may have it
    assert browser.sign_in().status_code == 503


def test_a_wrong_client_secret_signs_nobody_in(
    browser_at: Callable[..., Browser], world: World
) -> None:
    browser = browser_at(client_secret="another")  # noqa: S106 - made up
    assert_refused(browser, world, browser.ask(browser.leave()), "code")


@pytest.mark.parametrize(
    "wrong",
    [
        {"issuer": "http://login.example.test/x"},
        {"issuer": "https://user@login.example.test/x"},
        {"issuer": "https://login.example.test/x?y"},
        {"issuer": "ftp://login.example.test"},
        {"issuer": "https://login.example.test:port"},
        {"hosts": ("evil test/..?",)},
        {"table": "nonsense"},
        {"table": "Role = everything"},
        {"table": "Role = brief"},
        {"table": "Role = public: E05000001"},
        {"table": "Role = partner: " + "x" * 60},
        {"table": " ; "},
    ],
)
def test_settings_that_cannot_be_meant_are_refused_at_the_start(
    settings: OidcSettings, wrong: dict[str, Any]
) -> None:
    with pytest.raises(ParameterError):
        Organisation.of(OidcSettings.model_validate(settings.model_dump() | wrong))


@pytest.mark.parametrize("missing", ["tenant", "client_id", "client_secret", "table"])
def test_an_issuer_alone_is_not_enough(settings: OidcSettings, missing: str) -> None:
    whole = settings.model_dump() | {missing: None if missing == "client_secret" else ""}
    with pytest.raises(ValueError, match="HOTSPOTS_OIDC_ISSUER needs"):
        OidcSettings.model_validate(whole)
