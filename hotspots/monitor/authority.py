"""Our children placed elsewhere, others' placed here, and places outside the city."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.model import (
    AuthorityChild,
    AuthoritySide,
    GeocodeMethod,
    GeocodeStatus,
    OutOfAuthority,
    OutsidePlace,
)
from hotspots.monitor.figures import tally_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from hotspots.model import Episode, Geocoded, Sighting
    from hotspots.period import Period

# A postcode or a pair of coordinates may be somebody's door: it is counted, not listed.
UNNAMED_PLACE = "a position outside the city, without a place's name"
_NAMED = frozenset({GeocodeMethod.ELSEWHERE, GeocodeMethod.NAME, GeocodeMethod.ALIAS})
_SIDES = {
    (True, True): AuthoritySide.OURS_HERE,
    (True, False): AuthoritySide.OURS_ELSEWHERE,
    (False, True): AuthoritySide.OTHERS_HERE,
    (False, False): AuthoritySide.OTHERS_ELSEWHERE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """The local authority: every name and code by which records call it.

    `district_of` gives the code of the authority in which a postcode lies, None where that
    is not known.
    """

    names: tuple[str, ...]
    district_of: Callable[[str], str | None]

    def is_responsible(self, episode: Episode) -> bool | None:
        """Whether the child is ours; None where the record does not say whose it is."""
        return self._is_ours(episode.responsible_la)

    def is_placed_here(self, episode: Episode) -> bool | None:
        """Whether the placement or home lies here; None where its postcode is not known."""
        return self._is_ours(self.district_of(episode.origin_postcode) or "")

    def _is_ours(self, name: str) -> bool | None:
        plain = _plain(name)
        return plain in {_plain(one) for one in self.names} if plain else None


def out_of_authority(
    episodes: Iterable[Episode],
    sightings: Iterable[Sighting],
    period: Period,
    *,
    authority: Authority,
) -> OutOfAuthority:
    """Counted by side of the boundary; whoever moved across it counts on both sides."""
    held: defaultdict[AuthoritySide, list[Episode]] = defaultdict(list)
    for episode in episodes:
        if episode.started_on in period:
            held[side_of(episode, authority)].append(episode)
    outside = [
        one
        for one in sightings
        if one.episode.started_on in period and one.where.status is GeocodeStatus.OUTSIDE
    ]
    return OutOfAuthority(
        sides=tuple((side, tally_of(held[side])) for side in AuthoritySide),
        children=_children(held),
        places=_places(outside),
        place_episodes=tally_of(_distinct(outside)),
    )


def side_of(episode: Episode, authority: Authority) -> AuthoritySide:
    """Whose child, and placed where; `UNKNOWN` where the record does not say both."""
    ours, here = authority.is_responsible(episode), authority.is_placed_here(episode)
    return AuthoritySide.UNKNOWN if ours is None or here is None else _SIDES[ours, here]


def _children(held: dict[AuthoritySide, list[Episode]]) -> tuple[AuthorityChild, ...]:
    grouped: defaultdict[tuple[AuthoritySide, str, str], list[Episode]] = defaultdict(list)
    for side, episodes in held.items():
        if side not in {AuthoritySide.OURS_HERE, AuthoritySide.UNKNOWN}:
            for episode in episodes:
                grouped[side, episode.child_id, episode.responsible_la.strip()].append(episode)
    order = {side: number for number, side in enumerate(AuthoritySide)}
    listed = [
        AuthorityChild(
            side=side,
            child_id=child_id,
            responsible_la=responsible_la,
            episodes=len(episodes),
            last_on=max(episode.started_on for episode in episodes),
        )
        for (side, child_id, responsible_la), episodes in grouped.items()
    ]
    return tuple(
        sorted(
            listed,
            key=lambda one: (order[one.side], -one.episodes, one.child_id, one.responsible_la),
        )
    )


def _places(outside: Sequence[Sighting]) -> tuple[OutsidePlace, ...]:
    named: defaultdict[str, list[Sighting]] = defaultdict(list)
    for one in outside:
        named[_name(one.where)].append(one)
    places = [
        OutsidePlace(name=name, tally=tally_of(_distinct(these))) for name, these in named.items()
    ]
    return tuple(sorted(places, key=lambda one: (-one.tally.episodes, one.name)))


def _name(where: Geocoded) -> str:
    return where.matched_name if where.method in _NAMED and where.matched_name else UNNAMED_PLACE


def _distinct(sightings: Iterable[Sighting]) -> Iterable[Episode]:
    return {one.episode.episode_id: one.episode for one in sightings}.values()


def _plain(name: str) -> str:
    """Without case, spaces and signs: `Derby City-Council` is `derbycitycouncil`."""
    return "".join(character for character in name.casefold() if character.isalnum())
