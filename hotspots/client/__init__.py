"""A typed client of the service, for analysts' programs.

    from hotspots.client import Client

    with Client("https://hotspots.example.gov.uk") as service:  # the key is in HOTSPOTS_KEY
        for feature in service.hotspots(zone="City centre").features:
            ...

It sees what the service sends and nothing else of this project; `answers` has the types of all
that is answered. Its names are looked up when first used (PEP 562): `Client` needs `httpx2`,
which comes with the extra `client`, and whoever only receives webhooks needs neither.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotspots.client.client import Client
    from hotspots.client.line import Patience
    from hotspots.client.problems import (
        BadParameter,
        ClientError,
        NotAllowed,
        NotFound,
        NotSignedIn,
        Problem,
        ServiceDown,
        TooManyRequests,
        Unreachable,
        UnreadableAnswer,
    )
    from hotspots.client.webhook import BadWebhook, WebhookEvent, verify_webhook

__all__ = [
    "BadParameter",
    "BadWebhook",
    "Client",
    "ClientError",
    "NotAllowed",
    "NotFound",
    "NotSignedIn",
    "Patience",
    "Problem",
    "ServiceDown",
    "TooManyRequests",
    "Unreachable",
    "UnreadableAnswer",
    "WebhookEvent",
    "verify_webhook",
]

_LIBRARY = "httpx2"
_HOME = {
    **dict.fromkeys(__all__, "hotspots.client.problems"),
    **dict.fromkeys(("BadWebhook", "WebhookEvent", "verify_webhook"), "hotspots.client.webhook"),
    "Client": "hotspots.client.client",
    "Patience": "hotspots.client.line",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    try:
        home = import_module(_HOME[name])
    except ModuleNotFoundError as error:
        if error.name != _LIBRARY:
            raise
        msg = f"The client needs {_LIBRARY}. Install it: pip install 'hotspots[client]'"
        raise ModuleNotFoundError(msg, name=_LIBRARY) from error
    return getattr(home, name)
