from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import create_engine

from hotspots.errors import StoreError
from hotspots.store.content import find_content, is_digest, verified

DATA = b"made-up content"
DIGEST = hashlib.sha256(DATA).hexdigest()


def test_bytes_of_their_digest_pass() -> None:
    assert verified(DATA, DIGEST) == DATA


@pytest.mark.parametrize("data", [b"", DATA + b"\n", DATA[:-1]])
def test_other_bytes_do_not(data: bytes) -> None:
    with pytest.raises(StoreError, match="damaged") as caught:
        verified(data, DIGEST)
    assert "made-up" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (DIGEST, True),
        (DIGEST.upper(), False),
        (DIGEST[:-1], False),
        (DIGEST + "\n", False),
        ("", False),
        ("\u0660" * 64, False),
    ],
)
def test_only_digests_reach_the_database(text: str, *, expected: bool) -> None:
    assert is_digest(text) is expected


def test_what_is_no_digest_is_not_looked_for() -> None:
    engine = create_engine("sqlite://")  # without tables: a query would fail
    with engine.connect() as connection:
        assert find_content(connection, "no digest") is None
    engine.dispose()
