"""What the routes say: releases, hotspots, zones, pages, the description."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from hotspots.release import Audience, ShownCount

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import World

    from hotspots.release import Release, ReleasedHotspot

EAST, WEST = "E05000001", "E05000002"


def test_hotspots_are_geojson(world: World) -> None:
    answer = world.client(Audience.PARTNER).get("/v1/hotspots")
    assert answer.headers["content-type"] == "application/geo+json"
    body = answer.json()
    assert body["type"] == "FeatureCollection"
    assert body["digest"] == world.digests[Audience.PARTNER]
    assert body["banner"] == "SYNTHETIC DATA"
    first = body["features"][0]
    assert first["geometry"] == {"type": "Point", "coordinates": [-1.46, 52.91]}
    assert first["properties"]["episodes_text"] == "about 25"


def test_hotspots_of_a_zone(world: World) -> None:
    client = world.client(Audience.BRIEF, EAST, WEST)
    found = client.get("/v1/hotspots", params={"zone": "Westside"}).json()["features"]
    assert [f["id"] for f in found] == ["westmark-green"]
    refused = client.get("/v1/hotspots", params={"zone": "Nowhere"})
    assert refused.status_code == 422
    assert refused.json()["allowed"] == ["Centre", "Westside"]
    own = world.client(Audience.BRIEF, EAST).get("/v1/hotspots", params={"zone": "Westside"})
    assert own.json()["allowed"] == ["Centre"]


def test_hotspots_as_a_table(world: World) -> None:
    answer = world.client(Audience.PARTNER).get("/v1/hotspots.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.text.count("\r\n") == 3


def test_one_hotspot(world: World) -> None:
    one = world.client(Audience.PARTNER).get("/v1/hotspots/partnermark-arcade").json()
    assert one["episodes"] == {"value": 25, "text": "about 25", "reason": None}
    assert one["children"] == {"value": None, "text": "5 to 9", "reason": None}
    assert one["area"] == {"code": EAST, "name": "East ward"}
    assert one["time_bands"][0]["episodes"]["value"] == 15


def test_the_history_of_a_hotspot(later: World) -> None:
    client = later.client(Audience.PARTNER)
    kept = client.get("/v1/hotspots/partnermark-arcade/history").json()["history"]
    assert [line["hotspot"]["episodes"]["value"] for line in kept] == [30, 25]
    assert kept[0]["release"]["digest"] == later.digests[Audience.PARTNER]
    gone = client.get("/v1/hotspots/shared-square/history").json()["history"]
    assert len(gone) == 1
    assert client.get("/v1/hotspots/shared-square").status_code == 404


def test_releases_are_listed_newest_first(later: World) -> None:
    lines = later.client(Audience.PARTNER).get("/v1/releases").json()["releases"]
    assert [line["title"] for line in lines] == ["Autumn hotspots", "Hotspots for partner"]
    assert lines[0]["period"] == {"first": "2021-04-01", "last": "2021-09-30"}


def test_a_whole_release(world: World) -> None:
    digest = world.digests[Audience.PARTNER]
    body = world.client(Audience.PARTNER).get(f"/v1/releases/{digest}").json()
    assert body["digest"] == digest
    assert body["classification"] == "OFFICIAL-SENSITIVE"
    assert [one["hotspot_id"] for one in body["hotspots"]] == [
        "partnermark-arcade",
        "shared-square",
    ]
    assert body["zones"][0]["hotspot_ids"] == ["partnermark-arcade", "shared-square"]


def test_a_release_that_changed_elsewhere_only_is_not_new_to_an_area(
    world: World, make_release: Callable[..., Release], make_hotspot: Callable[..., ReleasedHotspot]
) -> None:
    east = world.client(Audience.BRIEF, EAST)
    before = east.get("/v1/releases").json()
    changed = make_release(
        Audience.BRIEF,
        make_hotspot("Briefmark Market", value=10),
        make_hotspot("Westmark Green", area=WEST, zone="Westside", value=45),
    )
    world.seal(changed, at=world.now + timedelta(days=1))
    assert east.get("/v1/releases").json() == before
    west = world.client(Audience.BRIEF, WEST)
    assert len(west.get("/v1/releases").json()["releases"]) == 2


def test_before_the_first_release_there_is_nothing(empty_world: World) -> None:
    client = empty_world.client(Audience.PARTNER)
    assert client.get("/v1/releases").json() == {"releases": []}
    assert "Nothing has been released yet" in client.get("/").text
    for path in ("/v1/hotspots", "/v1/hotspots.csv", "/v1/zones", "/maps/latest"):
        assert client.get(path).status_code == 404


def test_the_map_is_drawn_once_and_runs_only_what_is_its_own(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = world.client(Audience.PARTNER)
    page = client.get("/maps/latest")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    policy = page.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-scripts;")
    assert "connect-src 'none'" in policy
    assert "script-src 'sha256-" in policy
    assert page.headers["cross-origin-opener-policy"] == "unsafe-none"
    monkeypatch.setattr("api.maps.page_of", None)
    digest = world.digests[Audience.PARTNER]
    assert client.get(f"/maps/{digest}").content == page.content


def test_the_map_of_an_area_is_of_that_area(world: World) -> None:
    east = world.client(Audience.BRIEF, EAST).get("/maps/latest").text
    both = world.client(Audience.BRIEF, EAST, WEST).get("/maps/latest").text
    assert "Westmark Green" not in east
    assert "Westmark Green" in both


@pytest.mark.parametrize("layer", [None, b"not json", b"[]"])
def test_a_map_without_boundaries_is_an_error_of_ours(
    empty_world: World,
    make_release: Callable[..., Release],
    make_hotspot: Callable[..., ReleasedHotspot],
    layer: bytes | None,
) -> None:
    empty_world.releases.seal(
        make_release(Audience.PARTNER, make_hotspot("Somewhere")),
        layers={} if layer is None else {"wards.geojson": layer},
        sealed_at=empty_world.now,
    )
    client = empty_world.client(Audience.PARTNER)
    assert client.get("/maps/latest").status_code == 503
    assert client.get("/v1/hotspots").status_code == 200


def test_the_context_layer_is_drawn_beneath(
    empty_world: World,
    make_release: Callable[..., Release],
    make_hotspot: Callable[..., ReleasedHotspot],
) -> None:
    context = make_release(Audience.OPEN_DATA, make_hotspot("Contextmark Lane"))
    empty_world.seal(make_release(Audience.PARTNER, make_hotspot("Somewhere")), context=context)
    client = empty_world.client(Audience.PARTNER)
    assert "Contextmark Lane" in client.get("/maps/latest").text
    assert "Contextmark" not in client.get("/v1/hotspots").text


def test_the_home_page_says_what_there_is(later: World) -> None:
    page = later.client(Audience.PARTNER).get("/").text
    assert "Partnermark Arcade" in page
    assert "SYNTHETIC DATA" in page
    assert "OFFICIAL-SENSITIVE" in page
    assert "Hotspots for partner" in page, "the earlier release"
    assert "Sign out" not in page, "a key has no session"


PAGES = ("/", "/docs", "/login", "/login?token=abc", "/login?signed_out=yes", "/assets/site.css")


@pytest.mark.parametrize("path", [*PAGES, "/nowhere"])
def test_pages_ask_no_other_site_for_anything_and_run_nothing(world: World, path: str) -> None:
    client = world.client(Audience.PARTNER)
    page = client.get(path, headers={"Accept": "text/html"})
    assert re.findall(r"https?:|//[a-z]", page.text) == []
    assert re.findall(r"<script|javascript:|\son[a-z]+=|style=", page.text) == []
    if "html" in page.headers["content-type"]:
        assert "script-src" not in page.headers["content-security-policy"]


def test_links_on_the_home_page_lead_somewhere(later: World) -> None:
    client = later.client(Audience.PARTNER)
    links = set(re.findall(r'href="(/[^"]*)"', client.get("/").text))
    assert len(links) > 6
    for link in links:
        assert client.get(link).status_code == 200, link


def test_a_hostile_name_is_text(
    empty_world: World,
    make_release: Callable[..., Release],
    make_hotspot: Callable[..., ReleasedHotspot],
) -> None:
    name = "<img src=x onerror=alert(1)>${alert(1)}`'\"</script>"
    empty_world.seal(make_release(Audience.PARTNER, make_hotspot(name)))
    client = empty_world.client(Audience.PARTNER)
    page = client.get("/").text
    assert "<img" not in page
    assert "&lt;img" in page
    assert client.get("/v1/hotspots").json()["features"][0]["properties"]["name"] == name


@pytest.mark.parametrize("path", ["/assets/../app.py", "/assets/%2e%2e%2fapp.py", "/assets/x"])
def test_only_our_assets_are_served(world: World, path: str) -> None:
    assert world.client().get(path).status_code == 404


def walk(node: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - any JSON
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list):
        for item in node:
            yield from walk(item)


def test_the_description_is_whole(world: World) -> None:
    document = world.client(Audience.PARTNER).get("/openapi.json").json()
    schemas = document["components"]["schemas"]
    references = {one["$ref"] for one in walk(document) if "$ref" in one}
    assert {f"#/components/schemas/{name}" for name in schemas} >= references
    assert not {"ValidationError", "HTTPValidationError"} & schemas.keys()
    for name, schema in schemas.items():
        for field, about in schema.get("properties", {}).items():
            assert about.get("description"), f"{name}.{field}"
    for path, methods in document["paths"].items():
        for operation in methods.values():
            assert operation["summary"]
            is_open = path in {"/healthz", "/readyz"}
            assert operation["security"] == (
                [] if is_open else [{"bearer": []}, {"header": []}, {"basic": []}]
            )
            assert ("401" in operation["responses"]) is not is_open
    geojson = document["paths"]["/v1/hotspots"]["get"]["responses"]["200"]["content"]
    assert set(geojson) == {"application/geo+json"}


def test_the_description_tells_no_parameter_of_the_disclosure_policy(world: World) -> None:
    text = world.client(Audience.PARTNER).get("/openapi.json").text.lower()
    for word in ("dominance", "p_percent", "top_child", "eps", "min_samples"):
        assert word not in re.findall(r"[a-z_]+", text)


def test_a_store_that_lists_what_it_does_not_hold_shows_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = world.client(Audience.PARTNER)
    monkeypatch.setattr(type(world.releases), "get", lambda *_: None)
    assert client.get("/v1/hotspots").status_code == 503


def test_a_release_listed_for_the_wrong_audience_is_not_shown(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = world.client(Audience.PUBLIC)
    partner = world.releases.get(world.digests[Audience.PARTNER])
    monkeypatch.setattr(type(world.releases), "get", lambda *_: partner)
    answer = client.get("/v1/hotspots")
    assert answer.status_code == 500
    assert "Partnermark" not in answer.text


def test_the_city_s_total_is_told_only_to_those_who_may_see_the_city(
    empty_world: World,
    make_release: Callable[..., Release],
    make_hotspot: Callable[..., ReleasedHotspot],
) -> None:
    for audience in (Audience.PUBLIC, Audience.BRIEF):
        one = make_release(audience, make_hotspot("Somewhere"))
        empty_world.seal(replace(one, total_episodes=ShownCount(text="about 245", value=245)))
    assert "about 245" in empty_world.client(Audience.PUBLIC).get("/").text
    brief = empty_world.client(Audience.BRIEF, EAST)
    digest = brief.get("/v1/releases").json()["releases"][0]["digest"]
    for path in ("/", "/maps/latest", "/v1/hotspots", f"/v1/releases/{digest}"):
        assert "about 245" not in brief.get(path).text, path
