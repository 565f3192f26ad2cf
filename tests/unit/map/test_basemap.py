from __future__ import annotations

import pytest

from hotspots.errors import ParameterError
from hotspots.map import Basemap

XYZ = "https://tiles.example.org/map/{z}/{x}/{y}.png"


def test_an_address_of_tiles_names_its_host() -> None:
    basemap = Basemap(url=XYZ, attribution="Example")
    assert basemap.template == XYZ
    assert basemap.origin == "https://tiles.example.org"
    assert basemap.host == "tiles.example.org"


def test_wmts_names_are_understood() -> None:
    url = "https://tiles.example.org:8443/wmts?L=a&M={TileMatrix}&R={TileRow}&C={TileCol}"
    basemap = Basemap(url=url, attribution="Example")
    assert basemap.template.endswith("?L=a&M={z}&R={y}&C={x}")
    assert basemap.origin == "https://tiles.example.org:8443"


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost"])
def test_a_server_on_this_machine_needs_no_tls(host: str) -> None:
    url = f"http://{host}/{{z}}/{{x}}/{{y}}.png"
    assert Basemap(url=url, attribution="Own").origin == f"http://{host}"


@pytest.mark.parametrize(
    "url",
    [
        "http://tiles.example.org/{z}/{x}/{y}.png",
        "https://{s}.example.org/{z}/{x}/{y}.png",
        "https://tiles.example.org/{z}/{x}.png",
        "https://tiles.example.org/{z}/{x}/{y}/{y}.png",
        "https://tiles.example.org/{z}/{x}/{y}/{key}.png",
        "https://me:secret@tiles.example.org/{z}/{x}/{y}.png",
        "https://tiles.example.org/{z}/{x}/{y}.png; script-src *",
        "https://tiles.example.org/{z}/{x}/{y}.png' *",
        "https://tiles.example.org,*/{z}/{x}/{y}.png",
        "https://*/{z}/{x}/{y}.png",
        "javascript:alert(1)//{z}/{x}/{y}",
        "//tiles.example.org/{z}/{x}/{y}.png",
        "data:{z}{x}{y}",
        "",
    ],
)
def test_what_is_no_address_of_tiles_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(ParameterError) as refusal:
        Basemap(url=url, attribution="Example")
    assert "secret" not in str(refusal.value)
    assert "example.org" not in str(refusal.value)


@pytest.mark.parametrize(("attribution", "last_zoom"), [(" ", 19), ("Example", 0), ("Example", 23)])
def test_nobody_to_name_and_no_such_zoom_are_refused(attribution: str, last_zoom: int) -> None:
    with pytest.raises(ParameterError):
        Basemap(url=XYZ, attribution=attribution, last_zoom=last_zoom)
