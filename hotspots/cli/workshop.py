"""Puts together what a command works with: settings, databases, keys and facts."""

from __future__ import annotations

import sys
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

import click

from hotspots.access import AccessStore, AuditEvent
from hotspots.errors import InputError, StoreError
from hotspots.ingest import Pseudonymiser, load_profile
from hotspots.keyfile import load_or_create_key
from hotspots.pipeline import Tools, Workspace, read_ground
from hotspots.register import Keeper, Register
from hotspots.release import Audience, Release
from hotspots.resources import data_path
from hotspots.settings import SecretSettings, StoreSettings
from hotspots.store import ReleaseStore

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from hotspots.pipeline import Ground


# Whoever may run commands here may read the register: the trail needs no finer name.
COMMAND_LINE = "command-line"


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


def now() -> datetime:
    """The moment, in UTC: the only clock of the command line."""
    return datetime.now(tz=UTC)


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
        choices.release_url or StoreSettings().release_url or workspace.release_url
    )
    with closing(releases):
        yield releases


@contextmanager
def open_register(choices: Choices, workspace: Workspace) -> Iterator[Register]:
    """The register of episodes."""
    workspace.prepare()
    register = Register.open(
        choices.register_url or StoreSettings().register_url or workspace.register_url
    )
    with closing(register):
        yield register


@contextmanager
def open_keeper(choices: Choices, workspace: Workspace) -> Iterator[Keeper]:
    """The register, for whoever looks after it."""
    workspace.prepare()
    keeper = Keeper.open(
        choices.register_url or StoreSettings().register_url or workspace.register_url
    )
    with closing(keeper):
        yield keeper


@contextmanager
def open_access(
    workspace: Workspace, secrets: SecretSettings | None = None
) -> Iterator[AccessStore]:
    """Keys, sessions and the audit trail."""
    workspace.prepare()
    kept = secrets or SecretSettings()
    access = AccessStore.open(
        StoreSettings().access_url or workspace.access_url,
        pepper=load_or_create_key(kept.pepper),
        audit_key=load_or_create_key(kept.audit_key),
    )
    with closing(access):
        yield access


def note(access: AccessStore, action: str, *object_ids: str, refused: bool = False) -> None:
    """Write into the audit trail what somebody at this machine did, in identifiers alone."""
    for object_id in object_ids:
        event = AuditEvent(
            action=action,
            principal_id=COMMAND_LINE,
            object_id=object_id,
            decision="denied" if refused else "allowed",
            count=0 if refused else 1,
            request_id="",
        )
        access.record(event, now=now())


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
            progress=say,
        )
