"use strict";
// Measures labels and ward names, and puts them where labels.js finds room for them.

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

// The label's two sizes: with its name, and the number alone.
function measure(label) {
  label.hidden = false;
  label.classList.remove("number-only");
  const whole = sizeOf(label);
  label.classList.add("number-only");
  return [whole, sizeOf(label)];
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
      made.set(place, makeLabel(place, choose));
      pane.append(made.get(place));
    }
    return made.get(place);
  }
  const names = wards.filter((ward) => ward.name).map((ward) => {
    const element = textElement("span", ward.name, "ward-name");
    wardPane.append(element);
    return { at: ward.at, element };
  });
  return function layOut() {
    const size = map.getSize();
    const bounds = { left: 4, top: 4, right: size.x - 4, bottom: size.y - 4 };
    const obstacles = obstaclesIn(map);
    const anchors = anchorsIn(map, places, size, obstacles);
    made.forEach((label) => { label.hidden = true; });
    anchors.slice(0, MANY_LABELS).forEach((anchor) => { anchor.sizes = measure(labelOf(anchor.place)); });
    const origin = map.containerPointToLayerPoint([0, 0]);
    leaders.replaceChildren();
    const taken = [...obstacles];
    placeLabels(anchors, bounds, obstacles).forEach((found, anchor) => {
      const label = labelOf(anchor.place);
      label.hidden = found === null;
      if (found === null) return;
      label.classList.toggle("number-only", found.kind === 1);
      L.DomUtil.setPosition(label, L.point(found.box.left, found.box.top).add(origin).round());
      if (found.line) drawLeader(leaders, fromEdge(found.line, anchor.radius), origin);
      taken.push(found.box);
    });
    layOutWardNames(map, names, { bounds, taken: [...taken, ...anchors.map((anchor) => anchor.core)], origin });
  };
}

function anchorsIn(map, places, size, hidden) {
  const found = [];
  for (const place of places) {
    const point = map.latLngToContainerPoint(place.at);
    if (!inside(boxAround(point.x, point.y, 0, 0), { left: 0, top: 0, right: size.x, bottom: size.y })) continue;
    // A place under the card has no label: a line would lead to nothing.
    if (hidden.some((box) => overlap(boxAround(point.x, point.y, 0, 0), box, 0))) continue;
    const radius = place.cells.length ? SMALLEST_RADIUS : Math.max(SMALLEST_RADIUS, place.extent / metresPerPixel(map, place.at[0]));
    found.push({ place, x: point.x, y: point.y, radius: Math.min(radius, 60) });
  }
  return found;
}

// A ward's name gives way: it is moved a little up or down, or left out.
function layOutWardNames(map, names, { bounds, taken, origin }) {
  for (const name of names) {
    name.element.hidden = false;
    const point = map.latLngToContainerPoint(name.at);
    const { width, height } = sizeOf(name.element);
    const box = [0, -16, 16, -30, 30].map((dy) => boxAround(point.x, point.y + dy, width / 2, height / 2))
      .find((candidate) => inside(candidate, bounds) && !taken.some((other) => overlap(candidate, other, 2)));
    name.element.hidden = box === undefined;
    if (box === undefined) continue;
    L.DomUtil.setPosition(name.element, L.point(box.left, box.top).add(origin).round());
    taken.push(box);
  }
}
