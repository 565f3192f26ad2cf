"""Options that several commands share, and the words in which they are explained."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from hotspots.cli.paths import FILE as FILE  # noqa: PLC0414 - given on to the commands
from hotspots.cli.paths import FOLDER as FOLDER  # noqa: PLC0414 - likewise
from hotspots.cli.paths import out_option as out_option  # noqa: PLC0414 - likewise
from hotspots.cluster import ClusterParams
from hotspots.errors import ParameterError
from hotspots.model import Approval
from hotspots.period import Period
from hotspots.protect import approval_stands

if TYPE_CHECKING:
    from collections.abc import Callable

DEFAULTS = ClusterParams()
# A month of a police force is a hundred times our register: a denser place is meant.
OPEN_DATA_DEFAULTS = ClusterParams(min_samples=20)


class Day(click.ParamType[date]):
    """A date as people write it: 2021-06-30 or 30/06/2021."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date, or a usage error that shows both forms."""
        if isinstance(value, date):
            return value
        for form in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                return datetime.strptime(str(value), form).date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
        return self.fail("write the date as 2021-06-30 or 30/06/2021", param, ctx)


def _all(*decorators: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def apply(command: Any) -> Any:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return apply


period_options = _all(
    click.option(
        "--from", "first", type=Day(), help="First day of the period, for instance 2021-01-01."
    ),
    click.option(
        "--to", "last", type=Day(), help="Last day of the period, for instance 2021-06-30."
    ),
)
ground_options = _all(
    click.option(
        "--gazetteer", type=FILE, help="A CSV of public places instead of the packaged list."
    ),
    click.option(
        "--boundaries", type=FILE, help="A GeoJSON of wards instead of the packaged ones."
    ),
)
store_options = _all(
    click.option(
        "--register", "register_url", help="Database of the register; default: inside the folder."
    ),
    click.option(
        "--releases", "release_url", help="Database of the releases; default: inside the folder."
    ),
)
cluster_options = _all(
    click.option(
        "--eps-m",
        type=float,
        help=f"Neighbourhood in metres; default {DEFAULTS.eps_m:g}.",
    ),
    click.option(
        "--min-samples",
        type=int,
        help="Mentions that make a place dense; "
        f"default {DEFAULTS.min_samples}, for open data {OPEN_DATA_DEFAULTS.min_samples}.",
    ),
)
baseline_options = _all(
    click.option(
        "--baseline-from",
        type=Day(),
        envvar="HOTSPOTS_BASELINE_FROM",
        help="First day of the frozen period beside which change is told.",
    ),
    click.option("--baseline-to", type=Day(), envvar="HOTSPOTS_BASELINE_TO", help="Its last day."),
)
evidence_options = _all(
    click.option(
        "--min-children",
        type=int,
        default=DEFAULTS.min_children,
        show_default=True,
        help="Different young people that a hotspot takes; fewer are told apart, inside.",
    ),
    click.option(
        "--max-per-child",
        type=int,
        help="The most that one young person's mentions count at one place; default: no limit.",
    ),
    baseline_options,
    click.option(
        "--control",
        type=FILE,
        help="Places where anybody could be (easting, northing, weight), for the test of chance; "
        "without it a place that is popular with everybody is beyond chance too.",
    ),
)
profile_option = click.option(
    "--profile",
    default="case-system",
    show_default=True,
    help="How the columns are named: case-system, ssda903-missing, ssd-missing, police, police-uk, "
    "or a TOML file of your own.",
)
seed_option = click.option(
    "--seed", type=int, default=2021, show_default=True, help="Seed of the synthetic register."
)
context_option = click.option(
    "--context", type=FILE, help="The release.json of an open-data run, to lay under the map."
)
approval_options = _all(
    click.option(
        "--reason", default="", help="Why this release may go out although the ledger refuses it."
    ),
    click.option(
        "--approved-by",
        multiple=True,
        help="Who answers for it; twice, for two different people.",
    ),
)
strict_option = click.option(
    "--strict", is_flag=True, help="Exit with 1 if rows were rejected or places need a look."
)


def cluster_params(options: dict[str, Any], *, open_data: bool = False) -> ClusterParams:
    """The clustering parameters that were asked for, or their defaults.

    Raises:
        ParameterError: outside the range in which a result means anything.
    """
    default = OPEN_DATA_DEFAULTS if open_data else DEFAULTS
    eps_m, min_samples = options["eps_m"], options["min_samples"]
    return ClusterParams(
        eps_m=default.eps_m if eps_m is None else eps_m,
        min_samples=default.min_samples if min_samples is None else min_samples,
        min_children=options.get("min_children", default.min_children),
        max_per_child=options.get("max_per_child"),
    )


def baseline_of(options: dict[str, Any]) -> Period | None:
    """The frozen period that was named, if any.

    Raises:
        ParameterError: only one end of it, or the wrong way round.
    """
    first, last = options["baseline_from"], options["baseline_to"]
    if first is None and last is None:
        return None
    if first is None or last is None:
        msg = "A baseline takes both --baseline-from and --baseline-to."
        raise ParameterError(msg)
    return Period(first=first, last=last)


def approval_of(options: dict[str, Any]) -> Approval | None:
    """What two people answer for, if anything; for this one publication alone.

    Raises:
        ParameterError: a reason without two different people, or people without a reason.
    """
    reason, people = options["reason"].strip(), tuple(options["approved_by"])
    if not reason and not people:
        return None
    if not reason or not approval_stands(people):
        msg = "An exception takes a --reason and two different people, each with --approved-by."
        raise ParameterError(msg)
    return Approval(reason=reason, approved_by=people)
