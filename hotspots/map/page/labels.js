"use strict";
// Where labels go: a greedy search over directions and distances that never lets two
// labels touch, hides no place, stays inside the map and prefers short, uncrossed lines.
// Pure geometry in pixels; the same input always gives the same placing.

const LABEL_GAPS = [3, 12, 24, 40, 60, 84, 112, 144];
// Where places lie so close that most have no label, a long line leads nowhere.
const CROWDED_GAPS = [3, 12];
const LABEL_DIRECTIONS = 16;
const LABEL_CLEARANCE = 4;
const LINE_FROM = 8;
const NUMBER_ONLY_COST = 240;
const NO_LABEL_COST = 1000;
const CROSSING_COST = 50;
const OWN_CIRCLE_COST = 20;
// A number on its place hides how large the sign is: it goes beside it where there is room.
const ON_SIGN_COST = 40;
const MANY_LABELS = 60;
const FEW_LABELS = 14;
const SQUARE = 64;

function overlap(a, b, gap) {
  return a.left < b.right + gap && a.right + gap > b.left && a.top < b.bottom + gap && a.bottom + gap > b.top;
}

function inside(box, bounds) {
  return box.left >= bounds.left && box.right <= bounds.right && box.top >= bounds.top && box.bottom <= bounds.bottom;
}

function boxAround(x, y, halfWidth, halfHeight) {
  return { left: x - halfWidth, right: x + halfWidth, top: y - halfHeight, bottom: y + halfHeight };
}

function nearestPoint(box, x, y) {
  return { x: Math.min(Math.max(x, box.left), box.right), y: Math.min(Math.max(y, box.top), box.bottom) };
}

function turn(a, b, c) {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

function linesCross(p, q) {
  return turn(p.from, p.to, q.from) * turn(p.from, p.to, q.to) < 0 && turn(q.from, q.to, p.from) * turn(q.from, q.to, p.to) < 0;
}

function lineHitsBox(line, box) {
  const corners = [
    { x: box.left, y: box.top }, { x: box.right, y: box.top },
    { x: box.right, y: box.bottom }, { x: box.left, y: box.bottom },
  ];
  if (inside(boxAround(line.to.x, line.to.y, 0, 0), box)) return true;
  return corners.some((corner, i) => linesCross(line, { from: corner, to: corners[(i + 1) % 4] }));
}

// Every place a label of this size may stand at, the best first.
function candidates(anchor, size, isNumber, gaps) {
  const found = [];
  if (isNumber) found.push({ box: boxAround(anchor.x, anchor.y, size.width / 2, size.height / 2), line: null, cost: ON_SIGN_COST, onPlace: true });
  for (const gap of gaps) {
    for (let i = 0; i < LABEL_DIRECTIONS; i += 1) {
      const angle = (i * 2 * Math.PI) / LABEL_DIRECTIONS;
      const dx = Math.cos(angle);
      const dy = Math.sin(angle);
      const reach = anchor.radius + gap;
      const box = boxAround(
        anchor.x + dx * (reach + size.width / 2), anchor.y + dy * (reach + size.height / 2),
        size.width / 2, size.height / 2,
      );
      const to = nearestPoint(box, anchor.x, anchor.y);
      const length = Math.hypot(to.x - anchor.x, to.y - anchor.y);
      const line = length > anchor.radius + LINE_FROM ? { from: { x: anchor.x, y: anchor.y }, to } : null;
      // To the side is easier to read than above or below.
      const covers = length < anchor.radius + 1 ? OWN_CIRCLE_COST : 0;
      found.push({ box, line, cost: length + 6 * Math.abs(dy) + covers, onPlace: false });
    }
  }
  return found.sort((a, b) => a.cost - b.cost);
}

// Every anchor's core in the squares that it touches, so that a box meets only those near it.
function coresBySquare(anchors) {
  const squares = new Map();
  for (const anchor of anchors) {
    forSquares(anchor.core, 0, (key) => {
      if (!squares.has(key)) squares.set(key, []);
      squares.get(key).push(anchor);
      return false;
    });
  }
  return squares;
}

// Calls use(key) for every square that the box and its clearance touch, until one returns true.
function forSquares(box, gap, use) {
  for (let column = Math.floor((box.left - gap) / SQUARE); column <= Math.floor((box.right + gap) / SQUARE); column += 1) {
    for (let row = Math.floor((box.top - gap) / SQUARE); row <= Math.floor((box.bottom + gap) / SQUARE); row += 1) {
      if (use(column * 4096 + row)) return true;
    }
  }
  return false;
}

function coversOther(candidate, anchor, state) {
  return forSquares(candidate.box, 1, (key) => (state.squares.get(key) || [])
    .some((other) => (other !== anchor || !candidate.onPlace) && overlap(candidate.box, other.core, 1)));
}

// A line over another place would seem to belong to it.
function lineHitsOther(line, anchor, state) {
  const { from, to } = line;
  const round = { left: Math.min(from.x, to.x), right: Math.max(from.x, to.x), top: Math.min(from.y, to.y), bottom: Math.max(from.y, to.y) };
  return forSquares(round, 0, (key) => (state.squares.get(key) || [])
    .some((other) => other !== anchor && lineHitsBox(line, other.core)));
}

function coresNear(box, state) {
  const near = new Set();
  forSquares(box, 10, (key) => {
    for (const other of state.squares.get(key) || []) if (overlap(box, other.core, 10)) near.add(other);
    return false;
  });
  return near.size;
}

function isFree(candidate, anchor, state) {
  if (!inside(candidate.box, state.bounds)) return false;
  if (state.obstacles.some((other) => overlap(candidate.box, other, LABEL_CLEARANCE))) return false;
  if (state.placed.some((other) => overlap(candidate.box, other.box, LABEL_CLEARANCE))) return false;
  if (coversOther(candidate, anchor, state)) return false;
  if (state.placed.some((other) => other.line && lineHitsBox(other.line, candidate.box))) return false;
  if (candidate.line && lineHitsOther(candidate.line, anchor, state)) return false;
  return !(candidate.line && state.placed.some((other) => lineHitsBox(candidate.line, other.box)));
}

function costOf(candidate, state) {
  const crossings = candidate.line ? state.placed.filter((other) => other.line && linesCross(candidate.line, other.line)).length : 0;
  return candidate.cost + crossings * CROSSING_COST + coresNear(candidate.box, state) * 8;
}

function best(anchor, state) {
  for (let kind = 0; kind < anchor.sizes.length; kind += 1) {
    const isNumber = kind > 0;
    let chosen = null;
    for (const candidate of candidates(anchor, anchor.sizes[kind], isNumber, state.gaps)) {
      if (chosen && candidate.cost >= chosen.cost) break;
      if (!isFree(candidate, anchor, state)) continue;
      const cost = costOf(candidate, state);
      if (!chosen || cost < chosen.cost) chosen = { ...candidate, cost };
    }
    if (chosen) return { ...chosen, kind, cost: chosen.cost + (isNumber ? NUMBER_ONLY_COST : 0) };
  }
  return null;
}

function placeInOrder(order, squares, bounds, obstacles) {
  const gaps = order.length < MANY_LABELS ? LABEL_GAPS : CROWDED_GAPS;
  const state = { squares, bounds, obstacles, gaps, placed: [] };
  const result = new Map();
  let cost = 0;
  for (const anchor of order) {
    const found = best(anchor, state);
    cost += found ? found.cost : NO_LABEL_COST;
    if (found) state.placed.push(found);
    result.set(anchor, found);
  }
  return { result, cost };
}

// anchors: [{x, y, radius, sizes: [with name, number alone]}] in order of importance.
// Returns a Map from anchor to {box, line, kind} or null.
function placeLabels(anchors, bounds, obstacles) {
  for (const anchor of anchors) {
    const core = Math.min(anchor.signRadius, 12);
    anchor.core = boxAround(anchor.x, anchor.y, core, core);
  }
  const squares = coresBySquare(anchors);
  const labelled = anchors.slice(0, MANY_LABELS);
  let winner = placeInOrder(labelled, squares, bounds, obstacles);
  if (labelled.length <= FEW_LABELS) {
    for (const order of orders(labelled)) {
      const other = placeInOrder(order, squares, bounds, obstacles);
      if (other.cost < winner.cost) winner = other;
    }
  }
  return winner.result;
}

// Greedy placing depends on who comes first: try every rotation, both ways round, and
// from each side of the map.
function orders(anchors) {
  const found = [];
  for (const sequence of [anchors, [...anchors].reverse()]) {
    for (let i = 0; i < sequence.length; i += 1) found.push([...sequence.slice(i), ...sequence.slice(0, i)]);
  }
  for (const key of ["x", "y"]) {
    const sorted = [...anchors].sort((a, b) => a[key] - b[key]);
    found.push(sorted, [...sorted].reverse());
  }
  return found;
}
