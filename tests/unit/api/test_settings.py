from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from hotspots.errors import ParameterError
from hotspots.settings import (
    SecretSettings,
    ServiceSettings,
    StoreSettings,
    is_loopback,
    served_urls,
)

ANYWHERE = "0.0.0.0"  # noqa: S104 - nothing is opened here


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("REGISTER_URL", "RELEASE_URL", "ACCESS_URL", "SECRETS_FOLDER", "HOST", "PORT"):
        monkeypatch.delenv(f"HOTSPOTS_{name}", raising=False)


def test_stores_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTSPOTS_RELEASE_URL", "sqlite:///r.sqlite")
    settings = StoreSettings()
    assert settings.release_url == "sqlite:///r.sqlite"
    assert settings.register_url is None


def test_settings_are_frozen() -> None:
    with pytest.raises(ValidationError):
        StoreSettings().release_url = "sqlite:///x"


@pytest.mark.parametrize("url", ["", "mysql://x", "postgresql://x", "x.sqlite"])
def test_an_unknown_database_is_refused(url: str) -> None:
    with pytest.raises(ValidationError, match="must begin with"):
        StoreSettings(release_url=url)


def test_a_refusal_does_not_repeat_a_password() -> None:
    with pytest.raises(ValidationError) as refused:
        StoreSettings(release_url="mysql://user:hunter2@db/x")
    assert "hunter2" not in str(refused.value)


def test_a_representation_holds_no_url() -> None:
    url = "postgresql+psycopg://user:hunter2@db/x"
    assert "hunter2" not in repr(StoreSettings(access_url=url))


def test_two_stores_in_one_database_are_refused() -> None:
    with pytest.raises(ValidationError, match="databases of their own"):
        StoreSettings(register_url="sqlite:///a", release_url="sqlite:///a")


def test_the_service_is_refused_the_register() -> None:
    stores = StoreSettings(
        register_url="sqlite:///a", release_url="sqlite:///b", access_url="sqlite:///c"
    )
    with pytest.raises(ParameterError, match="must not know the register"):
        served_urls(stores)


@pytest.mark.parametrize("missing", ["release_url", "access_url"])
def test_the_service_needs_both_of_its_stores(missing: str) -> None:
    urls = {"release_url": "sqlite:///b", "access_url": "sqlite:///c"}
    del urls[missing]
    with pytest.raises(ParameterError, match="needs"):
        served_urls(StoreSettings(**urls))


def test_the_service_is_told_of_its_two_stores() -> None:
    stores = StoreSettings(release_url="sqlite:///b", access_url="sqlite:///c")
    assert served_urls(stores) == ("sqlite:///b", "sqlite:///c")


def test_key_files_lie_in_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTSPOTS_SECRETS_FOLDER", str(tmp_path))
    secrets = SecretSettings()
    files = {secrets.pseudonym_key, secrets.pepper, secrets.audit_key}
    assert {path.parent for path in files} == {tmp_path}
    assert len(files) == 3


def test_the_folder_has_a_default_outside_the_project() -> None:
    assert SecretSettings().folder.is_absolute()
    assert Path(__file__).parents[3] not in SecretSettings().folder.parents


def test_a_folder_that_others_can_write_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    folder.mkdir()
    folder.chmod(0o777)
    with pytest.raises(ValidationError, match="must not be writable by others"):
        SecretSettings(folder=folder)
    folder.chmod(0o700)
    assert SecretSettings(folder=folder).folder == folder


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(ValidationError, match="must be a folder"):
        SecretSettings(folder=file)


def test_by_default_only_this_machine_is_served() -> None:
    settings = ServiceSettings()
    assert settings.host == "127.0.0.1"
    assert settings.is_loopback_only
    assert not settings.has_secure_cookies
    assert settings.accepted_hosts == {"127.0.0.1", "localhost", "[::1]"}


def test_host_names_are_split_and_lowered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTSPOTS_ALLOWED_HOSTS", "Hotspots.Test, other.test,")
    assert ServiceSettings().allowed_hosts == ("hotspots.test", "other.test")


def test_beyond_loopback_names_are_needed() -> None:
    with pytest.raises(ValidationError, match="HOTSPOTS_ALLOWED_HOSTS"):
        ServiceSettings(host=ANYWHERE)


@pytest.mark.parametrize("name", ["*", "*.test", "https://hotspots.test"])
def test_wildcards_and_addresses_are_no_names(name: str) -> None:
    with pytest.raises(ValidationError, match="exact host names"):
        ServiceSettings(allowed_hosts=(name,))


@pytest.mark.parametrize("host", [ANYWHERE, "127.0.0.1"])
def test_plain_cookies_are_refused_for_a_service_that_others_reach(host: str) -> None:
    # Also on loopback with a name of its own: that is a service behind a proxy.
    with pytest.raises(ValidationError, match="only for a service on loopback"):
        ServiceSettings(host=host, allowed_hosts=("hotspots.test",), secure_cookies=False)


def test_cookies_are_secure_wherever_others_reach() -> None:
    assert ServiceSettings(allowed_hosts=("hotspots.test",)).has_secure_cookies
    assert ServiceSettings(secure_cookies=True).has_secure_cookies
    assert not ServiceSettings(secure_cookies=False).has_secure_cookies


@pytest.mark.parametrize(
    "weak",
    [
        {"port": 65536},
        {"port": -1},
        {"max_body_bytes": 10**9},
        {"max_body_bytes": 0},
        {"max_concurrency": 0},
        {"shutdown_seconds": 0},
        {"cached_maps": 0},
        {"unknown": 1},
        {"secure_cookies": "perhaps"},
    ],
)
def test_values_out_of_range_are_refused(weak: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ServiceSettings(**weak)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("::1", True),
        ("[::1]", True),
        ("localhost", True),
        ("192.168.0.1", False),
        ("localhost.evil.test", False),
    ],
)
def test_loopback_is_recognised(host: str, *, expected: bool) -> None:
    assert is_loopback(host) is expected


@pytest.mark.parametrize("proxies", ["proxy.test", "10.0.0.1,x", "0.0.0.0/0", "::/0"])
def test_only_addresses_can_be_trusted_and_never_all(
    proxies: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTSPOTS_TRUSTED_PROXIES", proxies)
    with pytest.raises(ValidationError, match=r"addresses or networks|everybody"):
        ServiceSettings()


def test_trusted_proxies_are_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTSPOTS_TRUSTED_PROXIES", "10.0.0.5, 10.1.0.0/24")
    assert ServiceSettings().trusted_proxies == ("10.0.0.5", "10.1.0.0/24")
