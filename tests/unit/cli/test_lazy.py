from __future__ import annotations

import pkgutil
import subprocess
import sys
from importlib import import_module

import click
import pytest
from click.testing import CliRunner

import hotspots.cli
from hotspots.cli.lazy import Elsewhere, LazyGroup
from hotspots.cli.main import COMMANDS
from hotspots.cli.main import hotspots as top
from hotspots.errors import InternalError


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_says_of_each_command_what_it_says_of_itself(name: str) -> None:
    command = top.get_command(click.Context(top), name)
    assert command is not None
    assert command.name == name
    assert command.get_short_help_str(limit=500).rstrip(".") == COMMANDS[name].words.rstrip(".")


def test_every_command_of_the_package_is_in_the_table() -> None:
    modules = [
        import_module(f"hotspots.cli.{one.name}")
        for one in pkgutil.iter_modules(hotspots.cli.__path__)
    ]
    written = [
        thing
        for module in modules
        for thing in vars(module).values()
        if isinstance(thing, click.Command) and thing is not top
    ]
    below = {
        id(sub) for one in written if isinstance(one, click.Group) for sub in one.commands.values()
    }
    assert {one.name for one in written if id(one) not in below} == set(COMMANDS)


def test_the_help_of_all_imports_none() -> None:
    look = (
        "import sys; from click.testing import CliRunner; from hotspots.cli.main import hotspots;"
        "print(CliRunner().invoke(hotspots, ['--help']).output);"
        "sys.exit(bool({'numpy', 'pandas', 'matplotlib', 'sqlalchemy'} & set(sys.modules)))"
    )
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", look], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert all(f"  {name} " in done.stdout for name in COMMANDS)


def test_the_help_lists_every_command_with_its_words() -> None:
    shown = " ".join(CliRunner().invoke(top, ["--help"]).output.split())
    assert all(f"{name} {one.words}" in shown for name, one in COMMANDS.items())


def test_a_command_is_run_by_its_name() -> None:
    result = CliRunner().invoke(top, ["boundaries", "--help"])
    assert result.output.startswith("Usage: hotspots boundaries")


def test_an_unknown_command_is_a_usage_error() -> None:
    result = CliRunner().invoke(top, ["conjure"])
    assert result.exit_code == 2
    assert "No such command" in result.output


def test_an_entry_that_is_no_command_is_our_mistake() -> None:
    group = LazyGroup("top", elsewhere={"wrong": Elsewhere("hotspots.errors:UserError", "Wrong.")})
    with pytest.raises(InternalError, match="wrong"):
        group.get_command(click.Context(group), "wrong")
