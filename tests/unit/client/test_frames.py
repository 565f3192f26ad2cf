"""Features as a table, where geopandas is and where it is not."""

from __future__ import annotations

import sys

import pytest

from hotspots.client.frames import frame_of
from hotspots.errors import ParameterError


def test_without_geopandas_the_mend_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "geopandas", None)
    with pytest.raises(ParameterError, match="pip install geopandas"):
        frame_of([], columns=(), crs="OGC:CRS84", attrs={})
