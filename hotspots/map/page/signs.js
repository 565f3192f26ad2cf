"use strict";
// A place on the map: its extent in metres, and its sign, which keeps its size on the screen.

const EXTENT_STYLE = { color: "#06294d", weight: 1.5, fillColor: "#6baed6", fillOpacity: 0.22 };
const CONTEXT_STYLE = { color: "#6b2c00", weight: 1, dashArray: "3 2", fillColor: "#f47738", fillOpacity: 0.5 };
const CHOSEN_LINE = { color: "#0b0c0c", weight: 5 };
const MANY_SHAPES = 400;
const WHOLE_SIZE_ZOOM = 15;
const SMALLEST_SCALE = 0.3;

// A circle of so many pixels as Leaflet has it, or the polygon of `corners` in that circle.
const SignPath = L.CircleMarker.extend({
  options: { corners: [] },
  _updatePath() {
    if (!this.options.corners.length || this._empty()) this._renderer._updateCircle(this);
    else if (this._renderer._ctx) this._drawCorners(this._renderer);
    else this._renderer._setPath(this, `M${this._points().map(({ x, y }) => `${x} ${y}`).join("L")}Z`);
  },
  _points() {
    return this.options.corners.map(([x, y]) => ({ x: this._point.x + x * this._radius, y: this._point.y + y * this._radius }));
  },
  _drawCorners(renderer) {
    if (!renderer._drawing) return;
    const context = renderer._ctx;
    context.beginPath();
    for (const { x, y } of this._points()) context.lineTo(x, y);
    context.closePath();
    renderer._fillStroke(context, this);
  },
});

// Many signs are drawn smaller while the map shows much, or they would hide one another.
function signScale(map, count) {
  if (count <= MANY_SHAPES) return 1;
  return Math.min(1, Math.max(SMALLEST_SCALE, 2 ** ((map.getZoom() - WHOLE_SIZE_ZOOM) / 2)));
}

function styleOf(sign, scale) {
  return {
    radius: sign.radius * scale, corners: sign.corners, color: sign.line, weight: scale < 1 ? 1 : 2,
    dashArray: sign.dash || null, fillColor: sign.fill, fillOpacity: 1,
  };
}

function makePane(map, name, order) {
  const pane = map.createPane(name);
  pane.style.zIndex = order;
  return pane;
}

function rendererFor(pane, count) {
  return count > MANY_SHAPES ? L.canvas({ pane, padding: 0.2 }) : L.svg({ pane, padding: 0.5 });
}

// Calls choose(place) when one of the group's shapes is clicked.
function clickable(group, map, choose) {
  group.on("click", (event) => {
    L.DomEvent.stopPropagation(event);
    choose(event.propagatedFrom.place, map.getContainer());
  });
  return group;
}

function extentOf(place, options) {
  const shape = place.cells.length
    ? L.polygon(place.cells.map((ring) => [ring]), options)
    : L.circle(place.at, { ...options, radius: place.extent });
  shape.place = place;
  return shape;
}

// The extents of the places alone: the open-data layer has no signs.
function makeExtents(map, places, pane, choose) {
  const renderer = rendererFor(pane, places.length);
  return clickable(L.featureGroup(places.map((place) => extentOf(place, { ...CONTEXT_STYLE, renderer, pane }))), map, choose);
}

// The signs, the smaller above the larger so that none is covered, and beneath them the extents.
function makePlaces(map, places, signs, choose) {
  const scale = signScale(map, places.length);
  const pane = "overlayPane";
  const renderer = rendererFor(pane, places.length);
  const group = L.featureGroup();
  for (const place of [...places].sort((a, b) => b.weight - a.weight)) {
    place.sign = new SignPath(place.at, { ...styleOf(signs[place.signName], scale), renderer, pane });
    place.sign.place = place;
    group.addLayer(place.sign);
  }
  followExtents(map, places, group, { ...EXTENT_STYLE, renderer, pane });
  return clickable(group, map, choose);
}

// An extent that is smaller than its place's sign is not drawn: thousands would cost their time.
function followExtents(map, places, group, options) {
  const follow = () => {
    for (const place of places) {
      const isSeen = place.cells.length > 0 || place.extent > place.sign.options.radius * metresPerPixel(map, place.at[0]);
      if (isSeen && !place.shape) place.shape = extentOf(place, options);
      if (!place.shape || group.hasLayer(place.shape) === isSeen) continue;
      if (isSeen) group.addLayer(place.shape);
      else group.removeLayer(place.shape);
      if (isSeen && place.shape._map) place.shape.bringToBack();
    }
  };
  map.on("zoomend", follow);
  group.on("add", follow);
}

function showSign(place, signs, { scale, isChosen }) {
  if (!place.sign) return;
  place.sign.setStyle({ ...styleOf(signs[place.signName], scale), ...(isChosen ? CHOSEN_LINE : {}) });
  if (isChosen && place.sign._map) place.sign.bringToFront();
}
