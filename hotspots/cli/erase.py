"""`hotspots erase` and `hotspots subject-access`: a young person's rights over their data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hotspots.cli.holding import holding_rows, write_holding
from hotspots.cli.options import out_option
from hotspots.cli.workshop import Choices, note, now, open_access, open_keeper
from hotspots.errors import ParameterError
from hotspots.ingest import Pseudonymiser
from hotspots.keyfile import load_key
from hotspots.pipeline import Workspace
from hotspots.register import ErasureOrder
from hotspots.settings import SecretSettings

if TYPE_CHECKING:
    from hotspots.register import Erased, Keeper

register_option = click.option(
    "--register", "register_url", help="Database of the register; default: inside the folder."
)
_child = click.argument("child_reference", required=False, default="")
_pseudonym = click.option(
    "--pseudonym", default="", help="The pseudonym, c_..., instead of the case system's reference."
)


@click.command(
    epilog="Example: hotspots erase 1234567 --out out --by JB --reason 'request 2021/14'"
)
@_child
@out_option
@_pseudonym
@click.option("--by", required=True, help="Who decides it: initials or a role.")
@click.option("--reason", required=True, help="Why, without a name: the number of the request.")
@click.option("--dry-run", is_flag=True, help="Tell what would go, and leave everything.")
@click.option("--lift", is_flag=True, help="Let files bring an erased young person again.")
@register_option
def erase(child_reference: str, pseudonym: str, **options: Any) -> None:
    """Erase a young person's data from the register, on request."""
    workspace, pseudonymiser = Workspace(options["out"]), _pseudonymiser()
    child_id = _child_id(child_reference, pseudonym, pseudonymiser)
    tombstone = pseudonymiser.tombstone(child_id)
    action = "erase.dry-run" if options["dry_run"] else "lift" if options["lift"] else "erase"
    with open_keeper(Choices.of(options), workspace) as keeper, open_access(workspace) as access:
        # Before the act: an erasure that failed may stand in the trail, never one that is missing.
        note(access, action, tombstone)
        if options["lift"]:
            _lift(keeper, tombstone, options["by"], is_dry=options["dry_run"])
            return
        if options["dry_run"]:
            print_erased(keeper.would_erase(child_id), is_dry=True)
            return
        order = ErasureOrder(
            tombstone=tombstone, by=options["by"], reason=options["reason"], at=now()
        )
        print_erased(keeper.erase(child_id, order), is_dry=False)
        keeper.scrub()
    print_elsewhere(workspace)


@click.command(epilog="Example: hotspots subject-access 1234567 --out out --to request-14.xlsx")
@_child
@out_option
@_pseudonym
@click.option(
    "--to",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The file to write: .xlsx or .json.",
)
@register_option
def subject_access(child_reference: str, pseudonym: str, **options: Any) -> None:
    """Write down everything that the register holds about a young person."""
    workspace, pseudonymiser = Workspace(options["out"]), _pseudonymiser()
    child_id = _child_id(child_reference, pseudonym, pseudonymiser)
    with open_keeper(Choices.of(options), workspace) as keeper, open_access(workspace) as access:
        note(access, "subject-access", pseudonymiser.tombstone(child_id))
        holding = keeper.held_about(child_id)
    write_holding(options["path"], holding_rows(child_id, holding))
    episodes = len({one.episode.episode_id for one in holding.versions})
    click.echo(
        f"Written: {episodes} episodes in {len(holding.versions)} versions. It names places: "
        "read it before you hand it on."
    )


def print_erased(done: Erased, *, is_dry: bool) -> None:
    """What went, or would go."""
    click.echo("DRY RUN, nothing was changed. This would go:" if is_dry else "Erased:")
    for count, words in (
        (done.episodes, "episodes"),
        (done.versions, "versions of episodes"),
        (done.mentions, "mentions of places"),
        (done.decisions, "decisions on texts that nobody else's episodes hold"),
    ):
        click.echo(f"  {count} {words}")
    click.echo(
        f"Made anonymous: {done.figures} figures of the release ledger, {done.grounds} findings"
    )
    if done.still_open:
        click.echo(f"Kept: {done.still_open} episodes of that age without a return. Look at them.")


def print_elsewhere(workspace: Workspace) -> None:
    """Where else it may still stand: what no command can reach."""
    moment = now().isoformat(timespec="minutes")
    click.echo("Still to be done by people:")
    click.echo(f"  erase it from backups made before {moment}, or let them run out")
    click.echo("  erase it from the files that were exported from the case system")
    papers = sorted(
        path.name
        for path in workspace.inside.iterdir()
        if path.is_file() and not path.name.startswith("register.db")
    )
    if papers:
        click.echo(f"  in inside/, delete or make anew: {', '.join(papers)}")
    click.echo("  read the free texts of actions, place records, names and zones: not searched")


def _lift(keeper: Keeper, tombstone: str, by: str, *, is_dry: bool) -> None:
    if is_dry:
        is_barred = any(
            one["tombstone"] == tombstone and one["lifted_at"] is None for one in keeper.erasures()
        )
    else:
        is_barred = keeper.lift(tombstone, by=by, at=now())
    if not is_barred:
        click.echo("Nothing bars this young person.")
    elif is_dry:
        click.echo("DRY RUN: the next file would bring this young person again.")
    else:
        click.echo("The next file with news brings this young person again.")


def _pseudonymiser() -> Pseudonymiser:
    """With the key that is there: a new one would make the pseudonym of nobody."""
    return Pseudonymiser(load_key(SecretSettings().pseudonym_key))


def _child_id(reference: str, pseudonym: str, pseudonymiser: Pseudonymiser) -> str:
    if bool(reference) == bool(pseudonym):
        msg = "Name one young person: by the case system's reference, or with --pseudonym."
        raise ParameterError(msg)
    if pseudonym and not pseudonym.startswith("c_"):
        msg = "A pseudonym begins with c_. Give the case system's reference without --pseudonym."
        raise ParameterError(msg)
    return pseudonym or pseudonymiser(reference)
