"""Steps of a schema taken by alembic, which is imported only where there is a step to take.

The steps travel with the installed package; no configuration file is read and no
logging is set.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from alembic import command
from alembic.config import Config

if TYPE_CHECKING:
    from sqlalchemy import Connection


def take_steps(
    connection: Connection,
    package: str,
    *,
    version_table: str,
    way: Literal["up", "down"],
    to: str,
) -> None:
    """Take the tables of `package` up or down to the revision `to`, on this connection."""
    config = Config()
    # A path may hold any character but a line's end; `%` is the configuration's own sign.
    config.set_main_option("path_separator", "newline")
    for option, place in (
        ("script_location", files("hotspots.database.environment")),
        ("version_locations", files(f"{package}.migrations")),
    ):
        config.set_main_option(option, str(place).replace("%", "%%"))
    config.attributes["connection"] = connection
    config.attributes["version_table"] = version_table
    step = command.upgrade if way == "up" else command.downgrade
    step(config, to)
