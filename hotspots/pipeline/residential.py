"""The residential case management pack in its two versions: exact, and protected."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hotspots.document import Grid
from hotspots.model import SealedRelease
from hotspots.monitor.board import board_groups
from hotspots.monitor.residential import OFTEN, home_figures
from hotspots.paper.board import Line
from hotspots.paper.files import write_paper
from hotspots.paper.residential import HomeLine, ResidentialWords, residential_pack
from hotspots.period import Period
from hotspots.pipeline.analysis import analyse, find_places
from hotspots.pipeline.output import checksums, layers_of
from hotspots.pipeline.papers import INSIDE_STAMP, Papers, published_release
from hotspots.pipeline.run import gate_context
from hotspots.protect import load_policy, refuse_differences
from hotspots.protect.residentialpack import Span, protect_residential_pack
from hotspots.report.figures import counted

if TYPE_CHECKING:
    from hotspots.document import Document
    from hotspots.model import Hotspot
    from hotspots.monitor.board import BoardGroups
    from hotspots.monitor.residential import HomeFigures
    from hotspots.pipeline.terms import Analysis, Terms, Tools
    from hotspots.pipeline.workspace import Workspace
    from hotspots.protect.residentialpack import GatedPack
    from hotspots.release import Audience

_STEM = "residential-pack"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Both:
    """The gate's two spans: the period, and as long a time just before it."""

    now: Span
    before: Span


def write_residential_packs(
    workspace: Workspace, *, audience: Audience, terms: Terms, tools: Tools
) -> Papers:
    """The exact pack into the inside folder, and the audience's into its own.

    What stands behind the shown figures is entered into the release ledger first.

    Raises:
        ReleaseRefusedError: an earlier paper could be taken from this one; the shared one is
            not written.
        ParameterError: nothing was published for this period yet.
    """
    workspace.prepare()
    release = published_release(tools.releases, audience, terms.period)
    terms = replace(terms, banner=release.banner)  # what was said of the data then holds now
    analysis = analyse(terms=terms, tools=tools)
    both = _spans(analysis, terms=terms, tools=tools)
    tools.progress("Writing the exact pack")
    inside = write_paper(_exact(analysis, both, terms), workspace.inside, stem=_STEM)
    tools.progress("Protecting the pack")
    gated = protect_residential_pack(
        both.now, both.before, release=release, policy=load_policy(audience)
    )
    _enter(gated, both, audience, terms=terms, tools=tools)
    shared = write_paper(gated.document, workspace.audience(audience), stem=_STEM)
    return Papers(inside=inside, shared=shared)


def time_before(period: Period) -> Period:
    """As many calendar months just before whole months; of any other period, as many days."""
    last = period.first - timedelta(days=1)
    if not period.is_whole_months:
        return Period(first=last - timedelta(days=period.days - 1), last=last)
    year, month = divmod(period.first.year * 12 + period.first.month - 1 - period.months, 12)
    return Period(first=date(year, month + 1, 1), last=last)


def _spans(analysis: Analysis, *, terms: Terms, tools: Tools) -> _Both:
    areas = tools.areas.on(terms.period.last)
    layers = checksums(layers_of(tools.ground.boundaries, tools.context, areas))
    context = gate_context(analysis, terms=terms, tools=tools, layers=layers)
    earlier = time_before(terms.period)
    episodes = tools.register.episodes(earlier)
    sightings = find_places(episodes, ground=tools.ground, register=tools.register)
    return _Both(
        now=Span(sightings=analysis.sightings, context=context),
        before=Span(
            sightings=sightings, context=replace(context, period=earlier, episodes=episodes)
        ),
    )


def _enter(
    gated: GatedPack, both: _Both, audience: Audience, *, terms: Terms, tools: Tools
) -> None:
    """Into the ledger: the figures of now, and those of before as a part of their own."""
    parts = ((both.now, gated.cells, "now"), (both.before, gated.cells_before, "before"))
    sealed = [
        SealedRelease(
            digest=f"{gated.document.digest}-{name}",
            audience=audience.value,
            period=span.context.period,
            cells=cells,
            sealed_at=terms.now,
            approval=terms.approval,
        )
        for span, cells, name in parts
    ]
    tools.register.enter_releases(sealed, judge=refuse_differences)


def _exact(analysis: Analysis, both: _Both, terms: Terms) -> Document:
    now, before = (
        board_groups(span.context.episodes, span.sightings, span.context.period)
        for span in (both.now, both.before)
    )
    figures = home_figures(now)
    every = now.every
    return residential_pack(
        ResidentialWords(
            about="The exact version. It must not leave the team: share the protected one.",
            classification=INSIDE_STAMP,
            banner=terms.banner,
            day=terms.period.last,
            period=terms.period.in_words,
            before=both.before.context.period.in_words,
            total=f"Wherever they live: {len(every.episodes)} episodes by {every.children} "
            "young people.",
            homes=tuple(
                HomeLine(now=_line(one), before=_line(earlier))
                for one, earlier in zip(figures, home_figures(before), strict=True)
            ),
            closer=_closer(figures, now),
            places=tuple(_place(one) for one in sorted(analysis.hotspots, key=_by_name)),
            foot=("All figures are exact. Young people are counted once in each line.",),
        )
    )


def _line(figures: HomeFigures) -> Line:
    number = len(figures.group.episodes)
    return Line(
        name=figures.group.name,
        episodes=str(number),
        children=str(figures.group.children),
        height=float(number),
    )


def _closer(figures: tuple[HomeFigures, ...], groups: BoardGroups) -> tuple[Grid, ...]:
    often = Grid(
        caption=f"Young people with {OFTEN} episodes or more in the period",
        head=("Type of home", "Young people", f"With {OFTEN} or more"),
        rows=tuple((f.group.name, str(f.group.children), str(f.often)) for f in figures),
    )
    came_of = Grid(
        caption="Episodes by what came of the return interview",
        head=("Type of home", *(group.name for group in groups.interviews)),
        rows=tuple((f.group.name, *(str(number) for number in f.interviews)) for f in figures),
    )
    return (often, came_of)


def _by_name(hotspot: Hotspot) -> str:
    return hotspot.name


def _place(hotspot: Hotspot) -> str:
    return f"{hotspot.name}: {counted(hotspot.facts.episodes, 'episode', 'episodes')}."
