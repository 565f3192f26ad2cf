"""What `report.html` needs to know of a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from hotspots.ledger import Batch
    from hotspots.model import Episode, Hotspot, Sighting, UnlistedCluster, WithheldHotspot
    from hotspots.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A setting of the run with its value, and why it is what it is, in words."""

    name: str
    value: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterChange:
    """What recording the files changed in the register: numbers of episodes."""

    new: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceView:
    """What one audience is shown, and what was kept from it.

    `shown` holds the hotspots' inside ids, which a release need not repeat.
    """

    audience: str
    shown: frozenset[str]
    withheld: tuple[WithheldHotspot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportInput:
    """A run as the co-ordinator reads about it.

    `batch` and `register` are None where no file was read and the register was only
    analysed again. `episodes` are those of the period. `banner` marks synthetic data;
    it is empty for real data.
    """

    run_id: str
    made_at: datetime
    period: Period
    banner: str
    batch: Batch | None
    register: RegisterChange | None
    episodes: tuple[Episode, ...]
    sightings: tuple[Sighting, ...]
    hotspots: tuple[Hotspot, ...]
    unlisted: tuple[UnlistedCluster, ...]
    audiences: tuple[AudienceView, ...]
    parameters: tuple[Parameter, ...]


def clustering_parameters(*, eps_m: float, min_samples: int) -> tuple[Parameter, ...]:
    """The two parameters of DBSCAN with the reasons for their defaults.

    `eps_m` is in metres.
    """
    return (
        Parameter(
            name="Neighbourhood (eps)",
            value=f"{eps_m:g} m",
            why=(
                "Places closer together than this count as one. The usual 150 m is about two "
                "minutes' walk, and more than a phone or the middle of a town postcode is off. "
                "Between 100 m and 250 m the number of hotspots hardly changes; at 500 m "
                "different places flow together."
            ),
        ),
        Parameter(
            name="Smallest number (min_samples)",
            value=str(min_samples),
            why=(
                "So many mentions have to lie within the neighbourhood for a hotspot to begin. "
                "The usual 5 is low enough to find a place early. It counts mentions, not young "
                "people: one alone can make a hotspot, and so the gate counts young people."
            ),
        ),
    )
