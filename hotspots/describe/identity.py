"""An id for each of several things that may share a name."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def distinct_ids(names: Sequence[str]) -> tuple[str, ...]:
    """The names themselves; where one comes again, with `-2`, `-3` … in their order.

    A suffixed id never takes a name that is itself among the names.
    """
    taken = set(names)
    met: set[str] = set()
    ids = []
    for name in names:
        own = name
        if name in met:
            own = next(i for n in count(2) if (i := f"{name}-{n}") not in taken)
            taken.add(own)
        met.add(name)
        ids.append(own)
    return tuple(ids)
