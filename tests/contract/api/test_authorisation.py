"""Default deny, complete by construction: every route has a row, every cell is tried."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute

from api.gate import AuditedRoute, guard
from api.policy import RULES, Who
from hotspots.release import PEOPLE_AUDIENCES, Audience

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import World

EAST, WEST = "E05000001", "E05000002"
OGC = "/ogc/collections"
EXAMPLES = {
    "/assets/{name}": "/assets/site.css",
    "/v1/hotspots/{hotspot_id}": "/v1/hotspots/{own}",
    "/v1/hotspots/{hotspot_id}/history": "/v1/hotspots/{own}/history",
    "/v1/areas/{area_code}": "/v1/areas/{area}",
    "/maps/{digest}": "/maps/{sealed}",
    "/v1/releases/{digest}": "/v1/releases/{sealed}",
    f"{OGC}/{{collection_id}}": f"{OGC}/hotspots-{{sealed:.12}}",
    f"{OGC}/{{collection_id}}/queryables": f"{OGC}/hotspots-{{sealed:.12}}/queryables",
    f"{OGC}/{{collection_id}}/items": f"{OGC}/hotspots-{{sealed:.12}}/items",
    f"{OGC}/{{collection_id}}/items/{{feature_id}}": f"{OGC}/hotspots/items/{{own}}",
}
OWN = {
    Audience.PARTNER: "partnermark-arcade",
    Audience.BRIEF: "briefmark-market",
    Audience.PUBLIC: "publicmark-park",
}
SHARED = {"/assets/{name}", "/v1/areas/{area_code}"}  # wards are not any audience's own
READS = sorted(path for (method, path), rule in RULES.items() if rule.who is Who.AUDIENCES)


def address_of(path: str, *, own: str, sealed: str, area: str = EAST) -> str:
    """A route's address with examples for what varies in it."""
    return EXAMPLES.get(path, path).format(own=own, sealed=sealed, area=area)


def routes_of(holder: Any) -> Iterator[Any]:  # noqa: ANN401 - whatever holds routes, mounts too
    for route in holder.routes:
        yield route
        inner = getattr(route, "app", None) or getattr(route, "original_router", None)
        if not isinstance(route, APIRoute) and hasattr(inner, "routes"):
            yield from routes_of(inner)


def rows_of(route: APIRoute) -> set[tuple[str, str]]:
    return {(method, route.path) for method in route.methods or ()}


def test_every_route_has_a_row_and_every_row_a_route(world: World) -> None:
    routes = list(routes_of(world.app()))
    assert all(isinstance(route, AuditedRoute) for route in routes)
    assert set().union(*(rows_of(route) for route in routes)) == set(RULES)


def test_every_route_stands_behind_the_guard(world: World) -> None:
    for route in routes_of(world.app()):
        assert guard in {one.call for one in route.dependant.dependencies}, route.path


@pytest.mark.parametrize("is_included", [False, True])
def test_a_route_without_a_row_is_closed_to_everybody(world: World, *, is_included: bool) -> None:
    # However it gets into the application: added, or by a router that knows nothing of us.
    app = world.app()
    router = APIRouter() if is_included else app.router
    router.get("/new")(lambda: {"secret": 1})
    if is_included:
        app.include_router(router)
    client = world.client(Audience.PARTNER, app=app)
    assert client.get("/new").status_code == 403
    assert "secret" not in client.get("/new").text


@pytest.mark.parametrize("path", READS)
@pytest.mark.parametrize("audience", PEOPLE_AUDIENCES)
def test_an_audience_may_read_its_own(world: World, path: str, audience: Audience) -> None:
    areas = (EAST,) if audience is Audience.BRIEF else ()
    client = world.client(audience, *areas)
    sealed = client.get("/v1/releases").json()["releases"][0]["digest"]
    address = address_of(path, own=OWN[audience], sealed=sealed)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("path", READS)
def test_nobody_reads_without_signing_in(world: World, path: str) -> None:
    address = address_of(path, own=OWN[Audience.PARTNER], sealed=world.digests[Audience.PARTNER])
    answer = world.client().get(address)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("path", READS)
def test_the_open_data_layer_is_nobody_who_could_read(world: World, path: str) -> None:
    address = address_of(path, own="x", sealed="x")
    assert world.client(Audience.OPEN_DATA).get(address).status_code == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", READS)
def test_nothing_can_be_changed_through_the_service(world: World, path: str, method: str) -> None:
    address = address_of(path, own="x", sealed="x")
    answer = world.client(Audience.PARTNER).request(method, address)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize("asker", PEOPLE_AUDIENCES)
@pytest.mark.parametrize("owner", PEOPLE_AUDIENCES)
@pytest.mark.parametrize(
    "path", sorted(EXAMPLES.keys() - {"/assets/{name}", "/v1/areas/{area_code}"})
)
def test_another_audience_s_is_the_same_as_unknown(
    world: World, asker: Audience, owner: Audience, path: str
) -> None:
    if asker is owner:
        return
    client = world.client(asker, *((EAST,) if asker is Audience.BRIEF else ()))
    theirs = address_of(path, own=OWN[owner], sealed=world.digests[owner])
    unknown = address_of(path, own="nowhere", sealed="0" * 64)
    assert_same_refusal(client.get(theirs), client.get(unknown))


def test_another_area_is_the_same_as_an_unknown_one(world: World) -> None:
    client = world.client(Audience.BRIEF, EAST)
    assert client.get(f"/v1/areas/{EAST}").status_code == 200
    assert_same_refusal(client.get(f"/v1/areas/{WEST}"), client.get("/v1/areas/E05999999"))


@pytest.mark.parametrize("path", ["/v1/hotspots/{}", "/v1/hotspots/{}/history"])
def test_another_area_s_hotspot_is_the_same_as_unknown(world: World, path: str) -> None:
    client = world.client(Audience.BRIEF, EAST)
    assert client.get(path.format("briefmark-market")).status_code == 200
    assert_same_refusal(
        client.get(path.format("westmark-green")), client.get(path.format("nowhere"))
    )


@pytest.mark.parametrize(
    ("area", "own", "other"), [(EAST, "Brief", "West"), (WEST, "West", "Brief")]
)
@pytest.mark.parametrize("audience", [Audience.BRIEF])
def test_no_answer_to_one_area_holds_another_s(
    world: World, audience: Audience, area: str, own: str, other: str
) -> None:
    client = world.client(audience, area)
    digest = client.get("/v1/releases").json()["releases"][0]["digest"]
    ids = {"Brief": "briefmark-market", "West": "westmark-green"}
    assert ids[own] in client.get("/v1/hotspots").text
    for path in READS:
        answer = client.get(address_of(path, own=ids[own], sealed=digest, area=area))
        assert answer.status_code == 200
        everything = answer.text.lower() + str(answer.headers).lower()
        assert f"{other}mark".lower() not in everything, path
        assert world.digests[audience] not in everything, path


@pytest.mark.parametrize("asker", PEOPLE_AUDIENCES)
def test_no_answer_to_one_audience_holds_another_s(world: World, asker: Audience) -> None:
    client = world.client(asker, *((EAST, WEST) if asker is Audience.BRIEF else ()))
    digest = client.get("/v1/releases").json()["releases"][0]["digest"]
    others = [audience for audience in PEOPLE_AUDIENCES if audience is not asker]
    for path in READS:
        answer = client.get(address_of(path, own=OWN[asker], sealed=digest))
        everything = answer.text + str(answer.headers)
        for other in others:
            assert f"{other.value}mark" not in everything.lower(), path
            assert world.digests[other] not in everything, path


def test_two_areas_see_both_but_not_the_zone_s_figure(world: World) -> None:
    client = world.client(Audience.BRIEF, EAST, WEST)
    names = {f["properties"]["name"] for f in client.get("/v1/hotspots").json()["features"]}
    assert names == {"Briefmark Market", "Westmark Green"}
    zones = client.get("/v1/zones").json()["zones"]
    assert all(zone["episodes"]["value"] is None for zone in zones)


def test_a_partner_bound_to_an_area_sees_that_area_alone(world: World) -> None:
    features = world.client(Audience.PARTNER, WEST).get("/v1/hotspots").json()["features"]
    assert [f["id"] for f in features] == ["shared-square"]


def assert_same_refusal(one: Any, other: Any) -> None:  # noqa: ANN401 - responses of the test client
    assert (one.status_code, other.status_code) == (404, 404)
    assert one.content == other.content
    per_request = {"x-request-id"}
    heads = [{k: v for k, v in r.headers.items() if k not in per_request} for r in (one, other)]
    assert heads[0] == heads[1]
