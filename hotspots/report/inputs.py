"""What `report.html` needs to know of a run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from hotspots.ledger import Batch
    from hotspots.model import (
        Episode,
        Evidence,
        Figures,
        Hotspot,
        Lineage,
        Sighting,
        UnlistedCluster,
        WithheldHotspot,
        Zone,
    )
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
class AppraisalView:
    """What speaks for and against the hotspots.

    `evidence` and `directions` (a sentence each) are by hotspot id. `overall` is the city's
    direction with its warnings, `forward` the check against the last month, `choice` how
    other parameters would have done, all in sentences; `actions` are titles with sentences,
    and so is what is `agreed` about places.
    """

    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    directions: Mapping[str, str] = field(default_factory=dict)
    overall: tuple[str, ...] = ()
    actions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    forward: tuple[str, ...] = ()
    choice: tuple[str, ...] = ()
    agreed: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportInput:
    """A run as the co-ordinator reads about it.

    `batch` and `register` are None where no file was read and the register was only
    analysed again. `figures` and `episodes` are those of the period. `banner` marks synthetic data;
    it is empty for real data. `lineage` compares with the period before. `of_too_few` are
    clusters of fewer young people than a hotspot was asked to have.
    """

    run_id: str
    made_at: datetime
    period: Period
    banner: str
    batch: Batch | None
    register: RegisterChange | None
    figures: Figures
    episodes: tuple[Episode, ...]
    sightings: tuple[Sighting, ...]
    hotspots: tuple[Hotspot, ...]
    unlisted: tuple[UnlistedCluster, ...]
    audiences: tuple[AudienceView, ...]
    parameters: tuple[Parameter, ...]
    zones: tuple[Zone, ...] = ()
    lineage: tuple[Lineage, ...] = ()
    of_too_few: tuple[Hotspot, ...] = ()
    appraisal: AppraisalView = field(default_factory=AppraisalView)


def clustering_parameters(
    *, eps_m: float, min_samples: int, min_children: int = 1, max_per_child: int | None = None
) -> tuple[Parameter, ...]:
    """The parameters of a run with the reasons for their defaults.

    `eps_m` is in metres. What asks nothing of the people behind a cluster is left out.
    """
    people = []
    if min_children > 1:
        people.append(
            Parameter(
                name="Fewest young people (min_children)",
                value=str(min_children),
                why=(
                    "A dense place of fewer different young people is told apart, and is no "
                    "hotspot of this run."
                ),
            )
        )
    if max_per_child is not None:
        people.append(
            Parameter(
                name="Most that one young person counts at a place (max_per_child)",
                value=str(max_per_child),
                why=(
                    "One who comes often weighs no more than this, so that a place is dense "
                    "because many come and not because one does."
                ),
            )
        )
    return (*_density_parameters(eps_m, min_samples), *people)


def _density_parameters(eps_m: float, min_samples: int) -> tuple[Parameter, ...]:
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
