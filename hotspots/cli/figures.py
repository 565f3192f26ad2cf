"""`hotspots figures`: the co-ordinator's figures of a period, as a page, a workbook and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hotspots.cli.options import (
    FILE,
    baseline_of,
    baseline_options,
    ground_options,
    out_option,
    period_options,
    store_options,
)
from hotspots.cli.period import period_of
from hotspots.cli.workshop import Choices, banner_of, now, open_ground, open_register, say
from hotspots.errors import ParameterError
from hotspots.ingest import Pseudonymiser
from hotspots.ingest.crosswalkfile import load_crosswalk
from hotspots.ingest.placementfile import read_placements
from hotspots.keyfile import load_or_create_key
from hotspots.model import RepeatRule
from hotspots.monitor import MonitorParams
from hotspots.pipeline import Workspace
from hotspots.pipeline.monitoring import MonitorTerms, monitoring
from hotspots.report import Made, figure_lines, write_monitoring
from hotspots.settings import SecretSettings

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from hotspots.model import Crosswalk, PlacementSpell
    from hotspots.register import Register

_DEFAULTS = MonitorParams()
# The council whose report the defaults follow: its name, and its codes of the ONS and the DfE.
_DERBY = "Derby|Derby City|Derby City Council|E06000015|831"


class Repeat(click.ParamType[RepeatRule]):
    """A rule of repetition as people write it: 3/90, for three or more in 90 days."""

    name = "N/DAYS"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> RepeatRule:
        """The rule, or a usage error that shows the form."""
        if isinstance(value, RepeatRule):
            return value
        episodes, _, days = str(value).partition("/")
        try:
            return RepeatRule(episodes=int(episodes), days=int(days))
        except (ValueError, ParameterError):
            return self.fail("write the rule as 3/90: three or more in 90 days", param, ctx)


@click.command(epilog="Example: hotspots figures --from 2021-01-01 --to 2021-06-30 --out out")
@out_option
@period_options
@baseline_options
@click.option(
    "--repeat",
    "repeats",
    type=Repeat(),
    multiple=True,
    default=tuple(f"{rule.episodes}/{rule.days}" for rule in _DEFAULTS.rules),
    show_default=True,
    envvar="HOTSPOTS_REPEAT",
    help="Which young people are flagged: so many episodes or more in so many days; repeatable.",
)
@click.option(
    "--top",
    "top_children",
    type=click.IntRange(min=1),
    default=_DEFAULTS.top_children,
    show_default=True,
    help="How many of the most often missing are told apart.",
)
@click.option(
    "--long-hours",
    type=click.IntRange(min=1),
    default=_DEFAULTS.long_hours,
    show_default=True,
    help="Longer than so many hours is a long episode.",
)
@click.option(
    "--authority",
    "authority_names",
    default=_DERBY,
    show_default=True,
    envvar="HOTSPOTS_AUTHORITY",
    help="Names and codes of the own local authority, the ONS's among them, separated by |.",
)
@click.option(
    "--crosswalk",
    type=FILE,
    help="A TOML file that groups the placement codes; default: as the files were read.",
)
@click.option(
    "--placements",
    type=FILE,
    help="The SSDA903 Episodes table (XLSX, CSV), for rates by days in placement; it is read "
    "for the dates and kept nowhere.",
)
@click.option("--seed", type=int, default=0, help="Seed of the chance baseline.")
@ground_options
@store_options
def figures(**options: Any) -> None:
    """Write the co-ordinator's figures: how many, how often, from where, and since when.

    They go to inside/: figures.html, figures.xlsx and figures.json, exact, for the inside
    alone.
    """
    choices, workspace = Choices.of(options), Workspace(options["out"])
    with open_register(choices, workspace) as register:
        terms = _terms(options, register)
        say("Counting")
        found = monitoring(terms=terms, ground=open_ground(choices), register=register)
    made = Made(at=now(), banner=banner_of(choices, workspace))
    written = write_monitoring(found, workspace.inside, made=made)
    for line in figure_lines(found.figures):
        click.echo(line)
    click.echo(f"See {written[0]}, for the inside alone.", err=True)


def _terms(options: dict[str, Any], register: Register) -> MonitorTerms:
    first: date | None = options["first"]
    days = () if first is not None else (e.started_on for e in register.episodes())
    path: Path | None = options["crosswalk"]
    crosswalk = None if path is None else load_crosswalk(path)
    return MonitorTerms(
        period=period_of(first, options["last"], days=days),
        authority_names=tuple(options["authority_names"].split("|")),
        baseline=baseline_of(options),
        crosswalk=crosswalk,
        spells=_spells(options["placements"], crosswalk or load_crosswalk(), register),
        params=MonitorParams(
            top_children=options["top_children"],
            rules=tuple(dict.fromkeys(options["repeats"])),
            long_hours=options["long_hours"],
        ),
        seed=options["seed"],
    )


def _spells(
    path: Path | None, crosswalk: Crosswalk, register: Register
) -> tuple[PlacementSpell, ...]:
    """The placements by date under the same pseudonyms as the register; none without a file."""
    if path is None:
        return ()
    pseudonymiser = Pseudonymiser(load_or_create_key(SecretSettings().pseudonym_key))
    erased = register.erased()
    return read_placements(
        path,
        pseudonymiser=pseudonymiser,
        crosswalk=crosswalk,
        as_of=now().date(),
        is_erased=lambda child_id: pseudonymiser.tombstone(child_id) in erased,
    )
