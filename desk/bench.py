"""What the rooms work with: the folder and the choices that the command line was given."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from hotspots.cli.workshop import Choices, open_ground, open_register, open_releases, open_tools

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from desk.door import Door
    from desk.jobs import Jobs
    from desk.pages import Pages
    from hotspots.pipeline import Ground, Tools, Workspace
    from hotspots.register import Register
    from hotspots.store import ReleaseStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """One for the application; every database is opened for a request and closed after it.

    `options` are those of `hotspots publish`. With `needs_two` a publication takes a second
    person who approves what the first one saw.
    """

    workspace: Workspace
    options: Mapping[str, Any]
    door: Door
    jobs: Jobs
    pages: Pages
    clock: Callable[[], datetime]
    needs_two: bool = False

    @property
    def choices(self) -> Choices:
        """As for a command."""
        return Choices.of(self.options)

    @property
    def folder(self) -> Path:
        """What the desk keeps for itself, inside."""
        return self.workspace.inside / "desk"

    def ground(self) -> Ground:
        """Public places and wards."""
        return open_ground(self.choices)

    @contextmanager
    def register(self) -> Iterator[Register]:
        """The register of episodes."""
        with open_register(self.choices, self.workspace) as register:
            yield register

    @contextmanager
    def releases(self) -> Iterator[ReleaseStore]:
        """What was published."""
        with open_releases(self.choices, self.workspace) as releases:
            yield releases

    @contextmanager
    def tools(self, progress: Callable[[str], None]) -> Iterator[Tools]:
        """What a run works with; it tells its stages to `progress`."""
        with open_tools(self.choices, self.workspace) as tools:
            yield replace(tools, progress=progress)
