"""What stands behind each figure is named as people would; what a map is drawn on is named."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hotspots.protect import behind, load_policy, protect
from hotspots.protect.behind import cells_behind
from hotspots.release import Audience

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from hotspots.model import Episode, Hotspot
    from hotspots.protect import GateContext


def test_a_time_band_is_named_with_its_place(
    monkeypatch: pytest.MonkeyPatch,
    episodes_of: Callable[..., tuple[Episode, ...]],
    make_hotspot: Callable[..., Hotspot],
    make_context: Callable[..., GateContext],
) -> None:
    episodes = episodes_of((3, 3, 2))
    rules = load_policy(Audience.PARTNER).rules
    assert rules is not None
    monkeypatch.setattr(behind, "bands_shown", lambda *_: (("noon to 6 pm", episodes[:4]),))
    found = cells_behind(
        [make_hotspot(episodes)],
        rules=rules,
        context=make_context(episodes=episodes),
        total_is_shown=True,
    )
    assert [(one.name, len(one.records)) for one in found] == [
        ("Shop", 8),
        ("Shop, noon to 6 pm", 4),
        (behind.WHOLE_CITY, 8),
    ]


def test_what_the_map_is_drawn_on_goes_into_the_release(
    make_context: Callable[..., GateContext],
) -> None:
    layers = (("wards.geojson", "0" * 64),)
    context = replace(make_context(), layers=layers)
    assert (
        protect([], policy=load_policy(Audience.PARTNER), context=context).release.layers == layers
    )
