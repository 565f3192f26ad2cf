"""What an event says: which release, whose, of when, and where it is; and no figure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.release import Release
    from hotspots.webhooks.records import Endpoint

PUBLISHED = "release.published"
TEST = "webhook.test"
_RELEASE_ID_DIGITS = 12


def publication(release: Release, endpoint: Endpoint, *, event_id: str) -> bytes:
    """The body that tells an endpoint that this is now its audience's latest release.

    `release_id` is that of the release's collection in OGC API Features.
    """
    digest = release.digest
    return _bytes(
        {
            "event_id": event_id,
            "event": PUBLISHED,
            "release_id": digest[:_RELEASE_ID_DIGITS],
            "digest": digest,
            "audience": release.audience.value,
            "first": release.period.first.isoformat(),
            "last": release.period.last.isoformat(),
            "link": f"{endpoint.service_address}/v1/releases/{digest}",
        }
    )


def trial(endpoint: Endpoint, *, event_id: str) -> bytes:
    """The body of a test: the same members, of no release."""
    return _bytes(
        {
            "event_id": event_id,
            "event": TEST,
            "release_id": "",
            "digest": "",
            "audience": endpoint.audience.value,
            "first": "",
            "last": "",
            "link": endpoint.service_address,
        }
    )


def _bytes(members: Mapping[str, str]) -> bytes:
    return json.dumps(members, separators=(",", ":")).encode("ascii")
