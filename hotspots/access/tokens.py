"""Secrets: how they are written, made at random, and kept as codes only.

    hsp_<8-character id>_<43 characters>_<6-character checksum>     an API key
    hsl_<43 characters>_<6-character checksum>                      a sign-in link, one use
    hss_<43 characters>_<6-character checksum>                      a session
    hsa_<43 characters>_<6-character checksum>                      an attempt to sign in elsewhere
    hsh_<8-character id>_<43 characters>_<6-character checksum>     a share link
    hsv_<43 characters>_<6-character checksum>                      a visit that a share link opened

43 characters of 62 carry 256 bits. The checksum (CRC-32) is no secret: it lets a
scanner for leaked keys, and this program, drop look-alikes without asking a database.
With so many random bits a plain HMAC-SHA-256 is a sufficient store (OWASP ASVS 5.0,
6.5.2); its key, the pepper, is kept outside the database.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import string
import zlib

_ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
_ID_LENGTH = 8
_SECRET_LENGTH = 43
_CHECKSUM_LENGTH = 6
_TOKEN = re.compile(
    rf"(hs[plsahv])_(?:([0-9A-Za-z]{{{_ID_LENGTH}}})_)?"
    rf"[0-9A-Za-z]{{{_SECRET_LENGTH}}}_([0-9A-Za-z]{{{_CHECKSUM_LENGTH}}})"
)

LINK = "hsl"
SESSION = "hss"
ATTEMPT = "hsa"
VISIT = "hsv"
KEY = "hsp"
SHARE = "hsh"


def new_id() -> str:
    """Eight random characters: names a key, a link or a share, and is no secret."""
    return _random(_ID_LENGTH)


def new_named(prefix: str, own_id: str) -> str:
    """A new `KEY` or `SHARE` for this id."""
    return _with_checksum(f"{prefix}_{own_id}_{_random(_SECRET_LENGTH)}")


def new_token(prefix: str) -> str:
    """A new token for a `LINK`, a `SESSION`, an `ATTEMPT` or a `VISIT`."""
    return _with_checksum(f"{prefix}_{_random(_SECRET_LENGTH)}")


def id_within(text: str, prefix: str) -> str | None:
    """The id within something that has the form of a `KEY` or `SHARE`, else None."""
    match = _match(text)
    return match.group(2) if match and match.group(1) == prefix else None


def is_token(text: str, prefix: str) -> bool:
    """Whether it has the form of such a token."""
    match = _match(text)
    return match is not None and match.group(1) == prefix and match.group(2) is None


def code_of(token: str, *, pepper: bytes) -> str:
    """What is kept of a token, 64 hexadecimal digits; its prefix keeps the kinds apart."""
    return hmac.new(pepper, token.encode("ascii"), hashlib.sha256).hexdigest()


def _match(text: str) -> re.Match[str] | None:
    match = _TOKEN.fullmatch(text)
    body = text[: -_CHECKSUM_LENGTH - 1]
    return match if match and match.group(3) == _checksum(body) else None


def _with_checksum(body: str) -> str:
    return f"{body}_{_checksum(body)}"


def _checksum(body: str) -> str:
    number, digits = zlib.crc32(body.encode("utf-8")), ""
    for _ in range(_CHECKSUM_LENGTH):
        number, digit = divmod(number, len(_ALPHABET))
        digits = _ALPHABET[digit] + digits
    return digits


def _random(length: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))
