"""The scripts name every table that the service could meet, and are printed as they are."""

from __future__ import annotations

import re

import pytest

from hotspots.access.tables import METADATA as ACCESS
from hotspots.database.roles import SCRIPTS, main, script
from hotspots.register.tables import METADATA as REGISTER
from hotspots.store.tables import METADATA as RELEASES


def test_every_table_of_access_and_of_the_releases_has_its_grants() -> None:
    granted = set(re.findall(r"\w+", " ".join(re.findall(r"GRANT [^;]+;", script("grants")))))
    assert set(ACCESS.tables) | set(RELEASES.tables) <= granted


def test_no_table_of_the_register_is_granted_to_anybody() -> None:
    assert set(REGISTER.tables).isdisjoint(re.findall(r"\w+", script("grants")))


def test_the_past_of_the_trail_is_never_granted() -> None:
    for statement in re.findall(r"GRANT [^;]+;", script("grants")):
        if "audit_event" in statement:
            assert not re.search("UPDATE|DELETE|TRUNCATE|ALL", statement)


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_is_printed(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name]) == 0
    assert capsys.readouterr().out == script(name)


def test_the_first_is_printed_where_none_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert capsys.readouterr().out == script("roles")


def test_an_unknown_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["all"]) == 2
    assert "roles, grants" in capsys.readouterr().err
    with pytest.raises(KeyError):
        script("../engine")
