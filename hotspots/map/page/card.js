"use strict";
// The card of one place, and the buttons in the table that open it. Every value goes in
// as textContent: it is text, whatever it contains.

function textElement(tag, text, className) {
  const element = document.createElement(tag);
  element.textContent = text;
  if (className) element.className = className;
  return element;
}

function fillCard(place) {
  document.getElementById("card-name").textContent = place.name;
  const facts = document.getElementById("card-facts");
  facts.replaceChildren();
  for (const [heading, text] of place.facts) {
    facts.append(textElement("dt", heading), textElement("dd", text));
  }
}

// Returns {open(place, opener), close()}; `changed` is called after either.
function makeCard(changed) {
  const card = document.getElementById("card");
  let opener = null;
  function close() {
    if (card.hidden) return;
    card.hidden = true;
    changed(null);
    if (opener && opener.isConnected) opener.focus({ preventScroll: true });
    opener = null;
  }
  document.getElementById("card-close").addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  function open(place, from) {
    fillCard(place);
    opener = from;
    card.hidden = false;
    changed(place);
    card.focus({ preventScroll: true });
  }
  return { open, close };
}

// The names in the table become buttons only here: without a script they could do nothing.
function makeRowButtons(places, choose) {
  for (const cell of document.querySelectorAll("#places th[data-row]")) {
    const place = places[Number(cell.dataset.row) - 1];
    const button = textElement("button", place.name);
    button.type = "button";
    button.addEventListener("click", () => choose(place, button));
    cell.replaceChildren(button);
  }
}

function markRow(place) {
  for (const cell of document.querySelectorAll("#places th[data-row]")) {
    const isChosen = place !== null && Number(cell.dataset.row) === place.number && !place.isContext;
    cell.parentElement.classList.toggle("chosen", isChosen);
  }
}
