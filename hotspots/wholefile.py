"""Files that are there whole or not at all."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """A name beside the target to write under; it becomes the target if all went well.

    Nobody ever opens half a file, and a failure leaves nothing behind.
    """
    part = target.with_name(f".{target.name}.part")
    try:
        yield part
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
