"""What the gate is told beside the hotspots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from hotspots.model import Episode
    from hotspots.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class GateContext:
    """The period, all its episodes, and the day to which delays are counted.

    `banner` marks synthetic data, `attribution` names whose data is shown, `layers` what
    the map is drawn on, by name and checksum; all three go into the release as they are.
    """

    period: Period
    episodes: tuple[Episode, ...]
    as_of: date
    banner: str
    attribution: tuple[str, ...]
    layers: tuple[tuple[str, str], ...] = ()
