"use strict";
// What lies beneath the places: wards, the open-data layer, a background map.

const WARD_STYLE = { color: "#505a5f", weight: 1, fillColor: "#f3f2f1", fillOpacity: 1, interactive: false };
const WARD_OVER_MAP_STYLE = { color: "#0b0c0c", weight: 1.5, fillOpacity: 0 };
const FOUND_WARD_STYLE = { color: "#0b0c0c", weight: 4, fill: false, interactive: false };

function addWards(map, wards) {
  makePane(map, "wards", 250);
  const renderer = L.svg({ pane: "wards", padding: 0.5 });
  return L.featureGroup(wards.map((ward) => L.polygon(ward.shape, { ...WARD_STYLE, renderer, pane: "wards" }))).addTo(map);
}

// Returns a function that outlines one ward more strongly, or none.
function makeWardMark(map) {
  let mark = null;
  return function markWard(ward) {
    if (mark) mark.remove();
    mark = ward ? L.polygon(ward.shape, { ...FOUND_WARD_STYLE, pane: "wards" }).addTo(map) : null;
  };
}

function followSwitch(id, turned) {
  const box = document.getElementById(id);
  if (!box) return;
  box.closest("label").hidden = false;
  const follow = () => turned(box.checked);
  box.addEventListener("change", follow);
  follow();
}

function addContextSwitch(map, context, choose) {
  if (!context) return;
  makePane(map, "context", 300);
  const layer = makeExtents(map, context, "context", choose);
  followSwitch("context-switch", (isOn) => (isOn ? map.addLayer(layer) : map.removeLayer(layer)));
}

// Off until somebody asks for it, every time: the server learns what is looked at.
function addBasemapSwitch(map, basemap, wardLayer) {
  if (!basemap) return;
  const tiles = L.tileLayer(basemap.url, { maxNativeZoom: basemap.lastZoom, maxZoom: map.getMaxZoom(), referrerPolicy: "no-referrer" });
  document.getElementById("basemap-switch").checked = false;
  followSwitch("basemap-switch", (isOn) => {
    if (isOn) map.addLayer(tiles);
    else map.removeLayer(tiles);
    wardLayer.setStyle(isOn ? WARD_OVER_MAP_STYLE : WARD_STYLE);
  });
}
