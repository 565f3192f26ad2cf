"""RENDER: a release as one HTML page that needs nothing but itself.

Folium lays out the map (see frame); a template with autoescape lays out the page round
it. Of what Folium would put into a page (ten addresses on four hosts, strings inside JavaScript)
only its map element and its start-up script are taken, and no value of a release ever
passes through it: names go into the page as JSON and are shown as text.
"""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from hotspots.map.ground import Ground
from hotspots.map.hashes import source_hash
from hotspots.map.payload import embedded_json, payload
from hotspots.map.signs import SIGNS
from hotspots.map.views import views_of
from hotspots.map.wording import (
    AUDIENCE_WORDS,
    SHORT_DIGEST,
    VALID_DAYS,
    counted,
    day_in_words,
    former_rows_of,
    in_words,
    period_in_words,
    plain,
    rows_of,
    zone_rows_of,
)
from hotspots.release import Audience, Withheld

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.map.basemap import Basemap
    from hotspots.map.frame import Frame
    from hotspots.release import Release

_HERE = Path(__file__).resolve().parent
_SCRIPTS = (
    *("labels.js", "signs.js", "card.js", "painting.js", "table.js", "grid.js", "search.js"),
    *("views.js", "layers.js", "controls.js", "map.js"),
)


def page_of(
    release: Release,
    *,
    wards: Mapping[str, Any],
    context: Release | None,
    frame: Frame,
    basemap: Basemap | None = None,
) -> str:
    """The release as one self-contained HTML page.

    Leaflet and its style are inside, and its own Content-Security-Policy forbids every
    connection but the pictures of a configured tile server, which is asked for nothing until
    somebody switches it on. The same arguments give the same bytes.

    Args:
        release: what the audience may see.
        wards: a GeoJSON feature collection in longitude and latitude, drawn beneath.
        context: an open-data release to lay under the map; its switch is off at first.
        frame: the map's element and its start-up script, as Folium lays them out.
        basemap: a tile server for a background map; its switch is off at first.
    """
    ground = Ground(wards=wards, context=context, basemap=basemap)
    scripts = [_leaflet_js(), _own_script(), frame.script]
    styles = [_leaflet_css(), _own("page.css"), _own("paper.css")]
    return _template().render(
        policy=_policy(scripts, styles, ground),
        scripts=[Markup(text) for text in scripts],  # noqa: S704 - our own files, no data in them
        styles=[Markup(text) for text in styles],  # noqa: S704 - our own files, no data in them
        map_element=Markup(frame.element),  # noqa: S704 - a div with a fixed id, no data in it
        data=Markup(embedded_json(payload(release, ground=ground))),  # noqa: S704 - escaped
        **_words(release, ground),
        **_tables(release, context),
    )


def _words(release: Release, ground: Ground) -> dict[str, Any]:
    """What the template says round map and tables, as text that it escapes."""
    context, basemap = ground.context, ground.basemap
    sources = [*release.attribution, *(context.attribution if context else ())]
    sources.append(str(ground.wards.get("attribution", "")))
    return {
        "title": plain(release.title),
        "banner": plain(release.banner),
        "classification": plain(release.classification),
        "period": release.period.in_words,
        "expires": day_in_words(release.period.last + timedelta(days=VALID_DAYS)),
        "audience": AUDIENCE_WORDS[release.audience],
        "digest": release.digest[:SHORT_DIGEST],
        "policy_version": plain(release.policy_version),
        "notices": [plain(notice) for notice in release.notices],
        "views": views_of(release),
        "signs": SIGNS,
        "tile_host": basemap.host if basemap else "",
        "tile_attribution": plain(basemap.attribution) if basemap else "",
        "attribution": [plain(text) for text in dict.fromkeys(sources) if text],
    }


def _tables(release: Release, context: Release | None) -> dict[str, Any]:
    """The lines of the tables, as text that the template escapes."""
    comparison = release.comparison
    return {
        "counted": counted(release.audience),
        "about_people": release.audience is not Audience.OPEN_DATA,
        "rows": rows_of(release),
        "zones": zone_rows_of(release),
        "former": [] if comparison is None else former_rows_of(comparison),
        "compared_with": "" if comparison is None else period_in_words(comparison.period),
        "total": in_words(release.total_episodes),
        "has_total": release.total_episodes.reason is not Withheld.NOT_FOR_AUDIENCE,
        "has_cells": any(hotspot.cells for hotspot in release.hotspots),
        "context_title": plain(context.title) if context else "",
        "context_rows": rows_of(context) if context else (),
    }


def _policy(scripts: list[str], styles: list[str], ground: Ground) -> str:
    """The page's own policy: it holds for a file on a desk as for a page of the service."""
    script_sources = " ".join(f"'{source_hash(text)}'" for text in scripts)
    style_sources = " ".join(f"'{source_hash(text)}'" for text in styles)
    pictures = "data:" if ground.basemap is None else f"data: {ground.basemap.origin}"
    return (
        f"default-src 'none'; script-src {script_sources}; style-src {style_sources}; "
        f"style-src-attr 'unsafe-inline'; img-src {pictures}; base-uri 'none'; form-action 'none'"
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html")


@cache
def _own(name: str) -> str:
    return _flat((_HERE / "page" / name).read_text(encoding="utf-8"))


@cache
def _own_script() -> str:
    return "\n".join(_own(name) for name in _SCRIPTS)


@cache
def _leaflet_js() -> str:
    """Leaflet with its licence, and without the line that tells a debugger where its source is."""
    text = re.sub(r"//# sourceMappingURL=.*", "", _asset("leaflet.js"))
    return f"/*\n{_asset('LICENSE-leaflet.txt')}*/\n{text}"


@cache
def _leaflet_css() -> str:
    """Leaflet's style without comments and pictures: no layer box and no marker is used."""
    text = re.sub(r"/\*.*?\*/", "", _asset("leaflet.css"), flags=re.DOTALL)
    return re.sub(r"url\([^)]*\)", "none", text)


def _asset(name: str) -> str:
    return _flat((_HERE / "assets" / name).read_text(encoding="utf-8"))


def _flat(text: str) -> str:
    """One kind of line end: browsers turn others into it before they hash a block."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
