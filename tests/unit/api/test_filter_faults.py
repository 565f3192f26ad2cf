"""What the language's own library cannot say is a bad request, not a failure of ours."""

from __future__ import annotations

import pytest

from api.ogc.filters import filter_of
from api.problems import Problem


def test_a_geometry_whose_points_have_two_and_three_numbers_is_refused() -> None:
    """Found by fuzzing: parsed, and then not written, with a bare `Exception`."""
    text = "S_INTERSECTS(geometry, POLYGON((-1.5 52.9, -1.7 52.9, -1.4 535 52.9)))"
    with pytest.raises(Problem) as refused:
        filter_of({"filter": text}, {"geometry": "geometry"})
    assert refused.value.status == 400
    assert refused.value.parameter == "filter"


def test_another_fault_is_not_taken_for_the_reader_s(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: str) -> None:
        raise MemoryError

    monkeypatch.setattr("api.ogc.filters.cql2.parse_text", broken)
    with pytest.raises(MemoryError):
        filter_of({"filter": "a = 1"}, {})
