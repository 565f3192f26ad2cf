"""Answers that were made once, kept for a minute for those to whom they are the same.

What is kept is bytes as they were sent. An answer is another's only if the request is
the same, word for word, and the audience and its areas are; it is given again only while
nothing was published or withdrawn since before it was made.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING

from api.shelf import areas_of

if TYPE_CHECKING:
    from collections.abc import Hashable
    from datetime import datetime

    from starlette.routing import BaseRoute

    from hotspots.access import Principal
    from hotspots.release import Audience

_LIFE = timedelta(minutes=1)
_NO_TIME = timedelta()
_OVERHEAD_BYTES = 1_000
_LONGEST_QUESTION_BYTES = 4_096

Question = tuple[bytes | str, ...]
Reader = tuple["Audience", "frozenset[str] | None"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An answer, the route that made it, and what the trail says of it.

    `mark` is the shelf's, from before the answer was made.
    """

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    route: BaseRoute
    object_id: str
    count: int
    mark: Hashable
    made_at: datetime

    @property
    def weight(self) -> int:
        """Bytes that it takes, about."""
        return len(self.body) + _OVERHEAD_BYTES


class KeptAnswers:
    """The answers that were asked for last, `most_bytes` of them at most."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._kept: OrderedDict[tuple[Question, Reader], Kept] = OrderedDict()
        self._readers: dict[Question, int] = {}
        self._bytes = 0
        self._lock = Lock()

    def has_some(self, question: Question) -> bool:
        """Whether there is an answer to this for anybody: else it need not be looked for."""
        return question in self._readers

    def find(
        self, question: Question, principal: Principal, *, mark: Hashable, now: datetime
    ) -> Kept | None:
        """The answer to this question for this principal, if it still holds."""
        place = (question, _reader(principal))
        with self._lock:
            kept = self._kept.get(place)
            if kept is None:
                return None
            if kept.mark != mark or not _NO_TIME <= now - kept.made_at < _LIFE:
                self._drop(place)
                return None
            self._kept.move_to_end(place)
            return kept

    def keep(self, question: Question, principal: Principal, answer: Kept) -> None:
        """Keep it, unless it or what was asked is too large; the oldest make room."""
        is_long = sum(len(part) for part in question) > _LONGEST_QUESTION_BYTES
        if is_long or answer.weight > self._most:
            return
        place = (question, _reader(principal))
        with self._lock:
            if place in self._kept:
                self._drop(place)
            while self._bytes + answer.weight > self._most:
                self._drop(next(iter(self._kept)))
            self._kept[place] = answer
            self._readers[question] = self._readers.get(question, 0) + 1
            self._bytes += answer.weight

    def _drop(self, place: tuple[Question, Reader]) -> None:
        self._bytes -= self._kept.pop(place).weight
        question, _ = place
        self._readers[question] -= 1
        if not self._readers[question]:
            del self._readers[question]


def _reader(principal: Principal) -> Reader:
    """Those who see the same: of one audience, bound to the same areas."""
    return principal.audience, areas_of(principal)
