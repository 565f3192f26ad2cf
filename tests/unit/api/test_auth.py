from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

import pytest

from api import auth
from api.problems import Problem
from hotspots.settings import ServiceSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import FewCredentials
    from starlette.requests import Request

    from hotspots.access import AccessStore

NOW = datetime(2026, 3, 2, tzinfo=UTC)
LOCAL = ServiceSettings()
PUBLIC = ServiceSettings(host="0.0.0.0", allowed_hosts=("hotspots.test",))  # noqa: S104 - not opened


def basic(text: str) -> str:
    return "Basic " + base64.b64encode(text.encode()).decode()


def who(request: Request, access: AccessStore, settings: ServiceSettings = LOCAL) -> str | None:
    found = auth.authenticate(request, access=access, settings=settings, now=NOW)
    return found.principal_id if found else None


@pytest.mark.parametrize(
    "header",
    [
        ("Authorization", "Bearer hsp_good"),
        ("Authorization", "bearer  hsp_good "),
        ("X-API-Key", "hsp_good"),
        ("Authorization", basic("anybody:hsp_good")),
        ("Authorization", basic(":hsp_good")),
    ],
)
def test_a_key_is_taken_from_each_header(
    header: tuple[str, str], ask: Callable[..., Request], access: AccessStore
) -> None:
    assert who(ask(header), access) == "key"


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (("Authorization", "Bearer hsp_bad"), "key"),
        (("Authorization", "Bearer"), "key"),
        (("Authorization", "Bearer " + "x" * 257), "key"),
        (("X-API-Key", "hsp_gööd"), "key"),
        (("X-API-Key", ""), "key"),
        (("Authorization", "Basic !!!"), "key"),
        (("Authorization", "Basic " + base64.b64encode(b"\xff:\xff").decode()), "key"),
        (("Authorization", basic("hsp_good")), "key"),
        (("Authorization", "Digest hsp_good"), "scheme"),
        (("Authorization", ""), "scheme"),
    ],
)
def test_a_bad_key_is_refused_even_with_a_good_session(
    header: tuple[str, str],
    code: str,
    ask: Callable[..., Request],
    access: AccessStore,
    asked: list[str],
) -> None:
    request = ask(header, ("Cookie", "hotspots-session=hss_good"))
    with pytest.raises(Problem) as refused:
        who(request, access)
    assert (refused.value.status, refused.value.code) == (401, code)
    assert "hss_good" not in asked
    assert dict(refused.value.headers) == {"WWW-Authenticate": 'Bearer realm="hotspots"'}


def test_what_cannot_be_a_credential_is_not_looked_up(
    ask: Callable[..., Request], access: AccessStore, asked: list[str]
) -> None:
    for value in ("x" * 257, "tab\there", "é"):
        with pytest.raises(Problem):
            who(ask(("X-API-Key", value)), access)
    assert asked == []


@pytest.mark.parametrize(
    "headers",
    [
        [("Authorization", "Bearer hsp_good"), ("X-API-Key", "hsp_good")],
        [("Authorization", "Bearer hsp_good"), ("Authorization", "Bearer hsp_good")],
        [("X-API-Key", "hsp_good"), ("X-API-Key", "hsp_bad")],
    ],
)
def test_two_keys_are_one_too_many(
    headers: list[tuple[str, str]], ask: Callable[..., Request], access: AccessStore
) -> None:
    with pytest.raises(Problem) as refused:
        who(ask(*headers), access)
    assert (refused.value.status, refused.value.code) == (401, "credentials")


def test_a_session_is_taken_from_the_cookie_of_this_kind_of_service(
    ask: Callable[..., Request], access: AccessStore
) -> None:
    local = ask(("Cookie", "hotspots-session=hss_good"))
    secure = ask(("Cookie", "__Host-session=hss_good"))
    assert who(local, access) == "session"
    assert who(secure, access, PUBLIC) == "session"
    assert who(local, access, PUBLIC) is None
    assert who(secure, access) is None


def test_an_ended_session_is_nobody(ask: Callable[..., Request], access: AccessStore) -> None:
    assert who(ask(("Cookie", "hotspots-session=hss_over")), access) is None
    assert who(ask(), access) is None


@pytest.mark.parametrize(
    "query",
    [
        "key=abc",
        "API_KEY=abc",
        "access_token=",
        "token=abc",
        "zone=hsp_abc",
        "zone=xhss_abc",
        "zone=hsv_abc",
        "zone=a&zone=hsp_",
    ],
)
def test_a_credential_in_the_address_is_refused(query: str, ask: Callable[..., Request]) -> None:
    with pytest.raises(Problem) as refused:
        auth.refuse_key_in_address(ask(query=query), known=frozenset({"zone"}))
    assert (refused.value.status, refused.value.code) == (401, "key-in-address")
    assert "X-API-Key" in refused.value.text


def test_the_token_of_a_link_may_stand_where_links_lead(ask: Callable[..., Request]) -> None:
    auth.refuse_key_in_address(ask(query="token=hsl_abc"), known=frozenset({"token"}))
    with pytest.raises(Problem):
        auth.refuse_key_in_address(ask(query="token=hsp_abc"), known=frozenset({"token"}))


def test_the_exposed_key_is_found_for_the_trail(ask: Callable[..., Request]) -> None:
    assert auth.key_in_address(ask(query="a=1&k=hsp_good")) == "hsp_good"
    assert auth.key_in_address(ask(query="a=1")) is None


@pytest.mark.parametrize(
    ("query", "known", "parameter", "detail"),
    [
        ("a=1", frozenset[str](), None, "This address takes no parameters."),
        ("a=1", frozenset({"zone"}), None, "This address takes only the parameter 'zone'."),
        ("zone=a&zone=b", frozenset({"zone"}), "zone", "Give 'zone' once."),
    ],
)
def test_an_unknown_or_repeated_parameter_is_refused_without_an_echo(
    query: str,
    known: frozenset[str],
    parameter: str | None,
    detail: str,
    ask: Callable[..., Request],
) -> None:
    with pytest.raises(Problem) as refused:
        auth.check_parameters(ask(query=query), known=known)
    assert refused.value.status == 422
    assert (refused.value.parameter, refused.value.text) == (parameter, detail)
    assert refused.value.allowed == tuple(sorted(known))


def test_known_parameters_pass(ask: Callable[..., Request]) -> None:
    auth.check_parameters(ask(query="zone=a"), known=frozenset({"zone", "other"}))
    auth.check_parameters(ask(), known=frozenset())


PROXIED = ServiceSettings(
    host="0.0.0.0",  # noqa: S104 - not opened
    allowed_hosts=("hotspots.test",),
    trusted_proxies=("10.0.0.5", "10.1.0.0/24"),
)


@pytest.mark.parametrize(
    ("client", "expected"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8::7", "2001:db8::7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("10.0.0.5", None),
        ("10.1.0.200", None),
        ("::ffff:10.0.0.5", None),
        ("10.1.1.1", "10.1.1.1"),
        ("testclient", None),
        ("", None),
        (None, None),
    ],
)
def test_a_trusted_proxy_is_nobody_s_own_address(
    client: str | None, expected: str | None, ask: Callable[..., Request]
) -> None:
    assert auth.client_address(ask(client=client), settings=PROXIED) == expected


def test_nobody_s_word_counts_for_the_address_but_the_server_s(ask: Callable[..., Request]) -> None:
    said = [
        ("X-Forwarded-For", "10.9.9.9"),
        ("Forwarded", "for=10.9.9.9"),
        ("X-Real-IP", "10.9.9.9"),
    ]
    assert auth.client_address(ask(*said), settings=PROXIED) == "203.0.113.7"


def test_the_store_is_told_where_a_key_is_used(
    ask: Callable[..., Request], access: FewCredentials
) -> None:
    for client in ("203.0.113.7", None):
        who(ask(("X-API-Key", "hsp_good"), client=client), cast("AccessStore", access))
    assert access.addresses == ["203.0.113.7", None]


def test_a_visit_is_taken_from_its_own_cookie(
    ask: Callable[..., Request], access: AccessStore
) -> None:
    def visitor(request: Request, settings: ServiceSettings = LOCAL) -> str | None:
        found = auth.visitor_of(request, access=access, settings=settings, now=NOW)
        return found.principal_id if found else None

    assert visitor(ask(("Cookie", "hotspots-share=hsv_good"))) == "share"
    assert visitor(ask(("Cookie", "__Host-share=hsv_good")), PUBLIC) == "share"
    for header in (
        ("Cookie", "hotspots-session=hss_good"),
        ("Cookie", "hotspots-share=hss_good"),
        ("Cookie", "__Host-share=hsv_good"),
        ("X-API-Key", "hsp_good"),
    ):
        assert visitor(ask(header)) is None
    assert who(ask(("Cookie", "hotspots-share=hsv_good")), access) is None


def test_the_refused_key_is_named_where_it_is_the_reason(ask: Callable[..., Request]) -> None:
    wrong = Problem(status=401, code="key")
    assert auth.refused_key(ask(KEY), wrong) == "hsp_good"
    assert auth.refused_key(ask(KEY), Problem(status=401, code="scheme")) is None
    assert auth.refused_key(ask(("Authorization", "Basic !!!")), wrong) is None


def test_what_a_provider_makes_is_not_looked_into(ask: Callable[..., Request]) -> None:
    known = frozenset({"code", "state"})
    request = ask(query="code=ab_hsp_cd&state=hss_")
    auth.refuse_key_in_address(request, known=known, opaque=known)
    with pytest.raises(Problem):
        auth.refuse_key_in_address(request, known=known, opaque=frozenset({"code"}))


@pytest.mark.parametrize(
    ("site", "is_allowed"),
    [(None, True), ("none", True), ("same-origin", True), ("same-site", False), ("x", False)],
)
def test_a_sign_in_is_begun_from_our_own_page(
    site: str | None, *, is_allowed: bool, ask: Callable[..., Request]
) -> None:
    request = ask(*([("Sec-Fetch-Site", site)] if site else []))
    if is_allowed:
        auth.check_own_page(request)
        return
    with pytest.raises(Problem) as refused:
        auth.check_own_page(request)
    assert refused.value.status == 403


KEY = ("X-API-Key", "hsp_good")
HOST = ("Host", "127.0.0.1:8000")
OURS = ("Origin", "http://127.0.0.1:8000")


@pytest.mark.parametrize(
    ("headers", "is_allowed"),
    [
        ([("Sec-Fetch-Site", "same-origin")], True),
        ([("Sec-Fetch-Site", "none")], True),
        ([("Sec-Fetch-Site", "same-site")], False),
        ([("Sec-Fetch-Site", "cross-site")], False),
        ([("Sec-Fetch-Site", "cross-site"), OURS], False),  # the browser's own word counts
        ([OURS], True),
        ([("Origin", "http://127.0.0.1")], False),
        ([("Origin", "http://127.0.0.1:8001")], False),
        ([("Origin", "https://127.0.0.1:8000")], False),
        ([("Origin", "http://127.0.0.1:8000.evil.test")], False),
        ([("Origin", "null")], False),
        ([("Origin", "")], False),
        ([], False),
        ([("Cookie", "a=b")], False),
        ([KEY], True),
        ([KEY, ("Cookie", "a=b")], False),
        ([KEY, ("Origin", "http://evil.test")], False),
    ],
)
def test_forms_are_taken_from_our_own_pages_alone(
    headers: list[tuple[str, str]], *, is_allowed: bool, ask: Callable[..., Request]
) -> None:
    request = ask(HOST, *headers, method="POST")
    if is_allowed:
        auth.check_same_origin(request, settings=LOCAL)
        return
    with pytest.raises(Problem) as refused:
        auth.check_same_origin(request, settings=LOCAL)
    assert (refused.value.status, refused.value.code) == (403, "cross-site")


def test_over_https_our_origin_is_https(ask: Callable[..., Request]) -> None:
    host = ("Host", "hotspots.test")
    auth.check_same_origin(ask(host, ("Origin", "https://hotspots.test")), settings=PUBLIC)
    with pytest.raises(Problem):
        auth.check_same_origin(ask(host, ("Origin", "http://hotspots.test")), settings=PUBLIC)


@pytest.mark.parametrize(
    ("headers", "key"),
    [
        ([KEY], "hsp_good"),
        ([("Authorization", basic("anybody:hsp_good"))], "hsp_good"),
        ([("X-API-Key", "hsp_unknown")], "hsp_unknown"),
        ([], None),
        ([("X-API-Key", "")], None),
        ([("X-API-Key", "x" * 257)], None),
        ([("X-API-Key", "hsp_gööd")], None),
        ([KEY, KEY], None),
        ([("Authorization", "Digest hsp_good")], None),
    ],
)
def test_the_lone_key_is_one_that_may_be_looked_up(
    headers: list[tuple[str, str]], key: str | None, ask: Callable[..., Request]
) -> None:
    assert auth.lone_key(ask(*headers).headers) == key
