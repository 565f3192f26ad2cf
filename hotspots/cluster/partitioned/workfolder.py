"""The folder that everybody who takes part shares: what one step leaves there for another.

Every file is written under a name of its own and then renamed. So a step that is run again,
because its worker was killed, or twice at once, because it was only thought to be, leaves
the same file, and nobody reads half of one.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_Scalar = TypeVar("_Scalar", bound=np.generic)


@contextmanager
def whole_file(target: Path) -> Iterator[IO[bytes]]:
    """A file to write to, for its owner's eyes only; it becomes the target if all went well."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        Path(name).replace(target)
    finally:
        Path(name).unlink(missing_ok=True)


def write_array(target: Path, values: NDArray[np.generic]) -> None:
    """The values alone, in the machine's own order of bytes."""
    with whole_file(target) as file:
        file.write(np.ascontiguousarray(values).tobytes())


def read_array(
    source: Path, dtype: type[_Scalar], *, start: int = 0, number: int = -1
) -> NDArray[_Scalar]:
    """`number` values from the one numbered `start` on; all of the rest without a number."""
    return np.fromfile(source, dtype, count=number, offset=start * np.dtype(dtype).itemsize)
