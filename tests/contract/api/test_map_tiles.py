"""A background map comes from the one server that the settings name, or from none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hotspots.errors import ParameterError
from hotspots.release import Audience

if TYPE_CHECKING:
    from conftest import World

TILES = "https://tiles.example.org/{z}/{x}/{y}.png"


def _pictures(policy: str) -> str:
    return next(part.strip() for part in policy.split(";") if part.strip().startswith("img-src"))


def test_a_map_may_ask_the_configured_server_for_pictures_alone(world: World) -> None:
    client = world.client(Audience.PARTNER, tiles_url=TILES, tiles_attribution="© Example")
    page = client.get("/maps/latest")
    policy = page.headers["content-security-policy"]
    assert _pictures(policy) == "img-src data: https://tiles.example.org"
    assert policy.count("https:") == 1
    assert "connect-src 'none'" in policy
    assert "This asks a server (tiles.example.org) for the area you look at." in page.text


def test_no_map_asks_anybody_unless_a_server_is_configured(world: World) -> None:
    page = world.client(Audience.PARTNER).get("/maps/latest")
    assert _pictures(page.headers["content-security-policy"]) == "img-src data:"
    assert 'id="basemap-switch"' not in page.text


def test_other_pages_never_ask_it(world: World) -> None:
    client = world.client(Audience.PARTNER, tiles_url=TILES, tiles_attribution="© Example")
    assert "tiles.example.org" not in client.get("/").headers["content-security-policy"]


@pytest.mark.parametrize(
    ("url", "attribution"), [(TILES, ""), ("http://tiles.example.org/{z}/{x}/{y}", "© Example")]
)
def test_a_server_that_cannot_be_used_stops_the_start(
    world: World, url: str, attribution: str
) -> None:
    with pytest.raises(ParameterError):
        world.app(tiles_url=url, tiles_attribution=attribution)
