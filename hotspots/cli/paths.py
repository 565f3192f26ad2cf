"""Files and folders on the command line; light, so that small commands start at once."""

from __future__ import annotations

from pathlib import Path

import click

FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)

out_option = click.option(
    "--out",
    type=FOLDER,
    required=True,
    help="Folder for everything that is made; `inside/` in it is for the co-ordinator alone.",
)
