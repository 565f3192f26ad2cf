"""One place for what several rows and sources list, whatever order they come in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from hotspots.gazetteer import Place, place_id_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hotspots.gazetteer_import.record import Found


@dataclass(frozen=True, slots=True)
class Listed:
    """A place that was found, and the number of the file that it was found in."""

    found: Found
    file: int


@dataclass(frozen=True, slots=True)
class Merged:
    """The places, by id; `merged[file]` counts the rows that went into another row's place."""

    places: tuple[Place, ...]
    merged: tuple[int, ...]


def merge(
    existing: Sequence[Place], listed: Iterable[Listed], *, within_m: float, files: int
) -> Merged:
    """Make one place of all that share a name and lie within so many metres.

    Suburbs and streets are never merged with places of their name. An existing place keeps
    all that it says, gains the sources, and is never merged with another existing one; but
    what one source says must not be published is not. Of several new rows the one still
    open leads, and the place was open from the first's opening to the last's closing.
    """
    by_key: dict[str, list[_Growing]] = {}
    growing = [_Growing(place, is_existing=True) for place in existing]
    for one in growing:
        # Sorted, so that a place's aliases come in one order; a set, so that it is asked once.
        for key in sorted({_key(word) for word in (one.place.name, *one.place.aliases)}):
            by_key.setdefault(key, []).append(one)
    merged = [0] * files
    for item in sorted(listed, key=_precedence):
        place, key = _as_place(item.found), _key(item.found.name)
        near = [one for one in by_key.get(key, ()) if one.takes(place, within_m)]
        if near:
            nearest = min(
                near, key=lambda o: (o.place.point.distance_m(place.point), o.place.source)
            )
            nearest.absorb(place)
            merged[item.file] += 1
        else:
            growing.append(_Growing(place, locality=item.found.locality))
            by_key.setdefault(key, []).append(growing[-1])
    return Merged(_with_ids(growing), tuple(merged))


class _Growing:
    """A place that others are still merged into."""

    def __init__(self, place: Place, *, is_existing: bool = False, locality: str = "") -> None:
        self.place, self.is_existing, self.locality = place, is_existing, locality

    def takes(self, other: Place, within_m: float) -> bool:
        alike = self.place.is_coarse == other.is_coarse
        return alike and self.place.point.distance_m(other.point) <= within_m

    def absorb(self, other: Place) -> None:
        mine = self.place
        self.place = replace(
            mine,
            source=_joined(mine.source, other.source),
            publishable=mine.publishable and other.publishable,
        )
        if not self.is_existing:
            aliases = dict.fromkeys((*mine.aliases, *other.aliases))
            self.place = replace(
                self.place,
                aliases=tuple(sorted(aliases)),
                postcode=mine.postcode or other.postcode,
                extent_m=max(mine.extent_m, other.extent_m),
                valid_from=_earlier(mine.valid_from, other.valid_from),
                valid_to=_later(mine.valid_to, other.valid_to),
            )


def _key(name: str) -> str:
    return place_id_of(name.replace("&", " and "))


def _precedence(item: Listed) -> tuple[str, int, tuple[float, float], str, str, str]:
    found = item.found
    closed = found.valid_to.toordinal() if found.valid_to else date.max.toordinal()
    rest = (found.name, found.kind.category, repr(found))
    return (_key(found.name), -closed, found.point.key, *rest)


def _as_place(found: Found) -> Place:
    return Place(
        place_id="",
        name=found.name,
        category=found.kind.category,
        point=found.point,
        extent_m=found.extent_m,
        accuracy_m=found.accuracy_m,
        zone="",
        aliases=found.aliases,
        postcode=found.postcode,
        valid_from=found.valid_from,
        valid_to=found.valid_to,
        publishable=found.kind.publishable,
        source=found.source,
    )


def _joined(mine: str, other: str) -> str:
    parts = dict.fromkeys(part.strip() for part in f"{mine}; {other}".split(";"))
    return "; ".join(part for part in parts if part)


def _earlier(mine: date | None, other: date | None) -> date | None:
    return min(mine, other) if mine and other else None


def _later(mine: date | None, other: date | None) -> date | None:
    return max(mine, other) if mine and other else None


def _with_ids(growing: Sequence[_Growing]) -> tuple[Place, ...]:
    """An id from the name; where several have it, from name and locality, then position."""
    taken = {one.place.place_id for one in growing if one.is_existing}
    places = [one.place for one in growing if one.is_existing]
    waiting = [one for one in growing if not one.is_existing]
    for form in (_by_name, _by_locality, _by_position):
        wishes: dict[str, list[_Growing]] = {}
        for one in waiting:
            wishes.setdefault(form(one), []).append(one)
        alone = {wish: ones[0] for wish, ones in wishes.items() if len(ones) == 1}
        granted = {wish: one for wish, one in alone.items() if wish not in taken}
        places += [replace(one.place, place_id=wish) for wish, one in granted.items()]
        # A name that several wish for is nobody's: which one has it must not be chance.
        taken |= set(wishes)
        served = {id(one) for one in granted.values()}
        waiting = [one for one in waiting if id(one) not in served]
    for number, one in enumerate(sorted(waiting, key=lambda o: repr(o.place)), start=1):
        wish = f"{_by_position(one)}-{number}"
        while wish in taken:
            wish += "x"
        taken.add(wish)
        places.append(replace(one.place, place_id=wish))
    return tuple(sorted(places, key=lambda place: place.place_id))


def _by_name(one: _Growing) -> str:
    return place_id_of(one.place.name)


def _by_locality(one: _Growing) -> str:
    return place_id_of(f"{one.place.name} {one.locality}")


def _by_position(one: _Growing) -> str:
    point = one.place.point
    return place_id_of(f"{one.place.name} {point.easting:.0f} {point.northing:.0f}")
