"""A bounded, thread-safe memory of things that never change once made."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

K = TypeVar("K", bound="Hashable")
V = TypeVar("V")


class Bounded(Generic[K, V]):
    """Keeps the `size` values used last; `make` is called at most once at a time.

    Where `weigh` says how many bytes a value takes, those kept take `most_bytes` at most,
    but for a single one that takes more.

    One lock round the making as well: twenty people who open the same new map
    wait for one drawing instead of starting twenty.
    """

    def __init__(
        self, size: int, *, weigh: Callable[[V], int] = lambda _: 0, most_bytes: int = 0
    ) -> None:
        self._size = size
        self._weigh = weigh
        self._most_bytes = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[K, V] = OrderedDict()
        self._lock = Lock()

    def get(self, key: K, make: Callable[[], V]) -> V:
        """The value kept under `key`, made now if there is none."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            value = make()
            self._kept[key] = value
            self._bytes += self._weigh(value)
            while len(self._kept) > self._size or (
                self._bytes > self._most_bytes and len(self._kept) > 1
            ):
                self._bytes -= self._weigh(self._kept.popitem(last=False)[1])
            return value

    def __len__(self) -> int:
        return len(self._kept)
