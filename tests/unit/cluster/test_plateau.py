from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from hotspots.cluster.advice import reason_of
from hotspots.cluster.agreement import adjusted_rand
from hotspots.cluster.plateau import plateau_of, recommended_of
from hotspots.model import BadSign, Setting

Key = tuple[float, int]


def setting(key: Key, clusters: int, *signs: BadSign) -> Setting:
    return Setting(
        eps_m=key[0],
        min_samples=key[1],
        clusters=clusters,
        noise_share=0.1,
        largest_share=0.2,
        signs=signs,
    )


def in_a_row(clusters: list[int]) -> tuple[list[Setting], dict[tuple[Key, Key], float]]:
    """Settings side by side that agree, with so many clusters."""
    keys = [(50.0 * (at + 1), 5) for at in range(len(clusters))]
    settings = [setting(key, number) for key, number in zip(keys, clusters, strict=True)]
    return settings, dict.fromkeys(pairwise(keys), 0.95)


def test_the_plateau_is_where_the_number_hardly_changes() -> None:
    settings, agreements = in_a_row([30, 12, 12, 11, 12, 11, 5])
    assert plateau_of(settings, agreements) == tuple((e, 5) for e in (100, 150, 200, 250, 300))


def test_small_steps_do_not_add_up() -> None:
    settings, agreements = in_a_row([9, 8, 7, 6, 5, 4, 3])
    assert len(plateau_of(settings, agreements)) == 0  # three in a row are within one


def test_where_the_points_are_put_together_otherwise_the_plateau_ends() -> None:
    settings, agreements = in_a_row([7] * 8)
    agreements[(200.0, 5), (250.0, 5)] = 0.5
    assert plateau_of(settings, agreements) == tuple((e, 5) for e in (50, 100, 150, 200))


def test_a_setting_with_a_bad_sign_is_not_on_it() -> None:
    settings, agreements = in_a_row([1] * 6)
    settings[0] = setting(settings[0].key, 1, BadSign.ONE_CLUSTER)
    assert (50.0, 5) not in plateau_of(settings, agreements)
    assert plateau_of([setting(s.key, 1, BadSign.ALL_NOISE) for s in settings], agreements) == ()


@pytest.mark.parametrize(
    ("plateau", "expected"),
    [
        ([(100.0, 5), (150.0, 5), (150.0, 6)], (150.0, 5)),
        ([(50.0, 5), (100.0, 8), (200.0, 7)], (200.0, 7)),
        ([(300.0, 5), (350.0, 4)], (300.0, 5)),
        ([(100.0, 4), (200.0, 4), (150.0, 7)], (100.0, 4)),
        ([], None),
    ],
)
def test_the_default_is_chosen_or_what_is_nearest_to_it(
    plateau: list[Key], expected: Key | None
) -> None:
    assert recommended_of(plateau) == expected


@pytest.mark.filterwarnings("ignore:The number of unique classes:UserWarning")
@pytest.mark.parametrize("seed", range(30))
def test_the_agreement_is_scikit_learns_with_each_noise_point_on_its_own(seed: int) -> None:
    generator = np.random.default_rng(seed)
    first = generator.integers(-1, 4, 40)
    second = np.where(generator.random(40) < 0.7, first, generator.integers(-1, 3, 40))
    own = np.arange(40) + 100
    expected = adjusted_rand_score(
        np.where(first < 0, own, first), np.where(second < 0, own, second)
    )
    assert adjusted_rand(first, second) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [([-1, -1], [-1, -1], 1), ([0, 0], [0, 0], 1), ([], [], 1), ([-1], [-1], 1), ([0], [-1], 1)],
)
def test_equal_clusterings_agree_wholly(
    first: list[int], second: list[int], expected: float
) -> None:
    labels = (np.array(some, dtype=np.int64) for some in (first, second))
    assert adjusted_rand(*labels) == expected


def test_off_the_default_the_reason_names_the_walk() -> None:
    settings, _ = in_a_row([7] * 6)
    words = reason_of(settings, [(100.0, 5), (200.0, 5)])
    assert words.startswith("Choose eps 100 m and min_samples 5: the default (eps 150 m and")
    assert "can be walked (100 to 200 m) this is nearest to it" in words
