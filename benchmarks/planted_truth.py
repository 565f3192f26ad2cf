"""Do our hotspots find the places that children share, and how often are they one child?

Worlds are planted (`planted_truth_world.py`) and looked at by plain scikit-learn DBSCAN with a
hull around each cluster, which is what people write, and by what this library adds: a least
number of distinct children, leaving each child out, stability by child, and the permutation test.
A second table has no shared place in any world: every place "beyond chance" is false there.

    python benchmarks/planted_truth.py [--worlds 30] [--null-worlds 400] [--seed 2021]

The same seed gives the same tables. Every world is synthetic.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from planted_truth_chance import BACKGROUNDS, beyond, false_positives, power
from planted_truth_world import SHARED, Plan, planted
from shapely import MultiPoint
from sklearn.cluster import DBSCAN

from hotspots.cluster import ClusterParams, cluster_sightings, split_by_people, stability_of
from hotspots.model import Firmness

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from planted_truth_world import World

    from hotspots.model import Sighting

PARAMS = ClusterParams(eps_m=150.0, min_samples=5, min_children=3)
CAPPED = ClusterParams(eps_m=150.0, min_samples=5, min_children=3, max_per_child=2)
FIRM = {Firmness.STABLE, Firmness.HIGHLY_STABLE}
CHILDREN, MONTHS = (10, 25, 60), (3, 6, 12)
PLAIN = "scikit-learn"


@dataclass(slots=True)
class Score:
    """Hotspots over all worlds of a row, and how many of them are what."""

    hotspots: int = 0
    true: int = 0
    one_child: int = 0
    planted: int = 0
    recalled: int = 0

    def add(self, found: Iterable[Sequence[Sighting]], world: World) -> None:
        """A hotspot is true if most of its sightings are at a shared place."""
        mains = []
        for sightings in found:
            mains.append(_main_place(sightings))
            self.one_child += len({s.episode.child_id for s in sightings}) == 1
        self.hotspots += len(mains)
        self.true += sum(main in world.shared for main in mains)
        self.planted += len(world.shared)
        self.recalled += len(world.shared & set(mains))

    def cells(self) -> tuple[str, str, str]:
        """Precision, recall, and the share of hotspots that are one child's."""
        return (
            _share(self.true, self.hotspots),
            _share(self.recalled, self.planted),
            _share(self.one_child, self.hotspots),
        )


@dataclass(slots=True)
class Hulls:
    """What hulls give away."""

    drawn: int = 0
    degenerate: int = 0
    with_recorded_vertex: int = 0

    def add(self, sightings: Sequence[Sighting]) -> None:
        """One more hull, around these."""
        recorded = {s.where.point.key for s in sightings if s.where.point is not None}
        hull = MultiPoint(sorted(recorded)).convex_hull
        ring = hull.exterior.coords if hull.geom_type == "Polygon" else hull.coords
        self.drawn += 1
        self.degenerate += hull.geom_type != "Polygon"
        self.with_recorded_vertex += any(vertex in recorded for vertex in ring)


def plain(sightings: Sequence[Sighting]) -> list[list[Sighting]]:
    """What a notebook does: scikit-learn over all points."""
    points_m = np.array([s.where.point.key for s in sightings if s.where.point is not None])
    labels = DBSCAN(eps=PARAMS.eps_m, min_samples=PARAMS.min_samples).fit_predict(points_m)
    return [
        [s for s, own in zip(sightings, labels, strict=True) if own == label]
        for label in range(labels.max(initial=-1) + 1)
    ]


def ours(world: World, generator: np.random.Generator) -> Mapping[str, list[Sequence[Sighting]]]:
    """Our hotspots: of three children at least, and of those what each further question keeps."""
    found = split_by_people(cluster_sightings(world.sightings, PARAMS), PARAMS).founding
    capped = split_by_people(cluster_sightings(world.sightings, CAPPED), CAPPED).founding
    firm = stability_of(world.sightings, found, PARAMS, generator=generator)
    seen, known = (
        beyond(world, found, PARAMS, BACKGROUNDS[name], generator=generator)
        for name in ("places seen, equal", "all public places, equal")
    )
    pairs = list(zip(found, firm, seen, known, strict=True))
    return {
        "3 children": [c.sightings for c in found],
        "3 children, a child counts 2": [c.sightings for c in capped],
        "+ stable by child": [c.sightings for c, own, _, _ in pairs if own.firmness in FIRM],
        "+ without any one": [
            c.sightings for c, own, _, _ in pairs if own.stands_without_any_child
        ],
        "+ beyond chance (places seen)": [c.sightings for c, _, sure, _ in pairs if sure],
        "+ beyond chance (all places)": [c.sightings for c, _, _, sure in pairs if sure],
    }


def accuracy(worlds: int, seed: int) -> None:
    """Precision, recall and one-child hotspots, by children and months."""
    rows: dict[tuple[int, int], dict[str, Score]] = {}
    hulls = Hulls()
    for children in CHILDREN:
        for months in MONTHS:
            scores = rows.setdefault((children, months), {})
            for number in range(worlds):
                generator = np.random.default_rng([seed, children, months, number])
                world = planted(Plan(children=children, months=months), generator)
                clusters = plain(world.sightings)
                for sightings in clusters:
                    hulls.add(sightings)
                for name, found in {PLAIN: clusters, **ours(world, generator)}.items():
                    scores.setdefault(name, Score()).add(found, world)
    print(
        f"Each row: {worlds} worlds with {SHARED} planted shared places. Every column has the same "
        "eps and the same least number of points; '+' keeps of those with 3 children what "
        "passes one more question.\n"
    )
    for at, title in enumerate(("Precision", "Recall", "Hotspots that are one child's")):
        names = list(next(iter(rows.values())))
        print(f"| {title}: children | months | " + " | ".join(names) + " |")
        print("|" + "---:|" * (2 + len(names)))
        for (children, months), scores in rows.items():
            cells = " | ".join(scores[name].cells()[at] for name in names)
            print(f"| {children} | {months} | {cells} |")
        print()
    recorded = _share(hulls.with_recorded_vertex, hulls.drawn)
    print(
        f"Of {hulls.drawn} hulls of plain clusters {recorded} have a recorded position as a "
        f"vertex, and {_share(hulls.degenerate, hulls.drawn)} are a point or a line.\n"
    )


def chance(worlds: int, seed: int) -> None:
    """The permutation test where nothing is shared, and where something is."""
    print(
        f"Nothing is shared: worlds (of {worlds}) in which any place is 'beyond chance' at 5 %.\n"
    )
    print("| popularity of places | background | false | rate | 95 % interval |")
    print("|---|---|---:|---:|---:|")
    for row in false_positives(worlds, seed, PARAMS):
        print(
            f"| {row.popularity} | {row.background} | {row.false} | {row.rate:.1%} "
            f"| {row.low:.1%} to {row.high:.1%} |"
        )
    print(
        "\nSomething is shared: planted places that are found 'beyond chance' "
        "(25 children, 6 months).\n"
    )
    print("| background | found | of | share |")
    print("|---|---:|---:|---:|")
    for name, found, of in power(worlds // 4, seed, PARAMS):
        print(f"| {name} | {found} | {of} | {_share(found, of)} |")


def _main_place(sightings: Sequence[Sighting]) -> str:
    counts = Counter(str(s.where.place_id) for s in sightings)
    return min(counts, key=lambda place: (-counts[place], place))


def _share(part: int, of: int) -> str:
    return f"{part / of:.0%}" if of else "none"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=30)
    parser.add_argument("--null-worlds", type=int, default=400)
    parser.add_argument("--seed", type=int, default=2021)
    chosen = parser.parse_args()
    accuracy(chosen.worlds, chosen.seed)
    chance(chosen.null_worlds, chosen.seed)


if __name__ == "__main__":
    main()
