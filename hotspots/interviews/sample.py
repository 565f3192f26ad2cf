"""A random sample of interviews to audit: drawn with a seed, the same for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.errors import ParameterError
from hotspots.model import LONDON, InterviewState

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np

    from hotspots.model import Interview
    from hotspots.period import Period


def sample_of(
    interviews: Iterable[Interview], period: Period, *, size: int, generator: np.random.Generator
) -> tuple[tuple[Interview, ...], int]:
    """So many of the interviews held in the period, and of how many they were drawn.

    Each has the same chance, without replacement; in the order of their ids, so neither the
    rows' order nor that of the draw can be read from it. All of them where there are fewer.

    Raises:
        ParameterError: the size is not positive.
    """
    if size < 1:
        msg = "Ask for one interview at least to audit."
        raise ParameterError(msg)
    held = sorted(
        (one for one in interviews if _held_in(one, period)), key=lambda one: one.interview_id
    )
    if len(held) <= size:
        return tuple(held), len(held)
    drawn = generator.choice(len(held), size=size, replace=False)
    return tuple(held[index] for index in sorted(int(one) for one in drawn)), len(held)


def _held_in(one: Interview, period: Period) -> bool:
    """By the day on which it was held; where nobody wrote that down, by the last return."""
    if one.state is not InterviewState.COMPLETED:
        return False
    if one.completed is not None:
        return one.completed.earliest.astimezone(LONDON).date() in period
    last = one.episodes[-1]
    return (last.closed_on or last.started_on) in period
