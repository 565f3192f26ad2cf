from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import product

import pytest

from hotspots.errors import InternalError, ReleaseRefusedError
from hotspots.model import Approval, SealedCell, SealedRelease
from hotspots.period import Period
from hotspots.protect import approval_stands, conflicts_of, refuse_differences

WINTER = Period(first=date(2021, 1, 1), last=date(2021, 3, 31))
HALF_YEAR = Period(first=date(2021, 1, 1), last=date(2021, 6, 30))
NOW = datetime(2021, 8, 1, tzinfo=UTC)


def _cell(name: str, *records: str) -> SealedCell:
    """Records are written as child and episode: `a1` is the first episode of child a."""
    return SealedCell(name=name, records=frozenset((record[0], record) for record in records))


def _release(
    *cells: SealedCell,
    audience: str = "partner",
    digest: str = "new",
    period: Period = HALF_YEAR,
    approval: Approval | None = None,
) -> SealedRelease:
    return SealedRelease(
        digest=digest,
        audience=audience,
        period=period,
        cells=cells,
        sealed_at=NOW,
        approval=approval,
    )


def _old(*cells: SealedCell, audience: str = "partner") -> SealedRelease:
    return _release(*cells, audience=audience, digest="old", period=WINTER)


BEFORE = _cell("Shop", "a1", "b1", "c1", "d1")


@pytest.mark.parametrize(
    ("now", "refused"),
    [
        (_cell("Shop", "a1", "b1", "c1", "d1"), False),
        (_cell("Shop", "a1", "b1", "c1", "d1", "a2"), True),
        (_cell("Shop", "a1", "b1", "c1", "d1", "a2", "a3", "b2"), True),
        (_cell("Shop", "a1", "b1", "c1", "d1", "a2", "b2", "e1"), False),
        (_cell("Shop", "a1", "b1", "c1"), True),
        (_cell("Shop", "d1"), False),
        (_cell("Shop", "c1", "d1"), True),
        (_cell("Shop", "a2", "b2", "c2"), False),
        (_cell("Shop and pub", "a1", "b1", "c1", "d1", "e1", "e2"), True),
    ],
)
def test_a_difference_of_fewer_children_than_may_be_shown_is_a_conflict(
    now: SealedCell, *, refused: bool
) -> None:
    found = conflicts_of([_release(now)], [_old(BEFORE)])
    assert bool(found) is refused
    assert [one.earlier_cell for one in found] == ["Shop"] * refused


def test_the_fewest_are_those_of_the_new_releases_audience() -> None:
    now = _cell("Shop", "a1", "b1", "c1", "d1", "e1", "f1", "g1")
    assert not conflicts_of([_release(now)], [_old(BEFORE)])
    assert conflicts_of([_release(now, audience="brief")], [_old(BEFORE, audience="brief")])


@pytest.mark.parametrize(
    ("new", "old", "compared"),
    [
        ("partner", "partner", True),
        ("partner", "brief", True),
        ("partner", "public", True),
        ("brief", "partner", True),
        ("brief", "brief", True),
        ("brief", "public", True),
        ("public", "partner", True),
        ("public", "brief", True),
        ("public", "public", True),
    ],
)
def test_a_release_is_held_beside_what_its_readers_have(
    new: str, old: str, *, compared: bool
) -> None:
    # Whoever reads the wider of the two reads both.
    now = _cell("Shop", "a1", "b1", "c1", "d1", "e1")
    found = conflicts_of([_release(now, audience=new)], [_old(BEFORE, audience=old)])
    assert bool(found) is compared


def test_the_fewest_are_those_of_the_audience_that_has_both() -> None:
    # Four more young people: partners may be shown so few, and readers of briefs may not.
    now = _cell("Shop", "a1", "b1", "c1", "d1", "e1", "f1", "g1", "h1")
    partners, briefs = (_old(BEFORE, audience=one) for one in ("partner", "brief"))
    brief = _release(now, audience="brief")
    assert conflicts_of([brief], [partners]) == ()
    assert conflicts_of([brief], [briefs]) != ()


def test_the_releases_of_one_publication_are_held_beside_one_another() -> None:
    both = _cell("Shop", "a1", "b1", "c1", "d1", "e1")
    fewer = _cell("Shop", "a1", "b1", "c1", "d1")  # the last has not been over for four weeks
    partners = _release(both, digest="one")
    brief = _release(fewer, audience="brief", digest="two")
    (conflict,) = conflicts_of([brief, partners], [])
    assert (conflict.audience, conflict.earlier.digest) == ("brief", "one")
    same = _release(both, audience="brief", digest="two")
    assert conflicts_of([same, partners], []) == ()


def test_the_same_release_again_is_no_news_whatever_stands_behind_it() -> None:
    now = _cell("Shop", "a1", "b1", "c1", "d1", "e1")
    assert not conflicts_of([_release(now, digest="old")], [_old(BEFORE)])


def test_figures_that_were_told_may_be_told_again_with_other_words() -> None:
    # Two places of one release, whose difference is of one child: what both are is known.
    places = (_cell("Shop", "a1", "b1", "c1"), _cell("Pub", "a1", "b1", "c1", "d1"))
    assert conflicts_of([_release(*places, digest="with an action")], [_old(*places)]) == ()
    # A figure beside them that is new is held against all that is known.
    more = _cell("Park", "a1", "b1", "c1", "e1")
    (conflict,) = {one.cell for one in conflicts_of([_release(*places, more)], [_old(*places)])}
    assert conflict == "Park"
    # What only a wider audience was told is new to this one.
    partners = _old(*places, audience="partner")
    brief = _old(_cell("Pub", "a1", "b1", "c1", "d1"), audience="brief")
    assert conflicts_of([_release(places[0], audience="brief")], [partners, brief]) != ()


def test_every_earlier_release_is_looked_at_whatever_comes_before_it() -> None:
    now = _cell("Shop", "a1", "b1", "c1", "d1", "e1")
    same = _release(_cell("Elsewhere", "x1", "y1", "z1"))
    unread = _old(BEFORE, audience="partner")
    assert conflicts_of([_release(now)], [same, _old(BEFORE), same])
    brief = _release(_cell("Shop", "a1", "b1", "c1", "d1", "e1"), audience="brief")
    assert conflicts_of([brief], [unread, _old(BEFORE, audience="public")])


def test_an_audience_without_children_in_its_data_has_no_business_in_the_ledger() -> None:
    with pytest.raises(InternalError, match="this audience is shown none"):
        conflicts_of([_release(BEFORE, audience="open-data")], [])


def test_the_refusal_says_where_and_what_would_help_and_names_no_child() -> None:
    now = _cell("Shop", "a1", "b1", "c1", "d1", "zz")
    with pytest.raises(ReleaseRefusedError) as error:
        refuse_differences([_release(now)], [_old(BEFORE)])
    said = str(error.value)
    assert "Nothing was published." in said
    assert "Shop for the audience partner" in said
    assert "1 January 2021 to 31 March 2021" in said
    assert "What would make it pass" in said
    assert "zz" not in said


def test_a_refusal_names_every_place_once() -> None:
    shop, pub = (
        _cell(name, f"a{n}", f"b{n}", f"c{n}", f"d{n}") for n, name in enumerate(("Shop", "Pub"))
    )
    more = [SealedCell(name=one.name, records=one.records | {("zz", "zz")}) for one in (shop, pub)]
    with pytest.raises(ReleaseRefusedError) as error:
        refuse_differences([_release(*more)], [_old(shop, pub)])
    told = "for the audience partner, beside what was released for"
    said = str(error.value)
    assert f"person: Pub {told} 1 January" in said
    assert f"; Shop {told} 1 January" in said
    assert said.count(told) == 2


def test_two_people_may_answer_for_a_release_and_only_for_that_one() -> None:
    now = _cell("Shop", "a1", "b1", "c1", "d1", "e1")
    answered = _release(now, approval=Approval(reason="court order", approved_by=("A", "B")))
    refuse_differences([answered], [_old(BEFORE)])
    with pytest.raises(ReleaseRefusedError):
        refuse_differences([answered, _release(now, digest="other")], [_old(BEFORE)])


@pytest.mark.parametrize(
    ("people", "stands"),
    [
        ((), False),
        (("Head of service",), False),
        (("Head of service", " head  of service "), False),
        (("Head of service", ""), False),
        (("Head of service", "Data steward"), True),
    ],
)
def test_an_approval_takes_two_different_people(people: tuple[str, ...], *, stands: bool) -> None:
    assert approval_stands(people) is stands


def test_no_pair_of_passed_releases_singles_anybody_out_in_any_small_world() -> None:
    """Every pair of figures over four episodes of three children, and over five of four."""
    records = ("a1", "a2", "b1", "c1", "d1")
    subsets = [
        [record for record, taken in zip(records, choice, strict=True) if taken]
        for choice in product((False, True), repeat=len(records))
    ]
    for one, other in product(subsets, repeat=2):
        refused = bool(conflicts_of([_release(_cell("x", *one))], [_old(_cell("y", *other))]))
        differences = (set(one) - set(other), set(other) - set(one))
        few = any(0 < len({record[0] for record in part}) < 3 for part in differences)
        assert refused is (few and bool(set(one) & set(other)))
