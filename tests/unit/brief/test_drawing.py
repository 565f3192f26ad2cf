from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING, Any

from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from hotspots.brief import Ground
from hotspots.brief.badges import badges_at
from hotspots.brief.drawing import HEIGHT, WIDTH
from hotspots.geo import PointM, to_lon_lat
from hotspots.release import ShownPosition

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from hotspots.brief import AreaBrief
    from hotspots.release import ReleasedHotspot

SVG = "{http://www.w3.org/2000/svg}"
PLACES = st.lists(st.tuples(st.floats(0, WIDTH), st.floats(0, HEIGHT)), max_size=60)


def parsed(brief: AreaBrief) -> Element:
    root: Element = fromstring(brief.map_svg)
    return root


def texts(brief: AreaBrief) -> list[str]:
    return [one.text or "" for one in parsed(brief).iter(f"{SVG}text")]


def test_the_map_has_a_number_for_each_place_north_and_a_scale(
    make_brief: Callable[..., AreaBrief], make_hotspot: Callable[..., ReleasedHotspot]
) -> None:
    brief = make_brief(make_hotspot(), make_hotspot("Arcade", hotspot_id="arcade"))
    assert texts(brief) == ["West ward", "1", "2", "N", "500 m"]


def test_the_scale_bar_is_true(make_brief: Callable[..., AreaBrief]) -> None:
    # The ward is 2,000 m high and drawn between margins of 24 units.
    bar = re.search(r"v5h([\d.]+)v-5", make_brief().map_svg)
    assert bar is not None
    assert abs(float(bar[1]) - 500 * (HEIGHT - 48) / 2000) < 1


def test_a_large_area_has_kilometres(
    make_brief: Callable[..., AreaBrief], make_hotspot: Callable[..., ReleasedHotspot]
) -> None:
    assert texts(make_brief(_at(make_hotspot, 437000, 350000)))[-1] == "5 km"


def test_a_place_beyond_the_edge_is_in_the_picture(
    make_brief: Callable[..., AreaBrief], make_hotspot: Callable[..., ReleasedHotspot]
) -> None:
    for east, north in ((430000, 335000), (444000, 335000), (437000, 330000), (437000, 340000)):
        circle = next(parsed(make_brief(_at(make_hotspot, east, north))).iter(f"{SVG}circle"))
        assert 0 <= float(circle.attrib["cx"]) <= WIDTH
        assert 0 <= float(circle.attrib["cy"]) <= HEIGHT


def test_it_names_no_server_and_runs_nothing(hostile: AreaBrief) -> None:
    allowed = {f"{SVG}{name}" for name in ("svg", "rect", "g", "path", "text", "circle")}
    root = parsed(hostile)
    assert {one.tag for one in root.iter()} <= allowed
    assert not [key for one in root.iter() for key in one.attrib if key.startswith("on")]
    addresses = re.findall(r"https?://[^\"]+", hostile.map_svg)
    assert addresses == ["http://www.w3.org/2000/svg"]


def test_hostile_names_of_areas_are_words_on_the_map(
    wards: dict[str, Any], hostile_texts: tuple[str, ...], make_brief: Callable[..., AreaBrief]
) -> None:
    for text in hostile_texts:
        wards["features"][1]["properties"]["WD24NM"] = text
        drawn = texts(make_brief())
        assert drawn[0] == "N" or drawn[0][:10] in Ground.of(wards).areas[1].name


def test_a_name_without_room_is_left_out(
    wards: dict[str, Any], make_brief: Callable[..., AreaBrief]
) -> None:
    wards["features"][1]["properties"]["WD24NM"] = "A name of many, many, many letters"
    assert texts(make_brief())[0] == "N"


def test_a_neighbour_s_name_never_runs_into_the_area_itself(
    wards: dict[str, Any], make_brief: Callable[..., AreaBrief]
) -> None:
    # A strip along the western edge: its middle is so near that the name would cross over.
    corners = ((435700, 334000), (436000, 334000), (436000, 336000), (435700, 336000))
    ring = [list(to_lon_lat(PointM(*corner))) for corner in (*corners, corners[0])]
    wards["features"][1]["geometry"] = {"type": "Polygon", "coordinates": [ring]}
    wards["features"][1]["properties"]["WD24NM"] = "Narrow West"
    assert texts(make_brief())[0] == "N"


def test_an_area_out_of_sight_is_not_drawn(
    wards: dict[str, Any], make_brief: Callable[..., AreaBrief]
) -> None:
    corners = ((400000, 300000), (401000, 300000), (401000, 301000), (400000, 300000))
    ring = [list(to_lon_lat(PointM(*corner))) for corner in corners]
    wards["features"][1]["geometry"] = {"type": "Polygon", "coordinates": [ring]}
    assert len(list(parsed(make_brief()).iter(f"{SVG}path"))) == 3  # the ward, the arrow, the bar


@given(PLACES)
def test_no_two_numbers_overlap_and_none_leaves_the_picture(
    places: list[tuple[float, float]],
) -> None:
    badges = badges_at(places, width=WIDTH, height=HEIGHT)
    assert [(b.place_x, b.place_y) for b in badges] == places
    shown = [badge for badge in badges if badge.number]
    for badge in shown:
        assert badge.half <= badge.x <= WIDTH - badge.half
        assert 11 <= badge.y <= HEIGHT - 11
    for one, other in combinations(shown, 2):
        apart = abs(one.x - other.x) >= one.half + other.half, abs(one.y - other.y) >= 22
        assert any(apart)


def test_a_number_without_room_is_not_drawn_and_its_place_is() -> None:
    badges = badges_at([(300.0, 200.0)] * 200, width=WIDTH, height=HEIGHT)
    numbers = [badge.number for badge in badges]
    assert numbers[:2] == ["1", "2"]
    assert not badges[0].is_beside
    assert badges[1].is_beside
    assert numbers[-1] == ""
    assert len(badges) == 200


def _at(make: Callable[..., ReleasedHotspot], east: float, north: float) -> ReleasedHotspot:
    position = ShownPosition(easting=float(east), northing=float(north), lon=-1.4, lat=52.9)
    return make(position=position)
