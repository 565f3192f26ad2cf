"""The top of the command line: its commands, and how an error is told.

Exit codes: 0 done; 1 finished with rows to look at, where `--strict` is given;
2 unusable input; 3 a mistake of ours. Answers go to standard output, progress and
errors to standard error.
"""

from __future__ import annotations

import logging
import sys

import click
from pydantic_core import ValidationError  # pydantic's own, without importing all of it

from hotspots import __version__
from hotspots.cli.lazy import Elsewhere, LazyGroup
from hotspots.errors import InternalError, UserError

COMMANDS = {
    "demo": Elsewhere(
        "hotspots.cli.demo:demo",
        "Build the synthetic Derby register, run the real pipeline on it, and publish.",
    ),
    "run": Elsewhere(
        "hotspots.cli.run:run",
        "Read episode files, find the hotspots, protect and publish them.",
    ),
    "ingest": Elsewhere(
        "hotspots.cli.run:ingest", "Read episode files into the register and stop there."
    ),
    "publish": Elsewhere(
        "hotspots.cli.run:publish",
        "Find, protect and publish the hotspots of what is in the register.",
    ),
    "report": Elsewhere(
        "hotspots.cli.run:report",
        "Write the inside report alone: what each audience would see, before publishing.",
    ),
    "withdraw": Elsewhere(
        "hotspots.cli.withdraw:withdraw",
        "Take a release back: nobody is shown it from now on, and the one before it is the latest.",
    ),
    "figures": Elsewhere(
        "hotspots.cli.figures:figures",
        "Write the co-ordinator's figures: how many, how often, from where, and since when.",
    ),
    "pack": Elsewhere(
        "hotspots.cli.pack:pack",
        "Write papers for meetings: the board's, the residential one, and the week's.",
    ),
    "interviews": Elsewhere(
        "hotspots.cli.interviews:interviews",
        "Return interviews: who waits, what was offered and held in time, what to audit.",
    ),
    "statutory": Elsewhere(
        "hotspots.cli.statutory:statutory",
        "Write the shapes of the statutory returns (SSDA903, SSD, Annex A), and check them.",
    ),
    "review": Elsewhere(
        "hotspots.cli.review:review", "Settle the places that the geocoder would not guess."
    ),
    "tune": Elsewhere(
        "hotspots.cli.tune:tune", "Try many eps and min_samples, and say which to choose and why."
    ),
    "actions": Elsewhere(
        "hotspots.cli.actions:actions",
        "Keep what agencies do about a place: the disruption register.",
    ),
    "place-risk": Elsewhere(
        "hotspots.cli.placerisk:place_risk",
        "Keep what partners agree about a place: the Place Based Risk record.",
    ),
    "hotspot": Elsewhere(
        "hotspots.cli.hotspot:hotspot",
        "See the hotspots of the last publication; name them, and put them into zones.",
    ),
    "geocode": Elsewhere(
        "hotspots.cli.geocode:geocode", "Geocode one column of a CSV, XLSX or Parquet file."
    ),
    "cluster": Elsewhere(
        "hotspots.cli.cluster:cluster",
        "Label the points of a CSV or Parquet file with DBSCAN; -1 is noise.",
    ),
    "boundaries": Elsewhere(
        "hotspots.cli.boundaries:boundaries", "Look after the ward boundaries."
    ),
    "areas": Elsewhere(
        "hotspots.cli.areas:areas",
        "Keep the areas that briefs are made of beside the wards: schools, localities.",
    ),
    "gazetteer": Elsewhere(
        "hotspots.cli.gazetteer:gazetteer", "Look after the list of public places."
    ),
    "key": Elsewhere(
        "hotspots.cli.keys:key", "Make, rotate, list and revoke API keys for partners' programs."
    ),
    "session": Elsewhere(
        "hotspots.cli.session:session", "See who is signed in, and sign somebody out."
    ),
    "share": Elsewhere(
        "hotspots.cli.share:share", "Make, list and revoke links that open one release."
    ),
    "webhook": Elsewhere(
        "hotspots.cli.webhook:webhook",
        "Tell others' programs when something was published, and nothing of what.",
    ),
    "audit": Elsewhere(
        "hotspots.cli.audit:audit", "Check the record of who read what, and ask it."
    ),
    "backup": Elsewhere(
        "hotspots.cli.backup:backup",
        "Copy the databases, in use as they are, into one file; the copy is checked.",
    ),
    "backup-key": Elsewhere(
        "hotspots.cli.backup:backup_key",
        "Make a pair of keys for encrypted backups: the private one goes into a new file.",
    ),
    "restore": Elsewhere(
        "hotspots.cli.backup:restore",
        "Put back what a backup holds, each database as a whole or not at all.",
    ),
    "erase": Elsewhere(
        "hotspots.cli.erase:erase", "Erase a young person's data from the register, on request."
    ),
    "retention": Elsewhere(
        "hotspots.cli.retention:retention", "Erase episodes that ended long enough ago."
    ),
    "subject-access": Elsewhere(
        "hotspots.cli.erase:subject_access",
        "Write down everything that the register holds about a young person.",
    ),
    "desk": Elsewhere(
        "hotspots.cli.desk:desk",
        "Open the co-ordinator's desk in the browser: the week's file, places, publishing.",
    ),
    "serve": Elsewhere(
        "hotspots.cli.serve:serve", "Serve what was published to partners; stop it with Ctrl+C."
    ),
}


@click.group(
    cls=LazyGroup,
    elsewhere=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="hotspots")
def hotspots() -> None:
    """Hotspots of missing episodes, made safe to share.

    \b
    Try it:      hotspots demo --serve
    Your file:   hotspots run episodes.xlsx --from 2021-01-01 --to 2021-06-30 --out out
    """  # noqa: D301 - \b is click's mark for "keep these lines as they are"


def main() -> None:
    """Run the command line; a mistake that a person can mend is one clear message."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    try:
        hotspots(prog_name="hotspots")
    except UserError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2)
    except ValidationError as error:
        click.echo(f"Error: a setting in the environment cannot be used. {error}", err=True)
        sys.exit(2)
    except InternalError as error:
        click.echo(f"Our mistake, and nothing was published: {error}", err=True)
        sys.exit(3)
