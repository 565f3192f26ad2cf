"""Keys that are bound to networks, rotated keys, and whose word counts for an address."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from hotspots.release import Audience

if TYPE_CHECKING:
    from conftest import World

    from hotspots.access import NewKey

PROXY = "10.0.0.5"
INSIDE, OUTSIDE = "10.1.2.3", "203.0.113.7"


def bound(world: World) -> NewKey:
    return world.access.create_key(
        name="bound (made up)",
        audience=Audience.PARTNER,
        areas=frozenset(),
        expires_at=world.now + timedelta(days=30),
        networks=("10.0.0.0/8",),
        now=world.now,
    )


def asked(world: World, key: str, *, socket: str, said: str = "", proxies: str = PROXY) -> Any:  # noqa: ANN401 - a response
    """Ask as this socket, behind the server's own handling of proxies."""
    trusted = tuple(proxies.split()) if proxies else ()
    app: Any = world.app(trusted_proxies=trusted)
    if trusted:  # as the process starts the server: not at all without trusted proxies
        app = ProxyHeadersMiddleware(app, trusted_hosts=list(trusted))
    headers = {"X-API-Key": key} | ({"X-Forwarded-For": said} if said else {})
    client = TestClient(app, base_url="http://127.0.0.1:8000", client=(socket, 4711))
    return client.get("/v1/zones", headers=headers)


@pytest.mark.parametrize(
    ("socket", "said", "proxies", "status"),
    [
        (INSIDE, "", "", 200),
        (OUTSIDE, "", "", 401),
        (OUTSIDE, INSIDE, "", 401),  # no proxy is trusted, so nobody's word counts
        (OUTSIDE, INSIDE, PROXY, 401),  # not by way of the proxy
        (PROXY, INSIDE, PROXY, 200),
        (PROXY, OUTSIDE, PROXY, 401),
        (PROXY, f"{INSIDE}, {OUTSIDE}", PROXY, 401),  # the client's own word comes first
        (PROXY, f"{OUTSIDE}, {INSIDE}", PROXY, 200),
        (PROXY, "", PROXY, 401),  # the proxy said nothing: its own address is nobody's
        (PROXY, PROXY, PROXY, 401),
        (PROXY, "nonsense", PROXY, 401),
        ("::ffff:10.1.2.3", "", "", 200),
    ],
)
def test_the_address_of_a_client_is_the_socket_s_or_a_trusted_proxy_s_word(
    *, world: World, socket: str, said: str, proxies: str, status: int
) -> None:
    key = bound(world).secret
    assert asked(world, key, socket=socket, said=said, proxies=proxies).status_code == status
    free = world.key(Audience.PARTNER)
    assert asked(world, free, socket=socket, said=said, proxies=proxies).status_code == 200


def test_a_key_from_elsewhere_is_answered_as_an_unknown_one_and_recorded(world: World) -> None:
    made = bound(world)
    elsewhere = asked(world, made.secret, socket=OUTSIDE)
    unknown = asked(world, made.secret[:-1] + "x", socket=OUTSIDE)
    revoked = bound(world)
    world.access.revoke_key(revoked.key_id, now=world.now)
    over = asked(world, revoked.secret, socket=INSIDE)
    per_request = {"x-request-id"}
    for one in (elsewhere, over):
        assert (one.status_code, one.content) == (401, unknown.content)
        heads = [
            {k: v for k, v in r.headers.items() if k not in per_request} for r in (one, unknown)
        ]
        assert heads[0] == heads[1]
    events = [recorded.event for recorded in world.access.audit_events()]
    assert {one.decision for one in events} == {"denied"}
    assert [one.principal_id for one in events] == [made.key_id, "anonymous", revoked.key_id]


def test_a_key_from_elsewhere_does_not_use_up_its_holder_s_share(world: World) -> None:
    made = bound(world)
    app = world.app(requests_per_minute=2, sign_ins_per_minute=1_000)

    def status(address: str) -> int:
        client = TestClient(app, base_url="http://127.0.0.1:8000", client=(address, 1))
        return client.get("/v1/zones", headers={"X-API-Key": made.secret}).status_code

    assert [status(OUTSIDE) for _ in range(3)] == [401, 401, 401]
    assert [status(INSIDE) for _ in range(3)] == [200, 200, 429]


def test_both_keys_of_a_rotation_use_one_share_and_have_names_of_their_own(world: World) -> None:
    old = world.key(Audience.PARTNER)
    (entry,) = world.access.keys()
    end = world.now + timedelta(days=30)
    new = world.access.rotate_key(
        entry.key_id, overlap=timedelta(days=7), expires_at=end, now=world.now
    )
    client = TestClient(world.app(requests_per_minute=2), base_url="http://127.0.0.1:8000")

    def status(key: str) -> int:
        return client.get("/v1/zones", headers={"X-API-Key": key}).status_code

    assert [status(old), status(new.secret), status(old)] == [200, 200, 429]
    assert status(world.key(Audience.PARTNER)) == 200, "another holder's share is another"
    names = [recorded.event.principal_id for recorded in world.access.audit_events()]
    assert names[:2] == [entry.key_id, new.key_id]
