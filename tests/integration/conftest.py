"""The demo, run once for all tests that look at what it leaves behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from hotspots.cli.main import hotspots

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

AUDIENCES = ("partner", "brief", "public")


@dataclass(frozen=True, slots=True)
class Done:
    """A finished demo: its folder and what it printed."""

    out: Path
    printed: str


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Done:
    out = tmp_path_factory.mktemp("demo") / "out"
    result = CliRunner().invoke(hotspots, ["demo", "--out", str(out)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return Done(out=out, printed=result.stdout)


@pytest.fixture
def cli() -> Callable[..., Result]:
    """Run a command in this process; a `UserError` comes back as `result.exception`."""

    def call(*arguments: object) -> Result:
        return CliRunner().invoke(hotspots, [str(a) for a in arguments])

    return call
