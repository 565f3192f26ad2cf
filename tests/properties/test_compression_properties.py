"""Whatever a client says of codings, the answer comes in one that it takes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from api.compression import Coding, compressed, wish_of

NAMES = st.sampled_from(["br", "gzip", "identity", "*", "zstd"])
QUALITIES = st.integers(0, 1000)


def reference(liked: dict[str, int]) -> tuple[Coding, bool]:
    """RFC 9110 section 12.5.3, coding by coding."""

    def quality(name: str) -> int:
        return liked.get(name, liked.get("*", 0))

    best = max(quality(one) for one in ("br", "gzip", "identity"))
    if not best:
        return Coding.IDENTITY, False
    first = next(one for one in Coding if quality(one.value) == best)
    return first, liked.get("identity", liked.get("*", 1)) == 0


@given(liked=st.dictionaries(NAMES, QUALITIES))
def test_the_best_liked_coding_is_taken_and_a_refused_one_never(liked: dict[str, int]) -> None:
    header = ", ".join(f"{name};q={number / 1000:.3f}" for name, number in liked.items())
    assert tuple(wish_of([header])) == reference(liked)


@given(values=st.lists(st.text(max_size=80), max_size=4))
def test_anything_at_all_is_a_wish(values: list[str]) -> None:
    assert wish_of(values).coding in Coding


@given(body=st.binary(max_size=3_000), coding=st.sampled_from(Coding))
def test_small_bytes_depend_on_the_body_alone(body: bytes, coding: Coding) -> None:
    assert compressed(body, coding) == compressed(bytes(body), coding)
