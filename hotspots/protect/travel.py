"""The direction of travel of what is shown, from the shown figures of two releases alone.

Nothing but figures that the audience has been given goes in, so nothing else can come out.
A rise or fall is told only where both figures are numbers, they differ by at least
`FEWEST_APART`, and the whole interval lies on one side of 1 even if rounding had moved both
figures against each other. The interval is the exact one of `describe.rate_ratio_interval`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hotspots.describe import rate_ratio_interval
from hotspots.release import Change, Comparison, FormerHotspot, ShownDirection

if TYPE_CHECKING:
    from hotspots.period import Period
    from hotspots.release import Release, ReleasedHotspot

# Our judgement, as in the rules for each audience: a smaller step could be one child's.
FEWEST_APART = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """An earlier release and the step to which both releases' figures are rounded."""

    earlier: Release
    period: Period
    base: int

    def direction_of(self, hotspot: ReleasedHotspot) -> ShownDirection:
        """How the hotspot stands beside what the earlier release shows under the same id."""
        then = {one.hotspot_id: one for one in self.earlier.hotspots}.get(hotspot.hotspot_id)
        when = self.earlier.period.in_words
        if then is None:
            text = f"Not shown for {when}. It may be new, or there were too few young people."
            return ShownDirection(change=Change.NEW, text=text)
        count, before = hotspot.episodes.value, then.episodes.value
        if count is None or before is None:
            text = f"Too few episodes to compare with {when}."
            return ShownDirection(change=Change.NOT_COMPARABLE, text=text)
        return self._compared(count, before, when)

    def comparison(
        self,
        shown: tuple[ReleasedHotspot, ...],
        *,
        nameable: frozenset[tuple[str, float, float]] | None = None,
    ) -> Comparison:
        """What the earlier release shows and this one does not, beside its period.

        A place that may no longer be named (`nameable` has the id and position of those
        that may; None for all) is left out: somebody may have moved in next door since.
        """
        ids = {one.hotspot_id for one in shown}
        former = tuple(
            FormerHotspot(
                hotspot_id=one.hotspot_id, name=one.name, area=one.area, position=one.position
            )
            for one in self.earlier.hotspots
            if one.hotspot_id not in ids
            and (nameable is None or not nameable.isdisjoint(_places_of(one)))
        )
        return Comparison(period=self.earlier.period, former=former)

    def _compared(self, count: int, before: int, when: str) -> ShownDirection:
        low, high = self._interval(count, before)
        change, word = Change.NO_CLEAR_CHANGE, ""
        if abs(count - before) >= FEWEST_APART and low > 1:
            change, word = Change.RISING, "more"
        elif abs(count - before) >= FEWEST_APART and high < 1:
            change, word = Change.FALLING, "fewer"
        if not word:
            text = f"No clear change since {when}, by the rounded figures."
            return ShownDirection(change=change, text=text)
        ratio = (count / self.period.days) / (before / self.earlier.period.days)
        text = (
            f"{change.value.capitalize()}: {word} episodes a day than from {when}, by the rounded "
            f"figures {ratio:.1f} times as many (95 % interval {low:.1f} to {high:.1f})."
        )
        return ShownDirection(
            change=change, text=text, ratio=round(ratio, 2), low=round(low, 2), high=round(high, 2)
        )

    def _interval(self, count: int, before: int) -> tuple[float, float]:
        """The widest that the counts behind two rounded figures can give; both are above 0."""
        days, days_before, step = self.period.days, self.earlier.period.days, self.base // 2
        low, _ = rate_ratio_interval(count - step, days, before + step, days_before)
        _, high = rate_ratio_interval(count + step, days, before - step, days_before)
        return low or 0.0, float("inf") if high is None else high


def _places_of(hotspot: ReleasedHotspot) -> tuple[tuple[str, float, float], ...]:
    """What its place can be: of the hotspot's own id, or of that without `-2`, `-3`."""
    ids = (hotspot.hotspot_id, re.sub(r"-[0-9]+$", "", hotspot.hotspot_id))
    return tuple((one, hotspot.position.easting, hotspot.position.northing) for one in ids)


def with_directions(
    shown: tuple[ReleasedHotspot, ...], beside: Beside | None
) -> tuple[ReleasedHotspot, ...]:
    """The hotspots with their directions, where there is something to stand beside."""
    if beside is None:
        return shown
    return tuple(replace(one, direction=beside.direction_of(one)) for one in shown)
