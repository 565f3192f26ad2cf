"""OGC API Features: what the standard asks for, and what no query may do here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import shape

from hotspots.release import Audience

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import World
    from starlette.testclient import TestClient

EAST, WEST = "E05000001", "E05000002"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
ITEMS = "/ogc/collections/hotspots/items"
MEDIA_TYPES = {
    "text/html": "text/html; charset=utf-8",
}


@pytest.fixture
def client(world: World) -> TestClient:
    return world.client(Audience.PARTNER)


def links_of(body: Any) -> Iterator[dict[str, str]]:  # noqa: ANN401 - JSON
    if isinstance(body, dict):
        if isinstance(body.get("href"), str) and "rel" in body:
            yield body
        for value in body.values():
            yield from links_of(value)
    elif isinstance(body, list):
        for value in body:
            yield from links_of(value)


def ids(answer: Any) -> list[str]:  # noqa: ANN401 - the client's response
    assert answer.status_code == 200, answer.text
    return [one["id"] for one in answer.json()["features"]]


def test_every_link_leads_to_its_media_type_and_holds_no_credential(client: TestClient) -> None:
    todo, seen = ["/ogc", f"{ITEMS}?limit=1"], set()
    while todo:
        url = todo.pop()
        if url in seen:
            continue
        seen.add(url)
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert client.headers["x-api-key"] not in answer.text + str(answer.headers)
        body = {} if answer.headers["content-type"].startswith("text/html") else answer.json()
        for link in links_of(body):
            expected = MEDIA_TYPES.get(link["type"], link["type"])
            assert client.get(link["href"]).headers["content-type"] == expected
            todo.append(link["href"])
        pages = re.findall(r'href="(/ogc[^"]*)"', answer.text)
        todo += [href.replace("&amp;", "&") for href in pages]
    assert len(seen) > 20


def test_the_header_has_the_links_of_the_body(client: TestClient) -> None:
    answer = client.get(f"{ITEMS}?limit=1")
    in_body = [link["href"] for link in answer.json()["links"]]
    assert re.findall(r"<([^>]+)>; rel=", answer.headers["link"]) == in_body


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "application/geo+json"),
        ("*/*", "application/geo+json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"),
        ("application/geo+json, text/html;q=0.5", "application/geo+json"),
        ("text/html;q=0", "application/geo+json"),
        ("text/html;q=x", "application/geo+json"),
        ("text/html;level=1", "text/html; charset=utf-8"),
    ],
)
def test_the_format_is_what_is_accepted(client: TestClient, accept: str, expected: str) -> None:
    answer = client.get(ITEMS, headers={"Accept": accept})
    assert answer.headers["content-type"] == expected
    assert answer.headers["vary"] == "Accept, Accept-Encoding"
    assert client.get(f"{ITEMS}?f=json", headers={"Accept": "text/html"}).json()["features"]


@pytest.mark.parametrize("path", ["/ogc", "/ogc/api", "/ogc/collections", ITEMS])
def test_an_unknown_parameter_is_400_and_names_the_known_ones(
    client: TestClient, path: str
) -> None:
    answer = client.get(path, params={"ZZCANARY": "1"})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert "f" in answer.json()["allowed"]
    assert "ZZCANARY" not in answer.text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("limit", value) for value in ("0", "-1", "x", "1.5", "", "9" * 12, "²")),
        *(("offset", value) for value in ("-1", "x")),
        *(("bbox", value) for value in ("1,2,3", "a,b,c,d", "nan,1,2,3", "1,2,3,4,5", "0,9,1,8")),
        ("bbox", "0,0,9,1,1,8"),
        *(("datetime", v) for v in ("x", "../..", "2022-01-01/2021-01-01", "a/b/c", "2021-13-01")),
        ("crs", "EPSG:27700"),
        ("bbox-crs", "x"),
        ("filter-crs", "x"),
        ("filter-lang", "sql"),
        ("release", "x"),
        ("f", "xml"),
        ("filter", "nonsense = 1"),
        ("filter", "name ="),
        ("filter", "episodes = 'x'"),
        ("filter", "episodes + 1 = 2"),
        ("filter", "name"),
        ("filter", "foo(name) = 1"),
        ("filter", "T_AFTER(first_month, DATE('2021-01-01'))"),
        ("filter", "episodes LIKE 'a'"),
        ("filter", "CASEI(episodes) = 'a'"),
        ("filter", "S_INTERSECTS(name, POINT(1 2))"),
        ("filter", "S_INTERSECTS(geometry, POLYGON((0 0,1 1,0 1,1 0,0 0)))"),
        ("filter", "geometry = 'a'"),
        ("filter", "(" * 4000),
        ("filter", "(" * 30),
        ("filter", "a=" + "-" * 1900 + "1"),
        ("filter", "NOT " * 400 + "true"),
        ("filter", "episodes IN (" + "1," * 900 + "1)"),
    ],
)
def test_what_cannot_be_used_is_400_and_named(client: TestClient, name: str, value: str) -> None:
    answer = client.get(ITEMS, params={name: value})
    assert answer.status_code == 400
    assert answer.json()["parameter"] == name


@pytest.mark.parametrize(
    "value",
    [
        "{",
        "[]",
        '{"op":"="}',
        '{"op":"=","args":[1]}',
        '{"op":1,"args":[]}',
        '{"op":"and","args":[true]}',
        '{"op":"not","args":[]}',
        '{"op":"in","args":[{"property":"name"},[]]}',
        '{"op":"in","args":[{"property":"name"},"x"]}',
        '{"op":"=","args":[{"property":["name"]},"x"]}',
        '{"op":"=","args":[{"property":"name"},true]}',
        '{"op":"=","args":[{"property":"name"},{"date":1}]}',
        '{"op":"=","args":[{"property":"episodes"},NaN]}',
        '{"op":"=","args":[{"op":"casei","args":[]},"x"]}',
        '{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":[1]}]}',
        '{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Point"}]}',
        '{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Nothing"}]}',
        '{"op":"s_intersects","args":[{"property":"geometry"},7]}',
        '{"op":"not","args":[' * 60 + "true" + "]}" * 60,
        "[" * 1900,
    ],
)
def test_broken_cql2_json_is_400(client: TestClient, value: str) -> None:
    answer = client.get(ITEMS, params={"filter": value, "filter-lang": "cql2-json"})
    assert (answer.status_code, answer.json()["parameter"]) == (400, "filter")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("episodes >= 30", ["b", "c"]),
        ("episodes < 30", ["a"]),
        ("NOT episodes < 30", ["b", "c"]),
        ("episodes IS NULL", ["d"]),
        ("episodes IS NOT NULL", ["a", "b", "c"]),
        ("episodes > 30 OR episodes IS NULL", ["c", "d"]),
        ("episodes > 5 AND name = 'a'", ["a"]),
        ("NOT (episodes = 10 AND name = 'd')", ["a", "b", "c"]),
        ("episodes = 999 OR name = 'zz'", []),
        ("episodes <> 10", ["b", "c"]),
        ("episodes BETWEEN 10 AND 30", ["a", "b"]),
        ("episodes NOT BETWEEN 10 AND 30", ["c"]),
        ("name IN ('a', 'd')", ["a", "d"]),
        ("episodes NOT IN (10, 30)", ["c"]),
        ("name LIKE '_'", ["a", "b", "c", "d"]),
        ("name LIKE 'A%'", []),
        ("CASEI(name) LIKE CASEI('A%')", ["a"]),
        ("ACCENTI(zone) = ACCENTI('Élan')", ["a", "b", "c", "d"]),
        ("CASEI(area_name) = CASEI('WEST WARD')", ["b"]),
        ("first_month >= '2021-01'", ["a", "b", "c", "d"]),
        ("first_month > DATE('2021-01-31')", []),
        ("last_month = TIMESTAMP('2021-06-05T00:00:00Z')", ["a", "b", "c", "d"]),
        ("S_INTERSECTS(geometry, BBOX(-2, 52, -1, 53))", ["a", "b", "c", "d"]),
        ("S_DISJOINT(geometry, POINT(0 0))", ["a", "b", "c", "d"]),
        ("S_WITHIN(geometry, BBOX(0, 0, 1, 1))", []),
        ("geometry IS NULL", []),
        ("true", ["a", "b", "c", "d"]),
        ("false", []),
    ],
)
def test_a_filter_is_what_it_says(
    empty_world: World,
    make_hotspot: Callable[..., Any],
    make_release: Callable[..., Any],
    text: str,
    expected: list[str],
) -> None:
    made = [
        make_hotspot("a", value=10, zone="Elan"),
        make_hotspot("b", value=30, zone="Elan", area=WEST),
        make_hotspot("c", value=40, zone="Elan"),
        make_hotspot("d", value=None, zone="Elan"),
    ]
    empty_world.seal(make_release(Audience.PARTNER, *made))
    answer = empty_world.client(Audience.PARTNER).get(ITEMS, params={"filter": text})
    assert ids(answer) == expected
    assert answer.json()["numberMatched"] == len(expected)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10)
@given(limit=st.integers(1, 12))
def test_pages_hold_every_feature_once(many: TestClient, limit: int) -> None:
    url, found = f"{ITEMS}?limit={limit}", []
    while url:
        body = many.get(url).json()
        assert body["numberMatched"] == 9
        assert body["numberReturned"] == len(body["features"]) <= limit
        found += [one["id"] for one in body["features"]]
        following = [link["href"] for link in body["links"] if link["rel"] == "next"]
        url = following[0] if following else ""
    assert found == [f"place-{number}" for number in range(9)]


@pytest.fixture
def many(
    empty_world: World, make_hotspot: Callable[..., Any], make_release: Callable[..., Any]
) -> TestClient:
    made = [make_hotspot(f"Place {number}", value=5 * number + 5) for number in range(9)]
    empty_world.seal(make_release(Audience.PARTNER, *made))
    return empty_world.client(Audience.PARTNER)


def test_pages_stay_with_the_release_that_they_began_with(
    world: World, make_hotspot: Callable[..., Any], make_release: Callable[..., Any]
) -> None:
    client = world.client(Audience.PARTNER)
    first = client.get(f"{ITEMS}?limit=1").json()
    newer = make_release(Audience.PARTNER, make_hotspot("Brand New"), months=(4, 9))
    world.seal(newer)
    (following,) = [link["href"] for link in first["links"] if link["rel"] == "next"]
    second = client.get(following).json()
    assert second["digest"] == first["digest"]
    assert [one["id"] for one in second["features"]] == ["shared-square"]
    (before,) = [link["href"] for link in second["links"] if link["rel"] == "prev"]
    assert ids(client.get(before)) == ["partnermark-arcade"]


coordinate = st.floats(-1, 1).map(lambda one: round(one, 3))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10)
@given(lon=coordinate, lat=coordinate, width=st.floats(0, 1.5), height=st.floats(0, 1.5))
def test_a_box_is_what_brute_force_finds(
    client: TestClient, lon: float, lat: float, width: float, height: float
) -> None:
    west, south = -1.46 + lon, 52.91 + lat
    for name in ("hotspots", "zones", "areas"):
        path = f"/ogc/collections/{name}/items"
        everything = client.get(path).json()["features"]
        numbers = (west, south, west + width, south + height)
        found = client.get(path, params={"bbox": ",".join(map(repr, numbers))})
        box = shapely.box(*numbers)
        expected = [one["id"] for one in everything if shape(one["geometry"]).intersects(box)]
        assert ids(found) == expected
        swapped = (south, west, south + height, west + width)
        same = {"bbox": ",".join(map(repr, swapped)), "bbox-crs": f"{EPSG}4326"}
        assert ids(client.get(path, params=same)) == expected


@pytest.mark.parametrize(
    ("bbox", "crs", "is_in"),
    [
        ("435999,334999,436001,335001", f"{EPSG}27700", False),
        ("430000,330000,440000,340000", f"{EPSG}27700", True),
        ("-163000,6960000,-162000,6970000", f"{EPSG}3857", True),
        ("52.9,-1.5,53,-1.4", f"{EPSG}4326", True),
        ("-1.5,52.9,0,-1.4,53,10", CRS84, True),
        ("170,52,-1,53", CRS84, True),
        ("170,52,-170,53", CRS84, False),
    ],
)
def test_a_box_is_in_its_own_reference_system(
    client: TestClient, bbox: str, crs: str, *, is_in: bool
) -> None:
    found = ids(client.get(ITEMS, params={"bbox": bbox, "bbox-crs": crs}))
    assert bool(found) is is_in


@pytest.mark.parametrize("number", [27700, 3857])
def test_only_longitudes_may_run_backwards(client: TestClient, number: int) -> None:
    query = {"bbox": "10,0,0,10", "bbox-crs": f"{EPSG}{number}"}
    assert client.get(ITEMS, params=query).status_code == 400


@pytest.mark.parametrize(
    ("crs", "expected"),
    [
        (CRS84, (-1.46, 52.91)),
        (f"{EPSG}4326", (52.91, -1.46)),
        (f"{EPSG}27700", (436417.0, 334895.0)),
        (f"{EPSG}3857", (-162526.5, 6966367.7)),
    ],
)
def test_the_answer_is_in_the_system_that_was_asked_for(
    client: TestClient, crs: str, expected: tuple[float, float]
) -> None:
    for path in (ITEMS, f"{ITEMS}/partnermark-arcade"):
        answer = client.get(path, params={"crs": crs})
        assert answer.headers["content-crs"] == f"<{crs}>"
        body = answer.json()
        one = body["features"][0] if "features" in body else body
        found = one["geometry"]["coordinates"]
        assert all(abs(a - b) < 100 for a, b in zip(found, expected, strict=True))
        assert (abs(found[0]) < abs(found[1])) == (abs(expected[0]) < abs(expected[1]))


@pytest.mark.parametrize(
    ("text", "is_in"),
    [
        ("2021-01-01", True),
        ("2021-06-30T23:30:00+01:00", True),
        ("2021-06-30T23:30:00Z", False),
        ("2020-12-31", False),
        ("2021-06-30/..", True),
        ("2021-07-01/..", False),
        ("../2021-01-01", True),
        ("/2020-12-31", False),
        ("2020-01-01/2022-01-01T00:00:00Z", True),
    ],
)
def test_days_are_compared_with_the_release_s(
    client: TestClient, text: str, *, is_in: bool
) -> None:
    assert bool(ids(client.get(ITEMS, params={"datetime": text}))) is is_in


def test_somebody_bound_to_areas_has_theirs_alone(world: World) -> None:
    client = world.client(Audience.BRIEF, EAST)
    assert ids(client.get("/ogc/collections/areas/items")) == [EAST]
    assert ids(client.get(ITEMS)) == ["briefmark-market"]
    assert len(ids(client.get("/ogc/collections/zones/items"))) == 1
    everything = client.get(ITEMS, params={"filter": "true", "bbox": "-180,-90,180,90"})
    assert ids(everything) == ["briefmark-market"]
    assert client.get(f"{ITEMS}/westmark-green").status_code == 404
    other = world.client(Audience.BRIEF, WEST).get("/ogc/collections/areas/items")
    assert other.headers["etag"] != client.get("/ogc/collections/areas/items").headers["etag"]


def test_outlines_turn_right_and_are_no_finer_than_six_decimals(client: TestClient) -> None:
    for one in client.get("/ogc/collections/areas/items").json()["features"]:
        assert all(part.exterior.is_ccw for part in shape(one["geometry"]).geoms)
        assert "." not in re.sub(r"\.\d{1,6}\b", "", str(one["geometry"]["coordinates"]))


@pytest.mark.parametrize("collection", ["hotspots", "zones", "areas"])
def test_a_release_that_shows_nothing_is_an_ordinary_answer(
    empty_world: World, make_release: Callable[..., Any], collection: str
) -> None:
    empty_world.seal(make_release(Audience.PARTNER))
    client = empty_world.client(Audience.PARTNER)
    assert client.get("/ogc/collections").status_code == 200
    for page in (f"/ogc/collections/{collection}", f"/ogc/collections/{collection}/items"):
        assert client.get(page).status_code == 200
        assert client.get(f"{page}?f=html").status_code == 200


def test_nothing_released_is_an_empty_list(empty_world: World) -> None:
    client = empty_world.client(Audience.PARTNER)
    assert client.get("/ogc/collections").json()["collections"] == []
    assert "Nothing has been released" in client.get("/ogc/collections?f=html").text
    assert client.get(ITEMS).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/ogc/collections/nothing",
        "/ogc/collections/zones-000000000000",
        "/ogc/collections/hotspots-000000000000/items",
        f"{ITEMS}?release=000000000000",
        f"{ITEMS}/nowhere",
        "/ogc/collections/areas/items/E05000009",
    ],
)
def test_what_is_not_there_is_404(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_page_of_features_is_not_sent_again(client: TestClient) -> None:
    tag = client.get(ITEMS).headers["etag"]
    assert tag.startswith('W/"')
    again = client.get(ITEMS, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"{ITEMS}?f=html").headers["etag"] != tag
    assert client.get(f"{ITEMS}?limit=1").headers["etag"] != tag


def test_a_page_beyond_the_last_says_so(client: TestClient) -> None:
    assert "beyond the last" in client.get(f"{ITEMS}?offset=50&f=html").text
    assert "No feature is" in client.get(f"{ITEMS}?filter=false&f=html").text


def test_the_document_is_openapi_3_0(client: TestClient) -> None:
    document = client.get("/ogc/api").json()
    assert document["openapi"].startswith("3.0.")
    text = client.get("/ogc/api").text
    for reference in re.findall(r'"\$ref":"#/([^"]+)"', text):
        node = document
        for step in reference.split("/"):
            node = node[step]
    for words in ('"const":', '"type":[', '"$defs":', '"examples":'):
        assert words not in text
    names = [way["get"]["operationId"] for way in document["paths"].values()]
    assert len(names) == len(set(names))
    known = {one["name"] for one in document["components"]["parameters"].values()}
    allowed = set(client.get(f"{ITEMS}?x=1").json()["allowed"])
    assert allowed <= known


def test_a_link_keeps_what_was_asked(client: TestClient) -> None:
    query = {"limit": "1", "filter": "episodes > 5 AND name LIKE '%a%'", "crs": f"{EPSG}27700"}
    links = client.get(ITEMS, params=query).json()["links"]
    (following,) = [link["href"] for link in links if link["rel"] == "next"]
    asked = dict(parse_qsl(urlsplit(following).query))
    assert query.items() <= asked.items()
    assert asked["offset"] == "1"
