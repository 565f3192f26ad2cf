"""`hotspots place-risk`: what partners agree about a place, its reviews and its history."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hotspots.cli.options import FILE, Day, ground_options, out_option, store_options
from hotspots.cli.placerisklines import change_lines, record_lines, word_lines
from hotspots.cli.workshop import Choices, banner_of, now, open_ground, open_register
from hotspots.describe import known_where
from hotspots.errors import ParameterError
from hotspots.ingest import Pseudonymiser
from hotspots.keyfile import load_key
from hotspots.model import (
    LONDON,
    ActionPlace,
    PlaceFact,
    PlaceRisk,
    guardian_codes,
    standing,
    theme_codes,
)
from hotspots.pipeline import Workspace
from hotspots.pipeline.placerisk import (
    Entry,
    revise,
    take_in_place_risks,
    write_place_risk_book,
)
from hotspots.settings import SecretSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.gazetteer import Gazetteer

BOOK = "place-risk.xlsx"
NO_CHILD = "About the place alone: no name, number, age or home of a child belongs here."
_FACTS = frozenset(one.name for one in fields(PlaceRisk))
_by_option = click.option("--by", "said_by", required=True, help="Who says so: initials or a role.")


def _where_options(command: Callable[..., Any]) -> Callable[..., Any]:
    options = (
        click.option("--place", help="The public place: its name or id."),
        click.option("--hotspot", help="Or the hotspot: its id."),
        click.option("--zone", help="Or the zone: its name."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _fact_options(command: Callable[..., Any]) -> Callable[..., Any]:
    options = (
        click.option(
            "--theme",
            "themes",
            type=click.Choice(theme_codes()),
            multiple=True,
            help="What puts children at risk there, a word of the list; repeatable.",
        ),
        click.option(
            "--guardian-kind",
            "guardian_kinds",
            type=click.Choice(guardian_codes()),
            multiple=True,
            help="Who looks after the place, a word of the list; repeatable.",
        ),
        click.option("--guardian", help="Who that is: a role or organisation. Inside only."),
        click.option("--owner", help="Whose the place is: an organisation. Inside only."),
        click.option("--lead", help="The agency that leads."),
        click.option("--next", "next_review", type=Day(), help="The day of the next review."),
        click.option("--note", help=f"What else is agreed. {NO_CHILD} Inside only."),
        click.option(
            "--tell",
            "told",
            type=click.Choice([*(fact.value for fact in PlaceFact), "nothing"]),
            multiple=True,
            help="What partners may read of it; repeatable. What is not said is not told.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group("place-risk")
def place_risk() -> None:
    """Keep what partners agree about a place: the Place Based Risk record."""


@place_risk.command(
    epilog='Example: hotspots place-risk add --place "Markeaton Park" --theme few-eyes '
    "--lead Council --next 2021-09-15 --tell themes --tell lead --by MPC --out out"
)
@_where_options
@_fact_options
@_by_option
@out_option
@ground_options
@store_options
def add(**options: Any) -> None:
    """Open the record of a place, or change facts of it; those that are not named stay.

    What is done there is kept as actions: see `hotspots actions`.
    """
    _enter(options, _facts_of(options))


@place_risk.command(
    epilog='Example: hotspots place-risk review --place "Markeaton Park" --on 2021-06-15 '
    "--next 2021-09-15 --by MPC --out out"
)
@_where_options
@click.option("--on", "reviewed_on", type=Day(), help="The day of the review; default: today.")
@click.option("--close", "closing", flag_value="close", help="It need not be followed any more.")
@click.option("--reopen", "closing", flag_value="reopen", help="It is followed again.")
@_fact_options
@_by_option
@out_option
@ground_options
@store_options
def review(*, reviewed_on: date | None, closing: str | None, **options: Any) -> None:
    """Enter that partners looked at a place again, and what they agreed.

    Without --next no further review is due until a day is agreed.
    """
    facts = {"next_review": None} | _facts_of(options)
    facts["reviewed_on"] = reviewed_on or now().astimezone(LONDON).date()
    if closing is not None:
        facts["closed"] = closing == "close"
    _enter(options, facts)


@place_risk.command("list", epilog="Example: hotspots place-risk list --overdue --out out")
@click.option("--as-of", type=Day(), help="As it stood at the end of that day; default: now.")
@click.option("--overdue", is_flag=True, help="Only those whose review is overdue.")
@out_option
@store_options
def list_records(*, as_of: date | None, overdue: bool, **options: Any) -> None:
    """Every record: where, themes, lead, next review, what is told, and actions there."""
    at = None if as_of is None else _end_of(as_of)
    today = as_of or now().astimezone(LONDON).date()
    with open_register(Choices.of(options), Workspace(options["out"])) as register:
        records = [one.record for one in standing(register.place_risks(), at=at)]
        actions = register.actions(at=at)
    if overdue:
        records = [one for one in records if (one.days_overdue(today) or 0) > 0]
    if not records:
        click.echo("No such record.", err=True)
        return
    for line in record_lines(records, actions=actions, today=today):
        click.echo(line)


@place_risk.command(epilog='Example: hotspots place-risk history --place "Markeaton Park"')
@_where_options
@out_option
@ground_options
@store_options
def history(**options: Any) -> None:
    """All that was ever agreed about a place: version, when, by whom, and what changed."""
    choices = Choices.of(options)
    kind, words = _where(options)
    gazetteer = open_ground(choices).gazetteer
    with open_register(choices, Workspace(options["out"])) as register:
        key = (kind, known_where(kind, words, gazetteer=gazetteer, memory=register.memory()))
        versions = [one for one in register.place_risks() if one.record.key == key]
    if not versions:
        click.echo("Nothing was ever agreed about it.", err=True)
    for line in change_lines(versions):
        click.echo(line)


@place_risk.command(epilog="Example: hotspots place-risk export --out out")
@click.option(
    "--to",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    help=f"The file to write; default: inside/{BOOK}.",
)
@out_option
@ground_options
@store_options
def export(*, path: Path | None, **options: Any) -> None:
    """Write the whole record as a workbook: as it stands, actions, history, words, notes.

    Edit its sheet Records and bring it back with `hotspots place-risk import`.
    """
    choices, workspace = Choices.of(options), Workspace(options["out"])
    target = path or workspace.inside / BOOK
    gazetteer = open_ground(choices).gazetteer
    with open_register(choices, workspace) as register:
        write_place_risk_book(
            target,
            register=register,
            gazetteer=gazetteer,
            now=now(),
            banner=banner_of(choices, workspace),
        )
    click.echo(target)
    click.echo("It is for the inside alone.", err=True)


@place_risk.command(
    "import", epilog="Example: hotspots place-risk import place-risk.xlsx --by MPC --out out"
)
@click.argument("file", type=FILE)
@_by_option
@out_option
@ground_options
@store_options
def import_records(file: Path, said_by: str, **options: Any) -> None:
    """Take a table of records (XLSX, CSV), as `hotspots place-risk export` writes it.

    It is taken as a whole: every row that cannot be used is named, and then none is
    entered. The same table again changes nothing.
    """
    choices = Choices.of(options)
    gazetteer = open_ground(choices).gazetteer
    with open_register(choices, Workspace(options["out"])) as register:
        entry = _entry(said_by, gazetteer)
        taken = take_in_place_risks(file, register=register, entry=entry)
    for fault in taken.faults:
        click.echo(str(fault), err=True)
    if taken.faults:
        msg = f"Nothing was entered: {len(taken.faults)} rows cannot be used. Mend and try again."
        raise ParameterError(msg)
    click.echo(f"{taken.read} records read, {taken.changed} new or changed.")


@place_risk.command(epilog="Example: hotspots place-risk words")
def words() -> None:
    """The controlled list of themes and guardians, with the source of each word."""
    for line in word_lines():
        click.echo(line)


def _enter(options: dict[str, Any], facts: dict[str, Any]) -> None:
    choices = Choices.of(options)
    kind, said = _where(options)
    entry = _entry(options["said_by"], open_ground(choices).gazetteer)
    with open_register(choices, Workspace(options["out"])) as register:
        record, changed = revise(register, kind, said, facts=facts, entry=entry)
    click.echo(f"{record.kind.value}\t{record.where}")
    click.echo(f"Kept. {NO_CHILD}" if changed else "It was so already.", err=True)


def _where(options: dict[str, Any]) -> tuple[ActionPlace, str]:
    given = [(kind, options[kind.value]) for kind in ActionPlace if options[kind.value]]
    if len(given) != 1:
        msg = "Name one of --place, --hotspot and --zone."
        raise ParameterError(msg)
    return given[0]


def _facts_of(options: dict[str, Any]) -> dict[str, Any]:
    """The facts that were given, in the order of the lists; "nothing" takes back what is told."""
    orders = {
        "themes": theme_codes(),
        "guardian_kinds": guardian_codes(),
        "told": tuple(PlaceFact),
    }
    given = {name: value for name, value in options.items() if name in _FACTS}
    facts = {name: value for name, value in given.items() if value not in (None, ())}
    if "nothing" in facts.get("told", ()) and len(facts["told"]) > 1:
        msg = "Either --tell nothing, or what to tell."
        raise ParameterError(msg)
    return facts | {
        name: tuple(one for one in order if one in facts[name])
        for name, order in orders.items()
        if name in facts
    }


def _entry(said_by: str, gazetteer: Gazetteer) -> Entry:
    key = SecretSettings().pseudonym_key
    # Without a key nobody was ever entered, so there is no child's reference to know.
    pseudonymiser = Pseudonymiser(load_key(key)) if key.exists() else None
    return Entry(gazetteer=gazetteer, said_by=said_by, at=now(), pseudonym_of=pseudonymiser)


def _end_of(day: date) -> datetime:
    """The last moment of the local day."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=LONDON) - datetime.resolution
