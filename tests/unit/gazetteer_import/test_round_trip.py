"""Whatever the names are, our own list reads again as it was written."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from hotspots.errors import InputError
from hotspots.gazetteer import read_gazetteer
from hotspots.gazetteer_import import ImportOptions, import_gazetteer

ROW = st.tuples(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
    | st.sampled_from(["Elm", "elm", "Oak & Ash", "Oak and Ash"]),
    st.sampled_from(["park", "street", "school", "", "=1"]),
    st.floats(430_000, 431_000),
    st.floats(330_000, 331_000),
    st.sampled_from(["", "a", "b; c", "@d"]),
)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(ROW, min_size=1, max_size=8))
def test_our_own_output_reads_again_as_the_same_places(
    rows: list[tuple[str, str, float, float, str]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source, one, two, three = (Path(folder) / f"{n}.csv" for n in ("source", "1", "2", "3"))
        for path, order in ((source, rows), (three, rows[::-1])):
            with path.open("w", encoding="utf-8", newline="") as handle:
                writer = csv.writer(handle)
                writer.writerow(["name", "category", "easting", "northing", "source"])
                writer.writerows(order)
        try:
            report = import_gazetteer([source], one)
        except InputError:
            return  # no usable name among them
        places = read_gazetteer(one)
        assert len(places) == report.places
        account = report.sources[0]
        assert account.rows == account.kept + account.merged + account.outside + account.rejected
        # Merged into itself, the list stays as it is, byte for byte.
        options = ImportOptions(existing=places, merge_within_m=0)
        import_gazetteer([one], two, options=options)
        assert [(p.place_id, p.name, p.point) for p in read_gazetteer(two).places] == [
            (p.place_id, p.name, p.point) for p in places.places
        ]
