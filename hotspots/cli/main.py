"""The top of the command line: its commands, and how an error is told.

Exit codes: 0 done; 1 finished with rows to look at, where `--strict` is given;
2 unusable input; 3 a mistake of ours. Answers go to standard output, progress and
errors to standard error.
"""

from __future__ import annotations

import logging
import sys

import click
from pydantic import ValidationError

from hotspots import __version__
from hotspots.cli.audit import audit
from hotspots.cli.boundaries import boundaries
from hotspots.cli.demo import demo
from hotspots.cli.gazetteer import gazetteer
from hotspots.cli.keys import key
from hotspots.cli.review import review
from hotspots.cli.run import ingest, publish, report, run
from hotspots.cli.serve import serve
from hotspots.cli.tables import cluster, geocode
from hotspots.errors import InternalError, UserError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="hotspots")
def hotspots() -> None:
    """Hotspots of missing episodes, made safe to share.

    \b
    Try it:      hotspots demo --serve
    Your file:   hotspots run episodes.xlsx --from 2021-01-01 --to 2021-06-30 --out out
    """  # noqa: D301 - \b is click's mark for "keep these lines as they are"


for _command in (
    demo,
    run,
    ingest,
    publish,
    report,
    review,
    geocode,
    cluster,
    boundaries,
    gazetteer,
    key,
    audit,
    serve,
):
    hotspots.add_command(_command)


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
