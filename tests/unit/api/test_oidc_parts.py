from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from api.forms import page_of_ours
from api.oidc import Organisation
from api.oidc_line import Line, origin_of, require_origin
from api.oidc_provider import _Kept
from api.oidc_refusals import ProviderDown
from api.oidc_roles import grant_of, read_table
from hotspots.errors import ParameterError
from hotspots.release import Audience
from hotspots.settings import OidcSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

ROWS = """
Hotspots.Partner = partner
Hotspots.West = partner: E05000002
Hotspots.East = brief: E05000001 , E05000003
Hotspots.South=brief:E05000004; 3f2504e0-4f89-41d3-9a0c-0305e82c3301 = public
"""


@pytest.mark.parametrize(
    ("roles", "audience", "areas"),
    [
        (["Hotspots.Partner"], Audience.PARTNER, set()),
        (["Hotspots.West"], Audience.PARTNER, {"E05000002"}),
        (["Hotspots.West", "Hotspots.Partner"], Audience.PARTNER, set()),
        (["Hotspots.West", "Hotspots.East"], Audience.PARTNER, {"E05000002"}),
        (["Hotspots.East"], Audience.BRIEF, {"E05000001", "E05000003"}),
        (
            ["Hotspots.South", "Hotspots.East"],
            Audience.BRIEF,
            {"E05000001", "E05000003", "E05000004"},
        ),
        (["3f2504e0-4f89-41d3-9a0c-0305e82c3301", "x"], Audience.PUBLIC, set()),
    ],
)
def test_roles_add_up(roles: list[str], audience: Audience, areas: set[str]) -> None:
    for order in (roles, roles[::-1]):
        grant = grant_of(read_table(ROWS), order, name="x")
        assert grant is not None
        assert (grant.audience, grant.areas) == (audience, areas)


@pytest.mark.parametrize(
    "roles", [[], ["x"], [None, 7, ["Hotspots.Partner"]], ["Hotspots.Partner "]]
)
def test_no_known_role_is_nothing(roles: list[object]) -> None:
    assert grant_of(read_table(ROWS), roles, name="x") is None


@pytest.mark.parametrize(
    "row",
    [
        "",
        "=partner",
        "a b",
        "A = open-data",
        "A = partner: E1: E2",
        "A = brief: ,",
        "A, B = partner",
    ],
)
def test_a_row_that_cannot_be_read_is_refused_by_its_number(row: str) -> None:
    with pytest.raises(ParameterError) as refused:
        read_table(f"Good = public;{row}" if row else "")
    assert "OIDC_TABLE" in str(refused.value)
    assert not row or "Row 2" in str(refused.value)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://login.example.test/x", "https://login.example.test:443"),
        ("https://LOGIN.example.test:443/x", "https://login.example.test:443"),
        ("http://127.0.0.1:81/x", "http://127.0.0.1:81"),
        ("http://localhost", "http://localhost:80"),
        ("http://login.example.test", ""),
        ("https://login.example.test@evil.test", ""),
        ("https://", ""),
        ("file:///etc/passwd", ""),
        ("https://a:b:c", ""),
        ("", ""),
    ],
)
def test_only_https_leads_out(url: str, origin: str) -> None:
    assert origin_of(url) == origin


def test_an_origin_is_required_without_a_query() -> None:
    assert require_origin("https://a.test/b", "it")
    for url in ("https://a.test/b?c", "https://a.test/#c", "http://a.test"):
        with pytest.raises(ParameterError, match="it must be"):
            require_origin(url, "it")


@pytest.mark.parametrize(
    "url", ["https://evil.test/x", "file:///etc/passwd", "http://127.0.0.1:1/"]
)
def test_nothing_else_is_called(url: str) -> None:
    with pytest.raises(ProviderDown):
        Line({"https://login.example.test:443"}).get(url)


def test_a_port_that_nobody_listens_at_is_a_provider_that_is_down(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with pytest.raises(ProviderDown):
        Line({"http://127.0.0.1:1"}).get("http://127.0.0.1:1/")


def test_a_few_calls_are_made_at_a_time() -> None:
    line = Line({"http://127.0.0.1:1"})
    while line._calls.acquire(blocking=False):
        pass
    with pytest.raises(ProviderDown):
        line.get("http://127.0.0.1:1/")


class Source:
    """Gives numbers, or fails where there is none."""

    def __init__(self, *values: int | None) -> None:
        self.values: Iterator[int | None] = iter(values)
        self.moment = 0.0

    def fetch(self) -> int:
        value = next(self.values)
        if value is None:
            raise ProviderDown
        return value


def test_what_is_kept_is_fetched_anew_when_it_is_old() -> None:
    source = Source(1, 2, 3)
    kept = _Kept(source.fetch, lambda: source.moment)
    assert kept.now() == 1
    source.moment = 3599.0
    assert kept.now() == 1
    source.moment = 3600.0
    assert kept.now() == 2
    source.moment = 3659.0
    assert kept.now(older_than_s=60.0) == 2
    source.moment = 3660.0
    assert kept.now(older_than_s=60.0) == 3


def test_a_failure_is_not_repeated_at_once() -> None:
    source = Source(None, 1, None, 2)
    kept = _Kept(source.fetch, lambda: source.moment)
    for moment in (0.0, 9.0):
        source.moment = moment
        with pytest.raises(ProviderDown):
            kept.now()
    source.moment = 10.0
    assert kept.now() == 1
    source.moment = 4000.0
    with pytest.raises(ProviderDown):
        kept.now()
    source.moment = 4010.0
    assert kept.now() == 2


def test_nobody_waits_long_for_somebody_else_s_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.oidc_provider._WAIT_S", 0.01)
    held, done = threading.Event(), threading.Event()

    def slow() -> int:
        held.set()
        done.wait(5)
        return 1

    kept = _Kept(slow, lambda: 0.0)
    other = threading.Thread(target=kept.now)
    other.start()
    held.wait(5)
    with pytest.raises(ProviderDown):
        kept.now()
    done.set()
    other.join()
    assert kept.now() == 1


@pytest.mark.parametrize(
    "path", ["/", "/maps/latest", "/docs/", "/v1/areas/E05000001/brief.pdf", "/a-b_c"]
)
def test_pages_of_ours_are_gone_on_to(path: str) -> None:
    assert page_of_ours(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        "//a",
        "/a//b",
        "a",
        "/a?b",
        "/a#b",
        "/../a",
        "/.a",
        "/a\\b",
        "/a\n",
        "/é",
        "/" + "a" * 256,
        "/" + "a/" * 100 + "!",
        "/" + "a" * 250 + "!",
    ],
)
def test_anything_else_is_the_home_page(path: str | None) -> None:
    assert page_of_ours(path) == "/"


def test_without_an_issuer_there_is_no_organisation() -> None:
    assert Organisation.of(OidcSettings()) is None


def test_settings_come_from_the_environment_and_hide_the_secret(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in {
        "ISSUER": "https://login.example.test/t/v2.0",
        "TENANT": "t",
        "CLIENT_ID": "c",
        "CLIENT_SECRET": "hunter2",
        "TABLE": "A = partner",
        "HOSTS": "Keys.example.test, ",
    }.items():
        monkeypatch.setenv(f"HOTSPOTS_OIDC_{name}", value)
    settings = OidcSettings()
    assert settings.hosts == ("keys.example.test",)
    assert "hunter2" not in repr(settings)
    assert Organisation.of(settings) is not None
