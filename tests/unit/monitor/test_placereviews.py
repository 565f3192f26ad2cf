"""Which places partners have to look at again, and when."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hotspots.model import ActionPlace, PlaceRisk
from hotspots.monitor import reviews_due

AS_OF = date(2021, 6, 30)
NAMES = {(ActionPlace.PLACE, "park"): "The park"}


def _record(
    where: str, due: date | None, *, kind: ActionPlace = ActionPlace.PLACE, closed: bool = False
) -> PlaceRisk:
    return PlaceRisk(
        kind=kind,
        where=where,
        lead="Council",
        next_review=due,
        closed=closed,
        recorded_by="MPC",
        recorded_at=datetime(2021, 1, 1, tzinfo=UTC),
    )


def test_the_longest_overdue_come_first_and_those_without_a_day_last() -> None:
    records = [
        _record("none", None),
        _record("today", AS_OF),
        _record("park", date(2021, 6, 29)),
        _record("city", date(2021, 5, 1), kind=ActionPlace.ZONE),
        _record("soon", date(2021, 7, 28)),
        _record("not yet", date(2021, 7, 29)),
        _record("over", date(2021, 1, 1), closed=True),
    ]
    found = reviews_due(records, AS_OF, names=NAMES)
    assert [(one.name, one.days_overdue) for one in found] == [
        ("city", 60),
        ("The park", 1),
        ("today", 0),
        ("soon", -28),
        ("none", None),
    ]
    assert found == reviews_due(reversed(records), AS_OF, names=NAMES)
    assert found[1].lead == "Council"
    near = reviews_due(records, AS_OF, names=NAMES, within_days=0)
    assert [one.name for one in near] == ["city", "The park", "today", "none"]
