from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from hotspots.describe import describe, found, lineage_of
from hotspots.describe.ground import ground_of, shared_part
from hotspots.describe.identity import kept_ids
from hotspots.model import Change, Finding, FoundHotspot, Ground, Memory
from hotspots.period import Period

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.boundaries import Boundaries
    from hotspots.gazetteer import Gazetteer
    from hotspots.model import Cluster, Hotspot, Sighting

SPRING = Period(first=date(2021, 1, 1), last=date(2021, 3, 31))
SUMMER = Period(first=date(2021, 4, 1), last=date(2021, 6, 30))
AUTUMN = Period(first=date(2021, 7, 1), last=date(2021, 9, 30))


def _ground(*points: str, **places: int) -> Ground:
    return Ground(places=tuple(sorted(places.items())), points=frozenset(points))


def _was(hotspot_id: str, ground: Ground) -> FoundHotspot:
    return FoundHotspot(
        hotspot_id=hotspot_id,
        place_id=hotspot_id,
        name=hotspot_id.title(),
        zone="",
        ground=ground,
    )


def _finding(number: int, period: Period, *hotspots: FoundHotspot) -> Finding:
    return Finding(
        number=number,
        run_id=f"run {number}",
        period=period,
        found_at=datetime(2021, 10, 1, tzinfo=UTC),
        hotspots=hotspots,
    )


def _changes(
    now: list[FoundHotspot], *findings: Finding, period: Period = SUMMER
) -> dict[str, tuple[str, tuple[str, ...]]]:
    lineage = lineage_of(now, memory=Memory(findings=findings), period=period)
    return {one.hotspot_id: (one.change.value, one.from_ids) for one in lineage}


@pytest.mark.parametrize(
    ("one", "other", "part"),
    [
        (_ground(shop=4, pub=4), _ground(shop=4, pub=4), 1.0),
        (_ground(shop=4), _ground(pub=4), 0.0),
        (_ground(shop=1, pub=3), _ground(shop=5, bank=5), 0.5),
        (_ground("a", "b", shop=2), _ground("a", "b", "c", pub=3), 1.0),
        (_ground("a", "b", shop=2), _ground("c", "b", pub=2), 0.5),
        (_ground(shop=2), _ground(), 0.0),
    ],
)
def test_the_shared_part_is_that_of_the_smaller_by_places_or_by_points(
    one: Ground, other: Ground, part: float
) -> None:
    assert shared_part(one, other) == part
    assert shared_part(other, one) == part


def test_of_those_on_one_remembered_ground_the_larger_share_keeps_the_id() -> None:
    memory = Memory(findings=(_finding(1, SPRING, _was("pub", _ground(shop=6, pub=4))),))
    grounds = [_ground(shop=9, bank=9), _ground(pub=5)]
    kept = kept_ids(["shop", "pub"], grounds, memory)
    assert kept == ("shop", "pub")


def test_an_id_that_was_ever_used_is_never_given_to_other_ground() -> None:
    memory = Memory(findings=(_finding(1, SPRING, _was("shop", _ground("a", pub=4))),))
    kept = kept_ids(["shop", "shop"], [_ground("x", shop=9), _ground("y", shop=9)], memory)
    assert kept == ("shop-2", "shop-3")


def test_ids_do_not_depend_on_the_order_of_the_hotspots() -> None:
    memory = Memory(
        findings=(_finding(1, SPRING, _was("a", _ground(x=5, y=5)), _was("b", _ground(y=5, z=5))),)
    )
    named = [("x", _ground(x=4, y=1)), ("y", _ground(y=9)), ("z", _ground(z=3, y=3))]
    answers = []
    for order in permutations(named):
        kept = kept_ids([name for name, _ in order], [ground for _, ground in order], memory)
        answers.append({name: kept[i] for i, (name, _) in enumerate(order)})
    assert all(answer == answers[0] for answer in answers)
    assert answers[0] == {"x": "a", "y": "b", "z": "z"}


def test_of_the_first_period_everything_is_new() -> None:
    assert _changes([_was("shop", _ground(shop=5))]) == {"shop": ("new", ())}


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        (_ground(shop=5), _ground(shop=9), "same"),
        (_ground(shop=5), _ground(shop=5, pub=2), "grown"),
        (_ground(shop=5, pub=2), _ground(shop=5), "shrunk"),
        (_ground(shop=5, pub=2), _ground(shop=5, bank=2), "same"),
    ],
)
def test_a_hotspot_grows_and_shrinks_by_the_places_it_stands_on(
    before: Ground, now: Ground, change: str
) -> None:
    changes = _changes([_was("shop", now)], _finding(1, SPRING, _was("shop", before)))
    assert changes == {"shop": (change, ("shop",))}


def test_two_that_became_one_are_merged_and_the_other_says_into_which() -> None:
    before = _finding(1, SPRING, _was("pub", _ground(pub=5)), _was("shop", _ground(shop=5)))
    assert _changes([_was("pub", _ground(pub=5, shop=5))], before) == {
        "pub": ("merged", ("pub", "shop")),
        "shop": ("merged", ("pub",)),
    }


def test_one_that_became_two_is_split() -> None:
    before = _finding(1, SPRING, _was("pub", _ground(pub=5, shop=5)))
    now = [_was("pub", _ground(pub=5)), _was("shop", _ground(shop=5))]
    assert _changes(now, before) == {"pub": ("split", ("pub",)), "shop": ("split", ("pub",))}


def test_one_that_is_gone_is_told_and_one_that_comes_back_has_returned() -> None:
    first = _finding(1, SPRING, _was("pub", _ground(pub=5)))
    second = _finding(2, SUMMER, _was("shop", _ground(shop=5)))
    assert _changes([_was("shop", _ground(shop=5))], first) == {
        "shop": ("new", ()),
        "pub": ("gone", ()),
    }
    now = [_was("pub", _ground(pub=3)), _was("shop", _ground(shop=5))]
    assert _changes(now, first, second, period=AUTUMN) == {
        "pub": ("returned", ()),
        "shop": ("same", ("shop",)),
    }


def test_the_same_period_published_again_is_compared_with_the_one_before_it() -> None:
    first = _finding(1, SPRING, _was("pub", _ground(pub=5)))
    again = _finding(2, SUMMER, _was("pub", _ground(pub=5, shop=5)))
    now = [_was("pub", _ground(pub=5, shop=5))]
    assert _changes(now, first, again) == _changes(now, first) == {"pub": ("grown", ("pub",))}


def test_an_earlier_period_published_late_is_not_compared_with_a_later_one_if_it_can_be() -> None:
    spring = _finding(1, SPRING, _was("pub", _ground(pub=5)))
    autumn = _finding(2, AUTUMN, _was("pub", _ground(pub=5, shop=5)))
    assert _changes([_was("pub", _ground(pub=5))], spring, autumn) == {"pub": ("same", ("pub",))}
    assert _changes([_was("pub", _ground(pub=5))], autumn) == {"pub": ("shrunk", ("pub",))}


@pytest.fixture
def hotspots_of(
    gazetteer: Gazetteer, boundaries: Boundaries, make_cluster: Callable[..., Cluster]
) -> Callable[..., tuple[Hotspot, ...]]:
    def of(*groups: list[Sighting], memory: Memory | None = None) -> tuple[Hotspot, ...]:
        clusters = [make_cluster(number, *group) for number, group in enumerate(groups)]
        return describe(clusters, gazetteer=gazetteer, boundaries=boundaries, memory=memory)

    return of


@pytest.mark.parametrize(("shown", "name"), [({"shop"}, "Shop"), (set(), "Pub")])
def test_a_hotspot_keeps_its_id_and_the_name_under_which_it_was_shown(
    hotspots_of: Callable[..., tuple[Hotspot, ...]],
    make_sighting: Callable[..., Sighting],
    shown: set[str],
    name: str,
) -> None:
    before = hotspots_of([make_sighting("1", "shop"), make_sighting("2", "shop")])
    memory = Memory(findings=(_finding(1, SPRING, *found(before, shown=frozenset(shown))),))
    later = [make_sighting("3", "shop"), *(make_sighting(f"{n}", "pub") for n in range(4, 9))]
    (fresh,) = hotspots_of(later)
    (kept,) = hotspots_of(later, memory=memory)
    assert (fresh.hotspot_id, fresh.name) == ("pub", "Pub")
    assert (kept.hotspot_id, kept.name, kept.ward) == ("shop", name, fresh.ward)
    assert {p.place_id for p in kept.places} == {"shop", "pub"}


def test_the_place_that_named_it_goes_when_nothing_happens_there_but_the_id_stays(
    hotspots_of: Callable[..., tuple[Hotspot, ...]], make_sighting: Callable[..., Sighting]
) -> None:
    mixed = [make_sighting("1", "shop"), make_sighting("2", "shop"), make_sighting("3", "pub")]
    before = found(hotspots_of(mixed), shown=frozenset({"shop"}))
    memory = Memory(findings=(_finding(1, SPRING, *before),))
    (kept,) = hotspots_of([make_sighting("9", "pub"), make_sighting("8", "pub")], memory=memory)
    assert (kept.hotspot_id, kept.name) == ("shop", "Pub")


def test_names_and_zones_that_people_chose_stay_with_the_id(
    hotspots_of: Callable[..., tuple[Hotspot, ...]], make_sighting: Callable[..., Sighting]
) -> None:
    memory = Memory(names={"shop": "Corner"}, zones={"shop": "East side", "other": "West"})
    (hotspot,) = hotspots_of([make_sighting("1", "shop")], memory=memory)
    assert (hotspot.name, hotspot.zone, hotspot.place.name) == ("Corner", "East side", "Shop")


def test_points_are_kept_as_digests_that_tell_sightings_apart(
    make_sighting: Callable[..., Sighting],
) -> None:
    ground = ground_of([make_sighting("EP1"), make_sighting("EP2"), make_sighting("EP2")])
    assert len(ground.points) == 2
    assert ground.places == (("shop", 3),)
    assert not any("EP1" in point for point in ground.points)


def test_every_change_has_its_word() -> None:
    assert {change.value for change in Change} == {
        "new", "same", "grown", "shrunk", "split", "merged", "gone", "returned"
    }  # fmt: skip
