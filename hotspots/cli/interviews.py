"""`hotspots interviews`: the queue, the summary and the audit sample of return interviews."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hotspots.cli.options import (
    FILE,
    Day,
    ground_options,
    out_option,
    period_options,
    store_options,
)
from hotspots.cli.period import period_of
from hotspots.cli.workshop import Choices, banner_of, now, open_ground, open_register, say
from hotspots.ingest import read_interviews
from hotspots.interviews import InterviewParams
from hotspots.model import LONDON, EpisodeStatus
from hotspots.pipeline import Workspace
from hotspots.pipeline.interviews import (
    InterviewTerms,
    interview_queue,
    interview_sample,
    interview_summary,
)
from hotspots.report import Made, write_interview_summary, write_queue, write_sample
from hotspots.report.interview_words import queue_sentences, timing_sentences, workload_sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from pathlib import Path

    from hotspots.period import Period
    from hotspots.register import Register

_DEFAULTS = InterviewParams()


def _common(command: Any) -> Any:
    """The options of all three commands."""
    options: tuple[Callable[[Any], Any], ...] = (
        out_option,
        click.option(
            "--as-of",
            type=Day(),
            help="As things stood at the end of this day; default: today.",
        ),
        click.option(
            "--log",
            type=FILE,
            help="The team's interview log (XLSX, CSV): Episodes, State, Offered, Held, …",
        ),
        click.option(
            "--hours",
            type=click.IntRange(1, 672),
            default=_DEFAULTS.hours,
            show_default=True,
            envvar="HOTSPOTS_INTERVIEW_HOURS",
            help="Plain hours from the return; 72 by the guidance of 2014.",
        ),
        click.option(
            "--missing-only",
            is_flag=True,
            help="Leave out returns from being away without authorisation.",
        ),
        store_options,
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group()
def interviews() -> None:
    """Return interviews: who waits, what was offered and held in time, what to audit."""


@interviews.command(epilog="Example: hotspots interviews queue --as-of 2021-06-30 --out out")
@click.option(
    "--days",
    type=click.IntRange(min=1),
    default=_DEFAULTS.lookback_days,
    show_default=True,
    help="List returns of so many days; older ones that are still open are counted.",
)
@click.option("--working-days", is_flag=True, help="Show the day by working days (England) too.")
@_common
def queue(**options: Any) -> None:
    """Write who waits for an interview, the most urgent first, to inside/interviews-queue.*."""
    terms = _terms(options, lookback_days=options["days"], working_days=options["working_days"])
    workspace = Workspace(options["out"])
    with open_register(Choices.of(options), workspace) as register:
        found, unknown = interview_queue(terms=terms, register=register)
    written = write_queue(found, workspace.inside, made=_made(options, workspace))
    _tell(queue_sentences(found), unknown, written[0])


@interviews.command(
    epilog="Example: hotspots interviews summary --from 2021-01-01 --to 2021-06-30 --out out"
)
@period_options
@click.option(
    "--hours-each",
    type=click.FloatRange(0, 24, min_open=True),
    default=_DEFAULTS.hours_each,
    show_default=True,
    help="Hours of work for one interview, until the log has enough of its own.",
)
@click.option(
    "--weeks",
    type=click.IntRange(1, 26),
    default=_DEFAULTS.weeks,
    show_default=True,
    help="How many weeks to look ahead.",
)
@click.option("--seed", type=int, default=0, help="Seed of the forecast.")
@ground_options
@_common
def summary(**options: Any) -> None:
    """Write what was offered, held and in time, why and where, to inside/interviews-summary.*."""
    terms = _terms(options, hours_each=options["hours_each"], weeks=options["weeks"])
    choices, workspace = Choices.of(options), Workspace(options["out"])
    with open_register(choices, workspace) as register:
        say("Counting")
        found, unknown = interview_summary(
            _period(options, terms.as_of, register),
            terms=terms,
            ground=open_ground(choices),
            register=register,
        )
    written = write_interview_summary(found, workspace.inside, made=_made(options, workspace))
    said = (*timing_sentences(found), *workload_sentences(found.workload))
    _tell(said, unknown, written[0])


@interviews.command(
    epilog="Example: hotspots interviews sample --from 2021-01-01 --to 2021-06-30 "
    "--size 10 --seed 7 --out out"
)
@period_options
@click.option(
    "--size", type=click.IntRange(min=1), default=10, show_default=True, help="How many to audit."
)
@click.option("--seed", type=int, required=True, help="The same seed draws the same again.")
@_common
def sample(**options: Any) -> None:
    """Draw interviews to audit at random, to inside/interviews-sample.*."""
    terms, workspace = _terms(options), Workspace(options["out"])
    with open_register(Choices.of(options), workspace) as register:
        period = _period(options, terms.as_of, register)
        drawn, held = interview_sample(period, size=options["size"], terms=terms, register=register)
    written = write_sample(
        drawn,
        workspace.inside,
        period=period,
        drawn_from=held,
        seed=options["seed"],
        made=_made(options, workspace),
    )
    _tell((f"{len(drawn)} of the {held} interviews held in the period.",), 0, written[0])


def _made(options: dict[str, Any], workspace: Workspace) -> Made:
    return Made(at=now(), banner=banner_of(Choices.of(options), workspace))


def _terms(options: dict[str, Any], **params: Any) -> InterviewTerms:
    today = now().astimezone(LONDON).date()
    log: Path | None = options["log"]
    missing_only: bool = options["missing_only"]
    return InterviewTerms(
        as_of=options["as_of"] or today,
        log=() if log is None else read_interviews(log, as_of=today),
        params=InterviewParams(
            hours=options["hours"],
            statuses=frozenset({EpisodeStatus.MISSING} if missing_only else EpisodeStatus),
            **params,
        ),
        seed=options.get("seed", 0),
    )


def _period(options: dict[str, Any], as_of: date, register: Register) -> Period:
    """The named one, or the whole months that hold all returns up to the day."""
    first: date | None = options["first"]
    days = () if first is not None else (one.closed_on for one in register.episodes())
    return period_of(first, options["last"], days=(d for d in days if d is not None and d <= as_of))


def _tell(sentences: Iterable[str], unknown: int, page: Path) -> None:
    for line in sentences:
        click.echo(line)
    if unknown:
        click.echo(
            f"The log names {unknown} episodes of which no return is known on that day: "
            "compare the ids with the queue.",
            err=True,
        )
    click.echo(f"See {page}, for the inside alone.", err=True)
