"""`hotspots webhook`: programs of others that are told when something was published."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from hotspots.cli.courier import courier_of, deliver_noted, guard_of, open_webhooks, signer_of
from hotspots.cli.paths import out_option
from hotspots.cli.porch import note, now, open_access
from hotspots.errors import ParameterError
from hotspots.release import Audience
from hotspots.resources import Workspace
from hotspots.settings import is_loopback
from hotspots.webhooks import AUDIENCES, Outcome

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.webhooks import DeadLetter, Standing


@click.group()
def webhook() -> None:
    """Tell others' programs when something was published, and nothing of what."""


@webhook.command(
    epilog="Example: hotspots webhook add --out out --audience partner "
    "--address https://hotspots.example.gov.uk https://hooks.example.police.uk/hotspots"
)
@out_option
@click.option("--audience", required=True, type=click.Choice([one.value for one in AUDIENCES]))
@click.option("--address", required=True, help="Where the service is for them: links lead there.")
@click.argument("url")
def add(out: Path, audience: str, address: str, url: str) -> None:
    """Add an endpoint; its secret is printed once. Its host must be in HOTSPOTS_WEBHOOK_HOSTS."""
    guard_of().target_of(url)
    service = _service_at(address)
    workspace = Workspace(out)
    with open_webhooks(workspace) as webhooks, open_access(workspace) as access:
        made = webhooks.add(url, Audience(audience), service_address=service, now=now())
        secret = signer_of().secret_of(made.webhook_id)
        note(access, "webhook.add", made.webhook_id)
    click.echo(secret)
    click.echo(f"Webhook {made.webhook_id}. Its secret is shown this once.", err=True)


@webhook.command("list", epilog="Example: hotspots webhook list --out out --dead")
@out_option
@click.option("--dead", is_flag=True, help="What was given up instead, and why.")
def list_webhooks(out: Path, *, dead: bool) -> None:
    """List the endpoints: audience, how it stands, what waits, what was given up, and where."""
    with open_webhooks(Workspace(out)) as webhooks:
        lines = (
            [_dead_line(one) for one in webhooks.dead()]
            if dead
            else [_line(one) for one in webhooks.standings()]
        )
    for line in lines:
        click.echo("\t".join(line))


@webhook.command(epilog="Example: hotspots webhook remove --out out 1a2b3c4d")
@out_option
@click.argument("webhook_id")
def remove(out: Path, webhook_id: str) -> None:
    """Remove an endpoint at once; what still waits for it is not sent."""
    workspace = Workspace(out)
    with open_webhooks(workspace) as webhooks, open_access(workspace) as access:
        if not webhooks.remove(webhook_id, now=now()):
            msg = "There is no such webhook, or it was removed before. See: hotspots webhook list"
            raise ParameterError(msg)
        note(access, "webhook.remove", webhook_id)
    click.echo(f"Webhook {webhook_id} is removed.")


@webhook.command(epilog="Example: hotspots webhook test --out out 1a2b3c4d")
@out_option
@click.argument("webhook_id")
def test(out: Path, webhook_id: str) -> None:
    """Send a test event now, once."""
    workspace = Workspace(out)
    with open_webhooks(workspace) as webhooks, open_access(workspace) as access:
        problem = courier_of(webhooks, guard_of()).test(webhook_id)
        note(access, "webhook.test", webhook_id, refused=bool(problem))
    if problem:
        msg = f"It was not taken ({problem}). docs/webhooks.md says what the word means."
        raise ParameterError(msg)
    click.echo("It was taken.")


@webhook.command(epilog="Example, every minute from a timer: hotspots webhook deliver --out out")
@out_option
@click.option("--within-s", type=click.FloatRange(1, 3600), default=50, show_default=True)
@click.option("--again", is_flag=True, help="Also what was given up, from the first attempt.")
def deliver(out: Path, within_s: float, *, again: bool) -> None:
    """Send what is due: once, as far as the time goes. Fit for a timer."""
    workspace = Workspace(out)
    with open_webhooks(workspace) as webhooks, open_access(workspace) as access:
        if again:
            webhooks.revive(now=now())
        courier = courier_of(webhooks, guard_of())
        attempts = deliver_noted(courier, access, within_s=within_s)
    for attempt in attempts:
        words = (attempt.delivery_id, attempt.webhook_id, attempt.outcome.value, attempt.problem)
        click.echo("\t".join(words), err=attempt.outcome is not Outcome.DELIVERED)


def _service_at(address: str) -> str:
    """Where links lead, without a slash at its end.

    Raises:
        ParameterError: not an address of a service, or one in clear text beyond this machine.
    """
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        host, parts = "", urlsplit("")
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
    is_plain = address.isascii() and address.isprintable() and not set(address) & set(" ?#@")
    if not (host and is_safe and is_plain):
        msg = "Give the service's --address alone, for instance https://hotspots.example.gov.uk"
        raise ParameterError(msg)
    return address.rstrip("/")


def _line(one: Standing) -> tuple[str, ...]:
    endpoint = one.endpoint
    state = "live" if one.withdrawn_at is None else f"removed {one.withdrawn_at:%Y-%m-%d}"
    numbers = (f"{one.pending} waiting", f"{one.dead} given up")
    return (endpoint.webhook_id, endpoint.audience.value, state, *numbers, endpoint.url)


def _dead_line(one: DeadLetter) -> tuple[str, ...]:
    when = f"{one.queued_at:%Y-%m-%d %H:%M}"
    return (one.delivery_id, one.webhook_id, when, f"{one.attempts} attempts", one.problem)
