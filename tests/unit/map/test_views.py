from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspots.map.signs import SIGNS
from hotspots.map.views import class_starts, views_of
from hotspots.release import Audience, Change, ShownCount, ShownDirection, Withheld

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.map.views import View
    from hotspots.release import Comparison, Release, ReleasedHotspot

WITHHELD = ShownCount(text=Withheld.TOO_FEW.value, reason=Withheld.TOO_FEW)


def _count(value: int) -> ShownCount:
    return ShownCount(text=str(value), value=value)


@pytest.mark.parametrize(
    ("values", "starts"),
    [
        ([], (0,)),
        ([20], (0, 20)),
        ([1, 2], (0, 2)),
        ([20, 25], (0, 25)),
        ([5, 10, 25], (0, 7, 10, 15)),
        ([20, 20, 25, 25, 25, 30, 55], (0, 25, 30, 40)),
        ([12, 10800], (0, 50, 300, 1500)),
    ],
)
def test_classes_begin_at_round_numbers(values: list[int], starts: tuple[int, ...]) -> None:
    assert class_starts(_count(value) for value in values) == starts


@given(st.lists(st.integers(1, 10**6), min_size=1))
def test_the_largest_figure_is_in_the_last_class(values: list[int]) -> None:
    starts = class_starts([*(_count(value) for value in values), WITHHELD])
    assert list(starts) == sorted(set(starts))
    assert len(starts) <= 4
    assert starts[-1] <= max(values)


@pytest.fixture
def release(
    make_release: Callable[..., Release], make_hotspot: Callable[..., ReleasedHotspot]
) -> Release:
    """Five places with 10, 25, 55, a range and nothing to tell."""
    made = make_hotspot("Place")
    counts = [_count(10), _count(25), _count(55), ShownCount(text="5 to 7"), WITHHELD]
    return make_release(*(replace(made, episodes=one, time_bands=()) for one in counts))


def _change(release: Release, comparison: Comparison, *changes: Change | None) -> View:
    told = [None if c is None else ShownDirection(change=c, text=c.value) for c in changes]
    hotspots = tuple(
        replace(one, direction=direction)
        for one, direction in zip(release.hotspots, told, strict=False)
    )
    views = views_of(replace(release, hotspots=hotspots, comparison=comparison))
    return next(view for view in views if view.view_id == "change")


def test_a_figure_has_the_sign_of_its_class_and_the_legend_says_so(release: Release) -> None:
    (view,) = views_of(release)
    assert view.signs == ("size-1", "size-3", "size-4", "no-number", "no-number")
    assert dict(view.legend) == {
        "size-1": "under 15",
        "size-2": "15 to 19",
        "size-3": "20 to 29",
        "size-4": "30 or more",
        "no-number": "No number is shown, or only a range",
    }
    assert view.name == "Episodes in the whole period"


def test_a_withheld_figure_and_a_range_look_alike_and_never_small(release: Release) -> None:
    (view,) = views_of(release)
    assert view.signs[3] == view.signs[4] != "size-1"


def test_nothing_to_show_has_no_legend(make_release: Callable[..., Release]) -> None:
    (view,) = views_of(make_release())
    assert view.legend == ()
    assert view.signs == ()


def test_open_data_has_records(release: Release) -> None:
    (view,) = views_of(replace(release, audience=Audience.OPEN_DATA))
    assert view.name == "Records in the whole period"


def test_every_change_has_a_form_of_its_own(release: Release, comparison: Comparison) -> None:
    view = _change(release, comparison, *Change)
    assert len(set(view.signs)) == len(Change)
    forms = {SIGNS[name].corners for name in view.signs}
    assert len(forms) == len(Change), "the colour alone must not tell them apart"
    assert [name for name, _ in view.legend] == [*view.signs, "former"]
    assert view.has_former
    assert view.name == "Change from July to December 2020"


def test_only_what_is_on_the_map_is_in_the_legend(release: Release, comparison: Comparison) -> None:
    view = _change(release, replace(comparison, former=()), Change.RISING, None)
    assert [text for _, text in view.legend] == ["More than before", "Not compared"]
    assert not view.has_former


def test_new_and_former_places_may_have_been_withheld(
    release: Release, comparison: Comparison
) -> None:
    legend = dict(_change(release, comparison, Change.NEW).legend)
    assert "may have been withheld" in legend["new"]
    assert "not known to be safe" in legend["former"]


def test_without_an_earlier_release_there_is_no_change(release: Release) -> None:
    assert [view.view_id for view in views_of(release)] == ["figures"]


def test_each_band_of_the_day_is_a_view_with_the_same_classes(release: Release) -> None:
    bands = (("12:00 to 18:00", _count(20)), ("18:00 to 24:00", _count(55)))
    first, second, *others = release.hotspots
    hotspots = (replace(first, time_bands=bands[::-1]), replace(second, time_bands=bands), *others)
    _, noon, evening = views_of(replace(release, hotspots=hotspots))
    assert noon.name == "Episodes from 12:00 to 18:00"
    assert noon.signs == ("size-1", "size-1", "no-number", "no-number", "no-number")
    assert evening.signs[:2] == ("size-4", "size-4")
    assert noon.legend == evening.legend


def test_every_sign_of_a_view_is_drawn(release: Release, comparison: Comparison) -> None:
    views = [*views_of(release), _change(release, comparison, *Change)]
    for view in views:
        assert set(view.signs) | {name for name, _ in view.legend} <= set(SIGNS)


def test_larger_figures_have_larger_signs() -> None:
    sizes = [SIGNS[f"size-{number}"].radius for number in range(1, 5)]
    assert sizes == sorted(sizes)
    assert SIGNS["size-1"].path == ""
    assert SIGNS["rising"].path.startswith("M0.0 -11.0L")


def test_every_line_stands_out_from_the_ground() -> None:
    for name, sign in SIGNS.items():
        assert _contrast(sign.line, "#f3f2f1") >= 3, name


def _contrast(one: str, other: str) -> float:
    """WCAG 2.2: relative luminance of the lighter over that of the darker."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
