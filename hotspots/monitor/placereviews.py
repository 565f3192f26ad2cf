"""Which reviews of places are due, overdue, or have no day yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.model import PlaceReview

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from hotspots.model import ActionPlace, PlaceRisk

DUE_WITHIN_DAYS = 28
"""So far ahead a review is listed: our judgement, the meetings of about a month."""


def reviews_due(
    records: Iterable[PlaceRisk],
    as_of: date,
    *,
    names: Mapping[tuple[ActionPlace, str], str],
    within_days: int = DUE_WITHIN_DAYS,
) -> tuple[PlaceReview, ...]:
    """The reviews of the open records, the longest overdue first; those without a day last.

    A review counts as due on its day, and as overdue from the day after it. A place that is
    not in `names` goes by its id.
    """
    found = [
        PlaceReview(
            kind=one.kind,
            name=names.get(one.key, one.where),
            lead=one.lead,
            reviewed_on=one.reviewed_on,
            next_review=one.next_review,
            days_overdue=one.days_overdue(as_of),
        )
        for one in records
        if not one.closed
    ]
    near = [one for one in found if one.days_overdue is None or one.days_overdue >= -within_days]
    return tuple(sorted(near, key=_order))


def _order(review: PlaceReview) -> tuple[bool, int, str, str]:
    days = review.days_overdue
    return (days is None, -(days or 0), review.name, review.kind.value)
