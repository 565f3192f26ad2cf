"""Pages from templates that escape whatever is put into them."""

from __future__ import annotations

from datetime import datetime
from importlib.resources import files
from typing import TYPE_CHECKING

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from hotspots.model import LONDON

if TYPE_CHECKING:
    from desk.door import Visitor

ASSETS = {
    "desk.css": "text/css; charset=utf-8",
    "desk.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}


class Pages:
    """Renders templates; `banner` stands on each page, for synthetic data."""

    def __init__(self, *, banner: str = "") -> None:
        self._templates = Environment(
            loader=PackageLoader("desk"), autoescape=True, undefined=StrictUndefined
        )
        self._templates.filters["moment"] = moment_in_words
        self._banner = banner

    def page(
        self, name: str, *, visitor: Visitor | None, status: int = 200, **words: object
    ) -> HTMLResponse:
        """The template `name` for this visitor."""
        shown = {"visitor": visitor, "banner": self._banner, "problem": "", "running": None} | words
        text = self._templates.get_template(f"{name}.html").render(**shown)
        return HTMLResponse(text, status)


def moment_in_words(written: str) -> str:
    """A moment as it is kept, in the time of London."""
    return f"{datetime.fromisoformat(written).astimezone(LONDON):%d/%m/%Y at %H:%M}"


def asset(name: str) -> tuple[bytes, str] | None:
    """A file that pages load, and its media type."""
    if name not in ASSETS:
        return None
    return (files("desk") / "assets" / name).read_bytes(), ASSETS[name]
