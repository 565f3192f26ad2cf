from __future__ import annotations

from typing import TYPE_CHECKING

import brotli
import msgpack
import pytest

from hotspots.errors import InternalError
from hotspots.geo import PointM
from hotspots.postcodes import Postcodes, compact_postcode, written_postcode

if TYPE_CHECKING:
    from pathlib import Path

DERBY = "E06000015"


@pytest.fixture(scope="module")
def postcodes() -> Postcodes:
    return Postcodes.load()


@pytest.mark.parametrize("written", ["DE1 2AY", "de12ay", " De1  2aY "])
def test_finds_a_postcode_however_it_is_spaced(written: str, postcodes: Postcodes) -> None:
    found = postcodes.find(written)
    assert found is not None
    assert (found.postcode, found.la_code) == ("DE1 2AY", DERBY)
    assert found.point == PointM(435601, 336203)
    assert not found.mail_only


@pytest.mark.parametrize("written", ["", "DE1", "DE1 2", "QQ1 1QQ", "DE1 2AYY", "DE9 9XX", "12345"])
def test_what_is_no_postcode_is_none(written: str, postcodes: Postcodes) -> None:
    assert postcodes.find(written) is None


def test_a_long_postcode_has_all_its_letters(postcodes: Postcodes) -> None:
    found = postcodes.find("NG1 5FS")
    assert found is not None
    assert found.la_code == "E06000018"


def test_northern_ireland_is_not_on_the_british_grid(postcodes: Postcodes) -> None:
    assert postcodes.find("BT1 5GS") is None


def test_the_channel_islands_have_no_position(postcodes: Postcodes) -> None:
    assert postcodes.find("JE2 4WE") is None


def test_a_postcode_of_post_boxes_is_marked(postcodes: Postcodes) -> None:
    found = postcodes.find("DE1 2ZZ")
    assert found is not None
    assert found.mail_only


def test_written_and_compact_forms() -> None:
    assert compact_postcode("de24 0jh ") == "DE240JH"
    assert written_postcode("de240jh") == "DE24 0JH"


def test_a_missing_package_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hotspots.postcodes.find_spec", lambda _name: None)
    with pytest.raises(InternalError, match="install"):
        Postcodes.load()


def test_each_letter_is_unpacked_once(tmp_path: Path) -> None:
    table = {
        "pcd": ["ZA1 1AA", "ZA1 1AB", "ZA129ZZ"],
        "laua": ["X1", "X1", None],
        "oseast1m": [430000.0, float("nan"), 430002.0],
        "osnrth1m": [330000.0, 330001.0, 330002.0],
    }
    path = tmp_path / "postcodes_Z.msgpack.br"
    path.write_bytes(brotli.compress(msgpack.packb({"columns": list(table), "data": table})))
    postcodes = Postcodes(tmp_path)
    assert postcodes.find("ZA1 1AB") is None
    path.unlink()
    found = postcodes.find("za11aa")
    assert found is not None
    assert found.point == PointM(430000, 330000)
    long = postcodes.find("ZA12 9ZZ")
    assert long is not None
    assert long.postcode == "ZA12 9ZZ"
