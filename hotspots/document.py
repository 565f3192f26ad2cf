"""A paper for a meeting, before it is a page or a file: words, tables and bars, nothing else.

The words are whoever's made it: exact ones inside, protected ones outside. Nothing here can
tell the two apart, so nothing here computes a figure.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from hotspots.errors import InternalError

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """A list of sentences or short lines."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table of words under headings; the first column heads its row.

    Raises:
        InternalError: a row has not one cell for each heading.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.head) for row in self.rows):
            msg = "A row of a paper's table has not one cell for each heading."
            raise InternalError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """A picture of bars: for each label how high, and how it is written.

    `heights` are the numbers that are written, None for a bar that may not be shown.

    Raises:
        InternalError: there is not one height and one text for each label.
    """

    caption: str
    labels: tuple[str, ...]
    heights: tuple[float | None, ...]
    texts: tuple[str, ...]

    def __post_init__(self) -> None:
        if not len(self.labels) == len(self.heights) == len(self.texts):
            msg = "A picture of bars has not one height and one text for each label."
            raise InternalError(msg)

    @property
    def in_words(self) -> str:
        """The text alternative: everything that the picture shows."""
        pairs = zip(self.labels, self.texts, strict=True)
        return f"{self.caption}: {'; '.join(f'{label} {text}' for label, text in pairs)}."


Block = str | Bullets | Grid | Bars


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A numbered heading and what stands under it."""

    number: str
    title: str
    blocks: tuple[Block, ...]

    @property
    def heading(self) -> str:
        """`4.3 Numbers and frequency`, or the title alone."""
        return f"{self.number} {self.title}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole paper; `day` is the last one that it is about, so that it is the same each time.

    `classification` stands on every page, `banner` marks synthetic data.
    """

    title: str
    about: str
    classification: str
    banner: str
    day: date
    sections: tuple[Section, ...]
    foot: tuple[str, ...] = ()

    def canonical_bytes(self) -> bytes:
        """UTF-8 JSON with sorted keys: the bytes that the digest names."""
        return json.dumps(
            asdict(self), sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain
        ).encode()

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical bytes, 64 hexadecimal digits."""
        return hashlib.sha256(self.canonical_bytes()).hexdigest()


def _plain(value: Any) -> str:  # noqa: ANN401 - whatever JSON does not know
    return str(value.isoformat())
