"""From files to sealed releases, in the order of the design's picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.cluster import cluster_sightings, split_by_place
from hotspots.describe import describe, describe_unlisted
from hotspots.geocode import Geocoder, geocode_episodes
from hotspots.ingest import read_episodes
from hotspots.pipeline.account import account
from hotspots.pipeline.inside import write_inside
from hotspots.pipeline.output import checksums, layers_of, write_shared
from hotspots.pipeline.terms import Analysis, Intake, Published
from hotspots.protect import GateContext, load_policy, protect
from hotspots.release import PEOPLE_AUDIENCES
from hotspots.report import write_rejects

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from hotspots.model import Episode, Sighting
    from hotspots.pipeline.ground import Ground
    from hotspots.pipeline.terms import Terms, Tools
    from hotspots.pipeline.workspace import Workspace
    from hotspots.protect import Gated
    from hotspots.register import Register


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
    batch = read_episodes(files, profile=tools.profile, pseudonymiser=tools.pseudonymiser)
    write_rejects(batch, workspace.inside / "rejects.csv")
    tools.progress("Recording the episodes")
    outcome = tools.register.record(batch, recorded_at=at)
    return Intake(batch=batch, outcome=outcome)


def analyse(*, terms: Terms, tools: Tools) -> Analysis:
    """Register → geocode → cluster → describe, for the period."""
    ground = tools.ground
    episodes = tools.register.episodes(terms.period)
    tools.progress("Finding the places")
    sightings = find_places(episodes, ground=ground, register=tools.register)
    tools.progress("Clustering")
    placed = split_by_place(sightings)
    clusters = cluster_sightings(placed.at_place, terms.cluster)
    return Analysis(
        episodes=episodes,
        sightings=sightings,
        hotspots=describe(clusters, gazetteer=ground.gazetteer, boundaries=ground.boundaries),
        unlisted=describe_unlisted(cluster_sightings(placed.elsewhere, terms.cluster)),
    )


def find_places(
    episodes: Sequence[Episode], *, ground: Ground, register: Register
) -> tuple[Sighting, ...]:
    """Register → geocode, with all that people have settled and every origin kept out."""
    geocoder = Geocoder(
        gazetteer=ground.gazetteer,
        postcodes=ground.postcodes,
        boundaries=ground.boundaries,
        decisions=register.decisions(),
        origins=register.origins(),
    )
    return geocode_episodes(episodes, geocoder)


def publish(
    workspace: Workspace, *, terms: Terms, tools: Tools, intake: Intake | None = None
) -> Published:
    """Register → … → protect → store, maps and files; and the co-ordinator's own papers."""
    boundaries, context = tools.ground.boundaries, tools.context
    published = prepare(workspace, terms=terms, tools=tools, intake=intake)
    tools.progress("Sealing the releases and drawing the maps")
    layers = layers_of(boundaries, context)
    releases = [one.release for one in published.gated]
    digests = tools.releases.seal(*releases, layers=layers, sealed_at=terms.now)
    for release, digest in zip(releases, digests, strict=True):
        write_shared(release, digest, workspace, boundaries=boundaries, context=context)
    published.report.write(workspace.inside / "run.json")
    return published


def prepare(
    workspace: Workspace, *, terms: Terms, tools: Tools, intake: Intake | None = None
) -> Published:
    """Register → … → protect, and the co-ordinator's papers: nothing is sealed or shared."""
    workspace.prepare()
    analysis = analyse(terms=terms, tools=tools)
    tools.progress("Protecting")
    layers = checksums(layers_of(tools.ground.boundaries, tools.context))
    gated = protect_for_all(analysis, terms=terms, tools=tools, layers=layers)
    report = account(analysis, gated, terms=terms, tools=tools, intake=intake)
    prepared = Published(period=terms.period, analysis=analysis, gated=gated, report=report)
    write_inside(prepared, workspace, terms=terms, tools=tools, intake=intake)
    return prepared


def protect_for_all(
    analysis: Analysis, *, terms: Terms, tools: Tools, layers: tuple[tuple[str, str], ...]
) -> tuple[Gated, ...]:
    """Describe → protect: one release for each audience, in the order of `PEOPLE_AUDIENCES`."""
    context = GateContext(
        period=terms.period,
        episodes=analysis.episodes,
        as_of=terms.as_of,
        banner=terms.banner,
        attribution=(tools.ground.boundaries.attribution,),
        layers=layers,
    )
    return tuple(
        protect(analysis.hotspots, policy=load_policy(audience), context=context)
        for audience in PEOPLE_AUDIENCES
    )
