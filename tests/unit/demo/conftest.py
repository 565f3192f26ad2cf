"""The invented register, made once for all tests that look at its lines."""

from __future__ import annotations

import pytest

from hotspots.demo import DemoRows, demo_rows


@pytest.fixture(scope="session")
def rows() -> DemoRows:
    return demo_rows()
