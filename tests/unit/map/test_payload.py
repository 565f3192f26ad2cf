from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspots.map.payload import embedded_json, payload

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.release import Release, ReleasedHotspot


@given(st.text())
def test_embedded_json_is_only_ever_data(text: str) -> None:
    embedded = embedded_json({"name": text})
    assert json.loads(embedded) == {"name": text}
    assert embedded.isascii()
    assert not set("<>&") & set(embedded)


def test_line_separators_are_escaped() -> None:
    assert embedded_json("\u2028\u2029") == '"\\u2028\\u2029"'


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        embedded_json(float("nan"))


def test_positions_are_turned_for_the_script(
    make_release: Callable[..., Release],
    make_hotspot: Callable[..., ReleasedHotspot],
    wards: dict[str, Any],
) -> None:
    data = payload(make_release(make_hotspot("Bus Station")), wards=wards, context=None)
    (place,) = data["hotspots"]
    assert place["at"] == [52.92, -1.47]
    assert place["number"] == 1
    assert ["18:00 to 24:00", "about 10"] in place["facts"]
    assert data["context"] is None


def test_wards_carry_their_name_and_a_point_inside(
    make_release: Callable[..., Release], wards: dict[str, Any]
) -> None:
    first, second = payload(make_release(), wards=wards, context=None)["wards"]
    assert (first["name"], second["name"]) == ("Arboretum", "Spondon")
    assert first["at"] == pytest.approx([52.85, -1.45], abs=0.02)
    assert len(second["shape"]) == 2


def test_what_is_no_area_is_left_out(make_release: Callable[..., Release]) -> None:
    point = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [0, 0]}}
    empty = {"type": "Feature", "geometry": None, "properties": None}
    layer = {"type": "FeatureCollection", "features": [point, empty]}
    assert payload(make_release(), wards=layer, context=None)["wards"] == []
