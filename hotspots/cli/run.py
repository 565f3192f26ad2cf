"""`hotspots run`, and the same steps one at a time: `ingest` and `publish`."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from hotspots.cli.options import (
    FILE,
    approval_of,
    approval_options,
    cluster_options,
    cluster_params,
    context_option,
    evidence_options,
    ground_options,
    out_option,
    period_options,
    profile_option,
    store_options,
    strict_option,
)
from hotspots.cli.publishing import publish_noted, terms_of
from hotspots.cli.summary import print_intake, print_open_data, print_published
from hotspots.cli.workshop import (
    Choices,
    now,
    open_ground,
    open_releases,
    open_tools,
    say,
)
from hotspots.ingest import load_profile
from hotspots.ingest.profile import ProfileKind
from hotspots.pipeline import OpenTerms, Workspace, prepare, run_open_data, take_in

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.pipeline import Intake, Published, Tools


@click.command(
    epilog="Example: hotspots run episodes.xlsx --from 2021-01-01 --to 2021-06-30 --out out"
)
@click.argument("files", nargs=-1, required=True, type=FILE)
@out_option
@period_options
@profile_option
@ground_options
@store_options
@cluster_options
@evidence_options
@context_option
@approval_options
@strict_option
def run(files: tuple[Path, ...], **options: Any) -> None:
    """Read episode files, find the hotspots, protect and publish them."""
    if load_profile(options["profile"]).kind is ProfileKind.OPEN_RECORDS:
        _run_open_data(files, options)
        return
    choices, workspace = Choices.of(options), Workspace(options["out"])
    with open_tools(choices, workspace) as tools:
        intake = take_in(files, workspace, tools=tools, at=now())
        print_intake(intake)
        published = _publish(options, workspace, tools, intake)
    _leave(options, intake, published)


@click.command(epilog="Example: hotspots ingest week-23.xlsx --out out")
@click.argument("files", nargs=-1, required=True, type=FILE)
@out_option
@profile_option
@store_options
@strict_option
def ingest(files: tuple[Path, ...], **options: Any) -> None:
    """Read episode files into the register and stop there."""
    workspace = Workspace(options["out"])
    with open_tools(Choices.of(options), workspace) as tools:
        intake = take_in(files, workspace, tools=tools, at=now())
    print_intake(intake)
    _leave(options, intake, None)


@click.command(epilog="Example: hotspots publish --from 2021-01-01 --to 2021-06-30 --out out")
@out_option
@period_options
@ground_options
@store_options
@cluster_options
@evidence_options
@context_option
@approval_options
@strict_option
def publish(**options: Any) -> None:
    """Find, protect and publish the hotspots of what is in the register."""
    workspace = Workspace(options["out"])
    with open_tools(Choices.of(options), workspace) as tools:
        published = _publish(options, workspace, tools, None)
    _leave(options, None, published)


@click.command(epilog="Example: hotspots report --from 2021-01-01 --to 2021-06-30 --out out")
@out_option
@period_options
@ground_options
@store_options
@cluster_options
@evidence_options
@context_option
def report(**options: Any) -> None:
    """Write the inside report alone: what each audience would see, before publishing."""
    workspace = Workspace(options["out"])
    with open_tools(Choices.of(options), workspace) as tools:
        prepared = prepare(workspace, terms=terms_of(options, tools), tools=tools)
    click.echo("NOT PUBLISHED. This is what publishing would show:")
    print_published(prepared, workspace)


def _publish(
    options: dict[str, Any], workspace: Workspace, tools: Tools, intake: Intake | None
) -> Published:
    terms = replace(terms_of(options, tools), approval=approval_of(options))
    published = publish_noted(
        workspace, terms=terms, tools=tools, intake=intake, release_url=options["release_url"]
    )
    print_published(published, workspace)
    return published


def _run_open_data(files: tuple[Path, ...], options: dict[str, Any]) -> None:
    choices, workspace = Choices.of(options), Workspace(options["out"])
    with open_releases(choices, workspace) as releases:
        done = run_open_data(
            files,
            workspace,
            terms=OpenTerms(cluster=cluster_params(options, open_data=True), now=now()),
            ground=open_ground(choices),
            releases=releases,
            progress=say,
        )
    print_open_data(done, workspace)


def _leave(options: dict[str, Any], intake: Intake | None, published: Published | None) -> None:
    """With `--strict`, tell by the exit code that somebody has to look at something."""
    rejected = 0 if intake is None else len(intake.batch.rejects)
    reviews = 0 if published is None else published.review_count
    if options["strict"] and (rejected or reviews):
        sys.exit(1)
