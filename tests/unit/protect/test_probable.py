from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from hotspots.protect import load_policy, protect
from hotspots.release import PEOPLE_AUDIENCES, Audience

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.model import Episode, Hotspot
    from hotspots.protect import GateContext


@pytest.mark.parametrize("audience", PEOPLE_AUDIENCES)
@pytest.mark.parametrize("by_child", [(1, 1), (2,) * 10], ids=["withheld", "shown"])
def test_probable_mentions_bring_nothing_through_the_gate(
    audience: Audience,
    by_child: tuple[int, ...],
    episodes_of: Callable[..., tuple[Episode, ...]],
    make_hotspot: Callable[..., Hotspot],
    make_context: Callable[..., GateContext],
) -> None:
    hotspot = make_hotspot(episodes_of(by_child))
    policy, context = load_policy(audience), make_context()
    without = protect([hotspot], policy=policy, context=context)
    found = protect([replace(hotspot, probable=99)], policy=policy, context=context)
    assert found.release == without.release
    assert [one.failed for one in found.withheld] == [one.failed for one in without.withheld]
