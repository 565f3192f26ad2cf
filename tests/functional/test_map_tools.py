"""What one does on the map's page: find, choose what the signs mean, sort, ask where it is."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from hotspots.geo import coordinates_from_lon_lat
from hotspots.map import Basemap, render_map
from hotspots.period import Period
from hotspots.release import (
    Change,
    Comparison,
    FormerHotspot,
    Release,
    ShownAction,
    ShownArea,
    ShownCount,
    ShownDirection,
    ShownPosition,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

SIZES = [(1280, 800), (390, 844)]
SIGNS = ".leaflet-overlay-pane path[fill-opacity='1']"
BANDS = ("00:00 to 06:00", "06:00 to 12:00", "12:00 to 18:00", "18:00 to 24:00")
CHANGES = (*Change, Change.RISING, None)
FORMER = ShownPosition(easting=435000.0, northing=334800.0, lon=-1.481038, lat=52.909486)
TILES = Basemap(url="https://tiles.example.org/{z}/{x}/{y}.png", attribution="© Example")


@pytest.fixture
def rich(seven: Release) -> Release:
    """The seven with everything that a release may tell."""
    bands = tuple(
        (n, ShownCount(text=str(v), value=v)) for n, v in zip(BANDS, (5, 10, 20, 55), strict=True)
    )
    action = ShownAction(what="Patrols", lead="Police", first_month="2021-03", last_month=None)
    hotspots = [
        replace(
            one,
            direction=change and ShownDirection(change=change, text=f"Word: {change.value}."),
            firmness="Firm: it is found again when some of the young people are left out.",
            time_bands=bands if number == 4 else (),
            actions=(action,) if number == 4 else (),
        )
        for number, (one, change) in enumerate(zip(seven.hotspots, CHANGES, strict=True))
    ]
    hotspots[0] = replace(hotspots[0], name="Café Ångström, St Peter's & Sons")
    area = ShownArea(code="E05015508", name="Arboretum")
    gone = FormerHotspot(hotspot_id="old", name="Old Arcade", area=area, position=FORMER)
    period = Period(first=date(2020, 7, 1), last=date(2020, 12, 31))
    comparison = Comparison(period=period, former=(gone,))
    return replace(seven, hotspots=tuple(hotspots), comparison=comparison)


@pytest.fixture
def rich_page(rich: Release, context: Release, wards: dict[str, Any]) -> str:
    return render_map(rich, wards=wards, context=context)


def _centre(page: Page) -> list[float]:
    found: list[float] = page.evaluate("(({ lat, lng }) => [lat, lng])(map_hotspots.getCenter())")
    return found


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_axe_finds_nothing_to_mend(
    rich_page: str, open_page: Callable[..., Any], width: int, height: int
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe").Axe()
    opened = open_page(rich_page, width=width, height=height)
    page = opened.page
    assert axe.run(page).response["violations"] == []
    page.select_option("#view", "change")
    page.locator("#places th.place button").nth(4).click()
    page.locator("th[data-sort='figure'] button").click()
    page.fill("#search", "al")
    page.keyboard.press("ArrowDown")
    assert page.locator("[role=option]").count() == 8
    assert axe.run(page).response["violations"] == []
    assert opened.is_quiet, opened


@pytest.mark.parametrize(
    "words", ["cafe angstrom", "ANGSTROM café", "st peters", "St Peter\u2019s and sons", "ångs caf"]
)
def test_a_place_is_found_without_accents_and_by_keys_alone(
    rich_page: str, open_page: Callable[..., Any], words: str
) -> None:
    opened = open_page(rich_page)
    page = opened.page
    page.locator("#search").focus()
    page.keyboard.insert_text(words)
    assert page.locator("#search-said").inner_text() == "1 found."
    page.keyboard.press("ArrowDown")
    active = page.locator("#search").get_attribute("aria-activedescendant")
    assert page.locator(f"#{active}").get_attribute("aria-selected") == "true"
    page.keyboard.press("Enter")
    assert page.locator("#card-name").inner_text() == "Café Ångström, St Peter's & Sons"
    assert page.locator(".chosen th").inner_text() == "Café Ångström, St Peter's & Sons"
    assert page.locator("#found").is_hidden()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "search"
    assert opened.is_quiet, opened


def test_a_ward_is_found_and_the_map_moves_there(
    rich_page: str, wards: dict[str, Any], open_page: Callable[..., Any]
) -> None:
    page = open_page(rich_page).page
    properties = wards["features"][0]["properties"]
    name = next(value for key, value in properties.items() if key.endswith("NM"))
    page.fill("#search", name)
    page.locator("[role=option]", has_text="ward").first.click()
    rings = wards["features"][0]["geometry"]["coordinates"]
    flat = np.array(rings[0] if isinstance(rings[0][0][0], float) else rings[0][0])
    assert _centre(page) == pytest.approx(
        [(flat[:, 1].min() + flat[:, 1].max()) / 2, (flat[:, 0].min() + flat[:, 0].max()) / 2],
        abs=0.005,
    )
    assert page.locator(".leaflet-wards-pane path[stroke-width='4']").count() == 1
    page.get_by_role("button", name="Show all").click()
    assert page.locator(".leaflet-wards-pane path[stroke-width='4']").count() == 0


def test_what_is_not_found_is_not_said_to_be_safe(
    rich_page: str, open_page: Callable[..., Any]
) -> None:
    page = open_page(rich_page).page
    page.fill("#search", "nowhere at all")
    assert "No place, zone or ward of that name" in page.locator("#search-said").inner_text()
    assert "not known to be safe" in page.locator("#search-said").inner_text()
    page.keyboard.press("Enter")
    assert page.locator("#card").is_hidden()
    page.keyboard.press("Escape")
    assert page.input_value("#search") == ""
    assert page.locator("#search-said").inner_text() == ""


def test_a_zone_brings_its_places_into_view(rich_page: str, open_page: Callable[..., Any]) -> None:
    page = open_page(rich_page).page
    page.locator("table.zones").get_by_role("button", name="City centre").click()
    assert page.evaluate("map_hotspots.getZoom()") == 15
    page.wait_for_timeout(50)
    assert page.locator(".place-label:visible .words").all_inner_texts() == [
        "Derby Bus Station",
        "Assembly Rooms Car Park",
    ]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_change_since_the_last_release_has_forms_not_only_colours(
    rich_page: str, open_page: Callable[..., Any], width: int, height: int
) -> None:
    opened = open_page(rich_page, width=width, height=height)
    page = opened.page
    assert page.locator(SIGNS).count() == 7
    page.select_option("#view", "change")
    assert page.locator(SIGNS).count() == 8, "the place that is no longer shown comes with it"
    forms = page.eval_on_selector_all(
        SIGNS, "all => all.map((e) => e.getAttribute('d').replace(/[\\d.,\\s-]+/g, ' '))"
    )
    assert len(set(forms)) >= 4
    assert page.locator(".legend-view:visible li").count() == 7
    assert "Shown before and not now" in page.locator(".legend-view:visible").inner_text()
    page.select_option("#view", "figures")
    assert page.locator(SIGNS).count() == 7
    page.locator("table.former").get_by_role("button", name="Old Arcade").click()
    assert page.input_value("#view") == "change"
    assert "not known to be safe" in page.locator("#card").inner_text()
    assert page.locator(".one.chosen").count() == 0
    assert opened.is_quiet, opened


def test_the_card_tells_all_that_the_release_tells(
    rich_page: str, open_page: Callable[..., Any]
) -> None:
    page = open_page(rich_page).page
    page.locator("th[data-row='5'] button").click()
    facts = page.locator("#card").inner_text()
    words = ("Word: too few to compare.", "18:00 to 24:00: 55", "Firm: it is found again")
    for text in (*words, "Patrols (Police, since March 2021)", "City centre", "about 60"):
        assert text in facts


def test_a_time_of_day_is_a_view_where_the_numbers_allow_it(
    rich_page: str, open_page: Callable[..., Any]
) -> None:
    page = open_page(rich_page).page
    page.select_option("#view", label="Episodes from 18:00 to 24:00")
    legend = page.locator(".legend-view:visible").inner_text()
    assert "from 18:00 to 24:00, local time" in legend
    assert "No number is shown" in legend
    assert page.locator(f"{SIGNS}[fill='#ffffff']").count() == 6
    assert page.locator(f"{SIGNS}[fill='#08306b']").count() == 1


def test_a_heading_sorts_and_what_has_no_figure_comes_last(
    rich: Release, wards: dict[str, Any], open_page: Callable[..., Any]
) -> None:
    withheld = replace(rich.hotspots[2], episodes=ShownCount(text="Not shown"))
    release = replace(rich, hotspots=(*rich.hotspots[:2], withheld, *rich.hotspots[3:]))
    opened = open_page(render_map(release, wards=wards))
    page = opened.page

    def order() -> list[int]:
        return [int(text) for text in page.locator("#places td.number").all_inner_texts()]

    heading = page.locator("th[data-sort='figure']")
    heading.get_by_role("button").click()
    assert heading.get_attribute("aria-sort") == "descending"
    assert order() == [5, 7, 1, 2, 4, 6, 3]
    heading.get_by_role("button").click()
    assert heading.get_attribute("aria-sort") == "ascending"
    assert order() == [4, 6, 2, 1, 7, 5, 3]
    page.get_by_role("columnheader", name="Place").get_by_role("button").click()
    assert heading.get_attribute("aria-sort") is None
    names = page.locator("#places th.place").all_inner_texts()
    assert names == sorted(names, key=str.casefold)
    page.locator("#places th.place button").first.click()
    assert page.locator("#card-name").inner_text() == names[0]
    assert opened.is_quiet, opened


def test_the_grid_is_pyprojs_to_a_metre(rich_page: str, open_page: Callable[..., Any]) -> None:
    chance = np.random.default_rng(27700)
    points = np.column_stack([chance.uniform(-6.5, 1.8, 3000), chance.uniform(49.9, 60.9, 3000)])
    found = open_page(rich_page).page.evaluate(
        "all => all.map(([lon, lat]) => gridOf(lat, lon)).map((m) => [m.easting, m.northing])",
        points.tolist(),
    )
    apart_m = np.hypot(*(np.array(found) - coordinates_from_lon_lat(points)).T)
    assert float(apart_m.max()) < 1.0


def test_a_grid_reference_has_the_squares_letters(
    rich_page: str, open_page: Callable[..., Any]
) -> None:
    known = {
        (435601, 336203): "SK 3560 3620",
        (651409, 313177): "TG 5140 1317",
        (216650, 771250): "NN 1665 7125",
        (0, 0): "SV 0000 0000",
        (699999, 1299999): "JM 9999 9999",
        (-1, 5): "",
        (700001, 5): "",
    }
    page = open_page(rich_page).page
    for (easting, northing), reference in known.items():
        metres = {"easting": easting, "northing": northing}
        assert page.evaluate("gridReference", metres) == reference


def test_the_position_is_told_to_pointer_and_keys(
    rich_page: str, open_page: Callable[..., Any]
) -> None:
    page = open_page(rich_page).page
    line = page.locator("#where")
    middle = line.inner_text()
    assert middle.startswith("Middle of the map: SK ")
    box = page.locator(".folium-map").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 200, box["y"] + 300)
    assert line.inner_text().startswith("Under the pointer: SK ")
    page.mouse.move(5, 5)
    assert line.inner_text() == middle
    page.locator(".folium-map").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(600)  # the map glides
    assert page.locator("#where-said").inner_text().startswith("Middle of the map: SK ")
    assert line.inner_text() != middle


def test_a_background_map_asks_its_server_only_when_it_is_switched_on(
    rich: Release, wards: dict[str, Any], open_page: Callable[..., Any]
) -> None:
    opened = open_page(render_map(rich, wards=wards, basemap=TILES))
    page = opened.page
    page.locator("#places th.place button").first.click()
    page.keyboard.press("Escape")
    assert opened.is_quiet, opened
    with page.expect_request("https://tiles.example.org/**") as asked:
        page.get_by_label("This asks a server (tiles.example.org)").check()
    assert "referer" not in asked.value.all_headers()
    page.wait_for_timeout(100)
    assert {address.split("/")[2] for address in opened.requests} == {"tiles.example.org"}
    page.locator("#basemap-switch").uncheck()
    number = len(opened.requests)
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(400)
    assert len(opened.requests) == number
    assert not opened.dialogs


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_stop_of_the_tab_key_can_be_seen(
    rich_page: str, open_page: Callable[..., Any], width: int, height: int
) -> None:
    page = open_page(rich_page, width=width, height=height).page
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => { const e = document.activeElement; const s = getComputedStyle(e);
              const b = e.getBoundingClientRect();
              return [e.id || e.className || e.textContent, s.outlineStyle !== "none",
                b.width > 0 && b.height > 0 && b.right > 0 && b.bottom > 0]; }"""
        )
        if stop[0] == seen[:1]:
            break
        seen.append(stop)
        if page.evaluate("document.activeElement === document.body"):
            break
    names = [name for name, _, _ in seen]
    for name in ("skip", "search", "view", "context-switch", "Derby Bus Station"):
        assert name in names
    assert [s for s in seen[:-1] if not (s[1] and s[2])] == []


def test_two_thousand_places_are_drawn_listed_and_labelled_apart(
    seven: Release, wards: dict[str, Any], open_page: Callable[..., Any]
) -> None:
    chance = random.Random(6)  # noqa: S311 - the same places every time, nothing secret
    hotspots = []
    for number in range(2000):
        lon, lat = chance.uniform(-1.55, -1.40), chance.uniform(52.86, 52.96)
        position = replace(seven.hotspots[0].position, lon=lon, lat=lat)
        value = 5 * chance.randint(1, 12)
        shown = ShownCount(text=str(value), value=value)
        made = replace(seven.hotspots[0], position=position, episodes=shown, time_bands=())
        hotspots.append(replace(made, hotspot_id=f"p{number}", name=f"Place {number + 1}"))
    opened = open_page(render_map(replace(seven, hotspots=tuple(hotspots), zones=()), wards=wards))
    page = opened.page
    assert page.locator("#places tbody").count() == 2000
    boxes = [e.bounding_box() for e in page.query_selector_all(".place-label:not([hidden])")]
    assert 5 <= len(boxes) <= 60
    for one, other in combinations([box for box in boxes if box], 2):
        apart_x = max(one["x"], other["x"]) - min(
            one["x"] + one["width"], other["x"] + other["width"]
        )
        apart_y = max(one["y"], other["y"]) - min(
            one["y"] + one["height"], other["y"] + other["height"]
        )
        assert max(apart_x, apart_y) > 0
    page.fill("#search", "place 1987")
    page.keyboard.press("Enter")
    assert page.locator("#card-name").inner_text() == "Place 1987"
    assert page.locator(".one.chosen th").is_visible()
    assert opened.is_quiet, opened
