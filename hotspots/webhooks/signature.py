"""The secret of an endpoint, and what is signed with it.

The secret is HMAC-SHA-256 of the endpoint's id under a key in a file, so that no database and
no backup of one holds it. What is signed is the moment and the body, so that an old delivery
that is sent again can be told from a new one.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

HEADER = "Hotspots-Signature"


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs with the secrets that are made of this key (32 bytes)."""

    key: bytes = field(repr=False)

    def secret_of(self, webhook_id: str) -> str:
        """The endpoint's secret, `hsw_` and 64 hexadecimal digits."""
        code = hmac.new(self.key, f"webhook|v1|{webhook_id}".encode(), hashlib.sha256)
        return f"hsw_{code.hexdigest()}"

    def header_of(self, webhook_id: str, body: bytes, *, now: datetime) -> str:
        """The value of `HEADER`: `t=SECONDS,v1=HEX`, the code over `SECONDS.BODY`."""
        seconds = int(now.timestamp())
        secret = self.secret_of(webhook_id).encode()
        code = hmac.new(secret, f"{seconds}.".encode() + body, hashlib.sha256)
        return f"t={seconds},v1={code.hexdigest()}"
