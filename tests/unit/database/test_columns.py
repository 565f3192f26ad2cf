from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from hotspots.database import UtcDateTime, require_utc
from hotspots.errors import ParameterError

DIALECT = sqlite.dialect()
COLUMN = UtcDateTime()
MOMENTS = st.datetimes(
    datetime(1900, 1, 1),  # noqa: DTZ001 - the zone is drawn beside it
    datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=13))]),
)


@given(MOMENTS)
def test_moment_comes_back_in_utc(moment: datetime) -> None:
    kept = COLUMN.process_bind_param(moment, DIALECT)
    back = COLUMN.process_result_value(kept, DIALECT)
    assert back == moment
    assert back is not None
    assert back.utcoffset() == timedelta(0)


@given(MOMENTS, MOMENTS)
def test_text_compares_as_time_does(one: datetime, other: datetime) -> None:
    texts = [COLUMN.process_bind_param(moment, DIALECT) or "" for moment in (one, other)]
    assert (texts[0] < texts[1]) == (one < other)
    assert len(texts[0]) == 32


def test_nothing_stays_nothing() -> None:
    assert COLUMN.process_bind_param(None, DIALECT) is None
    assert COLUMN.process_result_value(None, DIALECT) is None


def test_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ParameterError, match="The end has no time zone"):
        require_utc(datetime(2021, 1, 1), "The end")  # noqa: DTZ001 - the very mistake
