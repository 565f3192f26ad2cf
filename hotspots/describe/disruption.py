"""What came of an action: the weighted displacement difference, with its standard error.

After Wheeler and Ratcliffe 2018 (doi 10.1186/s40163-018-0085-5): the change at the place,
and the change in the ring around it, each less the change that the control area leads one
to expect. They ask for control areas with as many incidents as the area they are set
against; the rest of a city has many more. So it is weighed down to the area's own count
before, which is the expectation of the total net effect (Guerette 2009), and the weight's own
error is carried into the standard error (delta method). Where the rest of the city does
not change, that is the paper's error. Both areas share one control: its error counts once for
their sum.

The words, the first rule that holds:

    insufficient data   no 28 days before and after; under 5 episodes at the place before, or
                        in the rest of the city before or after
    moved               fewer at the place than expected, more in the ring than expected
    spread of benefit   fewer in both
    fewer here          fewer at the place, nothing shown in the ring
    more here           more at the place than expected
    no clear effect     anything else

Fewer and more are shown where the 95 % interval excludes 0. The episodes of one child are
not independent, so an effect is also looked at with each child left out in turn. Places are
acted on when they are busy, and a busy time passes by itself too: a fall is never proof.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from hotspots.errors import ParameterError
from hotspots.model import BeforeAfter, Difference, Disruption, DisruptionVerdict
from hotspots.period import Period

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from hotspots.gazetteer import Gazetteer, Place
    from hotspots.model import Action, Sighting

SHORTEST_DAYS = 28
LONGEST_DAYS = 182
FEWEST_EPISODES = 5
_NORMAL_95 = 1.959963984540054


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """Distances in metres from the nearest place acted on.

    Places nearer than `inner_m` cannot be told apart from it and count nowhere; those up to
    `outer_m` are the ring; all others are the rest of the city.

    Raises:
        ParameterError: not 0 <= inner < outer.
    """

    inner_m: float = 150.0
    outer_m: float = 600.0

    def __post_init__(self) -> None:
        if not 0 <= self.inner_m < self.outer_m < float("inf"):
            msg = "The ring's distances must grow: from 0 or more to a larger number of metres."
            raise ParameterError(msg)


def disruption_of(
    action: Action,
    sightings: Iterable[Sighting],
    *,
    place_ids: Collection[str],
    gazetteer: Gazetteer,
    recorded: Period,
    ring: Ring | None = None,
) -> Disruption:
    """What came of an action at these places, as far as the register is `recorded`.

    `place_ids` is the ground of the action. An episode counts once in each area in which it
    was seen, by the day on which it began.
    """
    areas = _areas(frozenset(place_ids), gazetteer, ring or Ring())
    periods = None if action.withdrawn else before_and_after(action, recorded)
    taken = tuple(sightings)
    seen = [_Seen.of(taken, area, periods) for area in areas]
    target, nearby, rest = (one.counts for one in seen)
    before, after = periods or (None, None)
    bare = Disruption(
        action_id=action.action_id,
        verdict=DisruptionVerdict.INSUFFICIENT,
        before=before,
        after=after,
        target=target,
        ring=nearby,
        rest=rest,
    )
    return bare if periods is None or _too_few(target, rest) else _compared(bare, seen)


def _compared(bare: Disruption, seen: Sequence[_Seen]) -> Disruption:
    target, nearby, rest = bare.target, bare.ring, bare.rest
    local = difference(target, rest)
    displaced = difference(nearby, rest) if nearby.places else None
    verdict = _verdict(local, displaced)
    new_nearby = (seen[0].before.keys() & seen[1].after.keys()) - seen[1].before.keys()
    return replace(
        bare,
        verdict=verdict,
        local=local,
        nearby=displaced,
        total=difference(_sum(target, nearby), rest),
        quotient=quotient(target, nearby, rest),
        children=len(seen[0].before),
        children_nearby=len(new_nearby),
        hinges_on_one_child=_hinges(seen, verdict),
    )


def before_and_after(action: Action, recorded: Period) -> tuple[Period, Period] | None:
    """As many days before the action began as after, its first day the first one after.

    Not beyond its end, what is recorded, or half a year: later much else has changed. None
    for less than four weeks, within which a child's own repeats fall.
    """
    last = min(action.to_on or recorded.last, recorded.last)
    room_before = (action.from_on - recorded.first).days
    days = min((last - action.from_on).days + 1, room_before, LONGEST_DAYS)
    if days < SHORTEST_DAYS:
        return None
    return (
        Period(
            first=action.from_on - timedelta(days=days), last=action.from_on - timedelta(days=1)
        ),
        Period(first=action.from_on, last=action.from_on + timedelta(days=days - 1)),
    )


def difference(area: BeforeAfter, rest: BeforeAfter) -> Difference:
    """After in the area, less what its count before and the change of the rest let expect.

    Raises:
        ParameterError: nothing was counted in the rest of the city before.
    """
    if rest.before == 0:
        msg = "Without an episode in the rest of the city before, there is nothing to expect."
        raise ParameterError(msg)
    weight, trend = area.before / rest.before, rest.after / rest.before
    estimate = (area.after - area.before) - weight * (rest.after - rest.before)
    variance = (
        area.after + area.before * trend**2 + weight**2 * (rest.after + rest.before * trend**2)
    )
    error = sqrt(variance)
    reach = _NORMAL_95 * error
    return Difference(
        estimate=estimate, standard_error=error, low=estimate - reach, high=estimate + reach
    )


def quotient(target: BeforeAfter, ring: BeforeAfter, rest: BeforeAfter) -> float | None:
    """The weighted displacement quotient (Bowers and Johnson 2003), where it means anything.

    Below 0 the ring gained what the place lost, above 0 it shared the benefit. None where
    the rest of the city has fewer than 5 episodes before or after, by which it divides;
    where nothing was seen in the ring; or where the place did not do better than the
    rest: then there is nothing to be moved.
    """
    if min(rest.before, rest.after) < FEWEST_EPISODES or ring.before + ring.after == 0:
        return None
    success = target.after / rest.after - target.before / rest.before
    if success >= 0:
        return None
    return (ring.after / rest.after - ring.before / rest.before) / success


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What was seen in one area: its episodes by child, before and after."""

    places: int
    before: Counter[str]
    after: Counter[str]

    @classmethod
    def of(
        cls,
        sightings: Iterable[Sighting],
        place_ids: frozenset[str],
        periods: tuple[Period, Period] | None,
    ) -> _Seen:
        here = {
            s.episode.episode_id: s.episode for s in sightings if s.where.place_id in place_ids
        }.values()
        parts = [
            Counter(one.child_id for one in here if one.started_on in period)
            for period in periods or ()
        ]
        before, after = parts or (Counter(), Counter())
        return cls(places=len(place_ids), before=before, after=after)

    @property
    def counts(self) -> BeforeAfter:
        return self.without("")

    def without(self, child: str) -> BeforeAfter:
        """The counts without one child's episodes; all of them without a name."""
        return BeforeAfter(
            places=self.places,
            before=self.before.total() - self.before[child],
            after=self.after.total() - self.after[child],
        )


def _hinges(seen: Sequence[_Seen], verdict: DisruptionVerdict) -> bool:
    """Whether a shown effect is another, or none, when some one child is left out."""
    if verdict is DisruptionVerdict.NO_CLEAR_EFFECT:
        return False
    children = {child for one in seen for child in (*one.before, *one.after)}
    # Children with the same counts give the same answer.
    left = {tuple(one.without(child) for one in seen) for child in children}
    return any(
        _too_few(target, rest)
        or _verdict(difference(target, rest), difference(nearby, rest) if nearby.places else None)
        is not verdict
        for target, nearby, rest in left
    )


def _areas(
    target: frozenset[str], gazetteer: Gazetteer, ring: Ring
) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The places acted on, those of the ring, and the rest; suburbs and streets are in none."""
    known = [gazetteer[place_id] for place_id in sorted(target) if place_id in gazetteer]
    others = [p for p in gazetteer.places if p.place_id not in target and not p.is_coarse]
    far_m = _distances_m(others, known)
    near = frozenset(
        p.place_id
        for p, distance in zip(others, far_m, strict=True)
        if ring.inner_m < distance <= ring.outer_m
    )
    rest = frozenset(
        p.place_id for p, distance in zip(others, far_m, strict=True) if distance > ring.outer_m
    )
    return target, near, rest


def _distances_m(places: Sequence[Place], to: Sequence[Place]) -> list[float]:
    """From each place to the nearest of the others; infinite where there is none."""
    if not to:
        return [float("inf")] * len(places)
    ours = np.array([p.point.key for p in places]).reshape(-1, 1, 2)
    theirs = np.array([p.point.key for p in to]).reshape(1, -1, 2)
    delta = ours - theirs
    return [float(one) for one in np.hypot(delta[..., 0], delta[..., 1]).min(axis=1)]


def _too_few(target: BeforeAfter, rest: BeforeAfter) -> bool:
    return min(target.before, rest.before, rest.after) < FEWEST_EPISODES


def _sum(one: BeforeAfter, other: BeforeAfter) -> BeforeAfter:
    return BeforeAfter(
        places=one.places + other.places,
        before=one.before + other.before,
        after=one.after + other.after,
    )


def _verdict(local: Difference, nearby: Difference | None) -> DisruptionVerdict:
    if local.low > 0:
        return DisruptionVerdict.MORE
    if local.high >= 0:
        return DisruptionVerdict.NO_CLEAR_EFFECT
    if nearby is not None and nearby.low > 0:
        return DisruptionVerdict.MOVED
    if nearby is not None and nearby.high < 0:
        return DisruptionVerdict.SPREAD
    return DisruptionVerdict.FEWER
