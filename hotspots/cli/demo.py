"""`hotspots demo`: a synthetic register through the same door as a real file."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from hotspots.brief import AREAS_LAYER, BriefTerms
from hotspots.brief.areas import read_areas, write_areas
from hotspots.cli.actions import take_in_actions
from hotspots.cli.options import FOLDER, cluster_params, context_option, seed_option
from hotspots.cli.serve import serve_until_stopped
from hotspots.cli.summary import print_intake, print_published
from hotspots.cli.workshop import Choices, now, open_ground, open_tools, say
from hotspots.demo import write_demo_register
from hotspots.demo.areas import CONTACTS, demo_areas
from hotspots.period import Period
from hotspots.pipeline import Terms, Workspace, take_in
from hotspots.pipeline import publish as publish_run
from hotspots.pipeline.placerisk import Entry, take_in_place_risks
from hotspots.settings import SecretSettings

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.pipeline import Published

BANNER = "SYNTHETIC DATA: no real child, no real episode"
PERIOD = Period(first=date(2021, 1, 1), last=date(2021, 6, 30))
BEFORE = Period(first=date(2020, 7, 1), last=date(2020, 12, 31))


@click.command(epilog="Example: hotspots demo --out demo --serve")
@click.option(
    "--out",
    type=FOLDER,
    default="hotspots-demo",
    show_default=True,
    help="Folder for everything that is made.",
)
@context_option
@seed_option
@click.option("--serve", "and_serve", is_flag=True, help="Serve it afterwards, with sign-in links.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def demo(**options: Any) -> None:
    """Build the synthetic Derby register, run the real pipeline on it, and publish.

    Two half-years are published one after the other, so that one can be seen beside the other.
    """
    out: Path = options["out"]
    secrets = SecretSettings(folder=out / "keys")
    published = _publish(options, secrets)
    if options["and_serve"]:
        serve_until_stopped(
            Workspace(out),
            secrets,
            port=options["port"],
            release=published,
            banner=BANNER,
            contacts=CONTACTS,
        )


def _publish(options: dict[str, Any], secrets: SecretSettings) -> Published:
    workspace = Workspace(options["out"])
    workspace.prepare()
    say("Making the synthetic register")
    files = write_demo_register(workspace.inside, seed=options["seed"])
    click.echo(f"{BANNER}\nThe register as a case system would export it: {files.xlsx.name}")
    choices = Choices(out=options["out"], context=options["context"], secrets=secrets)
    cluster = cluster_params({"eps_m": None, "min_samples": None})
    _save_areas(workspace, choices)
    brief = BriefTerms(contacts=CONTACTS)
    with open_tools(choices, workspace) as tools:
        say("The half-year before")
        take_in((files.earlier,), workspace, tools=tools, at=now())
        earlier = Terms(period=BEFORE, cluster=cluster, now=now(), banner=BANNER, brief=brief)
        publish_run(workspace, terms=earlier, tools=tools)
        say("The half-year of the report")
        gazetteer = tools.ground.gazetteer
        take_in_actions(files.actions, register=tools.register, gazetteer=gazetteer, said_by="Demo")
        take_in_place_risks(
            files.place_risks,
            register=tools.register,
            entry=Entry(gazetteer=gazetteer, said_by="Demo", at=now()),
        )
        intake = take_in((files.xlsx,), workspace, tools=tools, at=now())
        print_intake(intake)
        terms = Terms(period=PERIOD, cluster=cluster, now=now(), banner=BANNER, brief=brief)
        published = publish_run(workspace, terms=terms, tools=tools, intake=intake)
    print_published(published, workspace)
    return published


def _save_areas(workspace: Workspace, choices: Choices) -> None:
    """Put the made-up school and locality beside whatever areas are kept there."""
    kept = workspace.inside / AREAS_LAYER
    made = demo_areas(open_ground(choices).gazetteer)
    write_areas(read_areas(kept).with_areas(*made), kept)
