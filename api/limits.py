"""How many requests one principal may make, and how often one address may try to sign in.

The counts are in the store of access, which all workers share; they are exact, because
they are made in the transaction that records the event. Each worker remembers whom it
has refused, so that the rest of that minute's requests cost no answer to be made.
"""

from __future__ import annotations

import ipaddress
import math
from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING

from api.problems import too_many
from hotspots.access import Quota

if TYPE_CHECKING:
    from datetime import datetime

    from starlette.requests import Request

    from hotspots.access import Principal
    from hotspots.settings import ServiceSettings

_MOST_REMEMBERED = 10_000
_IPV6_SUBSCRIBER = 64  # a single subscriber is given that much of an address to choose from


class Limits:
    """Quotas, and who has used theirs up, as this worker knows."""

    def __init__(self, settings: ServiceSettings) -> None:
        self._requests = settings.requests_per_minute
        self._sign_ins = settings.sign_ins_per_minute
        self._until: dict[str, datetime] = {}
        self._lock = Lock()

    def of_principal(self, principal: Principal) -> Quota:
        """What somebody who is known may ask for."""
        return Quota(kind="requests", subject=principal.budget_id, per_minute=self._requests)

    def of_address(self, request: Request) -> Quota:
        """How often whoever is at this address may try to become known."""
        return Quota(kind="sign-ins", subject=_address(request), per_minute=self._sign_ins)

    def check(self, quota: Quota, *, now: datetime) -> None:
        """Refuse whom this worker has refused already this minute.

        Raises:
            Problem: 429.
        """
        until = self._until.get(quota.subject)
        if until is not None and now < until:
            raise too_many(math.ceil((until - now).total_seconds()))

    def is_used_up(self, quota: Quota, *, now: datetime) -> bool:
        """Whether `check` would refuse."""
        until = self._until.get(quota.subject)
        return until is not None and now < until

    def refused(self, quota: Quota, *, now: datetime, wait_s: int) -> None:
        """Remember that a principal has to wait; an address is not remembered at all."""
        if quota.kind != "requests":
            return
        with self._lock:
            if len(self._until) >= _MOST_REMEMBERED:
                self._until.clear()
            self._until[quota.subject] = now + timedelta(seconds=wait_s)


def _address(request: Request) -> str:
    """The client's address; the network of an IPv6 subscriber."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "unknown"
    if address.version == 4:  # noqa: PLR2004 - the version's number is its name
        return str(address)
    return str(ipaddress.ip_network((address, _IPV6_SUBSCRIBER), strict=False))
