"""From files to sealed releases, in the order of the design's picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.errors import ReleaseRefusedError
from hotspots.ingest import read_episodes
from hotspots.pipeline.account import account
from hotspots.pipeline.analysis import analyse
from hotspots.pipeline.compared import earlier_releases
from hotspots.pipeline.inside import write_inside
from hotspots.pipeline.memory import entries_of, remember
from hotspots.pipeline.output import checksums, layers_of, write_area_briefs, write_shared
from hotspots.pipeline.terms import Intake, Published
from hotspots.protect import (
    GateContext,
    load_policy,
    may_be_named,
    protect,
    refuse_differences,
)
from hotspots.release import PEOPLE_AUDIENCES, Audience
from hotspots.report import write_rejects

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from hotspots.pipeline.terms import Analysis, Terms, Tools
    from hotspots.pipeline.workspace import Workspace
    from hotspots.protect import Gated


def run(files: Sequence[Path], workspace: Workspace, *, terms: Terms, tools: Tools) -> Published:
    """Ingest, analyse, protect, publish and write everything in one go.

    Raises:
        UserError: a file, a parameter or a store that cannot be used; nothing is published.
    """
    intake = take_in(files, workspace, tools=tools, at=terms.now)
    return publish(workspace, terms=terms, tools=tools, intake=intake)


def take_in(files: Sequence[Path], workspace: Workspace, *, tools: Tools, at: datetime) -> Intake:
    """Files → ingest → register. The same file again changes nothing."""
    workspace.prepare()
    tools.progress("Reading the files")
    erased, tombstone_of = tools.register.erased(), tools.pseudonymiser.tombstone
    batch = read_episodes(
        files,
        profile=tools.profile,
        pseudonymiser=tools.pseudonymiser,
        is_erased=lambda child_id: bool(erased) and tombstone_of(child_id) in erased,
    )
    write_rejects(batch, workspace.inside / "rejects.csv")
    tools.progress("Recording the episodes")
    outcome = tools.register.record(batch, recorded_at=at, tombstone_of=tombstone_of)
    return Intake(batch=batch, outcome=outcome)


def publish(
    workspace: Workspace, *, terms: Terms, tools: Tools, intake: Intake | None = None
) -> Published:
    """Register → … → protect → store, maps and files; and the co-ordinator's own papers.

    Raises:
        ReleaseRefusedError: what was released before could be taken from this, or it is not
            what was agreed; nothing is published.
    """
    boundaries, context = tools.ground.boundaries, tools.context
    published = prepare(workspace, terms=terms, tools=tools, intake=intake)
    _refuse_other(published, agreed=terms.agreed)
    tools.progress("Comparing with what was released before")
    tools.register.enter_releases(entries_of(published, terms=terms), judge=refuse_differences)
    tools.progress("Sealing the releases and drawing the maps")
    layers = layers_of(boundaries, context, tools.areas.on(terms.period.last))
    releases = [one.release for one in published.gated]
    digests = tools.releases.seal(
        *releases, layers=layers, sealed_at=terms.now, announce=tools.announce
    )
    for release, digest in zip(releases, digests, strict=True):
        write_shared(
            release,
            digest,
            workspace,
            boundaries=boundaries,
            context=context,
        )
        if release.audience is Audience.BRIEF:
            write_area_briefs(release, workspace, layers=layers, terms=terms.brief)
    published.report.write(workspace.inside / "run.json")
    remember(published, terms=terms, register=tools.register)
    return published


def _refuse_other(published: Published, *, agreed: frozenset[str] | None) -> None:
    """Between looking and publishing, the register, a name or a decision may have changed."""
    if agreed is not None and agreed != {one.release.digest for one in published.gated}:
        msg = (
            "What would be published is no longer what was looked at: something was corrected, "
            "settled or named since. Look again; nothing was published."
        )
        raise ReleaseRefusedError(msg)


def prepare(
    workspace: Workspace, *, terms: Terms, tools: Tools, intake: Intake | None = None
) -> Published:
    """Register → … → protect, and the co-ordinator's papers: nothing is sealed or shared."""
    workspace.prepare()
    analysis = analyse(terms=terms, tools=tools)
    tools.progress("Protecting")
    areas = tools.areas.on(terms.period.last)
    layers = checksums(layers_of(tools.ground.boundaries, tools.context, areas))
    gated = protect_for_all(analysis, terms=terms, tools=tools, layers=layers)
    report = account(analysis, gated, terms=terms, tools=tools, intake=intake)
    prepared = Published(period=terms.period, analysis=analysis, gated=gated, report=report)
    write_inside(prepared, workspace, terms=terms, tools=tools, intake=intake)
    return prepared


def protect_for_all(
    analysis: Analysis, *, terms: Terms, tools: Tools, layers: tuple[tuple[str, str], ...]
) -> tuple[Gated, ...]:
    """Describe → protect: one release for each audience, in the order of `PEOPLE_AUDIENCES`."""
    context = gate_context(analysis, terms=terms, tools=tools, layers=layers)
    return tuple(
        protect(analysis.hotspots, policy=load_policy(audience), context=context)
        for audience in PEOPLE_AUDIENCES
    )


def gate_context(
    analysis: Analysis, *, terms: Terms, tools: Tools, layers: tuple[tuple[str, str], ...]
) -> GateContext:
    """What the gate is told beside the hotspots."""
    return GateContext(
        period=terms.period,
        episodes=analysis.episodes,
        as_of=terms.as_of,
        banner=terms.banner,
        attribution=(tools.ground.boundaries.attribution,),
        layers=layers,
        earlier=earlier_releases(tools.releases, terms.period),
        actions=analysis.actions,
        place_risks=analysis.place_risks,
        params=terms.cluster,
        seed=terms.seed,
        nameable=frozenset(
            (place.place_id, *place.point.key)
            for place in tools.ground.gazetteer.places
            if may_be_named(place)
        ),
    )
