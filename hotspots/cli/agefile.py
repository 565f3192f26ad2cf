"""Files that only the holder of a key can open, in the age format (age-encryption.org/v1).

A backup lies where its makers do not look each day. The machine that makes it needs the public
key alone, so whoever steals the machine cannot open last month's backup with what is on it.
Any program for age opens the file without this one.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pyrage
from pyrage import x25519

from hotspots.errors import ParameterError, StoreError
from hotspots.wholefile import written_whole

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

ENDING = ".age"
_MAGIC = b"age-encryption.org/v1"
_SECRET = "AGE-SECRET-KEY-1"  # noqa: S105 - how every such key begins, and no key
_MOST_KEY_BYTES = 10_000


def is_sealed(path: Path) -> bool:
    """Whether the file is in the age format."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def make_key(path: Path) -> str:
    """Write a new private key, its owner's alone, and return the public one (`age1…`).

    Raises:
        StoreError: there is a file of that name, or it cannot be written.
    """
    identity = x25519.Identity.generate()
    public = str(identity.to_public())
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(f"# public key: {public}\n{identity}\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        msg = f"The key {path.name} cannot be written ({error.strerror}). Name a new file."
        raise StoreError(msg) from error
    return public


def readers_of(public_keys: Iterable[str]) -> list[x25519.Recipient]:
    """Those who will be able to open the file.

    Raises:
        ParameterError: this is not the public key of anybody.
    """
    try:
        return [x25519.Recipient.from_str(key.strip()) for key in public_keys]
    except pyrage.RecipientError:
        msg = (
            "This is not a public key: it begins with age1. `hotspots backup-key` makes a pair. "
            "Never give the private one here."
        )
        raise ParameterError(msg) from None


def seal(plain: Path, target: Path, *, readers: Iterable[x25519.Recipient]) -> None:
    """Encrypt a file for each of the readers; the target is there whole or not at all.

    Raises:
        StoreError: it cannot be written.
    """
    try:
        with written_whole(target) as part:
            os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            pyrage.encrypt_file(str(plain), str(part), list(readers))
    except (OSError, pyrage.EncryptError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        msg = f"The backup {target.name} cannot be written ({reason}). Name another place."
        raise StoreError(msg) from error


def unseal(sealed: Path, target: Path, *, key: Path) -> None:
    """Decrypt a file into a new one, its owner's alone.

    Raises:
        ParameterError: the key file holds no private key.
        StoreError: it is not for this key, or was altered since.
    """
    identity = _identity(key)
    try:
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        pyrage.decrypt_file(str(sealed), str(target), [identity])
    except (OSError, pyrage.DecryptError):
        msg = (
            f"{sealed.name} cannot be opened with this key, or was altered since it was made; "
            "nothing was restored. Try the other key, or take an earlier backup."
        )
        raise StoreError(msg) from None


def _identity(path: Path) -> x25519.Identity:
    try:
        with path.open(encoding="ascii") as file:
            lines = file.read(_MOST_KEY_BYTES).splitlines()
        (line,) = (line.strip() for line in lines if line.startswith(_SECRET))
        return x25519.Identity.from_str(line)
    except (OSError, ValueError, pyrage.IdentityError):
        msg = f"{path.name} is no private key. Name the file that `hotspots backup-key` made."
        raise ParameterError(msg) from None
