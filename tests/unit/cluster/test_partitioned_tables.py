"""Parquet in, the same Parquet with labels out; what cannot be used is refused with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hotspots.cluster import dbscan
from hotspots.cluster.dask_engine import private_folder, sees_folder
from hotspots.cluster.partitioned.partitions import Columns, parquet_parts
from hotspots.cluster.partitioned.tables import Labelling, label_tables
from hotspots.errors import InputError, ParameterError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from hotspots.cluster.partitioned.course import Course

_POINTS = np.array([[400_000.0 + 10 * (i % 7), 300_000.0] for i in range(20)] + [[0.0, -0.0]])


def _one_by_one(step: Callable[..., Any], calls: Sequence[tuple[Any, ...]]) -> list[Any]:
    return [step(*call) for call in calls]


def _write(file: Path, points: np.ndarray = _POINTS, *, group: int = 4, **extra: Any) -> None:  # noqa: ANN401 - any column
    file.parent.mkdir(exist_ok=True, parents=True)
    table = pa.table({"x": points[:, 0], "y": points[:, 1], **extra})
    pq.write_table(table, file, row_group_size=group)


def _label(source: Path, target: Path, **changes: Any) -> Course:  # noqa: ANN401 - any field
    options: dict[str, Any] = {
        "columns": Columns(x="x", y="y"),
        "eps_m": 15.0,
        "min_samples": 4,
        "rows_of_partition": 5,
        "points_of_tile": 2,
    }
    with private_folder(target.parent) as folder:
        labelling = Labelling(source=source, target=target, **(options | changes))
        return label_tables(labelling, folder, _one_by_one)


def test_files_in_folders_keep_their_names_rows_and_columns(tmp_path: Path) -> None:
    _write(tmp_path / "in" / "a.parquet", _POINTS[:9], note=["kept"] * 9)
    _write(tmp_path / "in" / "year=2021" / "a.parquet", _POINTS[9:])
    _write(tmp_path / "in" / "none.parquet", _POINTS[:0])
    course = _label(tmp_path / "in", tmp_path / "out")
    assert course.points == len(_POINTS)
    expected = dbscan(_POINTS, eps_m=15.0, min_samples=4).tolist()
    first = pq.read_table(tmp_path / "out" / "a.parquet")
    assert first.column_names == ["x", "y", "note", "label"]
    assert first["label"].to_pylist() == expected[:9]
    second = pq.read_table(tmp_path / "out" / "year=2021" / "a.parquet", partitioning=None)
    assert second["label"].to_pylist() == expected[9:]
    assert pq.read_table(tmp_path / "out" / "none.parquet").schema.names == ["x", "y", "label"]
    groups = pq.ParquetFile(tmp_path / "out" / "a.parquet").metadata.num_row_groups
    assert groups == pq.ParquetFile(tmp_path / "in" / "a.parquet").metadata.num_row_groups


def test_one_file_becomes_a_folder_with_one_file_and_an_old_label_gives_way(
    tmp_path: Path,
) -> None:
    _write(tmp_path / "a.parquet", label=["old"] * len(_POINTS), weight=[0.5] * len(_POINTS))
    columns = Columns(x="x", y="y", weight="weight")
    _label(tmp_path / "a.parquet", tmp_path / "out", columns=columns, min_samples=2)
    table = pq.read_table(tmp_path / "out" / "a.parquet")
    assert table.column_names == ["x", "y", "label", "weight"]
    expected = dbscan(_POINTS, eps_m=15.0, min_samples=2, weights=np.full(len(_POINTS), 0.5))
    assert table["label"].to_pylist() == expected.tolist()


def test_no_rows_at_all_are_labelled_too(tmp_path: Path) -> None:
    _write(tmp_path / "a.parquet", _POINTS[:0])
    course = _label(tmp_path / "a.parquet", tmp_path / "out")
    assert (course.points, course.tiles, course.clusters) == (0, 0, 0)
    assert pq.read_table(tmp_path / "out" / "a.parquet").num_rows == 0


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("x", np.nan, "row 14, column 'x': not a number"),
        ("y", np.inf, "row 14, column 'y': not a number"),
        ("weight", -1.0, "row 14, column 'weight': not a number of at least 0"),
        ("weight", None, "row 14, column 'weight': not a number of at least 0"),
    ],
)
def test_the_first_cell_that_cannot_be_used_is_named(
    tmp_path: Path, column: str, cell: float | None, words: str
) -> None:
    columns: dict[str, list[float | None]] = {
        "x": _POINTS[:, 0].tolist(),
        "y": _POINTS[:, 1].tolist(),
        "weight": [1.0] * len(_POINTS),
    }
    columns[column][12] = columns[column][17] = cell
    pq.write_table(pa.table(columns), tmp_path / "b.parquet", row_group_size=4)
    with pytest.raises(InputError, match=f"b.parquet, {words}"):
        _label(
            *(tmp_path / "b.parquet", tmp_path / "out"),
            columns=Columns(x="x", y="y", weight="weight"),
        )
    assert [path.name for path in tmp_path.iterdir()] == ["b.parquet"]


def test_columns_that_are_missing_or_hold_no_numbers_are_named(tmp_path: Path) -> None:
    _write(tmp_path / "a.parquet", note=["x"] * len(_POINTS))
    with pytest.raises(InputError, match=r"column 'z': no such column\. Name one of: x, y, note"):
        _label(tmp_path / "a.parquet", tmp_path / "out", columns=Columns(x="x", y="z"))
    with pytest.raises(InputError, match="column 'note': not numbers"):
        _label(tmp_path / "a.parquet", tmp_path / "out", columns=Columns(x="x", y="note"))


def test_what_is_no_parquet_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x,y\n1,2\n")
    with pytest.raises(InputError, match="reads Parquet only"):
        _label(tmp_path / "a.csv", tmp_path / "out")
    (tmp_path / "in").mkdir()
    with pytest.raises(InputError, match="no Parquet file in it"):
        _label(tmp_path / "in", tmp_path / "out")


def test_degrees_and_parameters_are_refused_as_in_memory(tmp_path: Path) -> None:
    _write(tmp_path / "a.parquet", np.array([[-1.47, 52.92], [-1.48, 52.93]]))
    with pytest.raises(ParameterError, match="degrees"):
        _label(tmp_path / "a.parquet", tmp_path / "out")
    with pytest.raises(ParameterError, match="eps_m"):
        _label(tmp_path / "a.parquet", tmp_path / "out", eps_m=0.0)
    with pytest.raises(ParameterError, match="min_samples"):
        _label(tmp_path / "a.parquet", tmp_path / "out", min_samples=0)


def test_nothing_is_written_over(tmp_path: Path) -> None:
    _write(tmp_path / "a.parquet")
    (tmp_path / "out").mkdir()
    with pytest.raises(StoreError, match="there already"):
        _label(tmp_path / "a.parquet", tmp_path / "out")


def test_partitions_are_neighbouring_row_groups_up_to_a_number_of_rows(tmp_path: Path) -> None:
    _write(tmp_path / "a.parquet", group=4)
    parts = parquet_parts(tmp_path / "a.parquet", Columns(x="x", y="y"), rows_of_part=8)
    assert [(part.first_row, part.groups) for part in parts] == [
        (0, (0, 1)),
        (8, (2, 3)),
        (16, (4, 5)),
    ]
    assert np.concatenate([part.read() for part in parts])[:, :2].tolist() == _POINTS.tolist()


def test_the_work_folder_is_private_and_goes_with_what_is_in_it(tmp_path: Path) -> None:
    with private_folder(tmp_path) as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
        assert not sees_folder(folder)
        (folder / "shared").touch()
        assert sees_folder(folder)
    assert not folder.exists()
    assert not sees_folder(folder)
    with pytest.raises(StoreError, match="no work folder"), private_folder(tmp_path / "none"):
        pytest.fail("made")
