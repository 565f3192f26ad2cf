"""Texts that attack whoever shows them, and pages made of nothing else.

Two worlds are built through the same code, from the gazetteer's place to the page: one in
which every text is hostile, and one in which they are harmless words. Their pages must have
the same bones. Everything in them is invented.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import shapely
from starlette.testclient import TestClient

from api.app import create_app
from hotspots.access import AccessStore
from hotspots.boundaries import Ward
from hotspots.describe import facts_of
from hotspots.gazetteer import Place
from hotspots.geo import PointM
from hotspots.model import (
    Episode,
    EpisodeStatus,
    Geocoded,
    GeocodeMethod,
    GeocodeStatus,
    Hotspot,
    PlaceMention,
    PlaceRole,
    PlaceSource,
    Sighting,
)
from hotspots.period import Period
from hotspots.protect import GateContext, load_policy, protect
from hotspots.release import Audience, Change, Release, ShownAction, ShownDirection, ShownPlaceRisk
from hotspots.settings import ServiceSettings
from hotspots.store import ReleaseStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from playwright.sync_api import Page

HERE = Path(__file__).resolve().parent
NOW = datetime(2022, 6, 1, 9, tzinfo=UTC)
PERIOD = Period(first=date(2021, 7, 1), last=date(2021, 9, 30))
AREA = "E05000001"
CHILDREN = 12
LONG = (
    "A" * 20_000,
    "<b>" * 2_000,
    "<img src=x onerror=alert(1)>" * 300,
    "\u202e" * 3_000 + "x",
    "&" * 5_000,
    "W " * 4_000,
    "\U0001f600" * 2_000,
    "<script>" * 500 + "alert(1)" + "</script>" * 500,
    "\"'><" * 2_000,
)
# Digests, and ids made of or sorted by a name: they differ because the texts do.
NAMED_BY_CONTENT = re.compile(r'\b[0-9a-f]{64}\b|\b[0-9a-f]{12}\b|\bE\d{8}\b|(?<=/items/)[^"?]+')
# What an attacker wants of a page: an element, or an attribute that does or loads something.
BONES = """() => {
    const said = new Set(["title", "aria-label", "content", "value", "data-label", "alt"]);
    const does = new Set(["href", "src", "xlink:href", "action", "formaction", "srcdoc"]);
    const firm = [], drawn = new Set();
    for (const element of document.querySelectorAll("*")) {
        // Where a drawing puts its labels depends on how long they are.
        const isDrawn = element.closest("svg, .leaflet-container") !== null;
        const attributes = [...element.attributes].map((a) =>
            (isDrawn ? !does.has(a.name) : said.has(a.name)) ? a.name : `${a.name}=${a.value}`);
        const bone = [element.namespaceURI, element.localName, ...attributes.sort()].join(" ");
        isDrawn ? drawn.add(bone) : firm.push(bone);
    }
    return [firm, [...drawn].sort()];
}"""


def _read_payloads() -> tuple[str, ...]:
    groups: dict[str, list[str]] = json.loads((HERE / "payloads.json").read_bytes())
    return (*(text for group in groups.values() for text in group), *LONG)


@pytest.fixture(scope="session")
def payloads() -> tuple[str, ...]:
    """Every hostile text, each once."""
    return _read_payloads()


@pytest.fixture(scope="session")
def harmless(payloads: tuple[str, ...]) -> tuple[str, ...]:
    """As many plain texts."""
    return tuple(f"plain words {number}" for number in range(len(payloads)))


def _sighting(number: int, place_id: str) -> Sighting:
    started = datetime(2021, 8, 2, 19, tzinfo=UTC)
    return Sighting(
        episode=Episode(
            episode_id=f"e{number}",
            child_id=f"c{number % CHILDREN}",
            status=EpisodeStatus.MISSING,
            started_at=started,
            returned_at=started + timedelta(hours=9),
        ),
        mention=PlaceMention(
            key="visited", role=PlaceRole.VISITED, source=PlaceSource.POLICE, text=""
        ),
        part=0,
        where=Geocoded(
            text="",
            status=GeocodeStatus.LOCATED,
            method=GeocodeMethod.NAME,
            confidence=1.0,
            point=PointM(437_000.0, 333_000.0),
            precision_m=30.0,
            place_id=place_id,
        ),
    )


def _hotspot(number: int, text: str) -> Hotspot:
    """A public place of that name, zone and kind, in a ward of that name; called so as well."""
    place = Place(
        place_id=f"place-{number:04}",
        name=text,
        category=text,
        point=PointM(430_000.0 + 700 * (number % 22), 330_000.0 + 700 * (number // 22)),
        extent_m=60.0,
        accuracy_m=30.0,
        zone=text,
    )
    own = tuple(_sighting(one, place.place_id) for one in range(2 * CHILDREN))
    return Hotspot(
        hotspot_id=place.place_id,
        place=place,
        places=(place,),
        ward=Ward(code=AREA, name=text, geometry_m=shapely.Point()),
        sightings=own,
        facts=facts_of(own),
        chosen_name=text if number % 2 else "",
        chosen_zone=text if number % 2 else "",
    )


@pytest.fixture(scope="session")
def make_hotspots() -> Callable[[Sequence[str]], tuple[Hotspot, ...]]:
    """A hotspot of twelve young people for each text."""
    return lambda texts: tuple(_hotspot(number, text) for number, text in enumerate(texts))


def _released(audience: Audience, texts: Sequence[str], hotspots: Sequence[Hotspot]) -> Release:
    """Through the gate; then each hotspot is given the words of its first name everywhere."""
    policy = replace(load_policy(audience), title=texts[0], statements=tuple(texts))
    context = GateContext(
        period=PERIOD,
        episodes=tuple(s.episode for s in hotspots[0].sightings),
        as_of=NOW.date(),
        banner=texts[1],
        attribution=tuple(texts),
    )
    release = protect(hotspots, policy=policy, context=context).release
    shown = tuple(
        replace(
            one,
            firmness=one.name,
            direction=ShownDirection(change=Change.NEW, text=one.name),
            actions=(
                ShownAction(what=one.name, lead=one.name, first_month="2021-07", last_month=None),
            ),
            place_risks=(
                ShownPlaceRisk(
                    about=one.zone, themes=(one.name,), guardians=(one.name,), lead=one.name
                ),
            ),
        )
        for one in release.hotspots
    )
    return replace(release, hotspots=shown)


@pytest.fixture(scope="session")
def make_release(
    make_hotspots: Callable[..., tuple[Hotspot, ...]],
) -> Callable[..., Release]:
    """A release of these texts: names, zones, kinds, directions, actions, what is agreed…"""

    def make(texts: Sequence[str], audience: Audience = Audience.PARTNER) -> Release:
        return _released(audience, texts, make_hotspots(texts))

    return make


def wards_of(texts: Sequence[str]) -> dict[str, Any]:
    """A square named by each text, the first of them the area of every hotspot."""
    return {
        "type": "FeatureCollection",
        "attribution": texts[2],
        "features": [_square(number, text) for number, text in enumerate(texts)],
    }


def _square(number: int, text: str) -> dict[str, Any]:
    west, south = -1.6 + 0.01 * (number % 22), 52.8 + 0.01 * (number // 22)
    ring = [
        [west, south],
        [west + 0.01, south],
        [west + 0.01, south + 0.01],
        [west, south + 0.01],
        [west, south],
    ]
    return {
        "type": "Feature",
        "properties": {"code": f"E{5_000_001 + number:08}", "name": text},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


@pytest.fixture(scope="session")
def make_wards() -> Callable[[Sequence[str]], dict[str, Any]]:
    return wards_of


@dataclass(frozen=True, kw_only=True)
class Served:
    """A service whose releases have these texts, and a partner's key to it."""

    client: TestClient

    def page(self, address: str, **query: str) -> str:
        """An HTML page without its two links to our own files, which a file cannot follow."""
        answer = self.client.get(address, params=query, headers={"Accept": "text/html"})
        assert answer.headers["content-type"].startswith("text/html"), answer.headers
        lines = (line for line in answer.text.split("\n") if '="/assets/' not in line)
        return NAMED_BY_CONTENT.sub("named", "\n".join(lines))


@pytest.fixture(scope="session")
def serve(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[..., Served]]:
    """A service over releases sealed one after the other, the last of them the latest."""
    stores: list[ReleaseStore | AccessStore] = []

    def served(releases: Sequence[Release], wards: dict[str, Any], name: str) -> Served:
        folder = tmp_path_factory.mktemp("stores")
        shelf = ReleaseStore.open(f"sqlite:///{folder}/releases.sqlite")
        access = AccessStore.open(
            f"sqlite:///{folder}/access.sqlite", pepper=b"p" * 32, audit_key=b"a" * 32
        )
        stores.extend((shelf, access))
        layers = {"wards.geojson": json.dumps(wards).encode()}
        for number, one in enumerate(releases):
            shelf.seal(one, layers=layers, sealed_at=NOW + timedelta(seconds=number))
        key = access.create_key(
            name=name,
            audience=Audience.PARTNER,
            areas=frozenset(),
            expires_at=NOW + timedelta(days=30),
            now=NOW,
        )
        app = create_app(
            ServiceSettings(requests_per_minute=1_000_000),
            releases=shelf,
            access=access,
            clock=lambda: NOW,
        )
        return Served(
            client=TestClient(
                app, base_url="http://127.0.0.1:8000", headers={"X-API-Key": key.secret}
            )
        )

    yield served
    for store in stores:
        store.close()


@pytest.fixture
def bones() -> Callable[[Page], list[Any]]:
    """A page's elements with their attributes: those of its text in order, and those it draws."""
    return lambda page: page.evaluate(BONES)
