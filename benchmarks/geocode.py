"""How well and how fast the geocoder reads, beside other ways to do it, in one run.

Right, left to a person though it could be told, and wrong (a place that it is not), on every
set of texts that is here; whether its confidence is deserved; and texts per second, of texts
that all differ: answers to texts that come again are remembered, and stand in a row of their own.
Peers stand there twice, each time with the threshold that is best for these very texts: the
one with the most right answers, and the one that is best if a wrong place does as much harm
as ten right ones do good (101: best to say nothing at all).

    python benchmarks/geocode.py [--runs 5] [--names 50000]
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from geocode_peers import Rapidfuzz, peers_of
from geocode_texts import REVIEW as LEFT
from geocode_texts import RIGHT, WRONG, located, misspelt, read_samples, sole_labels
from synthetic_gazetteer import synthetic_gazetteer

from hotspots.boundaries import read_boundaries
from hotspots.gazetteer import read_gazetteer
from hotspots.geocode import Geocoder
from hotspots.model import GeocodeStatus
from hotspots.postcodes import Postcodes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geocode_peers import Answer, Peer
    from geocode_texts import Sample

    from hotspots.gazetteer import Gazetteer
    from hotspots.geo import PointM

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT.parent / "shared" / "data"
DERBY = ROOT / "data" / "gazetteer" / "derby.csv"
WARDS = ROOT / "data" / "boundaries" / "derby_wards.geojson"
GOLDEN = ROOT / "tests" / "golden" / "places.csv"
SEED = 2021
COSTS_OF_A_WRONG_ONE = (0, 10)
SLIPS, BINS = 4_000, (0.8, 0.85, 0.9, 0.95, 1.01)
# A round of each; the peer compares with every name and is given fewer texts.
TEXTS, PEER_TEXTS, PEER_TEXTS_MANY, MANY = 1_000, 100, 20, 10_000


def _geocoder(gazetteer: Gazetteer) -> Geocoder:
    return Geocoder(
        gazetteer=gazetteer, postcodes=Postcodes.load(), boundaries=read_boundaries(WARDS)
    )


def _counted(samples: Sequence[Sample], outcomes: Sequence[str]) -> str:
    counts = Counter(outcomes)
    share = 100 * counts[RIGHT] / len(samples)
    return f"{counts[RIGHT]} ({share:.1f} %) | {counts[LEFT]} | {counts[WRONG]}"


def _at_their_best(peer: Peer, samples: Sequence[Sample]) -> list[tuple[float, list[str]]]:
    """For each cost of a wrong answer: the best threshold, and the outcomes with it."""
    answers = [peer.best(sample.text) for sample in samples]
    swept = []
    for threshold in range(50, 102):
        outcomes = [
            sample.judge(_point(answer, threshold))
            for sample, answer in zip(samples, answers, strict=True)
        ]
        swept.append((threshold, outcomes, Counter(outcomes)))
    best: list[tuple[float, list[str]]] = []
    for cost in COSTS_OF_A_WRONG_ONE:
        # Of equals the higher threshold, with fewer wrong ones.
        threshold, outcomes, _ = max(swept, key=lambda one: (_gain(one[2], cost), one[0]))
        best.append((threshold, outcomes))
    return best


def _gain(counts: Counter[str], cost: int) -> int:
    return counts[RIGHT] - cost * counts[WRONG]


def _point(answer: Answer | None, threshold: float) -> list[PointM]:
    """No position for a suburb: a peer, too, leaves that to a person."""
    sure = answer is not None and answer.score >= threshold and answer.place.category != "area"
    return [answer.place.point] if answer is not None and sure else []


def _print_quality(title: str, samples: Sequence[Sample], gazetteer: Gazetteer) -> None:
    geocoder = _geocoder(gazetteer)
    ours = [sample.judge(located(geocoder, sample.text)) for sample in samples]
    print(f"\n## {title}: {len(samples)} texts, {len(gazetteer)} places\n")
    print("| | right | review though answerable | wrong |\n|---|---|---|---|")
    print(f"| hotspots.geocode | {_counted(samples, ours)} |")
    for peer in peers_of(gazetteer):
        for threshold, outcomes in _at_their_best(peer, samples):
            print(f"| {peer.name}, from {threshold:.0f} on | {_counted(samples, outcomes)} |")
    _print_kinds(samples, ours)


def _print_kinds(samples: Sequence[Sample], ours: Sequence[str]) -> None:
    by_kind: dict[str, Counter[str]] = defaultdict(Counter)
    for sample, outcome in zip(samples, ours, strict=True):
        by_kind[sample.kind][outcome] += 1
    print("\n| kind | right | review though answerable | wrong |\n|---|---|---|---|")
    for kind, counts in sorted(by_kind.items()):
        print(f"| {kind} | {counts[RIGHT]} | {counts[LEFT]} | {counts[WRONG]} |")


def _print_reliability(gazetteer: Gazetteer) -> None:
    """Names with one or two slips of the pen: how often a confidence is deserved."""
    rng = random.Random(SEED)  # noqa: S311 - the same slips each time
    geocoder, labels = _geocoder(gazetteer), sole_labels(gazetteer)
    bins: dict[float, list[bool]] = {low: [] for low in BINS[:-1]}
    undecided = 0
    for _ in range(SLIPS):
        label, name = rng.choice(labels)
        text = misspelt(label, rng)
        text = misspelt(text, rng) if rng.random() < 1 / 3 else text
        found = [o for o in geocoder.read(text) if o.status is GeocodeStatus.LOCATED]
        undecided += not found
        for one in found:
            low = max(low for low in bins if low <= one.confidence)
            bins[low].append(one.matched_name == name)
    print(f"\n## Confidence: {SLIPS} names with one or two slips, {undecided} left to a person\n")
    print("| confidence | located | right |\n|---|---|---|")
    for low, high in pairwise(BINS):
        hits = bins[low]
        share = f"{100 * sum(hits) / len(hits):.2f} %" if hits else "-"
        print(f"| {low:.2f} to {min(high, 1.0):.2f} | {len(hits)} | {share} |")
    sure = bins[0.9] + bins[0.95]
    if sure:
        print(f"| 0.90 and over | {len(sure)} | {100 * sum(sure) / len(sure):.2f} % |")


def _per_second(read: Callable[[str], object], texts: Sequence[str]) -> float:
    """Texts per second of processor time, on one core."""
    started = time.process_time()
    for text in texts:
        read(text)
    return len(texts) / (time.process_time() - started)


def _texts(kind: str, gazetteer: Gazetteer, rng: random.Random) -> list[str]:
    """Texts that differ from each other, so that no remembered answer is measured."""
    places = [place for place in gazetteer.places if place.category != "area"]
    names = [place.name for place in places]
    aliases = [alias for place in places for alias in place.aliases]
    texts: dict[str, None] = {}
    while len(texts) < TEXTS:
        label = rng.choice(aliases if kind == "alias" else names)
        text = misspelt(label, rng) if kind == "fuzzy" else label
        # Case and signs never change what a text means, but do make it another text.
        texts["".join(rng.choice((c.upper(), c.lower())) for c in text)] = None
    return list(texts)


def _print_speeds(gazetteer: Gazetteer, runs: int) -> None:
    loads = []
    for _ in range(min(runs, 3)):
        started = time.process_time()
        geocoder = _geocoder(gazetteer)
        loads.append(time.process_time() - started)
    peer = Rapidfuzz(gazetteer)
    fewer = PEER_TEXTS_MANY if len(gazetteer) > MANY else PEER_TEXTS
    print(f"\n## Texts per second on one core: {len(gazetteer)} places\n")
    print(f"Loading: best {min(loads):.2f} s, median {statistics.median(loads):.2f} s.")
    started = time.process_time()
    geocoder.read("a frist txet")
    print(f"The first misspelt text besides: {time.process_time() - started:.2f} s.\n")
    print("| | best | median | extractOne best | median | ratio (median of pairs) |")
    print("|---|---|---|---|---|---|")
    for kind in ("exact", "alias", "fuzzy"):
        ours, theirs = [], []
        for run in range(runs):
            texts = _texts(kind, gazetteer, random.Random(SEED + run))  # noqa: S311 - likewise
            ours.append(_per_second(geocoder.read, texts))
            theirs.append(_per_second(peer.best, texts[:fewer]))
        ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
        cells = [max(ours), statistics.median(ours), max(theirs), statistics.median(theirs)]
        print(f"| {kind} | {' | '.join(f'{cell:,.0f}' for cell in cells)} | {ratio:,.1f} |")
    again = [_per_second(geocoder.read, texts) for _ in range(runs)]
    print(f"| the last ones again | {max(again):,.0f} | {statistics.median(again):,.0f} | | | |")


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--names", type=int, default=50_000)
    chosen = parser.parse_args()
    started = time.process_time()
    derby = read_gazetteer(DERBY)
    csv_ms = 1000 * (time.process_time() - started)
    print(f"Reading the gazetteer's CSV: {csv_ms:.1f} ms for {len(derby)} places.")
    _print_quality("Our own texts", read_samples(GOLDEN, derby), derby)
    if (REFERENCE / "messy_places.csv").exists():
        theirs = read_gazetteer(REFERENCE / "derby_places.csv")
        samples = read_samples(REFERENCE / "messy_places.csv", theirs)
        _print_quality("Reference texts", samples, theirs)
    _print_reliability(derby)
    _print_speeds(derby, chosen.runs)
    _print_speeds(synthetic_gazetteer(chosen.names), chosen.runs)


if __name__ == "__main__":
    main()
