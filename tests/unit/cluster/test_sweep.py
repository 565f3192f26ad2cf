from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hotspots.cluster import (
    ClusterParams,
    SweepGrid,
    choice_sentences,
    cluster_sightings,
    stability_of,
    sweep,
    sweep_points,
)
from hotspots.errors import ParameterError
from hotspots.model import BadSign, GeocodeStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.model import Sighting

ORIGIN = np.array([437_000.0, 333_000.0])
GRID = SweepGrid(eps_m=(50.0, 150.0, 500.0), min_samples=(3, 5, 8))


@pytest.fixture
def city(make_sighting: Callable[..., Sighting]) -> list[Sighting]:
    """Four places of some children each, one child's own haunt, strays, and vague positions."""
    generator = np.random.default_rng(7)
    made = []
    for place in range(5):
        for visit in range(9):
            x, y = ORIGIN + generator.normal((2000.0 * place, 0.0), 25)
            child = "c_own" if place == 4 else f"c_{visit % 4}"
            made.append(make_sighting(f"e{place}-{visit}", (x, y), child=child))
    for stray in range(4):
        x, y = ORIGIN + np.array([0.0, 3000.0 * (stray + 1)])
        made.append(make_sighting(f"s{stray}", (x, y), child="c_0", precision_m=400.0))
    made.append(make_sighting("n", None, status=GeocodeStatus.REVIEW))
    return made


def test_each_setting_finds_what_cluster_sightings_finds(city: list[Sighting]) -> None:
    done = sweep(city, grid=GRID, base=ClusterParams(max_per_child=4))
    assert len(done.settings) == 9
    for one in done.settings:
        params = ClusterParams(eps_m=one.eps_m, min_samples=one.min_samples, max_per_child=4)
        clusters = cluster_sightings(city, params)
        sizes = [len(cluster.sightings) for cluster in clusters]
        assert one.clusters == len(clusters)
        assert one.noise_share == pytest.approx(1 - sum(sizes) / 49)
        assert one.largest_share == pytest.approx(max(sizes, default=0) / max(sum(sizes), 1))
        children = [len({s.episode.child_id for s in c.sightings}) for c in clusters]
        if children:
            assert one.one_child_share == pytest.approx(np.mean([n == 1 for n in children]))
            assert one.few_children_share == pytest.approx(np.mean([n < 3 for n in children]))


def test_one_childs_haunt_is_told_as_a_share(city: list[Sighting]) -> None:
    assert sweep(city)[150.0, 5].one_child_share == pytest.approx(1 / 5)


def test_stability_is_the_mean_by_child_with_the_same_draws(city: list[Sighting]) -> None:
    done = sweep(city, grid=GRID, samples=20, generator=np.random.default_rng(3))
    seed = int(np.random.default_rng(3).integers(2**63))
    params = ClusterParams(eps_m=150.0, min_samples=5)
    expected = stability_of(
        city,
        cluster_sightings(city, params),
        params,
        samples=20,
        generator=np.random.default_rng(seed),
    )
    known = [one.jaccard for one in expected if one.jaccard is not None]
    assert len(known) == 4
    assert done[150.0, 5].stability == pytest.approx(np.mean(known))


def test_samples_without_a_generator_are_refused(city: list[Sighting]) -> None:
    with pytest.raises(ParameterError, match="generator"):
        sweep(city, samples=10)


def test_a_setting_that_a_run_could_not_use_is_refused(city: list[Sighting]) -> None:
    with pytest.raises(ParameterError, match="eps_m"):
        sweep(city, grid=SweepGrid(eps_m=(10.0,)))


def test_the_order_of_the_sightings_is_no_matter(city: list[Sighting]) -> None:
    one = sweep(city, grid=GRID, samples=5, generator=np.random.default_rng(1))
    two = sweep(city[::-1], grid=GRID, samples=5, generator=np.random.default_rng(1))
    assert one == two


def test_the_default_is_recommended_where_nothing_hinges_on_it(city: list[Sighting]) -> None:
    done = sweep(city)
    assert done.recommended == (150.0, 5)
    assert done.reason.startswith("Choose eps 150 m and min_samples 5: it is the default")
    assert "hardly changes: it is 5," in done.reason
    assert choice_sentences(done, (150.0, 5))[0].startswith(
        "The setting in use, eps 150 m and min_samples 5, is on the plateau."
    )


def test_off_the_plateau_the_setting_in_use_is_told_with_its_signs(city: list[Sighting]) -> None:
    done = sweep(city)
    words = choice_sentences(done, (50.0, 15))
    assert "is not on a plateau: its 0 clusters" in words[0]
    assert any("nearly everything is noise" in one for one in words[1:])
    with pytest.raises(KeyError):
        choice_sentences(done, (77.0, 5))


def test_sightings_less_precise_than_eps_are_a_warning(city: list[Sighting]) -> None:
    vague = [replace(one, where=replace(one.where, precision_m=120.0)) for one in city]
    unknown = [replace(one, where=replace(one.where, precision_m=None)) for one in city]
    at_place = [replace(one, where=replace(one.where, place_id="park")) for one in unknown]
    signs = {
        key: [
            one.eps_m
            for one in sweep(some, grid=GRID).settings
            if BadSign.UNDER_PRECISION in one.signs and one.min_samples == 3
        ]
        for key, some in (("vague", vague), ("unknown", unknown), ("at_place", at_place))
    }
    assert signs == {"vague": [50.0], "unknown": [50.0, 150.0, 500.0], "at_place": []}
    assert any("tells positions apart" in one for one in sweep(vague, grid=GRID).warnings)


def test_one_blob_is_one_cluster_that_eps_reaches_across() -> None:
    points = ORIGIN + np.random.default_rng(1).uniform(0, 60, (80, 2))
    done = sweep_points(points, grid=GRID)
    assert {BadSign.ONE_CLUSTER, BadSign.REACHES_MOST} <= set(done[150.0, 5].signs)
    assert done.recommended is None
    assert done.reason.startswith("There is no plateau")
    assert all("10.1145/3068335" in one for one in done.warnings)
    assert "9 of 9 settings (eps 50 to 500 m, min_samples 3 to 8)" in done.warnings[0]
    assert "its 1 cluster would" in choice_sentences(done, (150.0, 5))[0]


def test_scattered_points_are_all_noise() -> None:
    points = ORIGIN + np.arange(30)[:, None] * [5000.0, 0.0]
    done = sweep_points(points, children=["a"] * 30, grid=GRID)
    assert {one.signs for one in done.settings} == {(BadSign.ALL_NOISE,)}
    assert {one.one_child_share for one in done.settings} == {None}
    assert {one.agreement for one in done.settings} == {1.0}


def test_points_far_apart_in_density_get_a_reason_off_the_walk() -> None:
    steps = np.arange(8)[:, None] * [260.0, 0.0]
    points = np.concatenate([ORIGIN + steps + [0, 20_000 * n] for n in range(4)])
    done = sweep_points(
        points, grid=SweepGrid(eps_m=(100.0, 300.0, 400.0, 500.0), min_samples=(2, 3))
    )
    assert done.recommended is not None
    assert done.recommended[0] == 300.0
    assert "nothing on the plateau is a walk of 100 to 200 m" in done.reason


def test_the_shares_of_children_are_by_cluster() -> None:
    points = np.repeat(ORIGIN + np.array([[0, 0], [3000, 0]]), 4, axis=0)
    done = sweep_points(points, children=["a"] * 4 + ["a", "b", "c", "d"], grid=GRID)
    assert done[50.0, 3].one_child_share == 0.5
    assert done[50.0, 3].few_children_share == 0.5
    assert sweep_points(points, grid=GRID)[50.0, 3].one_child_share is None


def test_rows_in_another_order_are_the_same_points() -> None:
    generator = np.random.default_rng(2)
    points = ORIGIN + generator.integers(0, 40, (120, 2)) * 50.0
    children = generator.integers(0, 9, 120).tolist()
    order = generator.permutation(120)
    again = sweep_points(points[order], children=[children[at] for at in order], grid=GRID)
    assert again == sweep_points(points, children=children, grid=GRID)


def test_nothing_gives_settings_that_find_nothing() -> None:
    for done in (sweep([], grid=GRID), sweep_points([], grid=GRID)):
        assert {one.clusters for one in done.settings} == {0}
        assert done.recommended is None


def test_children_for_other_rows_are_refused() -> None:
    with pytest.raises(ParameterError, match="one value for each point"):
        sweep_points([ORIGIN], children=["a", "b"])


@pytest.mark.parametrize("values", [{"eps_m": ()}, {"min_samples": (5, 3)}, {"eps_m": (50, 50)}])
def test_a_grid_that_is_none_is_refused(values: dict[str, tuple[int, ...]]) -> None:
    with pytest.raises(ParameterError, match="rising order"):
        SweepGrid(**values)  # type: ignore[arg-type]  # on purpose


def test_a_small_grid_lies_about_the_setting_in_use_and_in_range() -> None:
    assert SweepGrid.around(ClusterParams()).eps_m == (100.0, 125.0, 150.0, 175.0, 200.0)
    edge = SweepGrid.around(ClusterParams(eps_m=50.0, min_samples=3))
    assert edge.eps_m[0] == 50.0
    assert edge.min_samples == (3, 4, 5)
