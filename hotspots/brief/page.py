"""A brief as one self-contained HTML page, and as JSON for programs.

The page has no script and asks no server for anything: its own policy forbids both.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

if TYPE_CHECKING:
    from hotspots.brief.content import AreaBrief, PlaceLine

_HERE = Path(__file__).resolve().parent / "page"


def html_of(brief: AreaBrief) -> str:
    """The brief as an HTML page, which prints on one side of A4; the same bytes each time."""
    style = _style()
    return _template().render(
        brief=brief,
        policy=f"default-src 'none'; style-src '{style_hash()}'; base-uri 'none'",
        style=Markup(style),  # noqa: S704 - our own file, no data in it
        map=Markup(_inline(brief.map_svg)),  # noqa: S704 - drawn by our template, which escapes
    )


def json_of(brief: AreaBrief) -> bytes:
    """The brief as JSON: ASCII, sorted, with dates in ISO 8601.

    `episodes.value` is the rounded number that is shown, or null where only `text` is.
    """
    document: dict[str, Any] = {
        "area": {"code": brief.code, "name": brief.name, "kind": brief.kind},
        "audience": brief.audience,
        "classification": brief.classification,
        "banner": brief.banner,
        "period_from": brief.first.isoformat(),
        "period_to": brief.last.isoformat(),
        "expires": brief.expires.isoformat(),
        "digest": brief.digest,
        "lead": brief.lead,
        "places": [_place(one) for one in brief.places],
        "when": brief.when,
        "no_longer_shown": brief.former,
        "contacts": list(brief.contacts),
        "notices": list(brief.notices),
        "map": brief.map_text,
        "attribution": list(brief.attribution),
    }
    return json.dumps(document, sort_keys=True, allow_nan=False, indent=1).encode() + b"\n"


@cache
def style_hash() -> str:
    """The page's one style as a source of a Content-Security-Policy: `sha256-…`."""
    digest = hashlib.sha256(_style().encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _place(line: PlaceLine) -> dict[str, Any]:
    return {
        "number": line.number,
        "hotspot_id": line.hotspot_id,
        "name": line.name,
        "kind": line.kind,
        "where": line.where,
        "zone": line.zone,
        "episodes": {"value": line.episodes_shown, "text": line.episodes},
        "young_people": line.children,
        "when": line.when,
        "direction": line.direction,
        "actions": list(line.actions),
        "agreed": list(line.agreed),
        "lon": line.lon,
        "lat": line.lat,
    }


def _inline(svg: str) -> str:
    """The drawing inside a page: one picture to a screen reader, described beside it."""
    return svg.replace("<svg ", '<svg role="img" aria-labelledby="map-text" ', 1)


@cache
def _style() -> str:
    # One kind of line end: browsers turn others into it before they hash a block.
    return (_HERE / "brief.css").read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("brief.html")
