"use strict";
// The card of one place. Every value goes in as textContent: it is text, whatever it contains.

const LONG_LINE = 34;

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
  for (const [heading, ...lines] of place.facts) {
    // A sentence or a list needs the card's whole width.
    const width = lines.length > 1 || lines[0].length > LONG_LINE ? "long" : "";
    facts.append(textElement("dt", heading, width), ...lines.map((line) => textElement("dd", line, width)));
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
    if (event.key === "Escape" && !event.defaultPrevented) close();
  });
  function open(place, from) {
    fillCard(place);
    opener = from;
    card.hidden = false;
    card.scrollTop = 0;
    changed(place);
    card.focus({ preventScroll: true });
  }
  return { open, close };
}
