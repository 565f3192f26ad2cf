"""Where a delivery may go: listed hosts over TLS, at addresses of the open internet.

A name can be made to lead anywhere, also into our own network, so the addresses are looked at
after the name was resolved, and the very address that was found good is connected to (OWASP,
Server-Side Request Forgery Prevention). Networks of our own must be named to be allowed.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TypeAlias
from urllib.parse import urlsplit

from hotspots.errors import ParameterError

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

_USUAL_PORT = 443
_LONGEST_URL = 500
# An IPv4 address is inside each of these, and leads to wherever a translator says.
_CARRIERS = tuple(
    ipaddress.ip_network(network)
    for network in ("::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A host that is listed, and the path to send to; `host` is as a certificate names it."""

    host: str
    port: int
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """Hosts that may be told (`name` or `name:port`), and networks of ours that are allowed."""

    hosts: tuple[str, ...]
    networks: tuple[Network, ...] = ()

    def target_of(self, url: str) -> Target:
        """Where this address leads, if it may be told.

        Raises:
            ParameterError: not https, not a host of the list, or not a plain address.
        """
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port or _USUAL_PORT
        except ValueError as error:
            raise ParameterError("That is not an address. Give an https address.") from error
        is_plain = url.isascii() and url.isprintable() and " " not in url
        if parts.scheme != "https" or not is_plain or len(url) > _LONGEST_URL:
            raise ParameterError("A webhook takes an https address in plain signs.")
        if "@" in parts.netloc or parts.fragment:
            raise ParameterError("A webhook's address holds no password and no fragment.")
        if not self._is_listed(host, port):
            msg = (
                "That host is not in HOTSPOTS_WEBHOOK_HOSTS. Add it there exactly, with its port "
                "if that is not 443."
            )
            raise ParameterError(msg)
        query = f"?{parts.query}" if parts.query else ""
        return Target(host=host, port=port, path=f"{parts.path or '/'}{query}")

    def addresses_of(self, target: Target, *, within_s: float) -> tuple[str, ...]:
        """The addresses of the host; none if there is none, or one that may not be told.

        One bad address among good ones is enough: a name of somebody honest has none.
        """
        found = _look_up(target, within_s=within_s)
        return found if all(self._may_be_told(ipaddress.ip_address(one)) for one in found) else ()

    def _is_listed(self, host: str, port: int) -> bool:
        return f"{host}:{port}" in self.hosts or (port == _USUAL_PORT and host in self.hosts)

    def _may_be_told(self, address: Address) -> bool:
        if any(address in network for network in self.networks):
            return True
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
            return self._may_be_told(address.ipv4_mapped)
        if address.is_multicast or any(address in network for network in _CARRIERS):
            return False
        return address.is_global


def _look_up(target: Target, *, within_s: float) -> tuple[str, ...]:
    """Addresses in the resolver's order; none if it does not know, or takes too long.

    The system's resolver has no time limit, so it is asked on a thread that nobody waits for.
    """
    found: SimpleQueue[tuple[str, ...]] = SimpleQueue()
    Thread(target=_ask_resolver, args=(target, found), daemon=True).start()
    try:
        return found.get(timeout=max(within_s, 0.0))
    except Empty:
        return ()


def _ask_resolver(target: Target, found: SimpleQueue[tuple[str, ...]]) -> None:
    try:
        answers = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        found.put(())
        return
    # A link-local address comes with its zone (`fe80::1%eth0`).
    addresses = (str(answer[4][0]).partition("%")[0] for answer in answers)
    found.put(tuple(dict.fromkeys(addresses)))
