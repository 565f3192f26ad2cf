"""An archive that is not a backup is refused in words, however it is broken."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest

from hotspots.cli.archive import unpacked
from hotspots.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path


def archive(manifest: bytes, *, change: tuple[bytes, bytes] = (b"", b"")) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("manifest.json", manifest)
    return out.getvalue().replace(*change) if change[0] else out.getvalue()


def encrypted() -> bytes:
    content = bytearray(archive(b"{}"))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        archive(b"{}"),
        archive(b"[]"),
        archive(b"[" * 100_000),
        archive(json.dumps({"form": 1, "files": []}).encode()),
        archive(b" " * 2_000_000),
        encrypted(),
        # An unknown way of packing; a stream that is no stream.
        archive(b"{}", change=(b"\x08\x00", b"\x63\x00")),
        archive(b"a" * 99, change=(b"\x4b\x4c", b"\xff\xff")),
    ],
    ids=lambda content: str(len(content)),
)
def test_it_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "backup.zip"
    path.write_bytes(content)
    with pytest.raises(StoreError, match="damaged or is not a backup"), unpacked(path, tmp_path):
        pytest.fail("it was unpacked")
    assert list(tmp_path.iterdir()) == [path]
