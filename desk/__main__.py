"""`python -m desk`, which `hotspots desk` starts: the desk on this machine, until Ctrl+C."""

from __future__ import annotations

import logging
import os
import sys
import webbrowser
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click
import uvicorn

from desk.app import create_desk
from desk.bench import Bench
from desk.door import Door
from desk.hold import held
from desk.jobs import Jobs
from desk.pages import Pages
from hotspots.cli.options import (
    cluster_options,
    context_option,
    evidence_options,
    ground_options,
    out_option,
    profile_option,
    store_options,
)
from hotspots.cli.workshop import Choices, banner_of
from hotspots.errors import UserError
from hotspots.pipeline import Workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

_ADDRESS = "127.0.0.1"


def _now() -> datetime:
    return datetime.now(tz=UTC)


@click.command(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: hotspots desk --out out",
)
@out_option
@click.option("--port", type=click.IntRange(1024, 65535), default=8010, show_default=True)
@click.option(
    "--person",
    "people",
    multiple=True,
    default=("Co-ordinator",),
    show_default=True,
    help="Who works at the desk; each gets a link of their own. Repeatable.",
)
@click.option(
    "--two",
    "needs_two",
    is_flag=True,
    envvar="HOTSPOTS_DESK_TWO_PEOPLE",
    help="A publication takes a second person who approves what the first one looked at.",
)
@click.option("--browser/--no-browser", default=True, help="Open the first person's link.")
@profile_option
@ground_options
@store_options
@cluster_options
@evidence_options
@context_option
def desk(people: tuple[str, ...], *, needs_two: bool, browser: bool, **options: Any) -> None:
    """Open the co-ordinator's desk in the browser: the week's file, places, publishing."""
    names = [" ".join(name.split()) for name in people]
    if needs_two and len({name.casefold() for name in names}) < 2:  # noqa: PLR2004 - two people
        msg = "With --two, name two different people, each with --person."
        raise click.UsageError(msg)
    workspace = Workspace(options["out"])
    workspace.prepare()
    with held(workspace.inside / "desk"):
        _serve(workspace, names, options, needs_two=needs_two, browser=browser)


def _serve(
    workspace: Workspace,
    names: Sequence[str],
    options: dict[str, Any],
    *,
    needs_two: bool,
    browser: bool,
) -> None:
    """Until Ctrl+C; what is being done is then finished first."""
    door, port = Door(), options["port"]
    bench = Bench(
        workspace=workspace,
        options=options,
        door=door,
        jobs=Jobs(workspace.inside / "desk"),
        pages=Pages(banner=banner_of(Choices.of(options), workspace)),
        clock=_now,
        needs_two=needs_two,
    )
    for number, (name, secret) in enumerate(door.invite(names, now=_now()).items()):
        link = f"http://{_ADDRESS}:{port}/enter?token={secret}"
        click.echo(f"{name}: {link}", err=True)
        if browser and number == 0 and sys.stderr.isatty():
            webbrowser.open(link)
    click.echo("Each link is good once, for 15 minutes. Ctrl+C ends the desk.", err=True)
    try:
        uvicorn.run(
            create_desk(bench, port=port),
            host=_ADDRESS,
            port=port,
            access_log=False,
            log_config=None,
            server_header=False,
            proxy_headers=False,
        )
    finally:
        bench.jobs.close()


def main() -> None:
    """The desk, with a fault told in words."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(message)s")
    os.umask(0o077)
    try:
        desk(prog_name="hotspots desk")
    except UserError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
