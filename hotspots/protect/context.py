"""What the gate is told beside the hotspots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from hotspots.cluster import ClusterParams
    from hotspots.model import Action, Episode, PlaceRisk
    from hotspots.period import Period
    from hotspots.release import Audience, Release


@dataclass(frozen=True, slots=True, kw_only=True)
class GateContext:
    """The period, all its episodes, and the day to which delays are counted.

    `banner` marks synthetic data, `attribution` names whose data is shown, `layers` what
    the map is drawn on, by name and checksum; all three go into the release as they are.
    `earlier` are the releases that each audience's direction of travel is told beside,
    `actions` what agencies do about places, `place_risks` what they agree about them, as it
    stands. `params` and `seed` are those of the run: how
    firm a hotspot is, is found with them anew; None says nothing of it. `nameable` has the
    id, easting and northing of each place that may be named today: what an earlier release
    showed is named again only if it is among them, for a place may have been struck off
    since; None means all.
    """

    period: Period
    episodes: tuple[Episode, ...]
    as_of: date
    banner: str
    attribution: tuple[str, ...]
    layers: tuple[tuple[str, str], ...] = ()
    earlier: tuple[Release, ...] = ()
    actions: tuple[Action, ...] = ()
    place_risks: tuple[PlaceRisk, ...] = ()
    params: ClusterParams | None = None
    seed: int = 0
    nameable: frozenset[tuple[str, float, float]] | None = None

    def earlier_for(self, audience: Audience) -> Release | None:
        """What the audience was shown of a period before, to compare with; None if nothing."""
        return next((one for one in self.earlier if one.audience is audience), None)
