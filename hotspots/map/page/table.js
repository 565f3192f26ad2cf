"use strict";
// The tables, linked with the map: a name is a button that moves the map, a heading sorts.

// The names become buttons only here: without a script they could do nothing.
function makeButtons(table, attribute, choose) {
  if (!table) return;
  for (const cell of table.querySelectorAll(`th[data-${attribute}]`)) {
    const button = textElement("button", cell.textContent);
    button.type = "button";
    cell.replaceChildren(button);
  }
  table.addEventListener("click", (event) => {
    const button = event.target.closest(`th[data-${attribute}] > button`);
    if (button) choose(Number(button.parentElement.dataset[attribute]) - 1, button);
  });
}

// Returns a function that marks the row of a place, or none.
function makeRowMarks() {
  let marked = null;
  return function markRow(place, isToBeSeen) {
    if (marked) marked.classList.remove("chosen");
    const isListed = place && !place.isContext && !place.isFormer;
    marked = isListed ? document.querySelector(`#places th[data-row="${place.number}"]`).closest("tbody") : null;
    if (!marked) return;
    marked.classList.add("chosen");
    // Where map and table stand side by side, the row comes into view.
    if (isToBeSeen && window.matchMedia("(min-width: 900px)").matches) marked.scrollIntoView({ block: "nearest" });
  };
}

function keyOf(body, column, kind) {
  const cell = body.rows[0].cells[column];
  if (kind === "figure") return "figure" in cell.dataset ? Number(cell.dataset.figure) : null;
  return kind === "number" ? Number(cell.textContent) : cell.textContent;
}

// What has no number comes last, whichever way the rest is sorted.
function sortedBodies(bodies, column, kind, isDown) {
  const words = new Intl.Collator("en-GB", { numeric: true });
  const compare = kind === "text" ? words.compare : (a, b) => a - b;
  return bodies.map((body, order) => ({ body, order, key: keyOf(body, column, kind) })).sort((a, b) => {
    if (a.key === null || b.key === null) return (a.key === null) - (b.key === null) || a.order - b.order;
    return (isDown ? compare(b.key, a.key) : compare(a.key, b.key)) || a.order - b.order;
  }).map(({ body }) => body);
}

function makeSortable(table) {
  if (!table || table.tagName !== "TABLE") return;
  const bodies = [...table.tBodies];
  const headings = [...table.tHead.rows[0].cells].filter((cell) => cell.dataset.sort);
  for (const heading of headings) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.replaceChildren(button);
    button.addEventListener("click", () => {
      const wasUp = heading.getAttribute("aria-sort") === "ascending";
      const wasDown = heading.getAttribute("aria-sort") === "descending";
      const isDown = heading.dataset.sort === "figure" ? !wasDown : wasUp;
      headings.forEach((other) => other.removeAttribute("aria-sort"));
      heading.setAttribute("aria-sort", isDown ? "descending" : "ascending");
      table.append(...sortedBodies(bodies, heading.cellIndex, heading.dataset.sort, isDown));
    });
  }
}
