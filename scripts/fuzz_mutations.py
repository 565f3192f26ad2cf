"""Changes to a file that a hostile or broken program might make, by what the file is made of."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np

    Change = Callable[[bytes, np.random.Generator], bytes]

MAX_BYTES = 1 << 18
# How often: a part of a packed file rather than its bytes; a part lost or renamed; two files
# joined; the rest cut off.
_IN_A_PART, _LOST, _RENAMED, _JOINED, _SHORT = 0.8, 0.05, 0.1, 0.05, 0.2
# What has broken readers of tables, dates, numbers, XML, JSON, TOML and addresses before.
NASTY = (
    b"", b"\0", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\r", b"\n", b"\r\n",
    b'"', b'""', b'"""', b"'", b",", b";", b"\t", b"|", b"\\", b"=1+1", b"@x", b"-1", b"+1",
    b"0", b"-0", b"1e999", b"-1e308", b"NaN", b"Infinity", b"1_000", b"9" * 25, b"9" * 5000,
    b"0x1f", b"1.", b".5", b"1,5", b"\xc2\xb2", b"\xd9\xa3", b"29/02/2021", b"31/03/2021 01:30",
    b"0000-00-00", b"9999-12-31", b"10000-01-01", b"24:00", b"23:59:60", b"2021-06-31T25:61Z",
    b"44197", b"44197.99999999", b"-44197", b"1.2E+15", b"true", b"null", b"[]", b"{}", b"[" * 200,
    b'{"a":' * 60, b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"<![CDATA[", b"]]>", b"&#0;", b"&b;",
    b"&#xD800;", b"_xD800_", b"_x0000_", b"</row>", b'<row r="0">', b'<c r="XFD1048576">',
    b"../../etc/passwd", b"file:///etc/hostname", b"/vsicurl/http://127.0.0.1/", b"%00", b"%2e",
    b"%F0%9F", "\u202e".encode(), "\u200b".encode(), "\u0130".encode(), "\ufdfa".encode() * 40,
    "\u0661\u0662".encode(), "\u2167".encode(), b"A" * 4097, b"A" * 40_000, b"( " * 100,
)  # fmt: skip


def mutated(
    data: bytes, others: Sequence[bytes], rng: np.random.Generator, *, packed: bool = False
) -> bytes:
    """One to eight changes; `packed` files are changed in one of their parts, mostly."""
    if packed and rng.random() < _IN_A_PART:
        return _in_part(data, others, rng)
    for _ in range(int(rng.integers(1, 9))):
        change = _CHANGES[int(rng.integers(len(_CHANGES)))]
        data = change(data, rng)
        if others and rng.random() < _JOINED:
            data = _spliced(data, others[int(rng.integers(len(others)))], rng)
    return data[:MAX_BYTES]


def _in_part(data: bytes, others: Sequence[bytes], rng: np.random.Generator) -> bytes:
    """The archive with one of its parts changed, renamed, left out or there twice."""
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
            names = sorted(old.namelist())
            chosen = names[int(rng.integers(len(names)))]
            for name in names:
                content = old.read(name)
                if name != chosen:
                    new.writestr(zipfile.ZipInfo(name), content, 8)
                    continue
                kind = rng.random()
                if kind > _LOST:
                    called = name if kind > _RENAMED else name.upper()
                    new.writestr(zipfile.ZipInfo(called), mutated(content, others, rng), 8)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, RuntimeError, EOFError):
        return mutated(data, others, rng)
    return out.getvalue()


def _at(data: bytes, rng: np.random.Generator) -> int:
    return int(rng.integers(len(data) + 1))


def _bit(data: bytes, rng: np.random.Generator) -> bytes:
    if not data:
        return data
    at = int(rng.integers(len(data)))
    return data[:at] + bytes([data[at] ^ (1 << int(rng.integers(8)))]) + data[at + 1 :]


def _cut(data: bytes, rng: np.random.Generator) -> bytes:
    at = _at(data, rng)
    return data[:at] + data[at + int(rng.integers(1, 40)) :]


def _ended(data: bytes, rng: np.random.Generator) -> bytes:
    return data[: _at(data, rng)] if rng.random() < _SHORT else data


def _nasty(data: bytes, rng: np.random.Generator) -> bytes:
    at = _at(data, rng)
    return data[:at] + NASTY[int(rng.integers(len(NASTY)))] + data[at:]


def _value(data: bytes, rng: np.random.Generator) -> bytes:
    """Something nasty in the place of what stands between two separators."""
    mark = (b",", b"\n", b'"', b">", b"=", b" ", b"/", b":")[int(rng.integers(8))]
    pieces = data.split(mark)
    pieces[int(rng.integers(len(pieces)))] = NASTY[int(rng.integers(len(NASTY)))]
    return mark.join(pieces)


def _lines(data: bytes, rng: np.random.Generator) -> bytes:
    """A line twice, left out, or in another's place."""
    lines = data.split(b"\n")
    one, other = (int(rng.integers(len(lines))) for _ in range(2))
    kind = int(rng.integers(3))
    if kind == 0:
        lines.insert(other, lines[one])
    elif kind == 1:
        del lines[one]
    else:
        lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _again(data: bytes, rng: np.random.Generator) -> bytes:
    at, size = _at(data, rng), int(rng.integers(1, 60))
    return data[:at] + data[at : at + size] * int(rng.integers(2, 20)) + data[at:]


def _digits(data: bytes, rng: np.random.Generator) -> bytes:
    """Another digit for one."""
    places = [n for n, byte in enumerate(data[:20_000]) if byte in b"0123456789"]
    if not places:
        return data
    at = places[int(rng.integers(len(places)))]
    return data[:at] + b"%d" % rng.integers(10) + data[at + 1 :]


def _spliced(data: bytes, other: bytes, rng: np.random.Generator) -> bytes:
    return data[: _at(data, rng)] + other[_at(other, rng) :]


_CHANGES: tuple[Change, ...] = (
    _bit, _cut, _ended, _nasty, _nasty, _value, _value, _lines, _again, _digits, _digits,
)  # fmt: skip
