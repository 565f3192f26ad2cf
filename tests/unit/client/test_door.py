"""The names of the client, and what each of them needs."""

from __future__ import annotations

import subprocess
import sys

import pytest

from hotspots import client


@pytest.mark.parametrize("name", client.__all__)
def test_each_public_name_can_be_had(name: str) -> None:
    assert getattr(client, name).__name__ == name


def test_another_name_is_refused_as_python_does() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = client.no_such_name


def test_a_library_that_is_missing_is_named_and_only_that_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("client", "line"):
        monkeypatch.delitem(sys.modules, f"hotspots.client.{name}")
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "httpx2", None)
        with pytest.raises(ModuleNotFoundError, match=r"hotspots\[client\]"):
            _ = client.Client
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "hotspots.client.line", None)
        with pytest.raises(ModuleNotFoundError, match=r"hotspots\.client\.line"):
            _ = client.Client


def test_a_receiver_of_webhooks_loads_no_library_of_the_network() -> None:
    code = (
        "import sys\n"
        "from hotspots.client import verify_webhook\n"
        "print(sorted({'httpx2', 'pydantic', 'numpy', 'sqlalchemy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    assert done.stdout.strip() == "[]"


def test_the_client_loads_nothing_of_the_project_but_its_errors() -> None:
    code = (
        "import sys, hotspots.client.client\n"
        "print(sorted(name for name in sys.modules if name.startswith('hotspots.')"
        " and not name.startswith('hotspots.client')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    assert done.stdout.strip() == "['hotspots.errors']"
