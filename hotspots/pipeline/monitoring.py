"""The co-ordinator's figures from the register: places, counts, and change since a baseline."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from hotspots.describe import baseline_warning, direction_sentence, overall_direction
from hotspots.model import PlacementType, Reduction, Trend
from hotspots.monitor import Authority, MonitorInput, MonitorParams, monitor, regrouped
from hotspots.pipeline.analysis import find_places

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotspots.model import Crosswalk, Episode, Monitoring, PlacementSpell
    from hotspots.period import Period
    from hotspots.pipeline.ground import Ground
    from hotspots.register import Register

AS_READ = "as the files were read"
NOTHING_RECORDED = (
    "No change can be told: the register holds no episode that began before the end of the "
    "baseline."
)
# A register of a city has no four weeks without an episode, unless nobody recorded them.
LONGEST_SILENCE_DAYS = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitorTerms:
    """What the figures are asked for.

    `authority_names` are all names and codes of the local authority whose figures they are.
    `crosswalk` groups the episodes again; None leaves them as the files were read. `spells`
    are the placements by date, where they are known, and `seed` that of the one draw.
    """

    period: Period
    authority_names: tuple[str, ...]
    baseline: Period | None = None
    crosswalk: Crosswalk | None = None
    spells: tuple[PlacementSpell, ...] = ()
    params: MonitorParams = field(default_factory=MonitorParams)
    seed: int = 0


def monitoring(*, terms: MonitorTerms, ground: Ground, register: Register) -> Monitoring:
    """Everything of the period, from the episodes as they stand in the register.

    Raises:
        ParameterError: the baseline does not end before the period begins.
    """
    episodes = register.episodes()
    if terms.crosswalk is not None:
        episodes = regrouped(episodes, terms.crosswalk)
    of_period = tuple(one for one in episodes if one.started_on in terms.period)
    known = MonitorInput(
        episodes=episodes,
        sightings=find_places(of_period, ground=ground, register=register),
        place_names={place.place_id: place.name for place in ground.gazetteer.places},
        authority=_authority(terms.authority_names, ground),
        spells=terms.spells,
        reduction=reduction_of(episodes, baseline=terms.baseline, period=terms.period),
        crosswalk_version=AS_READ if terms.crosswalk is None else terms.crosswalk.version,
        params=terms.params,
    )
    return monitor(known, terms.period, generator=np.random.default_rng(terms.seed))


def reduction_of(
    episodes: Iterable[Episode], *, baseline: Period | None, period: Period
) -> Reduction | None:
    """All episodes, and those of each type of placement, beside the frozen baseline.

    The types are those of either period. A baseline of which the register holds nothing gives
    no trend, for it would all look like a rise. None where there is no baseline.

    Raises:
        ParameterError: the baseline does not end before the period begins.
    """
    if baseline is None:
        return None
    episodes = tuple(episodes)
    unrecorded = _unrecorded(episodes, baseline)
    if unrecorded == NOTHING_RECORDED:
        return Reduction(baseline=baseline, trends=(), warnings=(unrecorded,))
    counted = [one for one in episodes if one.started_on in baseline or one.started_on in period]
    types = {one.placement for one in counted}
    warnings = (baseline_warning(baseline), unrecorded)
    return Reduction(
        baseline=baseline,
        trends=tuple(
            _trend(counted, placement, baseline=baseline, period=period)
            for placement in (None, *(one for one in PlacementType if one in types))
        ),
        warnings=tuple(warning for warning in warnings if warning),
    )


def _unrecorded(episodes: tuple[Episode, ...], baseline: Period) -> str:
    """What the register holds nothing of was not without episodes."""
    earliest = min((one.started_on for one in episodes), default=None)
    if earliest is None or earliest > baseline.last:
        return NOTHING_RECORDED
    missing_days = (earliest - baseline.first).days
    if missing_days < LONGEST_SILENCE_DAYS:
        return ""
    return (
        f"The first episode in the register began on {earliest:%d/%m/%Y}, {missing_days} days "
        "after the baseline began: if those days were not recorded, what looks like a rise is "
        "the recording."
    )


def _trend(
    episodes: Iterable[Episode],
    placement: PlacementType | None,
    *,
    baseline: Period,
    period: Period,
) -> Trend:
    direction = overall_direction(
        (one for one in episodes if placement in {None, one.placement}),
        baseline=baseline,
        current=period,
    )
    return Trend(placement=placement, direction=direction, sentence=direction_sentence(direction))


def _authority(names: tuple[str, ...], ground: Ground) -> Authority:
    def district_of(postcode: str) -> str | None:
        found = ground.postcodes.find(postcode)
        return None if found is None else found.la_code

    return Authority(names=names, district_of=district_of)
