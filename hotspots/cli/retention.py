"""`hotspots retention`: what ended long enough ago is erased."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import click

from hotspots.cli.erase import print_elsewhere, print_erased, register_option
from hotspots.cli.options import out_option
from hotspots.cli.workshop import Choices, note, now, open_access, open_keeper
from hotspots.pipeline import Workspace

_LONGEST_DAYS = 36_500


@click.command(epilog="Example: hotspots retention --out out --older-than 2190 --dry-run")
@out_option
@click.option(
    "--older-than",
    "days",
    type=click.IntRange(min=1, max=_LONGEST_DAYS),
    required=True,
    help="Episodes whose return is this many days ago go, with all that hangs on them.",
)
@click.option("--dry-run", is_flag=True, help="Tell what would go, and leave everything.")
@register_option
def retention(days: int, **options: Any) -> None:
    """Erase episodes that ended long enough ago. Try it with --dry-run first."""
    workspace, before = Workspace(options["out"]), now() - timedelta(days=days)
    is_dry: bool = options["dry_run"]
    with open_keeper(Choices.of(options), workspace) as keeper, open_access(workspace) as access:
        # Before the act: one that failed may stand in the trail, never one that is missing.
        note(access, "retention.dry-run" if is_dry else "retention", before.date().isoformat())
        done = keeper.would_expire(before) if is_dry else keeper.expire(before)
        click.echo(f"Episodes that ended before {before.date().isoformat()}")
        print_erased(done, is_dry=is_dry)
        if not is_dry:
            keeper.scrub()
    if not is_dry:
        print_elsewhere(workspace)
