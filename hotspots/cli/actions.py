"""`hotspots actions`: the disruption register, what is done about a place and by whom."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from hotspots.cli.options import FILE, Day, ground_options, out_option, store_options
from hotspots.cli.workshop import Choices, now, open_ground, open_register
from hotspots.describe import chosen_words, known_where
from hotspots.errors import ParameterError
from hotspots.ingest import ActionRow, read_actions
from hotspots.ingest.cells import clean
from hotspots.model import LONDON, Action, ActionPlace
from hotspots.pipeline import Workspace
from hotspots.register import action_id_of

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from hotspots.gazetteer import Gazetteer
    from hotspots.register import Register

_by_option = click.option("--by", "said_by", required=True, help="Who says so: initials or a role.")


@click.group()
def actions() -> None:
    """Keep what agencies do about a place: the disruption register."""


@actions.command(
    epilog='Example: hotspots actions add --place "Markeaton Park" --what "Evening patrols" '
    "--from 2021-05-01 --lead Police --by MPC --out out"
)
@click.option("--what", required=True, help="What is done, without any child's name.")
@click.option("--place", help="The public place: its name or id.")
@click.option("--hotspot", help="Or the hotspot: its id.")
@click.option("--zone", help="Or the zone: its name.")
@click.option("--from", "from_on", type=Day(), required=True, help="The first day.")
@click.option("--to", "to_on", type=Day(), help="The last day, if it is known.")
@click.option("--lead", required=True, help="Who leads: an agency or a role, no private data.")
@click.option("--tell", "told", is_flag=True, help="Partners may read what is done and who leads.")
@_by_option
@out_option
@ground_options
@store_options
def add(**options: Any) -> None:
    """Enter an action; the same thing there from the same day is the same action.

    Entered again it is changed: its history is kept.
    """
    given = [(kind, options[kind.value]) for kind in ActionPlace if options[kind.value]]
    if len(given) != 1:
        msg = "Name one of --place, --hotspot and --zone."
        raise ParameterError(msg)
    kind, words = given[0]
    choices = Choices.of(options)
    gazetteer = open_ground(choices).gazetteer
    with open_register(choices, Workspace(options["out"])) as register:
        where = known_where(kind, words, gazetteer=gazetteer, memory=register.memory())
        row = ActionRow(
            row=1,
            what=clean(options["what"]),
            kind=kind,
            words=words,
            from_on=options["from_on"],
            to_on=options["to_on"],
            lead=clean(options["lead"]),
            told=options["told"],
        )
        action = _action(row, where, said_by=options["said_by"], at=now())
        _refuse_untellable(action, gazetteer)
        changed = register.enter_actions([action])
    click.echo(action.action_id)
    click.echo("Kept." if changed else "It was so already.", err=True)


@actions.command("list", epilog="Example: hotspots actions list --out out")
@out_option
@store_options
def list_actions(**options: Any) -> None:
    """Every action: id, what, where, from, to, who leads, and how it stands today."""
    with open_register(Choices.of(options), Workspace(options["out"])) as register:
        entered = register.actions()
    if not entered:
        click.echo("No action was entered yet.", err=True)
        return
    click.echo("action\twhat\tkind\twhere\tfrom\tto\tlead\tstatus\ttold")
    today = now().astimezone(LONDON).date()
    for one in entered:
        until = one.to_on.isoformat() if one.to_on else "-"
        click.echo(
            f"{one.action_id}\t{one.what}\t{one.kind.value}\t{one.where}\t"
            f"{one.from_on.isoformat()}\t{until}\t{one.lead}\t{one.status_on(today).value}\t"
            f"{'yes' if one.told else 'no'}"
        )


@actions.command(epilog="Example: hotspots actions end ID --on 2021-06-30 --by MPC --out out")
@click.argument("action_id")
@click.option("--on", "to_on", type=Day(), help="The last day; default: today.")
@click.option("--withdrawn", is_flag=True, help="It never took place, or was entered by mistake.")
@_by_option
@out_option
@store_options
def end(
    *, action_id: str, to_on: date | None, withdrawn: bool, said_by: str, **options: Any
) -> None:
    """End an action, or withdraw it. Its history is kept."""
    with open_register(Choices.of(options), Workspace(options["out"])) as register:
        known = {one.action_id: one for one in register.actions()}.get(action_id)
        if known is None:
            msg = "There is no such action. See: hotspots actions list"
            raise ParameterError(msg)
        last = known.to_on if withdrawn else to_on or now().astimezone(LONDON).date()
        ended = replace(
            known, to_on=last, withdrawn=withdrawn, recorded_by=said_by.strip(), recorded_at=now()
        )
        changed = register.enter_actions([ended])
    click.echo("Kept." if changed else "It was so already.")


@actions.command(
    "import", epilog="Example: hotspots actions import actions.xlsx --by MPC --out out"
)
@click.argument("file", type=FILE)
@_by_option
@out_option
@ground_options
@store_options
def import_actions(file: Path, said_by: str, **options: Any) -> None:
    """Take a table of actions (XLSX, CSV) with What, From, To, Lead, and Place, Hotspot or Zone.

    A column Told (yes or no) says of which partners may read; of no other they do.
    The same table again changes nothing; a blank To leaves the end that is known.
    """
    choices = Choices.of(options)
    gazetteer = open_ground(choices).gazetteer
    with open_register(choices, Workspace(options["out"])) as register:
        read, changed = take_in_actions(
            file, register=register, gazetteer=gazetteer, said_by=said_by
        )
    click.echo(f"{read} actions read, {changed} new or changed.")


def take_in_actions(
    file: Path, *, register: Register, gazetteer: Gazetteer, said_by: str
) -> tuple[int, int]:
    """Enter a table of actions; how many it has, and how many of them were news.

    Raises:
        InputError: the table cannot be used; nothing of it is entered.
    """
    memory, moment = register.memory(), now()
    known = {one.action_id: one for one in register.actions()}

    def make(row: ActionRow) -> Action:
        where = known_where(row.kind, row.words, gazetteer=gazetteer, memory=memory)
        action = _action(row, where, said_by=said_by, at=moment)
        action = _with_what_is_known(action, row, known.get(action.action_id))
        _refuse_untellable(action, gazetteer)
        return action

    read = read_actions(file, as_of=moment.date(), make=make)
    return len(read), register.enter_actions(read)


def _action(row: ActionRow, where: str, *, said_by: str, at: datetime) -> Action:
    return Action(
        action_id=action_id_of(what=row.what, kind=row.kind, where=where, from_on=row.from_on),
        what=row.what,
        kind=row.kind,
        where=where,
        from_on=row.from_on,
        to_on=row.to_on,
        lead=row.lead,
        recorded_by=said_by.strip(),
        recorded_at=at,
        told=bool(row.told),
    )


def _with_what_is_known(action: Action, row: ActionRow, known: Action | None) -> Action:
    """A table that is brought again does not take back what was entered meanwhile."""
    if known is None:
        return action
    return replace(
        action,
        to_on=action.to_on or known.to_on,
        withdrawn=known.withdrawn,
        told=known.told if row.told is None else row.told,
    )


def _refuse_untellable(action: Action, gazetteer: Gazetteer) -> None:
    """Words that partners would read are held against the rules for names that people choose.

    Raises:
        ParameterError: the action is to be told, and its words must not be.
    """
    if action.told:
        names = [place.name for place in gazetteer.places]
        for words in (action.what, action.lead):
            try:
                chosen_words(words, public_names=names)
            except ParameterError as error:
                msg = f"Partners cannot be told of this action as it is worded. {error}"
                raise ParameterError(msg) from None
