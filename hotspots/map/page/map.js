"use strict";
// Draws wards, places and the context layer on the map that was started before. Reads the
// page's block of data and writes text.

const WARD_STYLE = { color: "#505a5f", weight: 1, fillColor: "#f3f2f1", fillOpacity: 1, interactive: false };
const PLACE_STYLE = { color: "#003078", weight: 2, fillColor: "#1d70b8", fillOpacity: 0.35 };
const CHOSEN_STYLE = { color: "#0b0c0c", weight: 4, fillColor: "#1d70b8", fillOpacity: 0.6 };
const CONTEXT_STYLE = { color: "#6b2c00", weight: 1, dashArray: "3 2", fillColor: "#f47738", fillOpacity: 0.5 };
const SMALLEST_RADIUS = 8;
const MANY_SHAPES = 400;
const CLOSE_ZOOM = 15;
const FIRST_ZOOM_LIMIT = 14;
const EARTH_ROUND_M = 40075016.7;

function metresPerPixel(map, latitude) {
  return (EARTH_ROUND_M * Math.cos((latitude * Math.PI) / 180)) / (256 * 2 ** map.getZoom());
}

function makePane(map, name, order) {
  const pane = map.createPane(name);
  pane.style.zIndex = order;
  return pane;
}

function rendererFor(pane, count) {
  return count > MANY_SHAPES ? L.canvas({ pane, padding: 0.5 }) : L.svg({ pane, padding: 0.5 });
}

// One shape for each place: its cells, or a circle of its extent that never gets too small to see.
function makeShapes(map, places, style, pane, choose) {
  const renderer = rendererFor(pane, places.length);
  const group = L.layerGroup();
  for (const place of places) {
    const options = { ...style, renderer, pane };
    place.shape = place.cells.length ? L.polygon(place.cells.map((ring) => [ring]), options) : L.circle(place.at, { ...options, radius: place.extent });
    place.shape.on("click", (event) => {
      L.DomEvent.stopPropagation(event);
      choose(place, map.getContainer());
    });
    group.addLayer(place.shape);
  }
  return group;
}

function growCircles(map, places) {
  for (const place of places) {
    if (place.cells.length) continue;
    place.shape.setRadius(Math.max(place.extent, SMALLEST_RADIUS * metresPerPixel(map, place.at[0])));
  }
}

function boundsOf(places, wards) {
  const bounds = L.latLngBounds([]);
  for (const place of places) {
    if (place.cells.length) place.cells.forEach((ring) => bounds.extend(ring));
    else bounds.extend(L.latLng(place.at).toBounds(2 * place.extent));
  }
  if (!bounds.isValid()) wards.forEach((ward) => ward.shape.forEach((polygon) => bounds.extend(polygon[0])));
  return bounds;
}

// The card covers one side of the map: the place is moved to the middle of the rest.
function besideCard(map) {
  const card = document.getElementById("card");
  const size = map.getSize();
  if (card.hidden) return;
  if (card.offsetWidth < size.x / 2) map.panBy([card.offsetWidth / 2, 0], { animate: false });
  else map.panBy([0, card.offsetHeight / 2], { animate: false });
}

function addShowAll(map, fit) {
  const control = L.control({ position: "topleft" });
  control.onAdd = () => {
    const box = L.DomUtil.create("div", "leaflet-bar show-all");
    const button = textElement("button", "Show all");
    button.type = "button";
    button.addEventListener("click", fit);
    L.DomEvent.disableClickPropagation(box);
    box.append(button);
    return box;
  };
  control.addTo(map);
}

function addContextSwitch(map, context, choose) {
  const box = document.getElementById("context-switch");
  if (!context || !box) return;
  makePane(map, "context", 300);
  const layer = makeShapes(map, context, CONTEXT_STYLE, "context", choose);
  box.closest("label").hidden = false;
  const follow = () => {
    if (box.checked) {
      map.addLayer(layer);
      growCircles(map, context);
    } else map.removeLayer(layer);
  };
  box.addEventListener("change", follow);
  map.on("zoomend", () => growCircles(map, context));
  follow();
}

// On paper the map has a size of its own, and everything is in view.
function followPrinting(map, fit) {
  let view = null;
  window.addEventListener("beforeprint", () => {
    view = { centre: map.getCenter(), zoom: map.getZoom() };
    const container = map.getContainer();
    container.style.width = "680px";
    container.style.height = "420px";
    map.invalidateSize({ animate: false });
    fit();
  });
  window.addEventListener("afterprint", () => {
    map.getContainer().style.width = "";
    map.getContainer().style.height = "";
    map.invalidateSize({ animate: false });
    if (view) map.setView(view.centre, view.zoom, { animate: false });
  });
}

function showHotspots(map) {
  const data = JSON.parse(document.getElementById("hotspots-data").textContent);
  const places = data.hotspots;
  if (data.context) data.context.forEach((place) => { place.isContext = true; });
  document.getElementById("without-script").remove();
  const container = map.getContainer();
  container.setAttribute("role", "group");
  container.setAttribute("aria-label", "Map of the places. The table has the same content.");
  makePane(map, "wards", 200);
  const wardRenderer = L.svg({ pane: "wards", padding: 0.5 });
  data.wards.forEach((ward) => L.polygon(ward.shape, { ...WARD_STYLE, renderer: wardRenderer, pane: "wards" }).addTo(map));

  let layOut = () => {};
  let moved = false;
  const bounds = boundsOf(places, data.wards);
  const fit = () => {
    if (bounds.isValid()) map.fitBounds(bounds, { padding: [36, 36], maxZoom: FIRST_ZOOM_LIMIT, animate: false });
    moved = false;
  };
  const card = makeCard((place) => {
    for (const other of [...places, ...(data.context || [])]) {
      if (other.shape) other.shape.setStyle(other === place ? CHOSEN_STYLE : other.isContext ? CONTEXT_STYLE : PLACE_STYLE);
    }
    markRow(place);
    layOut();
  });
  const choose = (place, opener) => {
    card.open(place, opener);
    const { x, y } = map.latLngToContainerPoint(place.at);
    const size = map.getSize();
    const isClear = inside(boxAround(x, y, 12, 12), { left: 0, top: 0, right: size.x, bottom: size.y })
      && !obstaclesIn(map).some((box) => overlap(boxAround(x, y, 12, 12), box, 0));
    if (isClear) return;
    map.panTo(place.at, { animate: false });
    besideCard(map);
  };
  const goTo = (place, opener) => {
    card.open(place, opener);
    map.setView(place.at, Math.max(map.getZoom(), CLOSE_ZOOM), { animate: false });
    besideCard(map);
    container.scrollIntoView({ block: "nearest" });
  };

  addShowAll(map, () => { card.close(); fit(); });
  fit();
  makeShapes(map, places, PLACE_STYLE, "overlayPane", choose).addTo(map);
  growCircles(map, places);
  layOut = makeLabels(map, places, data.wards, choose);
  makeRowButtons(places, goTo);
  addContextSwitch(map, data.context, choose);
  map.on("zoomend", () => growCircles(map, places));
  map.on("moveend", layOut);
  map.on("dragstart zoomstart", () => { moved = true; });
  map.on("resize", () => (moved ? layOut() : fit()));
  // The wheel scrolls the page until somebody is working with the map.
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
  followPrinting(map, fit);
  layOut();
}
