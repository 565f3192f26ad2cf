"""What a command says when it is done: to standard output, for people and for pipes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hotspots.monitor import figures_of
from hotspots.release import PEOPLE_AUDIENCES, Audience
from hotspots.report import figure_lines

if TYPE_CHECKING:
    from hotspots.pipeline import Intake, OpenPublished, Published, Workspace
    from hotspots.release import Release


def print_intake(intake: Intake) -> None:
    """The ledger of each file, and what the register made of it."""
    for one in intake.batch.ledgers:
        click.echo(f"{one.file}: {one.rows_in} rows in = {one.kept} kept + {one.rejected} rejected")
    outcome = intake.outcome
    click.echo(
        f"Register: {outcome.new} new, {outcome.changed} changed, {outcome.unchanged} unchanged"
    )
    if intake.batch.erased:
        click.echo(
            f"Not recorded: {intake.batch.erased} rows of young people whose data were erased"
        )
    if intake.batch.rejects:
        click.echo("Why rows were rejected, and the mend: inside/rejects.csv")


def print_published(published: Published, workspace: Workspace) -> None:
    """The period's figures (for the inside), and what each audience may see."""
    report, analysis = published.report, published.analysis
    click.echo(f"\nINSIDE figures, {published.period.in_words}:")
    for line in figure_lines(figures_of(analysis.episodes, published.period)):
        click.echo(f"  {line}")
    if published.review_count:
        click.echo(f"  {published.review_count} place texts need a look: inside/review.xlsx")
    for audience in PEOPLE_AUDIENCES:
        _print_release(published.release(audience))
    click.echo(f"\nRun {report.run_id}. Everything is in {workspace.root}")


def _print_release(release: Release) -> None:
    shown = len(release.hotspots)
    click.echo(f"\n{release.audience.value}: {shown} hotspots  [{release.digest[:12]}]")
    for zone in release.zones:
        names = [h.name for h in release.hotspots if h.hotspot_id in zone.hotspot_ids]
        click.echo(f"  {zone.name}: {', '.join(names)}")
    if not shown:
        for notice in release.notices:
            click.echo(f"  {notice}")


def print_open_data(done: OpenPublished, workspace: Workspace) -> None:
    """The account of the files, and how many clusters each category gave."""
    for one in done.batch.ledgers:
        click.echo(f"{one.file}: {one.rows_in} rows in = {one.kept} kept + {one.rejected} rejected")
    by_category: dict[str, int] = {}
    for hotspot in done.release.hotspots:
        by_category[hotspot.category] = by_category.get(hotspot.category, 0) + 1
    click.echo(f"\n{Audience.OPEN_DATA.value}: {len(done.release.hotspots)} clusters")
    for category, count in sorted(by_category.items()):
        click.echo(f"  {category}: {count}")
    click.echo(f"\nEverything is in {workspace.audience(Audience.OPEN_DATA)}")
