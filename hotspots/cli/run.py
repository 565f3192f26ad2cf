"""`hotspots run`, and the same steps one at a time: `ingest` and `publish`."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from hotspots.brief import BriefTerms
from hotspots.cli.control import read_control
from hotspots.cli.options import (
    FILE,
    approval_of,
    approval_options,
    baseline_of,
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
from hotspots.cli.period import period_of
from hotspots.cli.summary import print_intake, print_open_data, print_published
from hotspots.cli.workshop import (
    Choices,
    note,
    now,
    open_access,
    open_ground,
    open_releases,
    open_tools,
    say,
)
from hotspots.errors import ReleaseRefusedError
from hotspots.ingest import load_profile
from hotspots.ingest.profile import ProfileKind
from hotspots.pipeline import OpenTerms, Terms, Workspace, prepare, run_open_data, take_in
from hotspots.pipeline import publish as publish_run
from hotspots.settings import BriefSettings

if TYPE_CHECKING:
    from datetime import date
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
        prepared = prepare(workspace, terms=_terms(options, tools), tools=tools)
    click.echo("NOT PUBLISHED. This is what publishing would show:")
    print_published(prepared, workspace)


def _publish(
    options: dict[str, Any], workspace: Workspace, tools: Tools, intake: Intake | None
) -> Published:
    terms = replace(_terms(options, tools), approval=approval_of(options))
    action = "release" if terms.approval is None else "release.by-exception"
    with open_access(workspace) as access:
        try:
            published = publish_run(workspace, terms=terms, tools=tools, intake=intake)
        except ReleaseRefusedError:
            note(access, action, str(terms.period), refused=True)
            raise
        note(access, action, *(gated.release.digest for gated in published.gated))
    print_published(published, workspace)
    return published


def _terms(options: dict[str, Any], tools: Tools) -> Terms:
    first: date | None = options["first"]
    days = () if first is not None else (e.started_on for e in tools.register.episodes())
    return Terms(
        period=period_of(first, options["last"], days=days),
        cluster=cluster_params(options),
        now=now(),
        baseline=baseline_of(options),
        background=read_control(options["control"]),
        brief=BriefTerms(contacts=BriefSettings().contacts),
    )


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
