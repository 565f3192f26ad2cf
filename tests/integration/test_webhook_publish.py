"""A publication by the command line is told of, and no receiver can fail it."""

from __future__ import annotations

import shutil
import socket
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from hotspots.release import Audience
from hotspots.resources import Workspace
from hotspots.webhooks import Webhooks

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result
    from conftest import Done

PERIOD = ("--from", "2021-01-01", "--to", "2021-05-31")


@pytest.mark.parametrize("is_listed", [True, False])
def test_a_publication_is_queued_whatever_the_receiver_does(
    *,
    demo: Done,
    cli: Callable[..., Result],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    is_listed: bool,
) -> None:
    out = tmp_path / "out"
    shutil.copytree(demo.out, out)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens: whoever connects is refused
        host = f"localhost:{taken.getsockname()[1]}"
        monkeypatch.setenv("HOTSPOTS_WEBHOOK_HOSTS", host)
        monkeypatch.setenv("HOTSPOTS_WEBHOOK_NETWORKS", "127.0.0.0/8")
        address = ("--audience", "partner", "--address", "https://hotspots.example.gov.uk")
        added = cli("webhook", "add", "--out", out, *address, f"https://{host}/")
        assert added.exit_code == 0, added.exception
        if not is_listed:
            monkeypatch.delenv("HOTSPOTS_WEBHOOK_HOSTS")
        done = cli("publish", "--out", out, *PERIOD)
    assert done.exit_code == 0, (done.output, done.exception)
    assert "1 webhooks did not take it" in done.stderr
    with closing(Webhooks.open(Workspace(out).release_url)) as webhooks:
        (standing,) = webhooks.standings()
    assert (standing.pending, standing.endpoint.audience) == (1, Audience.PARTNER)
