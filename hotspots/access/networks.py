"""Where a key may be used from: networks, as an administrator writes them."""

from __future__ import annotations

import ipaddress
import json
from typing import TYPE_CHECKING

from hotspots.errors import ParameterError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotspots.access.records import Network

MOST_NETWORKS = 50


def networks_of(written: Iterable[str]) -> tuple[Network, ...]:
    """The networks, each once and in a fixed order.

    Raises:
        ParameterError: one is none (`10.1.2.3` and `10.1.0.0/16` are), is everybody, or
            they are too many.
    """
    try:
        networks = {ipaddress.ip_network(text.strip()) for text in written}
    except ValueError:
        msg = "Write a network as 10.1.0.0/16, its host bits 0, or one address as 10.1.2.3."
        raise ParameterError(msg) from None
    if any(network.prefixlen == 0 for network in networks):
        msg = "A network of all addresses binds nothing. Leave it out."
        raise ParameterError(msg)
    if len(networks) > MOST_NETWORKS:
        msg = f"A key takes at most {MOST_NETWORKS} networks."
        raise ParameterError(msg)
    return tuple(sorted(networks, key=lambda one: (one.version, one)))


def written(networks: Iterable[Network]) -> str:
    """As they are kept."""
    return json.dumps([str(network) for network in networks])


def read_networks(kept: str) -> tuple[Network, ...]:
    """As they were kept."""
    return tuple(ipaddress.ip_network(text) for text in json.loads(kept))


def is_within(address: str | None, networks: tuple[Network, ...]) -> bool:
    """Whether an address may use what is bound to these; unknown and unreadable ones may not."""
    if not networks:
        return True
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return False
    return any(found in network for network in networks)
