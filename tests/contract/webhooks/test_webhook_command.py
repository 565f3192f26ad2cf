"""`hotspots webhook`, and what is told right after a publication."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from hotspots.cli.courier import guard_of, open_webhooks, tell_of_publication
from hotspots.cli.main import hotspots
from hotspots.cli.porch import open_access
from hotspots.client import verify_webhook
from hotspots.errors import ParameterError, StoreError
from hotspots.period import Period
from hotspots.release import Audience, Release, ShownCount
from hotspots.resources import Workspace
from hotspots.store import ReleaseStore
from hotspots.webhooks import Courier

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result
    from conftest import Receiver

SERVICE = "https://hotspots.example.gov.uk"
RELEASE = Release(
    audience=Audience.PARTNER,
    period=Period(first=date(2021, 1, 1), last=date(2021, 6, 30)),
    title="Synthetic",
    classification="OFFICIAL",
    policy_version="test-1",
    banner="SYNTHETIC DATA",
    notices=(),
    total_episodes=ShownCount(text="about 25", value=25),
    hotspots=(),
    zones=(),
)


@dataclass
class Shell:
    """A terminal in which the receiver is listed and trusted."""

    out: Path
    receiver: Receiver

    def run(self, command: str, *arguments: str) -> Result:
        given = ["webhook", command, "--out", str(self.out), *arguments]
        return CliRunner().invoke(hotspots, given)

    def add(self, url: str | None = None, address: str = f"{SERVICE}/") -> Result:
        where = url or self.receiver.url
        return self.run("add", "--audience", "partner", "--address", address, where)

    def added(self) -> tuple[str, str]:
        """The id and the secret of a new webhook."""
        done = self.add()
        assert done.exit_code == 0, done.exception
        return done.stderr.split()[1].rstrip("."), done.stdout.strip()

    def publish(self) -> None:
        """Seal a release and tell of it, as `hotspots publish` does."""
        workspace = Workspace(self.out)
        store = ReleaseStore.open(workspace.release_url)
        with open_webhooks(workspace) as webhooks, open_access(workspace) as access:
            now = datetime.now(UTC)
            store.seal(RELEASE, layers={}, sealed_at=now, announce=webhooks.queue)
            tell_of_publication(webhooks, guard_of(), access)
        store.close()

    def trail(self) -> list[tuple[str, str, str]]:
        with open_access(Workspace(self.out)) as access:
            return [
                (one.event.action, one.event.object_id, one.event.decision)
                for one in access.audit_events()
            ]


@pytest.fixture
def shell(tmp_path: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.setenv("HOTSPOTS_WEBHOOK_HOSTS", receiver.host)
    monkeypatch.setenv("HOTSPOTS_WEBHOOK_NETWORKS", "127.0.0.0/8")
    monkeypatch.setenv("SSL_CERT_FILE", str(receiver.certificate))
    return Shell(tmp_path / "out", receiver)


def test_a_webhook_is_added_tested_listed_and_removed_and_all_of_it_is_in_the_trail(
    shell: Shell,
) -> None:
    webhook_id, secret = shell.added()
    assert shell.run("list").stdout.endswith(f"{shell.receiver.url}\n")
    assert shell.run("test", webhook_id).stdout == "It was taken.\n"
    ((_, headers, body),) = shell.receiver.got
    assert verify_webhook(body, headers, secret=secret).link == SERVICE
    line = shell.run("list").stdout.strip().split("\t")
    assert line == [
        *(webhook_id, "partner", "live", "0 waiting", "0 given up"),
        shell.receiver.url,
    ]
    assert shell.run("remove", webhook_id).stdout == f"Webhook {webhook_id} is removed.\n"
    assert "\tremoved 2" in shell.run("list").stdout
    for command in ("remove", "test"):
        assert isinstance(shell.run(command, webhook_id).exception, ParameterError)
    assert shell.trail() == [
        (f"webhook.{action}", webhook_id, "allowed") for action in ("add", "test", "remove")
    ]
    assert secret.encode() not in b"".join(
        path.read_bytes() for path in shell.out.rglob("*") if path.is_file()
    )


def test_a_host_that_is_not_listed_is_not_added(shell: Shell) -> None:
    for url in ("https://elsewhere.example/", shell.receiver.url.replace("https", "http")):
        assert isinstance(shell.add(url).exception, ParameterError)
    for address in (
        *("http://hotspots.example", "http://localhost.example", "https://", "https://[::1"),
        *("https://u:p@h", "https://h?key=a", "https://h#a", "https://h/ b", "https://h/é"),
    ):
        assert isinstance(shell.add(address=address).exception, ParameterError)
    assert shell.run("list").stdout == ""


def test_what_is_published_is_told_at_once(shell: Shell) -> None:
    _, secret = shell.added()
    shell.publish()
    ((_, headers, body),) = shell.receiver.got
    event = verify_webhook(body, headers, secret=secret)
    assert event.link == f"{SERVICE}/v1/releases/{RELEASE.digest}"
    assert [(action, said) for action, _, said in shell.trail()] == [
        ("webhook.add", "allowed"),
        ("webhook.deliver", "allowed"),
    ]
    assert shell.run("deliver").stdout == ""


def test_a_receiver_that_fails_is_told_later_and_fails_no_publication(
    shell: Shell, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    webhook_id, _ = shell.added()
    shell.receiver.answers = [500, 500, 204]
    monkeypatch.setattr("hotspots.webhooks.delivery.MOST_ATTEMPTS", 1)
    shell.publish()
    assert "1 webhooks did not take it" in capsys.readouterr().err
    assert "1 given up" in shell.run("list").stdout
    (line,) = shell.run("list", "--dead").stdout.splitlines()
    delivery_id, *rest = line.split("\t")
    assert (rest[0], rest[2:]) == (webhook_id, ["1 attempts", "status 500"])
    assert shell.trail()[-1] == ("webhook.deliver", delivery_id, "denied")
    again = shell.run("deliver", "--again")
    assert again.stderr == f"{delivery_id}\t{webhook_id}\tdead\tstatus 500\n"
    assert shell.run("deliver", "--again").stdout == f"{delivery_id}\t{webhook_id}\tdelivered\t\n"


def test_what_is_told_later_is_told_by_the_timer_and_not_in_the_trail_before(
    shell: Shell, capsys: pytest.CaptureFixture[str]
) -> None:
    shell.added()
    shell.receiver.answers = [503, 204]
    shell.publish()
    assert "told later" in capsys.readouterr().err
    assert "1 waiting" in shell.run("list").stdout
    assert shell.run("deliver").output == ""  # not yet due
    assert [action for action, _, _ in shell.trail()] == ["webhook.add"]


def test_a_test_that_is_not_taken_says_why(shell: Shell) -> None:
    webhook_id, _ = shell.added()
    shell.receiver.answers = [404]
    done = shell.run("test", webhook_id)
    assert isinstance(done.exception, ParameterError)
    assert "(status 404)" in str(done.exception)
    assert shell.trail()[-1] == ("webhook.test", webhook_id, "denied")


def test_a_store_that_cannot_keep_what_came_of_it_fails_no_publication(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shell.added()

    def broken(*_: Any, **__: Any) -> None:  # noqa: ANN401 - in the place of another
        msg = "The database is busy."
        raise StoreError(msg)

    monkeypatch.setattr(Courier, "deliver", broken)
    shell.publish()
    assert "told later: The database is busy." in capsys.readouterr().err


def test_without_webhooks_nothing_is_opened_or_made(shell: Shell, tmp_path: Path) -> None:
    before = set(tmp_path.parent.rglob("webhook.key"))
    shell.publish()
    assert set(tmp_path.parent.rglob("webhook.key")) == before
