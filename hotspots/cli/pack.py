"""`hotspots pack`: papers for meetings, in the exact and in the protected version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hotspots.cli.options import (
    FILE,
    Day,
    approval_of,
    approval_options,
    baseline_of,
    baseline_options,
    cluster_options,
    cluster_params,
    ground_options,
    out_option,
    period_options,
    store_options,
)
from hotspots.cli.period import period_of
from hotspots.cli.workshop import Choices, banner_of, now, open_tools
from hotspots.ingest import read_interviews
from hotspots.model import LONDON
from hotspots.period import Period
from hotspots.pipeline import Terms, Workspace
from hotspots.pipeline.interviews import InterviewTerms
from hotspots.pipeline.papers import write_board_papers
from hotspots.pipeline.residential import write_residential_packs
from hotspots.pipeline.weekly import write_weekly_pack
from hotspots.release import PEOPLE_AUDIENCES, Audience

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.pipeline.papers import Papers


@click.group()
def pack() -> None:
    """Write papers for meetings: the board's, the residential one, and the week's."""


@pack.command(
    epilog="Example: hotspots pack board --audience public --from 2021-01-01 --to 2021-12-31"
)
@click.option(
    "--audience",
    type=click.Choice([audience.value for audience in PEOPLE_AUDIENCES]),
    default=Audience.PUBLIC.value,
    show_default=True,
    help="Who reads the protected version.",
)
@out_option
@period_options
@baseline_options
@ground_options
@store_options
@cluster_options
@approval_options
def board(**options: Any) -> None:
    """Write the board paper twice, as page and Word: exact (inside), and protected.

    It has the order of the council's report: sections 4.3 to 4.7, and 5.2. Publish the
    period first: the protected paper names the places that were published, and no other.
    """
    _write_both(write_board_papers, options)


@pack.command(
    epilog="Example: hotspots pack residential --from 2021-01-01 --to 2021-06-30 --out out"
)
@click.option(
    "--audience",
    type=click.Choice([audience.value for audience in PEOPLE_AUDIENCES]),
    default=Audience.PARTNER.value,
    show_default=True,
    help="Who reads the protected version.",
)
@out_option
@period_options
@ground_options
@store_options
@cluster_options
@approval_options
def residential(**options: Any) -> None:
    """Write the residential case management pack twice, as page and Word: exact, and protected.

    Figures by type of home beside those of the time before, never by home. Publish the period
    first: the protected pack names the places that were published, and no other.
    """
    _write_both(write_residential_packs, options)


@pack.command(epilog="Example: hotspots pack weekly --as-of 2021-06-30 --out out")
@click.option("--as-of", type=Day(), help="The last day of the week; default: today.")
@click.option(
    "--log", type=FILE, help="The team's interview log, as for hotspots interviews queue."
)
@out_option
@ground_options
@store_options
@cluster_options
def weekly(**options: Any) -> None:
    """Write the week's pack for the monitoring meeting: page, Word and Excel, for the inside.

    Numbers and frequency of 1, 4 and 13 weeks beside as many before, who is missing again
    and again, hot spots new, changed and gone, return interviews due, places to settle.
    """
    workspace, moment = Workspace(options["out"]), now()
    as_of = options["as_of"] or moment.astimezone(LONDON).date()
    log = () if options["log"] is None else read_interviews(options["log"], as_of=as_of)
    choices = Choices.of(options)
    banner = banner_of(choices, workspace)
    with open_tools(choices, workspace) as tools:
        terms = Terms(
            period=Period(first=as_of, last=as_of),
            cluster=cluster_params(options),
            now=moment,
            banner=banner,
        )
        written = write_weekly_pack(
            workspace,
            interviews=InterviewTerms(as_of=as_of, log=log),
            terms=terms,
            tools=tools,
        )
    for path in written:
        click.echo(path.relative_to(workspace.root).as_posix())
    click.echo("All of it is exact and must stay inside.", err=True)


def _write_both(write: Callable[..., Papers], options: dict[str, Any]) -> None:
    """Write the exact version and the protected one of the period that was asked for."""
    workspace = Workspace(options["out"])
    with open_tools(Choices.of(options), workspace) as tools:
        first = options["first"]
        days = () if first is not None else (e.started_on for e in tools.register.episodes())
        terms = Terms(
            period=period_of(first, options["last"], days=days),
            cluster=cluster_params(options),
            now=now(),
            approval=approval_of(options),
            baseline=baseline_of(options) if "baseline_from" in options else None,
        )
        papers = write(workspace, audience=Audience(options["audience"]), terms=terms, tools=tools)
    for path in (*papers.inside, *papers.shared):
        click.echo(path.relative_to(workspace.root).as_posix())
    click.echo("What is in inside/ is exact and must stay there.", err=True)
