"""The picture of a sweep: where what is found hardly depends on the setting.

For the inside only, in every form: a curve of distances says how far real positions are
apart. Colours are cividis, made for readers who see fewer of them, and every cell has its
figure; the plateau is a line and not a colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

import matplotlib as mpl
import numpy as np
from matplotlib import patheffects, style
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.axes import Axes

    from hotspots.model import Setting, Sweep

_STYLE = {"font.size": 10, "axes.titlesize": 11, "svg.hashsalt": "hotspots"}
# No date and no program: the same sweep is the same bytes.
_SILENT = {"png": {"Software": None}, "svg": {"Date": None, "Creator": None}}
_DPI = 120
_BOX = 0.8  # of a cell
_LINE: dict[str, Any] = {"linewidth": 2.5, "clip_on": False}
# Of this luminance black and white letters contrast alike (WCAG 2: 1.05/0.229 = 0.229/0.05).
_EVEN = 0.179


@dataclass(frozen=True, slots=True)
class _Map:
    """One figure of each setting, and how it is written into its cell."""

    title: str
    of: Callable[[Setting], float | None]
    written: str
    highest: float | None = None


_CLUSTERS = _Map("Clusters", lambda one: one.clusters, "{:.0f}")
_ONE_CHILD = _Map("Share of clusters with one child", lambda one: one.one_child_share, "{:.0%}", 1)
_NOISE = _Map("Share of points that are noise", lambda one: one.noise_share, "{:.0%}", 1)
_STABILITY = _Map(
    "Stability by child (mean Jaccard; above 0.75 is stable)",
    lambda one: one.stability,
    "{:.2f}",
    1,
)
_AGREEMENT = _Map(
    "Agreement with the settings beside it (adjusted Rand index)",
    lambda one: one.agreement,
    "{:.2f}",
    1,
)


def draw_sweep(sweep: Sweep, form: Literal["png", "svg"]) -> bytes:
    """The four panels as a file's bytes; the same sweep always gives the same ones."""
    with style.context(["default", _STYLE]):
        figure = Figure(figsize=(14, 10.5), layout="constrained")
        panels = figure.subplots(2, 2)
        known = any(one.one_child_share is not None for one in sweep.settings)
        firm = any(one.stability is not None for one in sweep.settings)
        _draw_map(panels[0, 0], sweep, _CLUSTERS)
        _draw_map(panels[0, 1], sweep, _ONE_CHILD if known else _NOISE)
        _draw_map(panels[1, 0], sweep, _STABILITY if firm else _AGREEMENT)
        _draw_distances(panels[1, 1], sweep)
        figure.suptitle(_heading(sweep), fontsize=12)
        written = BytesIO()
        figure.savefig(written, format=form, dpi=_DPI, metadata=_SILENT[form])
    return written.getvalue()


def _heading(sweep: Sweep) -> str:
    chosen = sweep.recommended
    advice = (
        "no plateau, so nothing is recommended"
        if chosen is None
        else f"recommended: eps {chosen[0]:g} m, min_samples {chosen[1]}"
    )
    return (
        f"INSIDE ONLY. DBSCAN on {sweep.points} located points; {advice}\n"
        "white line: the plateau; box: what is recommended"
    )


def _draw_map(panel: Axes, sweep: Sweep, shown: _Map) -> None:
    eps_m = sorted({one.eps_m for one in sweep.settings})
    needed = sorted({one.min_samples for one in sweep.settings})
    values = np.full((len(needed), len(eps_m)), np.nan)
    for one in sweep.settings:
        value = shown.of(one)
        if value is not None:
            values[needed.index(one.min_samples), eps_m.index(one.eps_m)] = value
    top = shown.highest or max(float(np.nanmax(values, initial=1.0)), 1.0)
    colours = mpl.colormaps["cividis"].with_extremes(bad="white")
    panel.imshow(values, origin="lower", aspect="auto", cmap=colours, vmin=0, vmax=top)
    for (row, column), value in np.ndenumerate(values):
        words = "-" if np.isnan(value) else shown.written.format(value)
        colour = _letters_on(colours(value / top))
        panel.text(column, row, words, ha="center", va="center", color=colour, fontsize=9)
    panel.set_xticks(range(len(eps_m)), [f"{one:g}" for one in eps_m])
    panel.set_yticks(range(len(needed)), [str(one) for one in needed])
    panel.set(title=shown.title, xlabel="eps in metres", ylabel="min_samples")
    _draw_plateau(panel, sweep, eps_m, needed)


def _draw_plateau(panel: Axes, sweep: Sweep, eps_m: Sequence[float], needed: Sequence[int]) -> None:
    """A line about the plateau, and a box in the cell of the setting to choose."""
    cells = {(eps_m.index(one), needed.index(two)) for one, two in sweep.plateau}
    sides = []
    for x, y in sorted(cells):
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            if (x + dx, y + dy) not in cells:
                middle = np.array([x + dx / 2, y + dy / 2])
                along = np.array([dy / 2, dx / 2])
                sides.append([middle - along, middle + along])
    halo = [patheffects.Stroke(linewidth=5, foreground="black"), patheffects.Normal()]
    lines = LineCollection(sides, colors="white", capstyle="projecting", path_effects=halo, **_LINE)
    panel.add_collection(lines)
    if sweep.recommended is not None:
        x, y = eps_m.index(sweep.recommended[0]), needed.index(sweep.recommended[1])
        corner = (x - _BOX / 2, y - _BOX / 2)
        panel.add_patch(
            Rectangle(corner, _BOX, _BOX, fill=False, color="white", path_effects=halo, **_LINE)
        )


def _letters_on(colour: Sequence[float]) -> str:
    """Black or white, whichever can be read better on a colour (WCAG 2's luminance)."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB
        for part in colour[:3]
    )
    return "black" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > _EVEN else "white"


def _draw_distances(panel: Axes, sweep: Sweep) -> None:
    curve = sweep.k_distance
    panel.set(
        title=f"Distance to the {_ordinal(curve.k)} other point, sorted",
        xlabel="share of the points",
        ylabel="metres",
    )
    if not curve.distances_m:
        panel.text(0.5, 0.5, "too few points", ha="center", transform=panel.transAxes)
        return
    share = np.linspace(0, 1, len(curve.distances_m))
    panel.plot(share, curve.distances_m, color="black", linewidth=2)
    panel.set_yscale("symlog", linthresh=10)
    panel.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
    panel.set_ylim(bottom=0)
    panel.grid(visible=True, color="0.85")
    if curve.knee_m is not None:
        _draw_level(panel, curve.knee_m, f"knee {curve.knee_m:.0f} m", "--")
    if sweep.recommended is not None:
        _draw_level(panel, sweep.recommended[0], f"recommended {sweep.recommended[0]:g} m", "-")
    if panel.get_legend_handles_labels()[0]:
        panel.legend(loc="upper left", framealpha=1)


def _draw_level(panel: Axes, metres: float, words: str, line: str) -> None:
    panel.axhline(metres, color="#005AB5", linewidth=1.8, linestyle=line, label=words)


def _ordinal(number: int) -> str:
    return {1: "nearest", 2: "2nd nearest", 3: "3rd nearest"}.get(number, f"{number}th nearest")
