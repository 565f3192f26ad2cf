"use strict";
// Measures labels and ward names, and puts them where labels.js finds room for them.

// A square in a circle has this part of its radius to each side.
const INNER_SQUARE = 0.71;
const EARTH_ROUND_M = 40075016.7;

function metresPerPixel(map, latitude) {
  return (EARTH_ROUND_M * Math.cos((latitude * Math.PI) / 180)) / (256 * 2 ** map.getZoom());
}

function makeLabel(place, choose) {
  const label = document.createElement("button");
  label.type = "button";
  label.className = "place-label";
  label.append(textElement("span", String(place.number), "badge"), textElement("span", place.name, "words"));
  label.addEventListener("click", () => choose(place, label));
  L.DomEvent.disableClickPropagation(label);
  return label;
}

function sizeOf(element) {
  return { width: element.offsetWidth, height: element.offsetHeight };
}

// The sizes of labels, with the name and the number alone: all are written, then all are read,
// because every reading after a writing has the browser lay the page out again.
function measureAll(labels) {
  for (const { element } of labels) {
    element.hidden = false;
    element.classList.remove("number-only");
  }
  labels.forEach((label) => { label.whole = sizeOf(label.element); });
  for (const { element } of labels) element.classList.add("number-only");
  labels.forEach((label) => { label.sizes = [label.whole, sizeOf(label.element)]; });
}

function obstaclesIn(map) {
  const frame = map.getContainer().getBoundingClientRect();
  const elements = [...map.getContainer().querySelectorAll(".leaflet-control"), document.getElementById("card")];
  return elements.filter((element) => !element.hidden).map((element) => {
    const box = element.getBoundingClientRect();
    return { left: box.left - frame.left, right: box.right - frame.left, top: box.top - frame.top, bottom: box.bottom - frame.top };
  });
}

function fromEdge({ from, to }, radius) {
  const part = radius / Math.hypot(to.x - from.x, to.y - from.y);
  return { from: { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }, to };
}

function drawLeader(parent, line, origin) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", "line");
  element.setAttribute("class", "leader");
  element.setAttribute("x1", line.from.x + origin.x);
  element.setAttribute("y1", line.from.y + origin.y);
  element.setAttribute("x2", line.to.x + origin.x);
  element.setAttribute("y2", line.to.y + origin.y);
  parent.append(element);
}

// Puts labels and ward names where they are readable; to be called after every move.
function makeLabels(map, places, wards, choose) {
  const pane = makePane(map, "places-labels", 640);
  const wardPane = makePane(map, "ward-names", 350);
  pane.classList.add("leaflet-zoom-hide");
  wardPane.classList.add("leaflet-zoom-hide");
  const leaders = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  leaders.setAttribute("class", "leaders");
  leaders.setAttribute("width", "1");
  leaders.setAttribute("height", "1");
  leaders.setAttribute("aria-hidden", "true");
  pane.append(leaders);
  const made = new Map();
  function labelOf(place) {
    if (!made.has(place)) {
      made.set(place, { element: makeLabel(place, choose), sizes: null });
      pane.append(made.get(place).element);
    }
    return made.get(place);
  }
  const names = wards.filter((ward) => ward.name).map((ward) => {
    const element = textElement("span", ward.name, "ward-name");
    wardPane.append(element);
    return { at: ward.at, element, size: null };
  });
  // What is narrow has smaller letters.
  map.on("resize", () => [...made.values()].forEach((label) => { label.sizes = null; }));
  return function layOut() {
    const size = map.getSize();
    const bounds = { left: 4, top: 4, right: size.x - 4, bottom: size.y - 4 };
    const obstacles = obstaclesIn(map);
    const anchors = anchorsIn(map, places, size, obstacles);
    const labelled = anchors.slice(0, MANY_LABELS);
    measureAll(labelled.map((anchor) => labelOf(anchor.place)).filter((label) => !label.sizes));
    labelled.forEach((anchor) => { anchor.sizes = labelOf(anchor.place).sizes; });
    for (const name of names) if (!name.size) name.size = sizeOf(name.element);
    made.forEach(({ element }) => { element.hidden = true; });
    const origin = map.containerPointToLayerPoint([0, 0]);
    leaders.replaceChildren();
    const taken = [...obstacles];
    placeLabels(anchors, bounds, obstacles).forEach((found, anchor) => {
      if (found === null) return;
      const { element } = labelOf(anchor.place);
      element.hidden = false;
      element.classList.toggle("number-only", found.kind === 1);
      L.DomUtil.setPosition(element, L.point(found.box.left, found.box.top).add(origin).round());
      if (found.line) drawLeader(leaders, fromEdge(found.line, anchor.radius), origin);
      taken.push(found.box);
    });
    const covered = anchors.map(({ x, y, radius }) => boxAround(x, y, radius * INNER_SQUARE, radius * INNER_SQUARE));
    layOutWardNames(map, names, { bounds, taken: [...taken, ...covered], origin });
  };
}

// The places in view, those with the largest figure first where not all can have a label.
function anchorsIn(map, places, size, hidden) {
  const found = [];
  for (const place of places) {
    const point = map.latLngToContainerPoint(place.at);
    if (!inside(boxAround(point.x, point.y, 0, 0), { left: 0, top: 0, right: size.x, bottom: size.y })) continue;
    // A place under the card has no label: a line would lead to nothing.
    if (hidden.some((box) => overlap(boxAround(point.x, point.y, 0, 0), box, 0))) continue;
    const signRadius = place.sign.options.radius;
    const extent = place.cells.length ? 0 : place.extent / metresPerPixel(map, place.at[0]);
    found.push({ place, x: point.x, y: point.y, signRadius, radius: Math.min(Math.max(signRadius, extent), 60) });
  }
  return found.length > MANY_LABELS ? found.sort((a, b) => b.place.weight - a.place.weight || a.place.number - b.place.number) : found;
}

// A ward's name gives way: it is moved a little up or down, or left out.
function layOutWardNames(map, names, { bounds, taken, origin }) {
  for (const { at, element, size: { width, height } } of names) {
    const point = map.latLngToContainerPoint(at);
    const box = [0, -16, 16, -30, 30].map((dy) => boxAround(point.x, point.y + dy, width / 2, height / 2))
      .find((candidate) => inside(candidate, bounds) && !taken.some((other) => overlap(candidate, other, 2)));
    element.hidden = box === undefined;
    if (box === undefined) continue;
    L.DomUtil.setPosition(element, L.point(box.left, box.top).add(origin).round());
    taken.push(box);
  }
}
