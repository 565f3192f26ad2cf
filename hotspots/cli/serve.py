"""`hotspots serve`: starts the service in a process of its own.

A separate process, on purpose: it is told where the releases and the keys are and
nothing of the register, so that no fault in a page can open an episode.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from hotspots.brief.areas import AREAS_LAYER, AreaKind, read_areas
from hotspots.cli.paths import out_option
from hotspots.cli.porch import now, open_access
from hotspots.errors import StoreError
from hotspots.release import Audience
from hotspots.resources import Workspace
from hotspots.settings import SecretSettings, StoreSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotspots.pipeline import Published

_START_LIMIT_S = 60
_LINK_LIFE = timedelta(hours=8)


@click.command(epilog="Example: hotspots serve --out out --port 8000")
@out_option
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Processes that answer, all over the same stores.",
)
def serve(**options: Any) -> None:
    """Serve what was published to partners; stop it with Ctrl+C."""
    workspace = Workspace(options["out"])
    host, port = options["host"], options["port"]
    secrets, workers = SecretSettings(), options["workers"]
    with _running(workspace, secrets, host=host, port=port, workers=workers) as child:
        click.echo(f"Serving on http://{host}:{port} (Ctrl+C stops it)")
        _wait(child)


def serve_until_stopped(
    workspace: Workspace,
    secrets: SecretSettings,
    *,
    port: int,
    release: Published,
    banner: str,
    contacts: tuple[str, ...] = (),
) -> None:
    """Serve a finished run, and print a sign-in link for each audience.

    `contacts` stand on the briefs where the settings name none.
    """
    with _running(workspace, secrets, host="127.0.0.1", port=port, contacts=contacts) as child:
        _wait_until_healthy(child, port)
        click.echo(f"\n{banner}\nServing on http://127.0.0.1:{port} (Ctrl+C stops it)")
        click.echo("Sign-in links, each for one use:")
        for name, link in _links(workspace, secrets, port=port, published=release):
            click.echo(f"  {name}: {link}")
        sys.stdout.flush()
        _wait(child)


def _links(
    workspace: Workspace, secrets: SecretSettings, *, port: int, published: Published
) -> list[tuple[str, str]]:
    people = [("Missing Strategic Group (partner)", Audience.PARTNER, frozenset[str]())]
    shown = [h.area for h in published.release(Audience.BRIEF).hotspots if h.area]
    if shown:  # a brief is bound to an area; without anything to show there is none to name
        own = max(shown, key=lambda area: (shown.count(area), area.code))
        name = f"Team around the School, {own.name} (brief)"
        people.append((name, Audience.BRIEF, frozenset({own.code})))
    people.append(("Public", Audience.PUBLIC, frozenset[str]()))
    for area in read_areas(workspace.inside / AREAS_LAYER).areas:
        if area.kind is AreaKind.SCHOOL:
            name = f"Team around the School, {area.name} (brief)"
            people.append((name, Audience.BRIEF, frozenset({area.code})))
    moment = now()
    with open_access(workspace, secrets) as access:
        return [
            (
                name,
                f"http://127.0.0.1:{port}/login?token="
                + access.create_link(
                    name=name,
                    audience=audience,
                    areas=codes,
                    valid_until=moment + _LINK_LIFE,
                    now=moment,
                ),
            )
            for name, audience, codes in people
        ]


@contextmanager
def _running(
    workspace: Workspace,
    secrets: SecretSettings,
    *,
    host: str,
    port: int,
    workers: int = 1,
    contacts: tuple[str, ...] = (),
) -> Iterator[subprocess.Popen[bytes]]:
    """The service's process, which never outlives this one, however this one ends."""
    urls = StoreSettings()
    environment = {k: v for k, v in os.environ.items() if k != "HOTSPOTS_REGISTER_URL"} | {
        "HOTSPOTS_RELEASE_URL": urls.release_url or workspace.release_url,
        "HOTSPOTS_ACCESS_URL": urls.access_url or workspace.access_url,
        "HOTSPOTS_SECRETS_FOLDER": str(secrets.folder.resolve()),
    }
    if contacts:
        environment.setdefault("HOTSPOTS_CONTACTS", "|".join(contacts))
    command = [sys.executable, "-m", "api", "--host", host, "--port", str(port)]
    command += ["--workers", str(workers)]
    child = subprocess.Popen(command, env=environment)  # noqa: S603 - our own module, no shell
    try:
        yield child
    finally:
        if child.poll() is None:
            child.terminate()
            child.wait()


def _wait_until_healthy(child: subprocess.Popen[bytes], port: int) -> None:
    """Wait until the service answers.

    Raises:
        StoreError: it ended, or did not answer in time.
    """
    give_up = time.monotonic() + _START_LIMIT_S
    while child.poll() is None and time.monotonic() < give_up:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    msg = f"The service did not start on port {port}. Is another program using it? Try --port."
    raise StoreError(msg)


def _wait(child: subprocess.Popen[bytes]) -> None:
    """Wait for the service to end; Ctrl+C ends it and is not an error."""
    try:
        code = child.wait()
    except KeyboardInterrupt:
        return
    if code:
        msg = f"The service ended with code {code}; its last lines above say why."
        raise StoreError(msg)
