"""What goes over the pipe comes out as it was, or not at all."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspots.confined.frames import GarbledError, packed, read_frame, unpacked, write_frame

PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(),
    st.text(st.characters(categories=["Cs"])),
    st.binary(),
    st.dates(),
    # Which of two equal times it is (`fold`) is not said: no file says it either.
    st.datetimes().map(lambda one: one.replace(fold=0)),
    st.datetimes(timezones=st.just(UTC)).map(lambda one: one.replace(fold=0)),
    st.times().map(lambda one: one.replace(fold=0)),
    st.timedeltas(),
)
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(st.lists(VALUES))
def test_what_is_said_is_what_is_heard(values: list[object]) -> None:
    pipe = io.BytesIO()
    write_frame(pipe, map(packed, values))
    pipe.seek(0)
    body = read_frame(pipe, most=1 << 20)
    assert body is not None
    heard = unpacked(body)
    assert heard == values
    assert list(map(repr, heard)) == list(map(repr, values))


@given(st.binary(max_size=200))
def test_any_bytes_are_values_or_garbled(body: bytes) -> None:
    try:
        values = unpacked(body)
    except GarbledError:
        return
    assert isinstance(values, list)


@given(st.lists(VALUES, min_size=1), st.data())
def test_a_message_that_is_cut_off_is_garbled(values: list[object], data: st.DataObject) -> None:
    pipe = io.BytesIO()
    write_frame(pipe, map(packed, values))
    whole = pipe.getvalue()
    cut = data.draw(st.integers(1, len(whole) - 1))
    with pytest.raises(GarbledError):
        read_frame(io.BytesIO(whole[:cut]), most=1 << 20)


def test_the_end_is_no_message() -> None:
    assert read_frame(io.BytesIO(), most=1) is None


def test_a_message_that_is_too_large_is_not_read() -> None:
    pipe = io.BytesIO()
    write_frame(pipe, [packed("x" * 100)])
    pipe.seek(0)
    with pytest.raises(GarbledError):
        read_frame(pipe, most=50)
    assert pipe.tell() == 4


@pytest.mark.parametrize("value", [object(), {1, 2}, 1j])
def test_nothing_else_can_be_said(value: object) -> None:
    with pytest.raises(TypeError, match="does not go over"):
        packed(value)


@pytest.mark.parametrize("body", [b"\xc7\x01\x63x", b"\xc7\x05\x0212345", b"\xd9\x05ab", b"\xc1"])
def test_unknown_kinds_and_broken_dates_are_garbled(body: bytes) -> None:
    with pytest.raises(GarbledError):
        unpacked(body)


def test_a_subclass_of_a_date_is_told_from_a_date() -> None:
    values = [datetime(2021, 3, 1, tzinfo=UTC), date(2021, 3, 1), time(1), timedelta(1)]
    assert [type(one) for one in unpacked(b"".join(map(packed, values)))] == [
        datetime,
        date,
        time,
        timedelta,
    ]
