"use strict";
// Which quantity the signs stand for, with its legend.

// Returns a function that shows the view of an id; `changed` is called after the signs have.
function makeViews(map, data, former, changed) {
  const select = document.getElementById("view");
  if (!select) return () => {};
  function show() {
    const view = data.views.find((one) => one.id === select.value);
    data.hotspots.forEach((place, i) => { place.signName = view.signs[i]; });
    for (const legend of document.querySelectorAll(".legend-view")) legend.hidden = legend.dataset.view !== view.id;
    if (former && view.hasFormer) map.addLayer(former);
    else if (former) map.removeLayer(former);
    changed();
  }
  select.addEventListener("change", show);
  // A browser that comes back to the page may have kept another choice.
  if (select.value !== data.views[0].id) show();
  return (id) => {
    if (select.value === id) return;
    select.value = id;
    show();
  };
}
