"""An authority stands in a database's address, by its code."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from hotspots.authority import schema_of, with_authority
from hotspots.errors import ParameterError
from hotspots.settings import StoreSettings, served_urls


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("sqlite:////a/b.db", "sqlite:////a/b.db?authority=E06000015"),
        ("postgresql+psycopg://u@h/d?x=1", "postgresql+psycopg://u@h/d?x=1&authority=E06000015"),
    ],
)
def test_the_code_is_added_to_the_address(url: str, named: str) -> None:
    assert with_authority(url, "E06000015") == named
    assert with_authority(url, None) == url


@pytest.mark.parametrize("code", ["", "derby", "e06000015", "E0600001", "E06000015 ", "X06000015"])
def test_anything_but_a_code_is_refused(code: str) -> None:
    with pytest.raises(ParameterError, match="nine characters"):
        with_authority("sqlite:////a/b.db", code)
    with pytest.raises(ValidationError, match="nine characters"):
        StoreSettings(authority_id=code)


def test_a_schema_needs_no_quotes() -> None:
    assert schema_of("E06000015") == "authority_e06000015"


def test_every_address_is_the_authoritys() -> None:
    stores = StoreSettings(
        release_url="sqlite:////r.db", access_url="sqlite:////a.db", authority_id="E06000015"
    )
    ending = "?authority=E06000015"
    assert stores.register_at(None, "sqlite:////d.db") == f"sqlite:////d.db{ending}"
    assert stores.register_at("sqlite:////g.db", "sqlite:////d.db") == f"sqlite:////g.db{ending}"
    assert served_urls(stores) == (f"sqlite:////r.db{ending}", f"sqlite:////a.db{ending}")
