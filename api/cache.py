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

    One lock round the making as well: twenty people who open the same new map
    wait for one drawing instead of starting twenty.
    """

    def __init__(self, size: int) -> None:
        self._size = size
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
            if len(self._kept) > self._size:
                self._kept.popitem(last=False)
            return value

    def __len__(self) -> int:
        return len(self._kept)
