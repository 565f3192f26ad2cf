"""A group whose commands are imported when they are asked for, and not before.

Click's documented pattern for large command lines. A command stands here by where it lives
and by the line that the group's help shows, so that `--help` imports none of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from hotspots.errors import InternalError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A command by its home, `package.module:attribute`, and the first sentence of its help."""

    home: str
    words: str


class LazyGroup(click.Group):
    """A group of commands that live `elsewhere`, by name and in the order of the help."""

    def __init__(self, *args: Any, elsewhere: Mapping[str, Elsewhere], **options: Any) -> None:
        super().__init__(*args, **options)
        self.elsewhere = dict(elsewhere)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names, as the table has them."""
        return list(self.elsewhere)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command, imported now; None if there is none of this name.

        Raises:
            InternalError: the table names something that is no command.
        """
        if cmd_name not in self.elsewhere:
            return None
        module, _, attribute = self.elsewhere[cmd_name].home.partition(":")
        command = getattr(import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise InternalError(f"The table of commands is wrong about {cmd_name}.")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Every command and its words, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, one.words) for name, one in self.elsewhere.items()])
