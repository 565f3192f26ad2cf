"use strict";
// Puts the page together on the map that was started before. Reads the page's block of
// data and writes text.

const CLOSE_ZOOM = 15;
const FIRST_ZOOM_LIMIT = 14;

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

function readData() {
  const data = JSON.parse(document.getElementById("hotspots-data").textContent);
  data.hotspots.forEach((place, i) => { place.signName = data.views[0].signs[i]; });
  data.former.forEach((place) => { place.isFormer = true; place.signName = "former"; });
  (data.context || []).forEach((place) => { place.isContext = true; });
  return data;
}

function startMap(map) {
  document.getElementById("without-script").remove();
  document.getElementById("tools").hidden = false;
  const container = map.getContainer();
  container.setAttribute("role", "group");
  container.setAttribute("aria-label", "Map of the places. The table has the same content.");
  // The wheel scrolls the page until somebody is working with the map.
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
}

// Returns how the map moves: to one place, to several, to a ward, to everything.
function makeMoves(map, data, card, moved) {
  const markWard = makeWardMark(map);
  const all = boundsOf(data.hotspots, data.wards);
  const fitTo = (bounds) => map.fitBounds(bounds, { padding: [36, 36], maxZoom: CLOSE_ZOOM, animate: false });
  return {
    toAll() {
      markWard(null);
      if (all.isValid()) map.fitBounds(all, { padding: [36, 36], maxZoom: FIRST_ZOOM_LIMIT, animate: false });
    },
    toPlace(place, opener) {
      moved();
      card.open(place, opener);
      map.setView(place.at, Math.max(map.getZoom(), CLOSE_ZOOM), { animate: false });
      besideCard(map);
      map.getContainer().scrollIntoView({ block: "nearest" });
    },
    toPlaces(places) {
      if (!places.length) return;
      moved();
      card.close();
      fitTo(boundsOf(places, []));
      map.getContainer().scrollIntoView({ block: "nearest" });
    },
    toWard(ward) {
      moved();
      card.close();
      markWard(ward);
      fitTo(boundsOf([], [ward]));
      map.getContainer().scrollIntoView({ block: "nearest" });
    },
    // A place that was clicked moves only if the card would cover it.
    besideCardIfCovered(place) {
      const { x, y } = map.latLngToContainerPoint(place.at);
      const size = map.getSize();
      const isClear = inside(boxAround(x, y, 12, 12), { left: 0, top: 0, right: size.x, bottom: size.y })
        && !obstaclesIn(map).some((box) => overlap(boxAround(x, y, 12, 12), box, 0));
      if (isClear) return;
      moved();
      map.panTo(place.at, { animate: false });
      besideCard(map);
    },
  };
}

function linkTables(data, moves, showView) {
  const placesOf = (zone) => zone.numbers.map((number) => data.hotspots[number - 1]);
  const table = document.getElementById("places");
  makeSortable(table);
  makeButtons(table, "row", (index, button) => moves.toPlace(data.hotspots[index], button));
  makeButtons(document.querySelector("table.zones"), "zone", (index) => moves.toPlaces(placesOf(data.zones[index])));
  makeButtons(document.querySelector("table.former"), "former", (index, button) => {
    showView("change");
    moves.toPlace(data.former[index], button);
  });
  makeSearch([
    ...data.hotspots.map((place) => ({ name: place.name, kind: "place", go: (opener) => moves.toPlace(place, opener) })),
    ...data.zones.map((zone) => ({ name: zone.name, kind: "zone", go: () => moves.toPlaces(placesOf(zone)) })),
    ...data.wards.map((ward) => ({ name: ward.name, kind: "ward", go: () => moves.toWard(ward) })),
  ]);
}

function showHotspots(map) {
  const data = readData();
  const places = data.hotspots;
  startMap(map);
  const markRow = makeRowMarks();
  let layOut = () => {};
  let isMoved = false;
  let chosen = null;
  let scale = 1;
  const redraw = (place) => showSign(place, data.signs, { scale, isChosen: place === chosen });
  const card = makeCard((place) => {
    const before = chosen;
    chosen = place;
    if (before) redraw(before);
    if (chosen) redraw(chosen);
    markRow(place, !document.activeElement.closest("table"));
    layOut();
  });
  const moves = makeMoves(map, data, card, () => { isMoved = true; });
  const fit = () => { moves.toAll(); isMoved = false; };
  const choose = (place, opener) => { card.open(place, opener); moves.besideCardIfCovered(place); };

  addShowAll(map, () => { card.close(); fit(); });
  addNorth(map);
  fit();
  const wardLayer = addWards(map, data.wards);
  makePlaces(map, places, data.signs, choose).addTo(map);
  const former = data.former.length ? makePlaces(map, data.former, data.signs, choose) : null;
  layOut = makeLabels(map, places, data.wards, choose);
  const showView = makeViews(map, data, former, () => {
    places.forEach(redraw);
    layOut();
  });
  linkTables(data, moves, showView);
  addContextSwitch(map, data.context, choose);
  addBasemapSwitch(map, data.basemap, wardLayer);
  scale = signScale(map, places.length);
  map.on("zoomend", () => {
    if (scale === signScale(map, places.length)) return;
    scale = signScale(map, places.length);
    places.forEach(redraw);
  });
  map.on("moveend", layOut);
  followPosition(map);
  map.on("dragstart zoomstart", () => { isMoved = true; });
  map.on("resize", () => (isMoved ? layOut() : fit()));
  followPrinting(map, fit);
  layOut();
}
