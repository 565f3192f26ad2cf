"""Keys are rotated and releases shared on the command line, and all of it is in the trail."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from hotspots.access import Grant
from hotspots.cli.porch import now, open_access
from hotspots.errors import ParameterError
from hotspots.period import Period
from hotspots.release import Audience, Release, ShownCount
from hotspots.resources import Workspace
from hotspots.store import ReleaseStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Cli = Callable[..., Result]

# What a command about keys must not load: seconds before the first line of its answer.
HEAVY = ("sklearn", "scipy", "pandas", "numpy", "hotspots.cluster", "hotspots.model")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder with two sealed releases of made-up content."""
    workspace = Workspace(tmp_path / "out")
    workspace.prepare()
    with closing(ReleaseStore.open(workspace.release_url)) as store:
        for audience in (Audience.PARTNER, Audience.BRIEF):
            store.seal(made_up(audience), layers={}, sealed_at=datetime(2021, 7, 5, tzinfo=UTC))
    return workspace.root


def made_up(audience: Audience) -> Release:
    return Release(
        audience=audience,
        period=Period(first=date(2021, 1, 1), last=date(2021, 6, 30)),
        title="Made-up hotspots",
        classification="OFFICIAL",
        policy_version="1",
        banner="SYNTHETIC",
        notices=(),
        total_episodes=ShownCount(text="about 245", value=245),
        hotspots=(),
        zones=(),
    )


def create(cli: Cli, out: Path, audience: Audience, *more: str) -> Result:
    digest = made_up(audience).digest[:12]
    return cli("share", "create", "--out", out, "--release", digest, "--to", "A. Councillor", *more)


def test_a_link_is_made_listed_and_revoked(
    cli: Cli, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTSPOTS_SHARE_LINKS", "true")
    made = create(cli, out, Audience.PARTNER, "--address", "https://hotspots.test/")
    assert made.exit_code == 0, made.output
    assert made.stdout.startswith("https://hotspots.test/share?token=hsh_")
    share_id = made.stderr.split()[1]
    (line,) = cli("share", "list", "--out", out).stdout.splitlines()
    fields = line.split("\t")
    assert fields[:3] == [share_id, "partner", "-"]
    assert fields[4] == "0 of 5"
    assert fields[6] == "A. Councillor"
    assert made.stdout.strip().rpartition("=")[2] not in line
    assert cli("share", "revoke", "--out", out, share_id).exit_code == 0
    assert "revoked" in cli("share", "list", "--out", out).stdout
    again = cli("share", "revoke", "--out", out, share_id)
    assert isinstance(again.exception, ParameterError)
    told = cli("audit", "seen", share_id, "--out", out).stdout.splitlines()[1:]
    assert [one.split("\t")[2] for one in told] == ["share.create", "share.revoke"]


def test_no_link_is_made_while_they_are_off(
    cli: Cli, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HOTSPOTS_SHARE_LINKS", raising=False)
    refused = create(cli, out, Audience.PARTNER)
    assert isinstance(refused.exception, ParameterError)
    assert "HOTSPOTS_SHARE_LINKS" in str(refused.exception)
    assert cli("share", "list", "--out", out).stdout == ""


def test_a_brief_is_shared_with_its_areas(
    cli: Cli, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTSPOTS_SHARE_LINKS", "true")
    assert isinstance(create(cli, out, Audience.BRIEF).exception, ParameterError)
    assert create(cli, out, Audience.BRIEF, "--area", "E05001770").exit_code == 0
    (line,) = cli("share", "list", "--out", out).stdout.splitlines()
    part = made_up(Audience.BRIEF).for_areas(frozenset({"E05001770"})).digest
    assert line.split("\t")[1:4] == ["brief", "E05001770", part[:12]]


@pytest.mark.parametrize("digest", ["", "0000000000", "ab"])
def test_only_a_release_that_is_there_is_shared(
    cli: Cli, out: Path, monkeypatch: pytest.MonkeyPatch, digest: str
) -> None:
    monkeypatch.setenv("HOTSPOTS_SHARE_LINKS", "true")
    refused = cli("share", "create", "--out", out, "--release", digest, "--to", "A. Councillor")
    assert isinstance(refused.exception, ParameterError)


def test_a_key_is_rotated(cli: Cli, tmp_path: Path) -> None:
    given = ("--name", "Police", "--audience", "partner", "--network", "10.0.0.0/8")
    first = cli("key", "create", "--out", tmp_path, *given).stderr.split()[1]
    rotated = cli("key", "rotate", "--out", tmp_path, first, "--overlap-days", "1")
    assert rotated.exit_code == 0, rotated.output
    second = rotated.stderr.split()[1]
    assert rotated.stdout.startswith(f"hsp_{second}_")
    lines = [line.split("\t") for line in cli("key", "list", "--out", tmp_path).stdout.splitlines()]
    assert {line[0] for line in lines} == {first, second}
    assert {(line[4], line[5], line[6]) for line in lines} == {("Police", first, "10.0.0.0/8")}
    third = cli("key", "rotate", "--out", tmp_path, second)
    assert isinstance(third.exception, ParameterError)
    told = cli("audit", "seen", first, "--out", tmp_path).stdout
    assert "key.rotate" in told
    assert "key.create" in cli("audit", "seen", second, "--out", tmp_path).stdout


def test_somebody_is_signed_out(cli: Cli, tmp_path: Path) -> None:
    moment = now()
    with open_access(Workspace(tmp_path)) as access:
        grant = Grant(name="Ada (made up)", audience=Audience.PARTNER, areas=frozenset())
        access.people.sign_in(tenant="t", subject="oid:1", grant=grant, now=moment)
    (line,) = cli("session", "list", "--out", tmp_path).stdout.splitlines()
    principal_id, audience, *_, name = line.split("\t")
    assert (audience, name) == ("partner", "Ada (made up)")
    assert cli("session", "end", "--out", tmp_path, principal_id).exit_code == 0
    assert cli("session", "list", "--out", tmp_path).stdout == ""
    again = cli("session", "end", "--out", tmp_path, principal_id)
    assert isinstance(again.exception, ParameterError)
    assert "session.end" in cli("audit", "seen", principal_id, "--out", tmp_path).stdout


def test_looking_after_keys_loads_no_stage(tmp_path: Path) -> None:
    program = (
        "import sys; sys.argv = ['hotspots', 'key', 'list', '--out', sys.argv[1]]\n"
        "from hotspots.cli.main import hotspots\n"
        "hotspots(standalone_mode=False)\n"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
