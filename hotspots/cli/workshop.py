"""Puts together what a command works with: settings, databases, keys and facts."""

from __future__ import annotations

import sys
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Self

import click

from hotspots.brief.areas import AREAS_LAYER, read_areas
from hotspots.cli.porch import note as note  # noqa: PLC0414 - given on to the commands
from hotspots.cli.porch import now as now  # noqa: PLC0414 - likewise
from hotspots.cli.porch import open_access as open_access  # noqa: PLC0414 - likewise
from hotspots.errors import InputError, StoreError
from hotspots.ingest import Pseudonymiser, load_profile
from hotspots.keyfile import load_or_create_key
from hotspots.pipeline import Tools, Workspace, read_ground
from hotspots.register import Keeper, Register
from hotspots.release import PEOPLE_AUDIENCES, Audience, Release
from hotspots.resources import data_path
from hotspots.settings import SecretSettings, StoreSettings
from hotspots.store import ReleaseStore

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from hotspots.pipeline import Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What was chosen on the command line; None means: as the settings say, or the default."""

    out: Path
    profile: str = "case-system"
    gazetteer: Path | None = None
    boundaries: Path | None = None
    register_url: str | None = None
    release_url: str | None = None
    context: Path | None = None
    secrets: SecretSettings | None = None

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Self:
        """Those of a command's options that are choices of this kind."""
        known = {one.name for one in fields(cls)}
        return cls(**{name: value for name, value in options.items() if name in known})


def say(stage: str) -> None:
    """Tell a person at a terminal what is being done; a file or a pipe is told nothing."""
    if sys.stderr.isatty():
        click.echo(f"{stage} …", err=True)


def open_ground(choices: Choices) -> Ground:
    """The packaged facts about Derby, or the files that were named instead."""
    return read_ground(
        choices.gazetteer or data_path("gazetteer/derby.csv"),
        choices.boundaries or data_path("boundaries/derby_wards.geojson"),
    )


def context_of(choices: Choices) -> Release | None:
    """The open-data layer to lay under the map, if one was named.

    Raises:
        InputError: the file is not the `release.json` of an open-data run.
    """
    if choices.context is None:
        return None
    try:
        release = Release.from_bytes(choices.context.read_bytes())
    except StoreError:
        release = None
    if release is None or release.audience is not Audience.OPEN_DATA:
        raise InputError(
            "not the release of an open-data run",
            file=choices.context.name,
            mend="Name the file open-data/release.json of such a run.",
        )
    return release


@contextmanager
def open_releases(choices: Choices, workspace: Workspace) -> Iterator[ReleaseStore]:
    """The store of sealed releases."""
    workspace.prepare()
    releases = ReleaseStore.open(
        StoreSettings().releases_at(choices.release_url, workspace.release_url)
    )
    with closing(releases):
        yield releases


def banner_of(choices: Choices, workspace: Workspace) -> str:
    """What the last release says of the data: synthetic data says so in every paper."""
    with open_releases(choices, workspace) as releases:
        return banner_in(releases)


def banner_in(releases: ReleaseStore) -> str:
    """The banner of the last release of this store; empty where there is none."""
    latest = (releases.latest(audience) for audience in PEOPLE_AUDIENCES)
    return next((one.release.banner for one in latest if one is not None), "")


@contextmanager
def open_register(choices: Choices, workspace: Workspace) -> Iterator[Register]:
    """The register of episodes."""
    workspace.prepare()
    register = Register.open(
        StoreSettings().register_at(choices.register_url, workspace.register_url)
    )
    with closing(register):
        yield register


@contextmanager
def open_keeper(choices: Choices, workspace: Workspace) -> Iterator[Keeper]:
    """The register, for whoever looks after it."""
    workspace.prepare()
    keeper = Keeper.open(StoreSettings().register_at(choices.register_url, workspace.register_url))
    with closing(keeper):
        yield keeper


@contextmanager
def open_tools(choices: Choices, workspace: Workspace) -> Iterator[Tools]:
    """Everything that a run works with; databases are closed afterwards."""
    secrets = choices.secrets or SecretSettings()
    with open_register(choices, workspace) as register, open_releases(choices, workspace) as store:
        yield Tools(
            ground=open_ground(choices),
            register=register,
            releases=store,
            profile=load_profile(choices.profile),
            pseudonymiser=Pseudonymiser(load_or_create_key(secrets.pseudonym_key)),
            context=context_of(choices),
            areas=read_areas(workspace.inside / AREAS_LAYER),
            progress=say,
        )
