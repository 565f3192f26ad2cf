"""What every response has in common: headers, errors, limits, HEAD, validators."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import pytest
from starlette.websockets import WebSocketDisconnect

from api.policy import RULES, Who
from hotspots.errors import StoreError
from hotspots.release import Audience

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import World

EAST = "E05000001"
OURS = {"Sec-Fetch-Site": "same-origin"}
ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
    "x-robots-tag": "noindex, nofollow",
}


def assert_safe(answer: Any) -> None:  # noqa: ANN401 - a response of the test client
    for name, value in ALWAYS.items():
        assert answer.headers[name] == value
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "unsafe-eval" not in answer.headers["content-security-policy"]
    assert "cross-origin-opener-policy" in answer.headers
    assert "permissions-policy" in answer.headers
    assert len(answer.headers["x-request-id"]) == 16
    assert "server" not in answer.headers


def broken(*_: object, **__: object) -> None:
    msg = "ZZCANARY"
    raise ValueError(msg)


@pytest.mark.parametrize("audience", [None, Audience.PARTNER])
@pytest.mark.parametrize(("method", "path"), sorted(RULES))
def test_every_route_has_the_headers_whatever_comes_of_it(
    world: World, method: str, path: str, audience: Audience | None
) -> None:
    client = world.client(audience)
    assert_safe(client.request(method, path, headers=OURS))
    assert_safe(client.request(method, path.replace("{name}", "site.css"), headers=OURS))


def errors(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, Any]]:
    client = world.client(Audience.PARTNER)
    yield 400, client.post("/login", content=b"x", headers=OURS)
    yield 401, world.client().get("/v1/hotspots")
    yield 403, client.post("/logout", headers={"Sec-Fetch-Site": "cross-site"})
    yield 404, client.get("/v1/releases/x")
    yield 404, client.get("/nowhere")
    yield 405, client.delete("/v1/hotspots")
    yield 413, client.post("/login", content=b"x" * 20_000, headers=OURS)
    yield 413, client.get("/v1/zones", headers={"Content-Length": "9" * 5000})
    yield 413, client.post("/login", content=iter([b"x" * 9000] * 3), headers=OURS)
    yield 400, client.get("/v1/zones", headers={"Content-Length": "-1"})
    yield 421, client.get("/v1/zones", headers={"Host": "evil.test"})
    yield 422, client.get("/v1/hotspots?zone=ZZCANARY")
    yield 422, client.get("/v1/hotspots?zone=" + "Z" * 300)
    yield 422, client.get("/v1/hotspots?ZZCANARY=1")
    with monkeypatch.context() as patch:
        patch.setattr(type(world.releases), "list", broken)
        yield 500, client.get("/v1/hotspots")
    with monkeypatch.context() as patch:
        patch.setattr(type(world.releases), "list", refuse)
        yield 503, client.get("/v1/hotspots")


def refuse(*_: object, **__: object) -> None:
    raise StoreError("ZZCANARY")


def test_every_error_is_a_problem_without_an_echo(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for status, answer in errors(world, monkeypatch):
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["cache-control"] == "private, no-store"
        assert_safe(answer)
        problem = answer.json()
        assert problem["status"] == status
        assert problem["title"]
        assert problem["detail"]
        assert ("incident" in problem) == (status >= 500)
        for word in ("ZZCANARY", "Traceback", "sqlite", "evil", "ZZZ"):
            assert word not in answer.text
        if status >= 500:
            assert problem["incident"] == answer.headers["x-request-id"]


def test_a_browser_gets_a_page_with_the_same_words(world: World) -> None:
    html = {"Accept": "text/html,*/*;q=0.8"}
    page = world.client().get("/", headers=html)
    assert (page.status_code, page.headers["content-type"]) == (401, "text/html; charset=utf-8")
    assert "Sign in with the link" in page.text
    assert "script-src" not in page.headers["content-security-policy"]
    api = world.client().get("/v1/hotspots", headers=html)
    assert api.headers["content-type"] == "application/problem+json"


def test_a_page_names_an_incident_and_allowed_parameters(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = world.client(Audience.PARTNER)
    html = {"Accept": "text/html"}
    refused = client.get("/login?x=1", headers=html).text
    assert "Allowed: " in refused
    assert ", signed_out, token" in refused
    monkeypatch.setattr(type(world.releases), "list", refuse)
    page = client.get("/", headers=html)
    assert page.status_code == 503
    assert page.headers["x-request-id"] in page.text


def test_hsts_where_browsers_come_over_https(world: World) -> None:
    name = "strict-transport-security"
    assert name not in world.client().get("/healthz").headers
    secure = world.client(allowed_hosts=("127.0.0.1", "hotspots.test"))
    assert name in secure.get("/healthz").headers


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8000", 200),
        ("localhost", 200),
        ("LOCALHOST:1", 200),
        ("[::1]:8000", 200),
        ("[::1]", 200),
        ("127.0.0.1.evil.test", 421),
        ("evil.test:8000", 421),
        ("", 421),
        ("127.0.0.1:x", 421),
    ],
)
def test_only_our_own_names_are_answered(world: World, host: str, status: int) -> None:
    assert world.client().get("/healthz", headers={"Host": host}).status_code == status


READS = [
    path for (method, path), rule in RULES.items() if rule.who is Who.AUDIENCES and "{" not in path
]


@pytest.mark.parametrize("path", READS)
def test_head_is_get_without_the_body(world: World, path: str) -> None:
    client = world.client(Audience.PARTNER)
    get, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    own = {"x-request-id"}
    assert {k: v for k, v in head.headers.items() if k not in own} == {
        k: v for k, v in get.headers.items() if k not in own
    }


VALIDATED = [path for path in READS if path not in {"/", "/compare", "/docs", "/openapi.json"}]


@pytest.mark.parametrize("path", VALIDATED)
def test_what_is_known_is_not_sent_again(world: World, path: str) -> None:
    client = world.client(Audience.PARTNER)
    tag = client.get(path).headers["etag"]
    strong = tag.removeprefix("W/")
    for sent in (tag, strong, f"W/{strong}", f'"x", {tag}', "*"):
        again = client.get(path, headers={"If-None-Match": sent})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert_safe(again)
    assert client.get(path, headers={"If-None-Match": '"x"'}).status_code == 200


def test_the_validator_is_the_digest_of_what_one_may_see(world: World) -> None:
    partner = world.client(Audience.PARTNER).get("/v1/hotspots").headers["etag"]
    assert partner.startswith(f'W/"{world.digests[Audience.PARTNER]}.')
    brief = world.client(Audience.BRIEF, EAST).get("/v1/hotspots")
    assert brief.headers["etag"].startswith(f'W/"{brief.json()["digest"]}.')
    assert world.digests[Audience.BRIEF] not in brief.headers["etag"]


def test_a_stale_validator_is_answered_with_the_new_release(later: World) -> None:
    client = later.client(Audience.PARTNER)
    first, second = client.get("/v1/releases").json()["releases"]
    old = client.get(f"/v1/releases/{second['digest']}").headers["etag"]
    answer = client.get("/v1/hotspots", headers={"If-None-Match": old})
    assert (answer.status_code, answer.json()["digest"]) == (200, first["digest"])


def test_authenticated_answers_are_not_kept_by_anybody(world: World) -> None:
    client = world.client(Audience.PARTNER)
    for path in READS:
        assert client.get(path).headers["cache-control"] == "private, no-store"


def test_there_are_no_websockets(world: World) -> None:
    with pytest.raises(WebSocketDisconnect) as closed, world.client().websocket_connect("/"):
        pass
    assert closed.value.code == 1008


def test_the_service_starts_and_stops(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    with world.client() as client:
        assert client.get("/healthz").status_code == 200
    events = [record.getMessage() for record in caplog.records if record.name == "hotspots.api"]
    assert (sorted(events[:-1]), events[-1]) == (["request", "started"], "stopped")


def test_an_answer_that_breaks_off_is_not_followed_by_another(world: World) -> None:
    app = world.app()

    async def breaks(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401, ARG001 - ASGI
        await send({"type": "http.response.start", "status": 200, "headers": []})
        broken()

    app.router.default = breaks
    answer = world.client(app=app).get("/nowhere")
    assert (answer.status_code, answer.content) == (200, b"")


def test_readiness_is_the_truth(world: World) -> None:
    assert world.client().get("/readyz").json() == {"status": "ready"}
    (world.folder / "access.sqlite").write_bytes(b"not a database" * 1000)
    answer = world.client().get("/readyz")
    assert answer.status_code == 503
    assert json.loads(answer.text)["status"] == 503
    assert world.client().get("/healthz").json() == {"status": "ok"}
