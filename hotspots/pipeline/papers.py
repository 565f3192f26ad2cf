"""Papers for meetings: the board paper in its two versions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hotspots.describe import direction_sentence
from hotspots.errors import ParameterError
from hotspots.model import SealedRelease
from hotspots.monitor import figures_of
from hotspots.monitor.board import board_groups
from hotspots.paper.board import BoardWords, Line, PlaceLine, board_paper
from hotspots.paper.files import write_paper
from hotspots.pipeline.analysis import analyse
from hotspots.pipeline.output import checksums, layers_of
from hotspots.pipeline.run import gate_context
from hotspots.protect import load_policy, refuse_differences
from hotspots.protect.boardpaper import protect_board_paper
from hotspots.report import figure_lines
from hotspots.report.figures import counted
from hotspots.report.placerisk import record_sentence

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.document import Document
    from hotspots.model import Hotspot
    from hotspots.monitor.board import Group
    from hotspots.period import Period
    from hotspots.pipeline.terms import Analysis, Terms, Tools
    from hotspots.pipeline.workspace import Workspace
    from hotspots.release import Audience, Release
    from hotspots.store import ReleaseStore

INSIDE_STAMP = "INSIDE - not for sharing: exact figures about children"
_STEM = "board-paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """Where the two versions were written."""

    inside: tuple[Path, Path]
    shared: tuple[Path, Path]


def write_board_papers(
    workspace: Workspace, *, audience: Audience, terms: Terms, tools: Tools
) -> Papers:
    """The exact paper into the inside folder, and the audience's into its own.

    What stands behind the shown figures is entered into the release ledger first.

    The shared one names no place and no figure of a place but those that were published.

    Raises:
        ReleaseRefusedError: an earlier paper could be taken from this one; the shared one is
            not written.
        ParameterError: nothing was published for this period yet.
    """
    workspace.prepare()
    release = published_release(tools.releases, audience, terms.period)
    terms = replace(terms, banner=release.banner)  # what was said of the data then holds now
    analysis = analyse(terms=terms, tools=tools)
    tools.progress("Writing the exact paper")
    inside = write_paper(_exact(analysis, terms), workspace.inside, stem=_STEM)
    tools.progress("Protecting the paper")
    areas = tools.areas.on(terms.period.last)
    layers = checksums(layers_of(tools.ground.boundaries, tools.context, areas))
    context = gate_context(analysis, terms=terms, tools=tools, layers=layers)
    gated = protect_board_paper(
        analysis.sightings,
        release=release,
        policy=load_policy(audience),
        context=context,
    )
    sealed = SealedRelease(
        digest=gated.document.digest,
        audience=audience.value,
        period=terms.period,
        cells=gated.cells,
        sealed_at=terms.now,
        approval=terms.approval,
    )
    tools.register.enter_releases([sealed], judge=refuse_differences)
    shared = write_paper(gated.document, workspace.audience(audience), stem=_STEM)
    return Papers(inside=inside, shared=shared)


def published_release(releases: ReleaseStore, audience: Audience, period: Period) -> Release:
    """The newest release of this period.

    Raises:
        ParameterError: there is none.
    """
    for entry in releases.list(audience):
        if entry.period == period:
            stored = releases.get(entry.digest)
            if stored is not None:
                return stored.release
    msg = f"Nothing was published for {period.in_words} yet. Publish that period first."
    raise ParameterError(msg)


def _exact(analysis: Analysis, terms: Terms) -> Document:
    groups = board_groups(analysis.episodes, analysis.sightings, terms.period)
    figures = figures_of(analysis.episodes, terms.period)
    overall = analysis.appraisal.overall
    every = _line(groups.every)
    return board_paper(
        BoardWords(
            about="The exact version. It must not leave the team: share the protected one.",
            classification=INSIDE_STAMP,
            banner=terms.banner,
            day=terms.period.last,
            period=terms.period.in_words,
            numbers=(f"{every.episodes} episodes by {every.children} young people.",),
            months=tuple(_line(one) for one in groups.months),
            interviews=tuple(_line(one) for one in groups.interviews),
            where=tuple(
                f"{one.name}: {counted(len(one.episodes), 'episode', 'episodes')}."
                for one in groups.placed
            ),
            placements=tuple(_line(one) for _, one in groups.placements),
            places=tuple(_place(one, analysis) for one in sorted(analysis.hotspots, key=_by_zone)),
            paragraph=tuple(f"{line}." for line in figure_lines(figures)),
            travel=() if overall is None else (direction_sentence(overall),),
            foot=("All figures are exact. Young people are counted once in each line.",),
        )
    )


def _by_zone(hotspot: Hotspot) -> tuple[bool, str, str]:
    return (not hotspot.zone, hotspot.zone, hotspot.name)


def _line(group: Group) -> Line:
    number = len(group.episodes)
    return Line(
        name=group.name,
        episodes=str(number),
        children=str(group.children),
        height=float(number),
    )


def _place(hotspot: Hotspot, analysis: Analysis) -> PlaceLine:
    evidence = analysis.appraisal.evidence.get(hotspot.hotspot_id)
    direction = None if evidence is None else evidence.direction
    aims = {hotspot.hotspot_id, hotspot.zone, *(place.place_id for place in hotspot.places)}
    actions = (one for one in analysis.actions if one.where in aims and not one.withdrawn)
    agreed = (one for one in analysis.place_risks if one.where in aims and not one.closed)
    return PlaceLine(
        zone=hotspot.zone,
        name=hotspot.name,
        episodes=str(hotspot.facts.episodes),
        children=str(hotspot.facts.children),
        direction="" if direction is None else direction_sentence(direction),
        actions="; ".join(f"{one.what} ({one.lead})" for one in actions),
        agreed=" ".join(f"{hotspot.name}. {record_sentence(one)}" for one in agreed),
    )
