"""The pipeline's own nouns: what a run is asked for, works with, and comes to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hotspots.brief.areas import SavedAreas
from hotspots.model import GeocodeStatus
from hotspots.pipeline.appraisal import Appraisal

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from hotspots.brief import BriefTerms
    from hotspots.cluster import Background, ClusterParams
    from hotspots.ingest import Profile, Pseudonymiser
    from hotspots.ledger import Batch
    from hotspots.model import (
        Action,
        Approval,
        Episode,
        Hotspot,
        Lineage,
        PlaceRisk,
        Sighting,
        UnlistedCluster,
        Zone,
    )
    from hotspots.period import Period
    from hotspots.pipeline.ground import Ground
    from hotspots.pipeline.runreport import RunReport
    from hotspots.protect import Gated
    from hotspots.register import RecordOutcome, Register
    from hotspots.release import Audience, Release
    from hotspots.store import Announce, ReleaseStore


def _silent(_stage: str) -> None:
    """Say nothing of the progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a run is asked for.

    `now` is the moment that is recorded, and its day the one to which delays are
    counted. `banner` marks synthetic data on everything that is made. `approval` is that
    of two people who answer for this one publication against the ledger. `baseline` is
    the frozen period beside which change is told, `background` where anybody could be
    (None: nobody knows), and `seed` that of every draw. `brief` says whom an area's
    brief tells its readers to call. `agreed` are the digests of the releases that people
    looked at and agreed to: nothing else is then published.
    """

    period: Period
    cluster: ClusterParams
    now: datetime
    banner: str = ""
    approval: Approval | None = None
    baseline: Period | None = None
    background: Background | None = None
    seed: int = 0
    brief: BriefTerms | None = None
    agreed: frozenset[str] | None = None

    @property
    def as_of(self) -> date:
        """The day on which the releases count as published."""
        return self.now.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What a run works with; `progress` is told each stage as it begins.

    `areas` are the saved ones that briefs are made of beside the wards'.
    `announce` is told what became the latest release, in the transaction that seals it.
    """

    ground: Ground
    register: Register
    releases: ReleaseStore
    profile: Profile
    pseudonymiser: Pseudonymiser
    context: Release | None = None
    announce: Announce | None = None
    areas: SavedAreas = field(default_factory=SavedAreas)
    progress: Callable[[str], None] = field(default=_silent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What the files gave, and what the register made of it."""

    batch: Batch
    outcome: RecordOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """Everything that is known inside the wall, before the gate.

    `of_too_few` are clusters of fewer children than the parameters ask of a hotspot.
    """

    episodes: tuple[Episode, ...]
    sightings: tuple[Sighting, ...]
    hotspots: tuple[Hotspot, ...]
    unlisted: tuple[UnlistedCluster, ...]
    zones: tuple[Zone, ...] = ()
    lineage: tuple[Lineage, ...] = ()
    of_too_few: tuple[Hotspot, ...] = ()
    appraisal: Appraisal = field(default_factory=Appraisal)
    actions: tuple[Action, ...] = ()
    place_risks: tuple[PlaceRisk, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What came of a run, or would: the gate's answers for each audience, and the account."""

    period: Period
    analysis: Analysis
    gated: tuple[Gated, ...]
    report: RunReport

    def release(self, audience: Audience) -> Release:
        """The release that was sealed for this audience."""
        return next(g.release for g in self.gated if g.release.audience is audience)

    @property
    def review_count(self) -> int:
        """How many different texts somebody has to look at."""
        return len(
            {
                s.where.text.casefold()
                for s in self.analysis.sightings
                if s.where.status is GeocodeStatus.REVIEW
            }
        )
