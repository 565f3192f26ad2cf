from __future__ import annotations

import ast
import hashlib
import re
import subprocess
import sys
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import folium
import pytest

import hotspots.map
from hotspots.map import Basemap, render_map, script_hashes, style_hashes
from hotspots.map.hashes import source_hash
from hotspots.release import Audience, ShownCell

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.release import Comparison, Release, ReleasedHotspot

MAP = Path(hotspots.map.__file__).resolve().parent
HOTSPOTS = MAP.parent
NASTY = "</script><script>alert(1)</script>${alert(2)}{{ 7*7 }}`'\"<img src=x onerror=alert(3)>"
FORBIDDEN = {"Popup", "Tooltip", "Marker", "DivIcon", "GeoJsonPopup", "GeoJsonTooltip", "Html"}
# Names of XML vocabularies, and what Leaflet writes where its attribution box is used (it is not).
KNOWN_ADDRESSES = {"http://www.w3.org", "https://leafletjs.com"}


class Tags(HTMLParser):
    """Every start tag with its attributes, and the visible text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture
def page(
    make_release: Callable[..., Release],
    make_hotspot: Callable[..., ReleasedHotspot],
    wards: dict[str, Any],
) -> str:
    return render_map(make_release(make_hotspot("Bus Station")), wards=wards)


@pytest.fixture
def nasty_page(
    make_release: Callable[..., Release],
    make_hotspot: Callable[..., ReleasedHotspot],
    wards: dict[str, Any],
) -> str:
    release = make_release(
        make_hotspot(NASTY),
        title=NASTY,
        banner=NASTY,
        classification=NASTY,
        notices=(NASTY,),
        attribution=(NASTY,),
    )
    wards["features"][0]["properties"]["WD24NM"] = NASTY
    return render_map(release, wards=wards | {"attribution": NASTY}, context=release)


def test_the_page_refers_to_nothing_outside_itself(page: str) -> None:
    allowed = {"data:,", "#places"}
    for _, attributes in Tags(page).tags:
        for name in ("src", "href", "srcset", "action", "data", "poster"):
            assert attributes.get(name) in {None, *allowed}
    styles = "".join(re.findall(r"<style>(.*?)</style>", page, flags=re.DOTALL))
    assert "url(" not in styles
    assert "@import" not in styles
    assert set(re.findall(r"https?://[\w.-]+", page)) <= KNOWN_ADDRESSES
    assert "sourceMappingURL" not in page


def test_nothing_of_foliums_own_page_is_left(page: str) -> None:
    for word in ("cdn.", "jquery", "bootstrap", "awesome", "openstreetmap", "user-scalable", "$("):
        assert word not in page.lower().replace("l.layergroup", "")


def test_the_same_release_gives_the_same_bytes(
    make_release: Callable[..., Release],
    make_hotspot: Callable[..., ReleasedHotspot],
    wards: dict[str, Any],
) -> None:
    release = make_release(make_hotspot("Bus Station"))
    first = render_map(release, wards=wards)
    folium.Map()
    assert render_map(release, wards=wards) == first


def test_another_process_starts_the_map_the_same_way() -> None:
    program = "from hotspots.map.layout import folium_frame; print(folium_frame())"
    outputs = {
        subprocess.run(  # noqa: S603 - fixed arguments
            [sys.executable, "-c", program],
            check=True,
            capture_output=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(HOTSPOTS.parent)},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
    assert b"map_hotspots" in outputs.pop()


def test_its_policy_names_exactly_its_own_scripts_and_styles(nasty_page: str) -> None:
    tags = Tags(nasty_page).tags
    policy = next(a["content"] for _, a in tags if a.get("http-equiv") is not None)
    assert policy is not None
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"].split() == [f"'{h}'" for h in script_hashes(nasty_page)]
    assert directives["style-src"].split() == [f"'{h}'" for h in style_hashes(nasty_page)]
    assert len(script_hashes(nasty_page)) == 3
    assert "unsafe-eval" not in policy
    assert "eval(" not in nasty_page


def test_scripts_are_the_same_whatever_the_names(page: str, nasty_page: str) -> None:
    assert script_hashes(nasty_page) == script_hashes(page)
    assert style_hashes(nasty_page) == style_hashes(page)


def test_no_element_or_attribute_comes_from_a_name(page: str, nasty_page: str) -> None:
    names = {tag for tag, _ in Tags(nasty_page).tags}
    assert "img" not in names
    assert nasty_page.count("<script") == page.count("<script") == 4
    for _, attributes in Tags(nasty_page).tags:
        assert not [name for name in attributes if name.startswith("on")]
    assert "49" not in re.sub(r"<(script|style).*?</\1>", "", nasty_page, flags=re.DOTALL)


def test_a_hostile_name_stands_in_the_table_as_text(nasty_page: str) -> None:
    assert Tags(nasty_page).text.count(NASTY) >= 5


def test_the_page_says_what_it_is(page: str) -> None:
    text = " ".join(Tags(page).text)
    for words in (
        "OFFICIAL-SENSITIVE",
        "Synthetic data",
        "1 January 2021 to 30 June 2021",
        "Missing Strategic Group and police",
        "Only public places are shown.",
        "about 245",
        "Contains OS data",
        "Ward source",
        "What this map does not show",
    ):
        assert words in text
    assert '<html lang="en-GB">' in page


def test_a_period_in_the_title_is_not_said_twice(
    make_release: Callable[..., Release], wards: dict[str, Any]
) -> None:
    title = "Hotspots, 1 January 2021 to 30 June 2021"
    assert "<dt>Period</dt>" in render_map(make_release(), wards=wards)
    assert "<dt>Period</dt>" not in render_map(make_release(title=title), wards=wards)


def test_its_short_name_is_the_digests_beginning(
    make_release: Callable[..., Release], wards: dict[str, Any]
) -> None:
    release = make_release()
    assert f"<code>{release.digest[:12]}</code>" in render_map(release, wards=wards)


def test_the_table_has_a_caption_headers_and_a_line_for_each_place(page: str) -> None:
    tags = Tags(page).tags
    names = [tag for tag, _ in tags]
    assert names.count("table") == names.count("caption") == 2
    assert {a["scope"] for tag, a in tags if tag == "th"} == {"col", "row"}
    assert [a["data-row"] for _, a in tags if "data-row" in a] == ["1"]


def test_nothing_to_show_is_said_calmly(
    make_release: Callable[..., Release], wards: dict[str, Any]
) -> None:
    html = render_map(make_release(zones=()), wards=wards)
    assert "There is no place that may be shown to this audience" in html
    assert "This is not the same as none." in html
    assert "<table" not in html


def test_open_data_has_records_and_no_young_people(
    make_release: Callable[..., Release],
    make_hotspot: Callable[..., ReleasedHotspot],
    wards: dict[str, Any],
) -> None:
    ring = ((-1.47, 52.92), (-1.468, 52.92), (-1.468, 52.921), (-1.47, 52.92))
    cell = ShownCell(easting=435600, northing=336200, ring=ring)
    release = make_release(make_hotspot("Burglary", cells=(cell,)), audience=Audience.OPEN_DATA)
    html = render_map(release, wards=wards)
    assert "Young people" not in html
    assert "Records" in html
    assert "No person is in this data." in html


def test_the_context_layer_is_named_and_off_at_first(
    make_release: Callable[..., Release],
    make_hotspot: Callable[..., ReleasedHotspot],
    wards: dict[str, Any],
) -> None:
    release = make_release(make_hotspot("Bus Station"))
    context = make_release(make_hotspot("Burglary"), title="Street-level records")
    assert "context-switch" not in re.sub(
        r"<script.*?</script>", "", render_map(release, wards=wards), flags=re.DOTALL
    )
    tags = Tags(render_map(release, wards=wards, context=context)).tags
    switch = next(a for _, a in tags if a.get("id") == "context-switch")
    assert "checked" not in switch


def test_hashes_are_of_inline_blocks_that_run() -> None:
    html = (
        '<script src="x.js"></script><script type="application/json">{}</script>'
        "<style>p{}</style><script>a<b</script><SCRIPT TYPE='module'>c</SCRIPT>"
    )
    assert script_hashes(html) == (source_hash("a<b"), source_hash("c"))
    assert style_hashes(html) == (source_hash("p{}"),)
    # The example of the Content Security Policy specification, level 2, section 4.2.5.
    expected = "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng="
    assert source_hash("alert('Hello, world.');") == expected


def test_third_party_files_are_as_published() -> None:
    sources = tomllib.loads((MAP / "assets" / "SOURCES.toml").read_text(encoding="utf-8"))
    files = {path.name for path in (MAP / "assets").iterdir()} - {"SOURCES.toml"}
    assert files == set(sources)
    for name, entry in sources.items():
        data = (MAP / "assets" / name).read_bytes()
        assert hashlib.sha256(data).hexdigest() == entry["sha256"]
        assert entry["licence"] == "BSD-2-Clause"
        assert entry["version"] in entry["origin"]


def _names_used(path: Path) -> set[str]:
    used = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            used.add(node.attr)
        elif isinstance(node, ast.ImportFrom) and node.module in {"folium", "branca.element"}:
            used |= {alias.name for alias in node.names}
    return used


def test_no_folium_element_that_takes_text_is_used() -> None:
    files = sorted(HOTSPOTS.rglob("*.py"))
    assert MAP / "page.py" in files
    assert [path.name for path in files if _names_used(path) & FORBIDDEN] == []


def test_that_check_sees_such_an_element(tmp_path: Path) -> None:
    module = tmp_path / "bad.py"
    module.write_text("import folium\nfolium.Popup('x')\n", encoding="utf-8")
    assert _names_used(module) & FORBIDDEN == {"Popup"}


def test_a_tile_server_is_the_one_host_that_pictures_may_come_from(
    make_release: Callable[..., Release], wards: dict[str, Any]
) -> None:
    basemap = Basemap(url="https://tiles.example.org/{z}/{x}/{y}.png", attribution=NASTY)
    html = render_map(make_release(), wards=wards, basemap=basemap)
    tags = Tags(html)
    policy = next(a["content"] for _, a in tags.tags if a.get("http-equiv") is not None)
    assert "img-src data: https://tiles.example.org;" in str(policy)
    assert str(policy).count("https:") == 1
    switch = next(a for _, a in tags.tags if a.get("id") == "basemap-switch")
    assert "checked" not in switch
    text = " ".join(tags.text)
    assert "This asks a server (tiles.example.org) for the area you look at." in text
    assert NASTY in text


def test_without_one_nothing_can_be_asked_and_no_switch_is_there(page: str) -> None:
    assert "img-src data:;" in page
    assert 'id="basemap-switch"' not in page
    assert "this page asks no server for anything" in page


def test_every_view_has_its_legend_and_the_first_is_shown(
    make_release: Callable[..., Release],
    make_hotspot: Callable[..., ReleasedHotspot],
    comparison: Comparison,
    wards: dict[str, Any],
) -> None:
    release = make_release(make_hotspot("Bus Station"), comparison=comparison)
    tags = Tags(render_map(release, wards=wards)).tags
    legends = [a for _, a in tags if a.get("class") == "legend-view"]
    options = [a["value"] for tag, a in tags if tag == "option"]
    assert [a["data-view"] for a in legends] == options == ["figures", "change", "band-1"]
    assert ["hidden" in a for a in legends] == [False, True, True]
    assert [a["data-former"] for _, a in tags if "data-former" in a] == ["1", "2"]


def test_one_view_needs_no_choice(
    make_release: Callable[..., Release], wards: dict[str, Any]
) -> None:
    assert "select" not in {tag for tag, _ in Tags(render_map(make_release(), wards=wards)).tags}


def test_people_s_figures_have_a_last_day(page: str) -> None:
    assert "<dt>Not after</dt><dd>30 June 2022</dd>" in page
