from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from hotspots.errors import ParameterError
from hotspots.geo import PointM, from_lon_lat
from hotspots.openrecord import OpenCluster, OpenRecord
from hotspots.period import Period
from hotspots.protect import load_policy, protect_open
from hotspots.release import Audience, Release, ShownCount, Withheld

if TYPE_CHECKING:
    from collections.abc import Sequence

POLICY = load_policy(Audience.OPEN_DATA)


def record(
    at: tuple[float, float] = (437_450, 332_950),
    *,
    month: str = "2021-02",
    label: str = "On or near Supermarket",
) -> OpenRecord:
    return OpenRecord(
        record_id="", category="shoplifting", month=month, point=PointM(*at), location=label
    )


def cluster(*records: OpenRecord, category: str = "Shoplifting", number: int = 0) -> OpenCluster:
    return OpenCluster(category=category, number=number, records=records)


def release_of(*clusters: OpenCluster, records: Sequence[OpenRecord] = ()) -> Release:
    every = [*records, *(r for c in clusters for r in c.records)]
    return protect_open(clusters, policy=POLICY, records=every)


def test_counts_are_exact_and_there_are_no_children() -> None:
    release = release_of(cluster(*[record()] * 7), records=[record()] * 3)
    (shown,) = release.hotspots
    assert shown.episodes == ShownCount(text="7", value=7)
    assert shown.children.reason is Withheld.NOT_FOR_AUDIENCE
    assert release.total_episodes == ShownCount(text="10", value=10)
    assert (shown.zone, shown.area, release.zones) == ("", None, ())
    assert release.classification == "OFFICIAL"
    assert release.policy_version == "open-data-1"
    assert Release.from_bytes(release.canonical_bytes()) == release


def test_the_footprint_is_the_cells_of_the_points_and_the_busiest_gives_id_and_position() -> None:
    east, west, north = (437_510, 332_910), (437_499, 332_990), (437_420, 333_000)
    shown = release_of(cluster(record(west), record(east), record(east), record(north)))
    (hotspot,) = shown.hotspots
    assert [(cell.easting, cell.northing) for cell in hotspot.cells] == [
        (437_400, 332_900),
        (437_400, 333_000),
        (437_500, 332_900),
    ]
    assert hotspot.hotspot_id == "shoplifting-437500-332900"
    assert (hotspot.position.easting, hotspot.position.northing) == (437_550, 332_950)
    assert hotspot.extent_m == 50


def test_a_group_says_its_kind_and_lies_where_its_cell_is_in_degrees() -> None:
    (shown,) = release_of(cluster(record(), category="Bicycle theft")).hotspots
    assert shown.category == "Bicycle theft"
    at = shown.position
    assert from_lon_lat(at.lon, at.lat).distance_m(PointM(at.easting, at.northing)) < 1


def test_what_it_is_drawn_on_and_a_banner_go_in_as_they_are() -> None:
    layers = (("wards.geojson", "0" * 64),)
    made = protect_open((), policy=POLICY, records=[record()], banner="MADE UP", layers=layers)
    assert (made.banner, made.layers) == ("MADE UP", layers)
    plain = protect_open((), policy=POLICY, records=[record()])
    assert (plain.banner, plain.layers) == ("", ())


def test_of_equally_busy_cells_the_south_western_leads() -> None:
    (hotspot,) = release_of(
        cluster(record((437_510, 332_910)), record((437_410, 332_910)))
    ).hotspots
    assert hotspot.hotspot_id == "shoplifting-437400-332900"


def test_a_ring_is_closed_counter_clockwise_and_goes_round_the_cell() -> None:
    (hotspot,) = release_of(cluster(record())).hotspots
    (cell,) = hotspot.cells
    assert cell.ring[0] == cell.ring[-1]
    area = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(cell.ring))
    assert area > 0
    corners = [from_lon_lat(lon, lat) for lon, lat in cell.ring]
    assert [(round(c.easting), round(c.northing)) for c in corners] == [
        (437_400, 332_900),
        (437_500, 332_900),
        (437_500, 333_000),
        (437_400, 333_000),
        (437_400, 332_900),
    ]


@pytest.mark.parametrize(
    ("labels", "name"),
    [
        (("B", "A", "B"), "B"),
        (("B", "A"), "A"),
        (("", ""), "Shoplifting"),
        (("", "", "A"), "Shoplifting"),
    ],
)
def test_the_name_is_the_most_common_label(labels: tuple[str, ...], name: str) -> None:
    (hotspot,) = release_of(cluster(*(record(label=label) for label in labels))).hotspots
    assert hotspot.name == name


def test_the_period_spans_the_months_of_all_records() -> None:
    release = release_of(cluster(record(month="2020-02")), records=[record(month="2019-12")])
    assert release.period == Period(first=date(2019, 12, 1), last=date(2020, 2, 29))
    assert (release.hotspots[0].first_month, release.hotspots[0].last_month) == ("2020-02",) * 2
    assert release.title.endswith("1 December 2019 to 29 February 2020")


def test_order_and_ids_do_not_depend_on_the_order_of_the_clusters() -> None:
    clusters = [
        cluster(record(month="2021-03")),
        cluster(record(), record()),
        cluster(record(), category="Burglary"),
    ]
    release = release_of(*clusters)
    assert [h.hotspot_id for h in release.hotspots] == [
        "burglary-437400-332900",
        "shoplifting-437400-332900",
        "shoplifting-437400-332900-2",
    ]
    assert [h.episodes.value for h in release.hotspots] == [1, 2, 1]
    assert release_of(*reversed(clusters)).digest == release.digest


def test_the_notices_are_the_policys_and_the_licence_is_named() -> None:
    release = release_of(cluster(record()))
    assert release.notices == POLICY.statements
    assert "Open Government Licence" in release.attribution[0]


def test_open_data_is_never_shown_under_a_policy_for_people() -> None:
    for audience in (Audience.PARTNER, Audience.BRIEF, Audience.PUBLIC):
        with pytest.raises(ParameterError, match="about people"):
            protect_open([], policy=load_policy(audience), records=[record()])


def test_no_records_make_no_layer() -> None:
    with pytest.raises(ParameterError, match="no open records"):
        protect_open([], policy=POLICY, records=[])
