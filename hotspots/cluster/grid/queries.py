"""What is asked from a point: how much weight is near, is a core near, which one is nearest.

Near is where the squared distance, dx * dx + dy * dy in float64, is at most the square of
eps. Spans of places are looked through; in a crowded cell's tree boxes are taken or left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots.cluster.grid.compiled import kernel
from hotspots.cluster.grid.trees import (
    WEIGHT,
    after,
    farthest_square_m2,
    levels_of,
    nearest_square_m2,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from hotspots.cluster.grid.shapes import Ground, Places, Reach, Spot


@kernel
def square_m2(places: Places, place: int, x: float, y: float) -> float:
    """The squared distance between the place and the point."""
    across, along = places.x[place] - x, places.y[place] - y
    return float(across * across + along * along)


@kernel
def weight_among(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    weight: NDArray[np.float64],
    span: tuple[int, int],
    at: Spot,
) -> float:
    """The weight of the places in the span that are near."""
    total = 0.0
    for place in range(span[0], span[1]):
        across, along = x[place] - at[0], y[place] - at[1]
        near = across * across + along * along <= at[2]
        total += weight[place] if near else 0.0  # no branch: it could not be foreseen
    return total


@kernel
def weight_in_spans(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    weight: NDArray[np.float64],
    spans: NDArray[np.int64],
    number: int,
    at: tuple[float, float, float, float],
) -> float:
    """Likewise in the first `number` of the spans; `at` has a fourth number: what is enough."""
    total = 0.0
    for index in range(number):
        for place in range(spans[index, 0], spans[index, 1]):
            across, along = x[place] - at[0], y[place] - at[1]
            near = across * across + along * along <= at[2]
            total += weight[place] if near else 0.0
        if total >= at[3]:
            break
    return total


@kernel
def any_among(
    x: NDArray[np.float64], y: NDArray[np.float64], span: tuple[int, int], at: Spot
) -> bool:
    """Whether one of the places in the span is near."""
    for place in range(span[0], span[1]):
        across, along = x[place] - at[0], y[place] - at[1]
        if across * across + along * along <= at[2]:
            return True
    return False


@kernel
def crowd_weight(ground: Ground, cell: int, x: float, y: float, reach: Reach) -> float:
    """The weight of a crowded cell's places near the point, or the first sum that is enough."""
    places, boxes = ground.places, ground.nodes[ground.cells.tree[cell] :]
    low = int(ground.cells.start[cell])
    number = int(ground.cells.start[cell + 1]) - low
    levels = levels_of(number)
    total, node = 0.0, 1
    while node > 0 and total < reach.sure:
        if nearest_square_m2(boxes[node], x, y) > reach.square_m2:
            node = after(node)
        elif farthest_square_m2(boxes[node], x, y) <= reach.square_m2:
            total += boxes[node, WEIGHT]
            node = after(node)
        elif node >> levels == 0:
            node *= 2
        else:
            leaf = node - (1 << levels)
            span = (low + (number * leaf >> levels), low + (number * (leaf + 1) >> levels))
            at = (x, y, reach.square_m2)
            total += weight_among(places.x, places.y, places.weight, span, at)
            node = after(node)
    return total


@kernel
def crowd_has_core(ground: Ground, cell: int, at: Spot) -> bool:
    """Whether a core place of a crowded cell is near."""
    x, y, most_m2 = at
    boxes = ground.nodes[ground.cells.tree[cell] :]
    low = int(ground.cells.start[cell])
    number = int(ground.cells.core_end[cell]) - low
    levels = levels_of(number)
    node = 1
    while node > 0:
        if nearest_square_m2(boxes[node], x, y) > most_m2:
            node = after(node)
        elif farthest_square_m2(boxes[node], x, y) <= most_m2:
            return True
        elif node >> levels == 0:
            node *= 2
        else:
            leaf = node - (1 << levels)
            span = (low + (number * leaf >> levels), low + (number * (leaf + 1) >> levels))
            if any_among(ground.places.x, ground.places.y, span, at):
                return True
            node = after(node)
    return False


@kernel
def best_among(
    x: NDArray[np.float64], y: NDArray[np.float64], span: tuple[int, int], best: int, at: Spot
) -> int:
    """The best of `best` (-1 for none yet) and the places in the span that are near.

    The best is the nearest, of equally near ones the smallest: by easting, then northing.
    """
    most_m2 = at[2]
    if best >= 0:
        across, along = x[best] - at[0], y[best] - at[1]
        most_m2 = across * across + along * along
    for place in range(span[0], span[1]):
        across, along = x[place] - at[0], y[place] - at[1]
        square_m2 = across * across + along * along
        if square_m2 < most_m2 or (
            square_m2 == most_m2
            and (best < 0 or x[place] < x[best] or (x[place] == x[best] and y[place] < y[best]))
        ):
            best, most_m2 = place, square_m2
    return best


@kernel
def best_in_crowd(ground: Ground, cell: int, best: int, at: Spot) -> int:
    """The best of `best` (-1 for none yet) and a crowded cell's core places that are near."""
    x, y, most_m2 = at
    boxes = ground.nodes[ground.cells.tree[cell] :]
    low = int(ground.cells.start[cell])
    number = int(ground.cells.core_end[cell]) - low
    levels = levels_of(number)
    node = 1
    while node > 0:
        if best >= 0:
            most_m2 = square_m2(ground.places, best, x, y)
        if nearest_square_m2(boxes[node], x, y) > most_m2:
            node = after(node)
        elif node >> levels == 0:
            node *= 2
        else:
            leaf = node - (1 << levels)
            span = (low + (number * leaf >> levels), low + (number * (leaf + 1) >> levels))
            best = best_among(ground.places.x, ground.places.y, span, best, at)
            node = after(node)
    return best
