"""Settings by concern, read from the environment (prefix `HOTSPOTS_`), frozen once read.

Only the command line and the service import this; stages take parameter objects.
A value that is weak or contradicts another is refused here, before anything starts,
and the refusal never repeats the value: a database URL may hold a password.
"""

from __future__ import annotations

from hotspots.settings.service import (
    LOOPBACK_NAMES,
    BriefSettings,
    OidcSettings,
    ServiceSettings,
    ShareSettings,
    TileSettings,
    is_loopback,
)
from hotspots.settings.stores import SecretSettings, StoreSettings, served_urls
from hotspots.settings.webhooks import WebhookSettings

__all__ = [
    "LOOPBACK_NAMES",
    "BriefSettings",
    "OidcSettings",
    "SecretSettings",
    "ServiceSettings",
    "ShareSettings",
    "StoreSettings",
    "TileSettings",
    "WebhookSettings",
    "is_loopback",
    "served_urls",
]
