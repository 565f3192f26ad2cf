"""Which service, and with which key: checked before anything is sent."""

from __future__ import annotations

import ipaddress
import os
import string
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from hotspots.errors import ParameterError

KEY_VARIABLE = "HOTSPOTS_KEY"
_USUAL = {"http": 80, "https": 443}
_SIGNS = frozenset(string.ascii_letters + string.digits + "_-.~+/=")


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """The service's origin, and the key that is sent to it and to nobody else."""

    origin: str
    key: str = field(repr=False)

    @property
    def is_tls(self) -> bool:
        """Whether what is sent is encrypted."""
        return self.origin.startswith("https://")


def door_of(address: str, key: str | None) -> Door:
    """The door of this address; the key is that of the environment if none is given.

    Raises:
        ParameterError: not an address of a service, one in clear text beyond this machine,
            or no usable key. The message repeats neither.
    """
    given = os.environ.get(KEY_VARIABLE, "") if key is None else key
    secret = given.strip()
    if not secret:
        msg = f"A key is needed: give one as `key`, or set {KEY_VARIABLE}."
        raise ParameterError(msg)
    if not _SIGNS.issuperset(secret):
        msg = "The key has signs that no key has. Copy it once more, whole and alone."
        raise ParameterError(msg)
    return Door(origin=_origin_of(address), key=secret)


def _origin_of(address: str) -> str:
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    is_bare = parts.path in ("", "/") and not parts.query and not parts.fragment
    if parts.scheme not in _USUAL or not host or "@" in parts.netloc or not is_bare:
        msg = "Give the service's address alone, for instance https://hotspots.example.gov.uk"
        raise ParameterError(msg)
    if parts.scheme == "http" and not _is_this_machine(host):
        msg = "Plain http would send the key and the answers in clear text. Use https."
        raise ParameterError(msg)
    name = f"[{host}]" if ":" in host else host
    is_usual = port is None or port == _USUAL[parts.scheme]
    return f"{parts.scheme}://{name}" + ("" if is_usual else f":{port}")


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
