"""Files that are there whole or not at all."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """A name beside the target to write under; it becomes the target if all went well.

    Nobody ever opens half a file, and a failure leaves nothing behind. What is under the
    target's name is on the disk, too: a loss of power does not empty it.
    """
    part = target.with_name(f".{target.name}.part")
    # Left by a loss of power, or put there by somebody as a link to another file.
    part.unlink(missing_ok=True)
    try:
        yield part
        with part.open("rb+") as handle:
            os.fsync(handle.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
