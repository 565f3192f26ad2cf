"""A paper as one self-contained HTML page, which prints on A4."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from hotspots.document import Bars, Bullets, Grid
from hotspots.paper.bars import picture_of

if TYPE_CHECKING:
    from hotspots.document import Block, Document

_HERE = Path(__file__).resolve().parent / "page"


def html_of(document: Document) -> str:
    """The page; it has no script, asks nobody for anything, and is the same bytes each time."""
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return _template().render(
        document=document,
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'",
        style=Markup(style),  # noqa: S704 - our own file, no data in it
        kind_of=_kind,
        source_of=_source,
    )


def _kind(block: Block) -> str:
    kinds: dict[type, str] = {Bullets: "bullets", Grid: "grid", Bars: "bars"}
    return kinds.get(type(block), "text")


def _source(bars: Bars) -> str:
    """The picture as the source of an image: as such nothing in it could run."""
    return f"data:image/svg+xml;base64,{base64.b64encode(picture_of(bars, 'svg')).decode()}"


@cache
def _style() -> str:
    # One kind of line end: browsers turn others into it before they hash a block.
    return (_HERE / "paper.css").read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("paper.html")
