"""`hotspots backup` and `hotspots restore`: the three databases in one file, and back again."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hotspots.cli.agefile import ENDING, is_sealed, make_key, readers_of, seal, unseal
from hotspots.cli.archive import (
    AREAS,
    KEYS,
    PARTS,
    Part,
    packed,
    read_keys,
    unpacked,
    write_archive,
)
from hotspots.cli.options import out_option, store_options
from hotspots.cli.workshop import Choices, note, now, open_access, open_keeper
from hotspots.database import copy_rows, has_rows, open_database
from hotspots.errors import ParameterError, StoreError
from hotspots.ingest import Pseudonymiser
from hotspots.keyfile import load_key
from hotspots.pipeline import Workspace
from hotspots.register import ErasureOrder
from hotspots.settings import SecretSettings, StoreSettings
from hotspots.wholefile import written_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

_FILE = click.Path(path_type=Path)
_WITH_KEYS = "The keys are in it: whoever can open this file can make and test pseudonyms."
_WITHOUT_KEYS = (
    "The keys are NOT in it. Keep a copy of their folder elsewhere: without "
    "pseudonym.key next week's file gives every young person another pseudonym."
)


@click.command(epilog="Example: hotspots backup --out out --to /media/vault --reader age1…")
@out_option
@click.option("--to", "target", type=_FILE, required=True, help="A new file, or a folder for it.")
@click.option("--with-keys", is_flag=True, help="Put the key files in too. Lock the file away.")
@click.option(
    "--reader",
    "public_keys",
    multiple=True,
    help="Encrypt the file for this public key (age1…), made by `hotspots backup-key`; repeatable.",
)
@click.option("--force", is_flag=True, help="Write over a backup that is there.")
@store_options
def backup(target: Path, public_keys: tuple[str, ...], *, force: bool, **options: Any) -> None:
    """Copy the databases, in use as they are, into one file; the copy is checked."""
    workspace, readers = Workspace(options["out"]), readers_of(public_keys)
    moment = now()
    name = f"hotspots-{moment:%Y%m%dT%H%M%SZ}.zip{ENDING if readers else ''}"
    path = target / name if target.is_dir() else target
    if path.exists() and path.stat().st_size and not force:
        msg = f"{path.name} is there already. Name another file, or say --force."
        raise StoreError(msg)
    keys = read_keys(SecretSettings()) if options["with_keys"] else {}
    with open_access(workspace) as access:
        note(access, "backup", f"{moment:%Y%m%dT%H%M%SZ}")
    # What is to be encrypted never lies open on the disk that it is meant for.
    with packed(workspace.inside if readers else path.parent) as folder:
        made = folder / "backup.zip" if readers else path
        _copy_all(folder, options)
        write_archive(folder, made, keys=keys, made_at=moment, authority_id=_authority())
        _check_copy(made)
        if readers:
            seal(made, path, readers=readers)
    click.echo(f"Backed up and checked: {path.name}, {path.stat().st_size:,} bytes")
    click.echo(_WITH_KEYS if options["with_keys"] else _WITHOUT_KEYS)
    if not readers:
        click.echo("It is not encrypted: keep it where only you can read it, or name a --reader.")


def _copy_all(folder: Path, options: dict[str, Any]) -> None:
    for part in PARTS:
        source = open_database(_url(part, options), part.package)
        copy = open_database(part.url_in(folder), part.package)
        try:
            copy_rows(source, copy, part.tables)
        finally:
            source.dispose()
            copy.dispose()
    areas = Workspace(options["out"]).inside / AREAS
    if areas.is_file():
        shutil.copyfile(areas, folder / AREAS)


@click.command("backup-key", epilog="Example: hotspots backup-key /media/safe/backup-key.txt")
@click.argument("path", type=_FILE)
def backup_key(path: Path) -> None:
    """Make a pair of keys for encrypted backups: the private one goes into a new file."""
    public = make_key(path)
    click.echo(public)
    click.echo(
        f"{path.name} is the private key. Move it off this machine, to two safe places: "
        "without it no encrypted backup can be opened. The line above is the public key, for "
        "`hotspots backup --reader`.",
        err=True,
    )


@click.command(epilog="Example: hotspots restore --from hotspots-20210705T090000Z.zip --out out")
@click.option(
    "--from",
    "source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="A file that `hotspots backup` wrote.",
)
@out_option
@click.option("--with-keys", is_flag=True, help="Put the key files back too, where none are.")
@click.option(
    "--key",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The private key, if the backup is encrypted.",
)
@click.option("--force", is_flag=True, help="Replace what is in the databases now.")
@store_options
def restore(
    source: Path, key: Path | None, *, with_keys: bool, force: bool, **options: Any
) -> None:
    """Put back what a backup holds, each database as a whole or not at all."""
    workspace = Workspace(options["out"])
    workspace.prepare()
    with _opened(source, key, workspace) as folder:
        if with_keys:
            _restore_keys(folder)
        _verify(folder)
        if not force:
            _refuse_filled(options)
        orders = _erasures(options)
        for part in PARTS:
            _put_back(part, folder, options, force=force)
        if (folder / AREAS).is_file():
            with written_whole(workspace.inside / AREAS) as kept:
                shutil.copyfile(folder / AREAS, kept)
    _erase_again(orders, options)
    with open_access(workspace) as access:
        note(access, "restore", source.stem[:40])
        check = access.verify_audit()
    if not check.ok:
        msg = f"The restored audit trail does not hold: {check.problem}."
        raise StoreError(msg)
    click.echo(f"Restored and checked: {', '.join(part.name for part in PARTS)}")
    click.echo(
        "Young people who were erased after the backup was made and whose erasure this "
        "folder does not know are back: go through your list of erasures."
    )


@contextmanager
def _opened(source: Path, key: Path | None, workspace: Workspace) -> Iterator[Path]:
    """The files of a backup, decrypted where it is encrypted, in a private folder."""
    if not is_sealed(source):
        with unpacked(source, workspace.inside, authority_id=_authority()) as folder:
            yield folder
        return
    if key is None:
        msg = f"{source.name} is encrypted. Name your private key with --key."
        raise ParameterError(msg)
    with packed(workspace.inside) as private:
        plain = private / "backup.zip"
        unseal(source, plain, key=key)
        with unpacked(plain, private, authority_id=_authority()) as folder:
            plain.unlink()
            yield folder


def _refuse_filled(options: dict[str, Any]) -> None:
    """Before any of them is touched, see that none holds anything."""
    for part in PARTS:
        engine = open_database(_url(part, options), part.package)
        try:
            is_filled = has_rows(engine, part.tables)
        finally:
            engine.dispose()
        if is_filled:
            msg = f"The database of the {part.name} is not empty. To replace it, say --force."
            raise StoreError(msg)


def _put_back(part: Part, folder: Path, options: dict[str, Any], *, force: bool) -> None:
    origin = open_database(part.url_in(folder), part.package)
    target = open_database(_url(part, options), part.package)
    try:
        copy_rows(origin, target, part.tables, replace=force)
    finally:
        origin.dispose()
        target.dispose()


def _check_copy(path: Path) -> None:
    """Unpack what was written and look at it as a restore would."""
    with unpacked(path, path.parent, authority_id=_authority()) as folder:
        _verify(folder)


def _verify(folder: Path) -> None:
    """Integrity, digests and the chain of the audit trail, on the copies.

    Raises:
        StoreError: one of these does not hold.
    """
    for part in PARTS:
        part.check(part.url_in(folder), SecretSettings())


def _restore_keys(folder: Path) -> None:
    secrets = SecretSettings()
    for name in KEYS:
        held, target = folder / name, secrets.folder / name
        if not held.exists():
            msg = "The backup holds no keys. Restore without --with-keys."
            raise StoreError(msg)
        if target.exists():
            if load_key(target) != load_key(held):
                msg = f"Another {name} is in place. Move it away first; nothing was restored."
                raise StoreError(msg)
            continue
        secrets.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        target.touch(mode=0o600, exist_ok=False)
        target.write_bytes(held.read_bytes())


def _erasures(options: dict[str, Any]) -> tuple[ErasureOrder, ...]:
    """The erasures that the register knows now: a backup from before them must not undo them."""
    with open_keeper(Choices.of(options), Workspace(options["out"])) as keeper:
        held = [one for one in keeper.erasures() if one["lifted_at"] is None]
    return tuple(
        ErasureOrder(
            tombstone=str(one["tombstone"]),
            by=str(one["erased_by"]),
            reason=str(one["reason"]),
            at=one["erased_at"],  # type: ignore[arg-type]  # a moment, as the table says
        )
        for one in held
    )


def _erase_again(orders: tuple[ErasureOrder, ...], options: dict[str, Any]) -> None:
    if not orders:
        return
    tombstone_of = Pseudonymiser(load_key(SecretSettings().pseudonym_key)).tombstone
    with open_keeper(Choices.of(options), Workspace(options["out"])) as keeper:
        back = keeper.erase_again(orders, tombstone_of=tombstone_of)
        keeper.scrub()
    click.echo(f"Erased again: {back} young people whom the backup still held")


def _authority() -> str | None:
    return StoreSettings().authority_id


def _url(part: Part, options: dict[str, Any]) -> str:
    workspace, stores = Workspace(options["out"]), StoreSettings()
    urls = {
        "releases": stores.releases_at(options["release_url"], workspace.release_url),
        "register": stores.register_at(options["register_url"], workspace.register_url),
        "access": stores.access_at(workspace.access_url),
    }
    return urls[part.name]
