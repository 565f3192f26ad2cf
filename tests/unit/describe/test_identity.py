from __future__ import annotations

import pytest

from hotspots.describe import distinct_ids


@pytest.mark.parametrize(
    ("names", "ids"),
    [
        ([], ()),
        (["a", "b"], ("a", "b")),
        (["a", "a", "b", "a"], ("a", "a-2", "b", "a-3")),
        (["a", "a", "a-2"], ("a", "a-3", "a-2")),
        (["a-2", "a", "a"], ("a-2", "a", "a-3")),
        (["a-2", "a-2", "a", "a", "a"], ("a-2", "a-2-2", "a", "a-3", "a-4")),
    ],
)
def test_names_that_come_again_get_a_number(names: list[str], ids: tuple[str, ...]) -> None:
    assert distinct_ids(names) == ids
    assert len(set(ids)) == len(names)
