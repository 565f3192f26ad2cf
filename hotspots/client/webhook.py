"""Whether a delivery to a webhook is the service's, whole and recent: standard library alone.

The header `Hotspots-Signature` is `t=SECONDS,v1=HEX`: when it was sent (Unix time), and
HMAC-SHA256 under the webhook's secret over `SECONDS.BODY`, in hexadecimal digits. See
docs/webhooks.md.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import time
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from hotspots.client.problems import ClientError

if TYPE_CHECKING:
    from collections.abc import Mapping

SIGNATURE_HEADER = "Hotspots-Signature"
_SIGNATURE = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")


class BadWebhook(ClientError):  # noqa: N818 - what it is, as its siblings
    """Not a delivery of the service's, or an old one: answer 400 and do nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookEvent:
    """What happened, without any figure: ask the service at `link` with a key.

    `event_id` stays the same when a delivery is repeated: what was seen before is done.
    `first` and `last` are the days of the period, both included.
    """

    event_id: str
    event: str
    release_id: str
    digest: str
    audience: str
    first: str
    last: str
    link: str


def verify_webhook(
    body: bytes,
    headers: Mapping[str, str],
    *,
    secret: str,
    now_s: float | None = None,
    tolerance_s: float = 300.0,
) -> WebhookEvent:
    """The event of a delivery that is genuine and not older than `tolerance_s` seconds.

    Args:
        body: of the request, byte for byte as it came.
        headers: of the request; their names in any case.
        secret: that `hotspots webhook add` printed.
        now_s: Unix time in seconds; the clock's by default.
        tolerance_s: how far its time may be from this one's.

    Raises:
        BadWebhook: it is not.
    """
    sent = next((v for k, v in headers.items() if k.lower() == SIGNATURE_HEADER.lower()), "")
    match = _SIGNATURE.fullmatch(sent.strip())
    if match is None:
        msg = "The delivery has no signature."
        raise BadWebhook(msg)
    signed = f"{match.group(1)}.".encode() + body
    code = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(code, match.group(2)):
        msg = "The signature is not that of this webhook's secret."
        raise BadWebhook(msg)
    age_s = (time.time() if now_s is None else now_s) - int(match.group(1))
    if abs(age_s) > tolerance_s:
        msg = "The delivery is too old, or this machine's clock is wrong."
        raise BadWebhook(msg)
    return _event(body)


def _event(body: bytes) -> WebhookEvent:
    try:
        members = json.loads(body)
        return WebhookEvent(**{one.name: str(members[one.name]) for one in fields(WebhookEvent)})
    except (ValueError, KeyError, TypeError) as error:
        msg = "The delivery is not an event of this service."
        raise BadWebhook(msg) from error
