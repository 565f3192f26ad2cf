"""What tells webhooks of a publication: opened from the settings, and used right after it."""

from __future__ import annotations

import ipaddress
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import click
import numpy as np

from hotspots.cli.porch import note, now
from hotspots.errors import UserError
from hotspots.keyfile import load_or_create_key
from hotspots.settings import SecretSettings, StoreSettings, WebhookSettings
from hotspots.webhooks import Courier, Guard, Line, Outcome, Signer, Webhooks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotspots.access import AccessStore
    from hotspots.resources import Workspace
    from hotspots.webhooks import Delivered

# Whoever publishes waits no longer than this for others' machines; the timer does the rest.
_AFTER_PUBLISHING_S = 10.0


@contextmanager
def open_webhooks(workspace: Workspace, release_url: str | None = None) -> Iterator[Webhooks]:
    """The webhooks, in the database of the releases."""
    workspace.prepare()
    url = StoreSettings().releases_at(release_url, workspace.release_url)
    with closing(Webhooks.open(url)) as webhooks:
        yield webhooks


def guard_of() -> Guard:
    """Where the settings let events go.

    Raises:
        ValidationError: a setting cannot be used.
    """
    settings = WebhookSettings()
    networks = tuple(ipaddress.ip_network(network) for network in settings.networks)
    return Guard(hosts=settings.hosts, networks=networks)


def signer_of() -> Signer:
    """What makes the webhooks' secrets, with the key of the settings' folder."""
    return Signer(load_or_create_key(SecretSettings().webhook_key))


def courier_of(webhooks: Webhooks, guard: Guard) -> Courier:
    """Sends to where the guard lets it."""
    return Courier(
        webhooks=webhooks,
        guard=guard,
        line=Line(guard),
        signer=signer_of(),
        clock=now,
        jitter=np.random.default_rng(),
    )


def deliver_noted(courier: Courier, access: AccessStore, *, within_s: float) -> list[Delivered]:
    """Send what is due, and write into the trail what was taken and what was given up."""
    attempts = []
    for attempt in courier.deliver(within_s=within_s):
        attempts.append(attempt)
        if attempt.outcome is not Outcome.LATER:
            is_dead = attempt.outcome is Outcome.DEAD
            note(access, "webhook.deliver", attempt.delivery_id, refused=is_dead)
    return attempts


def tell_of_publication(webhooks: Webhooks, guard: Guard, access: AccessStore) -> None:
    """Send what was queued, within seconds; whatever comes of it, what was published is."""
    if not any(one.withdrawn_at is None for one in webhooks.standings()):
        return
    try:
        courier = courier_of(webhooks, guard)
        attempts = deliver_noted(courier, access, within_s=_AFTER_PUBLISHING_S)
    except UserError as error:
        click.echo(f"Webhooks will be told later: {error}", err=True)
        return
    late = sum(attempt.outcome is not Outcome.DELIVERED for attempt in attempts)
    if late:
        click.echo(f"{late} webhooks did not take it and are told later.", err=True)
