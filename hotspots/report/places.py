"""Hotspots and unlisted densities as the report shows them, with who may see which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.geo import grid_cell
from hotspots.report.evidence import evidence_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.model import Evidence, Hotspot, UnlistedCluster
    from hotspots.report.inputs import AppraisalView, AudienceView

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_BAR_PERCENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar of a small chart; `percent` of the tallest."""

    label: str
    count: int
    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether one audience is shown the hotspot; if not, why not in words."""

    audience: str
    shown: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HotspotView:
    """A hotspot with its charts, its verdicts, advice, and the episodes' numbers."""

    hotspot: Hotspot
    weekdays: tuple[Bar, ...]
    hours: tuple[Bar, ...]
    verdicts: tuple[Verdict, ...]
    advice: str
    episode_ids: tuple[str, ...]
    evidence: Evidence | None
    sentences: tuple[str, ...]

    @property
    def shown_to(self) -> tuple[str, ...]:
        """The audiences that are shown it."""
        return tuple(verdict.audience for verdict in self.verdicts if verdict.shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlistedView:
    """A density away from public places, known to the 100 m cell only."""

    cell: str
    sightings: int
    episodes: int
    children: int


def hotspot_views(
    hotspots: Sequence[Hotspot], audiences: Sequence[AudienceView], appraisal: AppraisalView
) -> tuple[HotspotView, ...]:
    """The most episodes first; ties by id."""
    ordered = sorted(hotspots, key=lambda one: (-one.facts.episodes, one.hotspot_id))
    return tuple(_view(hotspot, audiences, appraisal) for hotspot in ordered)


def unlisted_views(unlisted: Sequence[UnlistedCluster]) -> tuple[UnlistedView, ...]:
    """The most episodes first; positions rounded down to their 100 m cell."""
    made = []
    for one in unlisted:
        cell = grid_cell(one.centre)
        made.append(
            UnlistedView(
                cell=f"{cell.easting} {cell.northing}",
                sightings=one.sightings,
                episodes=one.episodes,
                children=one.children,
            )
        )
    return tuple(sorted(made, key=lambda one: (-one.episodes, one.cell)))


def _view(
    hotspot: Hotspot, audiences: Sequence[AudienceView], appraisal: AppraisalView
) -> HotspotView:
    facts = hotspot.facts
    evidence = appraisal.evidence.get(hotspot.hotspot_id)
    direction = appraisal.directions.get(hotspot.hotspot_id, "")
    hours = [f"{hour:02d}" for hour in range(len(facts.by_hour))]
    return HotspotView(
        hotspot=hotspot,
        weekdays=_bars(WEEKDAYS, facts.by_weekday),
        hours=_bars(hours, facts.by_hour),
        verdicts=tuple(_verdict(hotspot.hotspot_id, view) for view in audiences),
        advice=_advice(facts.children),
        episode_ids=tuple(sorted({s.episode.episode_id for s in hotspot.sightings})),
        evidence=evidence,
        sentences=(
            *(() if evidence is None else evidence_sentences(evidence)),
            *((direction,) if direction else ()),
        ),
    )


def _bars(labels: Sequence[str], counts: Sequence[int]) -> tuple[Bar, ...]:
    tallest = max(counts, default=0) or 1
    return tuple(
        Bar(label=label, count=count, percent=round(_BAR_PERCENT * count / tallest))
        for label, count in zip(labels, counts, strict=True)
    )


def _verdict(hotspot_id: str, view: AudienceView) -> Verdict:
    failed = [
        rule
        for withheld in view.withheld
        if withheld.hotspot.hotspot_id == hotspot_id
        for rule in withheld.failed
    ]
    return Verdict(
        audience=view.audience,
        shown=hotspot_id in view.shown,
        why="; ".join(failed) or "no rule was recorded",
    )


def _advice(children: int) -> str:
    match children:
        case 1:
            return "Single-child pattern: take it to a case meeting."
        case 2:
            return "Two young people: take it to their case meetings."
        case _:
            return ""
