"""Keys: made once, kept to their owner, and never half written."""

from __future__ import annotations

import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from hotspots.errors import StoreError
from hotspots.keyfile import KEY_BYTES, load_or_create_key

if TYPE_CHECKING:
    from pathlib import Path


def test_a_key_is_made_once_and_then_kept(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "one.key"
    first = load_or_create_key(path)
    assert len(first) == KEY_BYTES
    assert load_or_create_key(path) == first
    assert load_or_create_key(tmp_path / "keys" / "two.key") != first


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no permission bits")
def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "one.key"
    load_or_create_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_two_that_start_at_once_agree(tmp_path: Path) -> None:
    path = tmp_path / "one.key"
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: load_or_create_key(path), range(64)))
    assert len(keys) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["one.key"]


@pytest.mark.parametrize("content", [b"", b"not hexadecimal", b"ab" * 31, b"ab" * 33, b"\xff\xfe"])
def test_a_damaged_key_is_refused_and_kept(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "one.key"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"one\.key.*backup"):
        load_or_create_key(path)
    assert path.read_bytes() == content
