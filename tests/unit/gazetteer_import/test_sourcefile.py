"""What the process that reads a list says is believed only where it is a list."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from hotspots.errors import InputError
from hotspots.gazetteer_import.sourcefile import SourceFile, look_at, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Told:
    def __init__(self, about: object, items: tuple[object, ...]) -> None:
        self.about = about
        self._items = items

    def items(self, _stream: int) -> Iterator[object]:
        yield from self._items


def tell(monkeypatch: pytest.MonkeyPatch, *items: object, about: object = None) -> None:
    @contextmanager
    def reading(*_: object, **__: object) -> Iterator[Told]:
        yield Told(about, items)

    monkeypatch.setattr("hotspots.gazetteer_import.sourcefile.reading_apart", reading)


def source(tmp_path: Path, format_name: str) -> SourceFile:
    return SourceFile(tmp_path / "x.csv", format_name, "utf-8-sig", "0" * 64)


@pytest.mark.parametrize(
    "about", [None, ("csv", "utf-8-sig"), ("xml", "cp1252", "0"), ("csv", "rot13", "0"), (1, 2, 3)]
)
def test_an_unknown_format_or_encoding_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, about: object
) -> None:
    tell(monkeypatch, about=about)
    with pytest.raises(InputError, match="gave no list"):
        look_at(tmp_path / "x.csv")


@pytest.mark.parametrize(
    "items",
    [
        ((1, ("a",)),),
        (("name",), ("name",)),
        (("name",), (1, (5,))),
        (("name",), ("1", ("a",))),
        ((b"name",),),
        ({"name": "a"},),
    ],
)
def test_rows_that_are_none_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, items: tuple[object, ...]
) -> None:
    tell(monkeypatch, *items)
    with pytest.raises(InputError, match="gave no list"):
        list(rows_of(source(tmp_path, "csv")))


@pytest.mark.parametrize("item", [("name", "a"), {"name": 5}, {5: "name"}, None])
def test_features_that_are_none_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, item: object
) -> None:
    tell(monkeypatch, item)
    with pytest.raises(InputError, match="gave no list"):
        list(rows_of(source(tmp_path, "geojson")))


def test_a_row_with_more_cells_than_any_list_has_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.csv"
    path.write_text("name,category\nA,park\nB,park,c,d\n")
    monkeypatch.setattr("hotspots.gazetteer_import.published._MAX_CELLS", 3)
    with pytest.raises(InputError, match="row 3: over 3 cells"):
        list(rows_of(look_at(path)))
