"""A backup is checked when it is made, and what is put back is what was there."""

from __future__ import annotations

import json
import shutil
import zipfile
from typing import TYPE_CHECKING

import pytest

from hotspots.errors import StoreError
from hotspots.register import Register

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from .conftest import Done

    Cli = Callable[..., Result]


@pytest.fixture
def out(demo: Done, tmp_path: Path) -> Path:
    """A copy of the demo, so that each test may spoil it."""
    shutil.copytree(demo.out, tmp_path / "out")
    return tmp_path / "out"


@pytest.fixture
def backup(cli: Cli, out: Path, tmp_path: Path) -> Path:
    done = cli("backup", "--out", out, "--to", tmp_path / "b.zip")
    assert done.exit_code == 0, done.output
    assert "NOT in it" in done.output
    return tmp_path / "b.zip"


def published(cli: Cli, out: Path) -> dict[str, bytes]:
    period = ("--from", "2021-01-01", "--to", "2021-06-30")
    done = cli("publish", "--out", out, *period)
    assert done.exit_code == 0, (done.output, done.exception)
    return {p.parent.name: p.read_bytes() for p in sorted(out.glob("*/release.json"))}


def test_what_is_put_back_publishes_the_same_bytes(
    cli: Cli, out: Path, backup: Path, tmp_path: Path
) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []
    fresh = tmp_path / "fresh"
    done = cli("restore", "--from", backup, "--out", fresh)
    assert done.exit_code == 0, (done.output, done.exception)
    assert published(cli, fresh) == published(cli, out)
    assert cli("audit", "verify", "--out", fresh).exit_code == 0
    assert [p.name for p in (fresh / "inside").iterdir() if p.name.startswith(".")] == []


def test_keys_are_in_it_only_if_asked(cli: Cli, out: Path, backup: Path, tmp_path: Path) -> None:
    databases = {"releases.db", "register.db", "access.db", "areas.geojson", "manifest.json"}
    with zipfile.ZipFile(backup) as archive:
        assert set(archive.namelist()) == databases
    folder = tmp_path / "vault"
    folder.mkdir()
    done = cli("backup", "--out", out, "--to", folder, "--with-keys")
    assert done.exit_code == 0, done.output
    assert "keys are in it" in done.output
    (made,) = folder.iterdir()
    with zipfile.ZipFile(made) as archive:
        keys = {"pseudonym.key", "pepper.key", "audit.key"}
        assert set(archive.namelist()) == databases | keys


def test_keys_are_put_back_where_none_are(
    cli: Cli, out: Path, backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = tmp_path / "keys.zip"
    assert cli("backup", "--out", out, "--to", whole, "--with-keys").exit_code == 0
    monkeypatch.setenv("HOTSPOTS_SECRETS_FOLDER", str(tmp_path / "new"))
    fresh = tmp_path / "fresh"
    assert isinstance(cli("restore", "--from", whole, "--out", fresh).exception, StoreError)
    missing = cli("restore", "--from", backup, "--out", fresh, "--with-keys")
    assert "holds no keys" in str(missing.exception)
    done = cli("restore", "--from", whole, "--out", fresh, "--with-keys")
    assert done.exit_code == 0, (done.output, done.exception)
    assert (tmp_path / "new" / "audit.key").stat().st_mode & 0o777 == 0o600
    assert cli("restore", "--from", whole, "--out", fresh, "--with-keys", "--force").exit_code == 0
    (tmp_path / "new" / "pepper.key").write_text("0" * 64 + "\n")
    other = cli("restore", "--from", whole, "--out", fresh, "--with-keys", "--force")
    assert "Another pepper.key" in str(other.exception)


def test_nothing_is_written_over_without_force(cli: Cli, out: Path, backup: Path) -> None:
    before = backup.read_bytes()
    assert "--force" in str(cli("backup", "--out", out, "--to", backup).exception)
    assert backup.read_bytes() == before
    assert "--force" in str(cli("restore", "--from", backup, "--out", out).exception)
    assert cli("restore", "--from", backup, "--out", out, "--force").exit_code == 0
    assert cli("backup", "--out", out, "--to", backup, "--force").exit_code == 0


@pytest.mark.parametrize("spoil", ["flip", "cut", "text", "stranger", "manifest"])
def test_a_damaged_backup_is_refused_before_anything_is_touched(
    cli: Cli, backup: Path, tmp_path: Path, spoil: str
) -> None:
    data = bytearray(backup.read_bytes())
    if spoil == "flip":
        data[len(data) // 2] ^= 0xFF
    elif spoil == "cut":
        del data[len(data) // 2 :]
    elif spoil == "text":
        data[:] = b"not a backup"
    backup.write_bytes(bytes(data))
    if spoil in {"stranger", "manifest"}:
        with zipfile.ZipFile(backup) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        manifest = json.loads(members["manifest.json"])
        if spoil == "stranger":
            manifest["files"]["../../evil"] = "0" * 64
        else:
            manifest["files"]["register.db"] = "0" * 64
        members["manifest.json"] = json.dumps(manifest).encode()
        with zipfile.ZipFile(backup, "w") as archive:
            for name, content in members.items():
                archive.writestr(name, content)
    done = cli("restore", "--from", backup, "--out", tmp_path / "fresh")
    assert isinstance(done.exception, StoreError)
    assert "damaged" in str(done.exception)
    assert not list((tmp_path / "fresh").rglob("*.db"))


def test_a_backup_from_before_an_erasure_does_not_undo_it(
    cli: Cli, out: Path, backup: Path, tmp_path: Path
) -> None:
    url = f"sqlite:///{out / 'inside' / 'register.db'}"
    with Register.open(url) as register:
        child = register.episodes()[0].child_id
        several = len(register.episodes())
    arguments = ("--out", out, "--by", "JB", "--reason", "request")
    assert cli("erase", "--pseudonym", child, *arguments).exit_code == 0
    done = cli("restore", "--from", backup, "--out", out, "--force")
    assert "Erased again: 1 young people" in done.output, (done.output, done.exception)
    with Register.open(url) as register:
        held = register.episodes()
    assert child not in {one.child_id for one in held}
    assert 0 < len(held) < several
    assert tmp_path.exists()


def test_a_folder_that_is_not_there_is_told(cli: Cli, out: Path, tmp_path: Path) -> None:
    done = cli("backup", "--out", out, "--to", tmp_path / "none" / "b.zip")
    assert isinstance(done.exception, StoreError)


def test_an_encrypted_backup_opens_for_its_key_alone(cli: Cli, out: Path, tmp_path: Path) -> None:
    key, other, vault = tmp_path / "key.txt", tmp_path / "other.txt", tmp_path / "vault"
    vault.mkdir()
    public = cli("backup-key", key).stdout.strip()
    assert key.stat().st_mode & 0o777 == 0o600
    assert isinstance(cli("backup-key", key).exception, StoreError)
    assert cli("backup-key", other).exit_code == 0
    done = cli("backup", "--out", out, "--to", vault, "--reader", public)
    assert done.exit_code == 0, done.output
    (made,) = vault.iterdir()
    assert made.suffix == ".age"
    assert made.stat().st_mode & 0o777 == 0o600
    assert b"SQLite format" not in made.read_bytes()
    assert [p.name for p in (out / "inside").iterdir() if p.name.startswith(".")] == []

    fresh = tmp_path / "fresh"
    attempts = (((), "--key"), (("--key", other), "cannot be opened"), (("--key", made), "private"))
    for given, told in attempts:
        refused = cli("restore", "--from", made, "--out", fresh, *given)
        assert told in str(refused.exception)
    done = cli("restore", "--from", made, "--out", fresh, "--key", key)
    assert done.exit_code == 0, (done.output, done.exception)
    assert published(cli, fresh) == published(cli, out)
    assert [p.name for p in (fresh / "inside").iterdir() if p.name.startswith(".")] == []


def test_an_altered_encrypted_backup_is_refused(cli: Cli, out: Path, tmp_path: Path) -> None:
    public = cli("backup-key", tmp_path / "key.txt").stdout.strip()
    made = tmp_path / "b.zip.age"
    assert cli("backup", "--out", out, "--to", made, "--reader", public).exit_code == 0
    whole = made.read_bytes()
    middle = len(whole) // 2
    for spoilt in (whole[:middle], whole[:middle] + b"\0" + whole[middle + 1 :]):
        made.write_bytes(spoilt)
        given = ("--key", tmp_path / "key.txt", "--out", tmp_path / "new")
        assert "altered" in str(cli("restore", "--from", made, *given).exception)


@pytest.mark.parametrize("reader", ["", "age1", "AGE-SECRET-KEY-1QQQ", "ssh-ed25519 AAAA"])
def test_only_a_public_key_may_read(cli: Cli, out: Path, tmp_path: Path, reader: str) -> None:
    done = cli("backup", "--out", out, "--to", tmp_path / "b.age", "--reader", reader)
    assert "public key" in str(done.exception)
    assert "QQQ" not in str(done.exception)
    assert not (tmp_path / "b.age").exists()


def test_a_backup_is_its_authoritys(
    cli: Cli, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTSPOTS_AUTHORITY_ID", "E06000015")
    made = tmp_path / "derby.zip"
    assert cli("backup", "--out", out, "--to", made).exit_code == 0
    monkeypatch.setenv("HOTSPOTS_AUTHORITY_ID", "E06000018")
    done = cli("restore", "--from", made, "--out", tmp_path / "new")
    assert "of the authority E06000015" in str(done.exception)
    assert "belongs to the authority E06000015" in str(cli("key", "list", "--out", out).exception)
    monkeypatch.delenv("HOTSPOTS_AUTHORITY_ID")
    done = cli("restore", "--from", made, "--out", tmp_path / "none")
    assert "of the authority E06000015" in str(done.exception)
