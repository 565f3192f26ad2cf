"""Keyed pseudonyms: what stands for a child's reference from the first read on."""

from __future__ import annotations

import base64
import hmac
import unicodedata

from hotspots.errors import ParameterError
from hotspots.keyfile import KEY_BYTES

# 80 bits, 16 base32 characters: that two of a million children share one has a chance
# of one in two million million.
_DIGEST_BYTES = 10


class Pseudonymiser:
    """Turns a child's reference into `c_` and 16 base32 characters of a keyed hash.

    The same reference and key give the same pseudonym in every file and year. Without
    the key nobody can test a guess, which an unkeyed hash of a seven-digit number
    allows in a third of a second. Case, blanks and the leading zeros that
    spreadsheets eat do not count, so one child never becomes two.

    Raises:
        ParameterError: the key is shorter than 256 bits.
    """

    __slots__ = ("_key",)

    def __init__(self, key: bytes) -> None:
        if len(key) < KEY_BYTES:
            msg = f"The key for pseudonyms must have {KEY_BYTES} bytes. Use the project's key file."
            raise ParameterError(msg)
        self._key = key

    def __call__(self, reference: str) -> str:
        """The pseudonym of a reference.

        Raises:
            ParameterError: there is nothing in the reference.
        """
        normal = normal_reference(reference)
        if not normal:
            msg = "A blank child reference has no pseudonym. Reject the row instead."
            raise ParameterError(msg)
        return f"c_{self._digest(f'child|v1|{normal}')}"

    def __repr__(self) -> str:
        return "Pseudonymiser(key hidden)"

    def episode_id(self, child_id: str, start: str, number: int) -> str:
        """An id for an episode that has none: the `number`-th of this child and start."""
        return f"e_{self._digest(f'episode|v1|{child_id}|{start}|{number}')}"

    def veiled(self, identifier: str) -> str:
        """A stand-in for an identifier of the source system that names the child."""
        return f"e_{self._digest(f'identifier|v1|{identifier}')}"

    def tombstone(self, child_id: str) -> str:
        """What is kept of an erased child: with the key alone can it be told from others."""
        return f"t_{self._digest(f'erased|v1|{child_id}')}"

    def _digest(self, message: str) -> str:
        raw = hmac.digest(self._key, message.encode("utf-8", "surrogatepass"), "sha256")
        return base64.b32encode(raw[:_DIGEST_BYTES]).decode().lower()


def normal_reference(reference: str) -> str:
    """The reference without blanks, case, width or leading zeros (where it is all digits)."""
    if reference.isascii() and reference.isalnum() and not reference.isdigit():
        return reference.upper()
    # Composed again at the end: without its blanks a text may have another composed form.
    folded = "".join(unicodedata.normalize("NFKC", reference).split()).upper()
    folded = unicodedata.normalize("NFKC", folded)
    return folded.lstrip("0") or folded[:1] if folded.isdigit() else folded
