"""What part of a release was asked for: filters, order, columns, over released features alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Query

from api.problems import bad_parameter
from hotspots.export import PROPERTIES
from hotspots.release import Change  # noqa: TC001 - FastAPI reads the annotation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from hotspots.release import Release, ReleasedHotspot

_LONGEST = 200
_MOST = 10_000
_LOWEST = re.compile(r"\d+")
_FIELD_LIST = ", ".join(PROPERTIES)

_Text = Annotated[str | None, Query(max_length=_LONGEST)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A part of a release; hashable, so that what was made of it can be kept."""

    zone: str | None = None
    area: str | None = None
    category: str | None = None
    min_children: int | None = None
    direction: Change | None = None
    sort: str | None = None
    limit: int | None = None
    fields: tuple[str, ...] = PROPERTIES

    def of(self, release: Release) -> Release:
        """That part of the release.

        Raises:
            Problem: 422, the release has nothing that a parameter names.
        """
        kept = release.hotspots
        for name in ("zone", "area", "category"):
            wanted = getattr(self, name)
            if wanted is not None:
                _known(name, wanted, (_VALUES[name](one) for one in release.hotspots))
                kept = tuple(one for one in kept if _VALUES[name](one) == wanted)
        if self.min_children is not None:
            kept = tuple(one for one in kept if _fewest_children(one) >= self.min_children)
        if self.direction is not None:
            kept = tuple(one for one in kept if _change(one) is self.direction)
        if self.sort is not None:
            kept = _sorted(kept, self.sort)
        kept = kept[: self.limit]
        ids = {one.hotspot_id for one in kept}
        zones = tuple(zone for zone in release.zones if ids.intersection(zone.hotspot_ids))
        return replace(release, hotspots=kept, zones=zones)


def filters(
    zone: Annotated[_Text, Query(description="Only this zone's, by its name.")] = None,
    area: Annotated[_Text, Query(description="Only this ward's, by its official code.")] = None,
    category: Annotated[_Text, Query(description="Only this kind of place.")] = None,
    min_children: Annotated[
        int | None,
        Query(
            ge=1,
            le=_MOST,
            description="Only where the band of young people begins at this number or higher.",
        ),
    ] = None,
    direction: Annotated[
        Change | None,
        Query(description="Only those that go this way beside the earlier release."),
    ] = None,
) -> Choice:
    """What of the release was asked for, in any order."""
    return Choice(
        zone=zone,
        area=area,
        category=category,
        min_children=min_children,
        direction=direction,
    )


def choice(
    chosen: Annotated[Choice, Depends(filters)],
    sort: Annotated[
        _Text,
        Query(description="name, zone, area, category or episodes; with - before it, backwards."),
    ] = None,
    limit: Annotated[int | None, Query(ge=1, le=_MOST, description="At most so many.")] = None,
) -> Choice:
    """The query, as far as every format takes it.

    Raises:
        Problem: 422, there is no such order.
    """
    if sort is not None and sort not in _ORDERS:
        raise bad_parameter("sort", "There is no such order.", allowed=_ORDERS)
    return replace(chosen, sort=sort, limit=limit)


def choice_of_fields(
    chosen: Annotated[Choice, Depends(choice)],
    fields: Annotated[
        str | None,
        Query(max_length=_LONGEST, description=f"Columns, separated by commas: {_FIELD_LIST}."),
    ] = None,
) -> Choice:
    """The query of a format whose columns can be chosen.

    Raises:
        Problem: 422, there is no such column.
    """
    if fields is None:
        return chosen
    names = {name.strip() for name in fields.split(",")}
    if not names.issubset(PROPERTIES):
        raise bad_parameter("fields", "There is no such column.", allowed=PROPERTIES)
    return replace(chosen, fields=tuple(name for name in PROPERTIES if name in names))


ChoiceNow = Annotated[Choice, Depends(choice)]
ColumnsNow = Annotated[Choice, Depends(choice_of_fields)]

_VALUES: dict[str, Callable[[ReleasedHotspot], str]] = {
    "name": lambda one: one.name,
    "zone": lambda one: one.zone,
    "category": lambda one: one.category,
    "area": lambda one: "" if one.area is None else one.area.code,
}
_ORDERS = tuple(sign + name for name in (*_VALUES, "episodes") for sign in ("", "-"))


def _known(name: str, wanted: str, values: Iterable[str]) -> None:
    allowed = tuple(sorted({value for value in values if value}))
    if wanted not in allowed:
        raise bad_parameter(name, f"There is no such {name} in this release.", allowed=allowed)


def _fewest_children(hotspot: ReleasedHotspot) -> int:
    """Where the shown band begins: 5 of `5 to 9`; 0 where no number is shown."""
    found = _LOWEST.match(hotspot.children.text)
    return int(found.group()) if found else 0


def _change(hotspot: ReleasedHotspot) -> Change | None:
    return None if hotspot.direction is None else hotspot.direction.change


def _sorted(hotspots: tuple[ReleasedHotspot, ...], order: str) -> tuple[ReleasedHotspot, ...]:
    """In this order, those of one value as they were; what has no number comes last."""
    name, backwards = order.removeprefix("-"), order.startswith("-")
    if name != "episodes":
        return tuple(sorted(hotspots, key=_VALUES[name], reverse=backwards))
    sign = -1 if backwards else 1
    return tuple(
        sorted(
            hotspots,
            key=lambda one: (one.episodes.value is None, sign * (one.episodes.value or 0)),
        )
    )
