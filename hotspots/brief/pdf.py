"""A brief as an accessible PDF (PDF/UA-1: tagged, with title, language and text alternatives).

Made by Typst, which is one wheel and needs nothing of the system. Only fonts that come
with wheels are used (DejaVu with matplotlib), so every machine makes the same bytes.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import typst

from hotspots.errors import InternalError

if TYPE_CHECKING:
    from hotspots.brief.content import AreaBrief

_HERE = Path(__file__).resolve().parent / "page"
_FONTS = Path("mpl-data") / "fonts" / "ttf"
# 200 to the inch: as sharp as an office printer shows lines, and 60 kB.
_PIXELS_PER_INCH = 200.0


def pdf_of(brief: AreaBrief) -> bytes:
    """The brief as a PDF on A4; one page, unless there are many places.

    Its date is the last day of the period, so that the same brief gives the same bytes.
    """
    derived = {
        "title": brief.title,
        "expiry": brief.expiry,
        "foot": brief.foot,
        "heading": brief.heading,
        "has_when": brief.has_when,
        "follow_up": brief.follow_up,
    }
    data = json.dumps(asdict(brief) | derived, default=date.isoformat)
    moment = datetime.combine(brief.last, time(), tzinfo=UTC)
    return _compiled("brief.typ", {"brief": data}, "pdf", moment=moment)


def picture_of(brief: AreaBrief) -> bytes:
    """The map as a PNG, for formats that take no SVG."""
    return _compiled("picture.typ", {"map": brief.map_svg}, "png")


def _compiled(
    source: str,
    inputs: dict[str, str],
    kind: Literal["pdf", "png"],
    *,
    moment: datetime | None = None,
) -> bytes:
    made = typst.compile(
        (_HERE / source).read_bytes(),
        format=kind,
        sys_inputs=inputs,
        font_paths=_fonts(),
        ppi=_PIXELS_PER_INCH,
        pdf_standards="ua-1" if kind == "pdf" else [],
        timestamp=moment,
    )
    if not isinstance(made, bytes):
        raise InternalError("A brief's picture came out as more than one page.")
    return made


@cache
def _fonts() -> typst.Fonts:
    """The fonts of matplotlib's wheel, found without loading matplotlib."""
    found = find_spec("matplotlib")
    if found is None or found.origin is None:
        raise InternalError("matplotlib, whose fonts the briefs use, is not installed.")
    folder = Path(found.origin).parent / _FONTS
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
    )
