"""What a reader gives, on either side of the pipe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Texts, numbers, dates, None, and sequences and mappings of them.
Plain: TypeAlias = object
Arguments: TypeAlias = dict[str, str | int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """An opened file: what can be said of it as a whole, and its streams of items.

    Each stream starts from the top whenever it is called.
    """

    about: Plain
    streams: tuple[Callable[[], Iterator[Plain]], ...] = ()
