"use strict";
// What stands on the map beside Leaflet's own controls, and the position below it.

function addControl(map, position, element) {
  const control = L.control({ position });
  control.onAdd = () => {
    L.DomEvent.disableClickPropagation(element);
    return element;
  };
  control.addTo(map);
}

function addShowAll(map, fit) {
  const box = L.DomUtil.create("div", "leaflet-bar show-all");
  const button = textElement("button", "Show all");
  button.type = "button";
  button.addEventListener("click", fit);
  box.append(button);
  addControl(map, "bottomright", box);
}

function addNorth(map) {
  const arrow = textElement("div", "\u2191 N", "north");
  arrow.setAttribute("role", "img");
  arrow.setAttribute("aria-label", "North is up");
  addControl(map, "bottomleft", arrow);
}

// The position under the pointer, or of the middle of the map for those who use keys.
function followPosition(map) {
  const line = document.getElementById("where");
  const parts = ["what", "grid", "metres", "degrees"].map((name) => document.getElementById(`where-${name}`));
  const said = document.getElementById("where-said");
  const container = map.getContainer();
  line.hidden = false;
  function show(what, { lat, lng }) {
    const metres = gridOf(lat, lng);
    const reference = gridReference(metres);
    const rounded = (value) => Math.floor(value / 10) * 10;
    const texts = [what, reference || "outside the grid", reference ? `${rounded(metres.easting)}, ${rounded(metres.northing)}` : "", `${lat.toFixed(4)}, ${lng.toFixed(4)}`];
    parts.forEach((part, i) => { part.textContent = texts[i]; });
    return reference;
  }
  const showMiddle = () => {
    const reference = show("Middle of the map", map.getCenter());
    said.textContent = document.activeElement === container ? `Middle of the map: ${reference || "outside the grid"}` : "";
  };
  map.on("mousemove", (event) => show("Under the pointer", event.latlng));
  map.on("mouseout moveend", showMiddle);
  showMiddle();
}

// On paper the map has a size of its own, and everything is in view.
function followPrinting(map, fit) {
  let view = null;
  window.addEventListener("beforeprint", () => {
    view = { centre: map.getCenter(), zoom: map.getZoom() };
    const container = map.getContainer();
    container.style.width = "700px";
    container.style.height = "430px";
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
