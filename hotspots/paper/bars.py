"""Bars as a picture: SVG for pages, PNG for Word. What may not be shown has a hatched mark.

Not told by colour alone: every bar has its figure, and a withheld one its own pattern.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Literal

from matplotlib import style
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from hotspots.document import Bars

_STYLE = {"font.size": 9, "svg.hashsalt": "hotspots", "svg.fonttype": "path"}
# No date and no program: the same bars are the same bytes.
_SILENT = {"png": {"Software": None}, "svg": {"Date": None, "Creator": None}}
_DPI = 160
_INK, _BLUE, _QUIET = "#0b0c0c", "#1d70b8", "#505a5f"
_WIDTH_IN, _HEIGHT_IN = 7.0, 2.4


def picture_of(bars: Bars, form: Literal["png", "svg"]) -> bytes:
    """The bars as a file's bytes; the same bars always give the same ones."""
    with style.context(["default", _STYLE]):
        figure = Figure(figsize=(_WIDTH_IN, _HEIGHT_IN), layout="constrained")
        axes = figure.subplots()
        at = range(len(bars.labels))
        highest = max((height for height in bars.heights if height is not None), default=1.0)
        for place, height, text in zip(at, bars.heights, bars.texts, strict=True):
            if height is None:
                mark = highest / 12
                axes.bar(place, mark, color="white", edgecolor=_QUIET, hatch="////", width=0.7)
                axes.text(place, mark, "not\nshown", ha="center", va="bottom", color=_QUIET)
            else:
                axes.bar(place, height, color=_BLUE, width=0.7)
                axes.text(place, height, text, ha="center", va="bottom", color=_INK)
        axes.set_xticks(list(at), bars.labels)
        axes.set_yticks([])
        axes.set_ylim(0, highest * 1.25)
        for side in ("top", "right", "left"):
            axes.spines[side].set_visible(False)
        written = BytesIO()
        figure.savefig(written, format=form, dpi=_DPI, metadata=_SILENT[form])
    return written.getvalue()
