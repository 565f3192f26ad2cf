"""The file of a backup: a ZIP of three SQLite copies, with a manifest of their SHA-256."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zlib
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from hotspots.access import AccessStore
from hotspots.access.tables import METADATA as ACCESS_TABLES
from hotspots.authority import AUTHORITY_ID
from hotspots.brief.areas import AREAS_LAYER
from hotspots.errors import StoreError
from hotspots.keyfile import load_key
from hotspots.register import Register
from hotspots.register.tables import METADATA as REGISTER_TABLES
from hotspots.store import ReleaseStore
from hotspots.store.tables import METADATA as RELEASE_TABLES
from hotspots.wholefile import written_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from sqlalchemy import MetaData, Table

    from hotspots.settings import SecretSettings

KEYS = ("pseudonym.key", "pepper.key", "audit.key")
# Saved areas are a file beside the register: without it the next releases have other layers.
AREAS = AREAS_LAYER
_MANIFEST = "manifest.json"
_FORM = "hotspots-backup|v1"
_PORTION_BYTES = 2**20
_MOST_MANIFEST_BYTES = 2**20
# What `zipfile` and `json` raise where a file is not as it should be; RuntimeError: encrypted,
# packed in a way that Python does not know, or nested without end.
_DAMAGE = (
    *(BadZipFile, zlib.error, EOFError, OSError),
    *(KeyError, ValueError, TypeError, AttributeError, RuntimeError),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One database of the backup; `check` sees that a copy at a URL is whole."""

    name: str
    package: str
    metadata: MetaData
    check: Callable[[str, SecretSettings], None]

    @property
    def tables(self) -> tuple[Table, ...]:
        """In an order in which none points at a later one."""
        return tuple(self.metadata.sorted_tables)

    @property
    def file(self) -> str:
        """The copy's name in the archive."""
        return f"{self.name}.db"

    def url_in(self, folder: Path) -> str:
        """The copy in an unpacked archive."""
        return f"sqlite:///{(folder / self.file).resolve().as_posix()}"


def _check_register(url: str, _secrets: SecretSettings) -> None:
    with Register.open(url) as register:
        register.check()


def _check_releases(url: str, _secrets: SecretSettings) -> None:
    with closing(ReleaseStore.open(url)) as releases:
        releases.check()


def _check_access(url: str, secrets: SecretSettings) -> None:
    pepper, audit_key = load_key(secrets.pepper), load_key(secrets.audit_key)
    with closing(AccessStore.open(url, pepper=pepper, audit_key=audit_key)) as access:
        access.check()
        found = access.verify_audit()
    if not found.ok:
        msg = f"The audit trail of the copy does not hold: {found.problem}. Nothing was restored."
        raise StoreError(msg)


# The releases first: then every one of them has its entry in the register's ledger, which a
# publication makes before it seals. Access last: what was done until now is in its trail.
PARTS = (
    Part(name="releases", package="hotspots.store", metadata=RELEASE_TABLES, check=_check_releases),
    Part(
        name="register",
        package="hotspots.register",
        metadata=REGISTER_TABLES,
        check=_check_register,
    ),
    Part(name="access", package="hotspots.access", metadata=ACCESS_TABLES, check=_check_access),
)


def read_keys(secrets: SecretSettings) -> dict[str, bytes]:
    """The key files by name.

    Raises:
        StoreError: one is missing or damaged.
    """
    paths = {name: secrets.folder / name for name in KEYS}
    for path in paths.values():
        load_key(path)
    return {name: path.read_bytes() for name, path in paths.items()}


@contextmanager
def packed(beside: Path) -> Iterator[Path]:
    """A folder for copies, the owner's alone, on the disk of the target; gone afterwards.

    Raises:
        StoreError: there is no such folder, or nothing can be written in it.
    """
    try:
        folder = Path(tempfile.mkdtemp(prefix=".hotspots-", dir=beside))
    except OSError as error:
        msg = f"The folder {beside.name} cannot be written to ({error.strerror}). Name another."
        raise StoreError(msg) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def write_archive(
    folder: Path,
    path: Path,
    *,
    keys: dict[str, bytes],
    made_at: datetime,
    authority_id: str | None = None,
) -> None:
    """Write the copies, the keys given and the manifest; the file is there whole or not at all.

    Raises:
        StoreError: it cannot be written.
    """
    for name, key in keys.items():
        (folder / name).write_bytes(key)
    names = [part.file for part in PARTS] + sorted(keys)
    names += [AREAS] if (folder / AREAS).is_file() else []
    manifest = {
        "form": _FORM,
        "made_at": made_at.isoformat(timespec="seconds"),
        "authority": authority_id,
        "files": {name: _sha256(folder / name) for name in names},
    }
    try:
        with written_whole(path) as part:
            descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w+b") as file:
                with ZipFile(file, "w", ZIP_DEFLATED) as archive:
                    archive.writestr(_MANIFEST, json.dumps(manifest, indent=1))
                    for name in names:
                        archive.write(folder / name, name)
                file.flush()
                os.fsync(file.fileno())
    except OSError as error:
        msg = f"The backup {path.name} cannot be written ({error.strerror}). Name another place."
        raise StoreError(msg) from error


@contextmanager
def unpacked(path: Path, beside: Path, *, authority_id: str | None = None) -> Iterator[Path]:
    """The files of an archive in a folder of their own, each with the SHA-256 it had.

    Raises:
        StoreError: not a backup of ours, damaged, or another authority's.
    """
    with packed(beside) as folder:
        try:
            with ZipFile(path) as archive:
                whose, wanted = _manifest(archive)
                _refuse_another(whose, authority_id)
                for name in wanted:
                    _unpack(archive, name, folder)
        except _DAMAGE as error:
            raise _damaged(path, type(error).__name__) from None
        if any(_sha256(folder / name) != digest for name, digest in wanted.items()):
            raise _damaged(path, "SHA-256")
        yield folder


def _unpack(archive: ZipFile, name: str, folder: Path) -> None:
    descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with archive.open(name) as packed_file, os.fdopen(descriptor, "wb") as file:
        shutil.copyfileobj(packed_file, file, _PORTION_BYTES)


def _refuse_another(whose: str | None, authority_id: str | None) -> None:
    """What was backed up before the authority was named may become anybody's."""
    if whose not in {None, authority_id}:
        msg = (
            f"This backup is of the authority {whose}; nothing was restored. Set "
            "HOTSPOTS_AUTHORITY_ID to it, or take your own backup."
        )
        raise StoreError(msg)


def _manifest(archive: ZipFile) -> tuple[str | None, dict[str, str]]:
    if archive.getinfo(_MANIFEST).file_size > _MOST_MANIFEST_BYTES:
        raise ValueError(_MANIFEST)
    read: dict[str, Any] = json.loads(archive.read(_MANIFEST))
    files = {str(name): str(digest) for name, digest in read["files"].items()}
    databases = {part.file for part in PARTS}
    if read["form"] != _FORM or not databases <= set(files) <= databases | {*KEYS, AREAS}:
        raise ValueError(_MANIFEST)
    whose = read.get("authority")
    if whose is not None and AUTHORITY_ID.fullmatch(whose) is None:
        raise ValueError(_MANIFEST)
    return whose, files


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _damaged(path: Path, code: str) -> StoreError:
    return StoreError(
        f"{path.name} is damaged or is not a backup of this program; nothing was restored. "
        f"Take an earlier one. ({code})"
    )
