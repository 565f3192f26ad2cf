"""What the signs can stand for, one view at a time, and the legend of each in plain words.

The classes of a figure begin at round numbers, each as many times the one before: places are
told apart whether the largest has twice or a thousand times as much as the smallest. They
are made from shown figures alone.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from hotspots.map.signs import FORMER, NO_NUMBER, SIZES
from hotspots.map.wording import counted, period_in_words, plain
from hotspots.release import Change

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hotspots.release import Comparison, Release, ReleasedHotspot, ShownCount

_STEPS = (10, 15, 20, 25, 30, 40, 50, 70)
_ROUND: tuple[int, ...] = tuple(
    step * 10**power // 10 for power in range(8) for step in _STEPS if step * 10**power % 10 == 0
)
_CHANGES: Mapping[Change, tuple[str, str]] = {
    Change.NEW: ("new", "Shown now and not before: it may have been withheld then"),
    Change.RISING: ("rising", "More than before"),
    Change.FALLING: ("falling", "Fewer than before"),
    Change.NO_CLEAR_CHANGE: ("same", "No clear change"),
    Change.NOT_COMPARABLE: ("unclear", "Too few to compare"),
}
_FORMER_WORDS = "Shown before and not now: it may be withheld, and is not known to be safe"
_NOT_COMPARED = "Not compared"
_NO_NUMBER_WORDS = "No number is shown, or only a range"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One quantity: its name, what it means, its legend, and each place's sign in order.

    The legend's lines are a sign's name and what it stands for. `has_former` is whether
    the places that an earlier release showed belong on the map.
    """

    view_id: str
    name: str
    meaning: str
    legend: tuple[tuple[str, str], ...]
    signs: tuple[str, ...]
    has_former: bool = False


def views_of(release: Release) -> tuple[View, ...]:
    """The views that this release has something for; the first is the one shown at first."""
    views = [_figures(release)]
    if release.comparison is not None:
        views.append(_change(release.hotspots, release.comparison))
    return (*views, *_times_of_day(release))


def class_starts(counts: Iterable[ShownCount]) -> tuple[int, ...]:
    """Where the classes begin: at most four, the first at 0, the last at or below the largest."""
    values = [count.value for count in counts if count.value is not None]
    if not values:
        return (0,)
    low, high = max(min(values), 1), max(values)
    ratio = (high / low) ** (1 / len(SIZES))
    wanted = [round(low * ratio**step, 6) for step in range(1, len(SIZES))]
    starts = {_rounded_down(start) for start in wanted}
    return (0, *(sorted(start for start in starts if start > low) or [high]))


def _rounded_down(number: float) -> int:
    return _ROUND[bisect_right(_ROUND, number) - 1]


def _figures(release: Release) -> View:
    noun = counted(release.audience)
    counts = [hotspot.episodes for hotspot in release.hotspots]
    legend, signs = _by_size(counts, class_starts(counts))
    return View(
        view_id="figures",
        name=f"{noun} in the whole period",
        meaning=f"The larger and darker the disc, the more {noun.lower()} in the whole period.",
        legend=legend,
        signs=signs,
    )


def _change(hotspots: Sequence[ReleasedHotspot], comparison: Comparison) -> View:
    signs = tuple(
        NO_NUMBER if one.direction is None else _CHANGES[one.direction.change][0]
        for one in hotspots
    )
    words = [*_CHANGES.values(), (NO_NUMBER, _NOT_COMPARED)]
    legend = [(sign, text) for sign, text in words if sign in signs]
    if comparison.former:
        legend.append((FORMER, _FORMER_WORDS))
    before = period_in_words(comparison.period)
    return View(
        view_id="change",
        name=f"Change from {before}",
        meaning=f"Beside the release for {before}, from figures that both releases show.",
        legend=tuple(legend),
        signs=signs,
        has_former=bool(comparison.former),
    )


def _times_of_day(release: Release) -> list[View]:
    """A view for each band of the day that some place has."""
    bands = [dict(hotspot.time_bands) for hotspot in release.hotspots]
    starts = class_starts(count for own in bands for count in own.values())
    noun = counted(release.audience)
    views = []
    for number, name in enumerate(sorted({name for own in bands for name in own}), start=1):
        legend, signs = _by_size([own.get(name) for own in bands], starts)
        when = plain(name)
        views.append(
            View(
                view_id=f"band-{number}",
                name=f"{noun} from {when}",
                meaning=f"The larger and darker the disc, the more {noun.lower()} "
                f"from {when}, local time. Only where the numbers allow it.",
                legend=legend,
                signs=signs,
            )
        )
    return views


def _by_size(
    counts: Sequence[ShownCount | None], starts: tuple[int, ...]
) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """The legend of these classes, and the sign of each count."""
    signs = tuple(
        NO_NUMBER
        if count is None or count.value is None
        else SIZES[bisect_right(starts, count.value) - 1]
        for count in counts
    )
    legend = [
        (sign, words)
        for sign, words in zip(SIZES, _classes_in_words(starts), strict=False)
        if len(starts) > 1
    ]
    if NO_NUMBER in signs:
        legend.append((NO_NUMBER, _NO_NUMBER_WORDS))
    return tuple(legend), signs


def _classes_in_words(starts: tuple[int, ...]) -> list[str]:
    between = [f"{low:,} to {high - 1:,}" for low, high in pairwise(starts[1:])]
    if len(starts) == 1:
        return []
    return [f"under {starts[1]:,}", *between, f"{starts[-1]:,} or more"]
