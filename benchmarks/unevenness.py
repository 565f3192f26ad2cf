"""How often is a register without any concentration called concentrated, at the 5 % level?

Episodes are dealt to equally likely young people; the verdict on each such register should be
"may be chance" 19 times in 20 or more. The last rows deal a share of the episodes to one
young person in five instead, and should be found.

    python benchmarks/unevenness.py [--registers 500] [--simulations 199] [--seed 7]

The same seed gives the same table. Every register is synthetic.
"""

from __future__ import annotations

import argparse

import numpy as np
from scipy import stats

from hotspots.model import UnevennessVerdict
from hotspots.monitor import MonitorParams, unevenness_of_counts

# Young people, episodes, and the part of the episodes that one in five of them makes.
WORLDS = (
    (8, 12, 0.2),
    (25, 60, 0.2),
    (30, 245, 0.2),
    (60, 90, 0.2),
    (8, 12, 0.67),
    (25, 60, 0.67),
    (30, 245, 0.67),
    (60, 90, 0.67),
)


def counts_of(people: int, episodes: int, part: float, generator: np.random.Generator) -> list[int]:
    """Episodes of each young person who had any."""
    few = max(1, people // 5)
    weights = np.full(people, (1 - part) / (people - few))
    weights[:few] = part / few
    if part == WORLDS[0][2]:
        weights[:] = 1 / people
    return [int(count) for count in generator.multinomial(episodes, weights) if count]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--registers", type=int, default=500)
    parser.add_argument("--simulations", type=int, default=199)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    params = MonitorParams(simulations=given.simulations)
    print("| young people | episodes | by one in five | called concentrated | 95 % interval |")
    print("|---|---|---|---|---|")
    for people, episodes, part in WORLDS:
        generator = np.random.default_rng(given.seed)
        found = sum(
            unevenness_of_counts(
                counts_of(people, episodes, part, generator), generator=generator, params=params
            ).verdict
            is UnevennessVerdict.BEYOND
            for _ in range(given.registers)
        )
        interval = stats.binomtest(found, given.registers).proportion_ci(method="exact")
        share = "as much as others" if part == WORLDS[0][2] else f"{part:.0%}"
        print(
            f"| {people} | {episodes} | {share} | {found / given.registers:.1%} "
            f"| {interval.low:.1%} to {interval.high:.1%} |"
        )


if __name__ == "__main__":
    main()
