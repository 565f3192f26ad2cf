/* Makes the desk quicker to use; everything on it works without this, too. */
"use strict";

/* While something is being done: look again until it is finished, then go to its room. */
const work = document.querySelector("[data-work]");
let room = "/work";
async function lookAgain() {
  let state;
  try {
    const answer = await fetch("/work/state", { cache: "no-store" });
    state = await answer.json();
  } catch {
    window.setTimeout(lookAgain, 3000);
    return;
  }
  if (!state.running) {
    window.location.replace(room);
    return;
  }
  room = state.room;
  work.textContent = `${state.stage || "Beginning"} …`;
  window.setTimeout(lookAgain, 500);
}
if (work) {
  room = work.dataset.room || room;
  lookAgain();
}

/* A place in doubt: choose by key, by the list or on the map. */
const form = document.querySelector("[data-settle]");
if (form) {
  const typed = form.querySelector("#typed");
  const told = form.querySelector("[data-pointed]");
  const svg = form.querySelector("[data-town]");
  const byPlace = (place) =>
    [...form.querySelectorAll("[data-place]")].find((one) => one.type === "radio" && one.value === place);

  function mark(x, y) {
    let pin = svg.querySelector(".pin");
    if (!pin) {
      pin = document.createElementNS("http://www.w3.org/2000/svg", "circle");
      pin.setAttribute("class", "pin");
      pin.setAttribute("r", "420");
      svg.append(pin);
    }
    pin.setAttribute("cx", x);
    pin.setAttribute("cy", y);
  }

  svg.addEventListener("click", (event) => {
    const spot = event.target.closest(".spot");
    if (spot) {
      const circle = spot.querySelector("circle");
      const choice = byPlace(spot.dataset.place);
      if (choice) {
        choice.checked = true;
        typed.value = "";
      } else {
        typed.value = spot.dataset.name;
      }
      told.textContent = spot.dataset.name;
      mark(circle.getAttribute("cx"), circle.getAttribute("cy"));
      return;
    }
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    typed.value = `${Math.round(at.x)}, ${Math.round(-at.y)}`;
    told.textContent = `Easting ${Math.round(at.x)}, northing ${Math.round(-at.y)}`;
    mark(at.x, at.y);
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input[type=text]")) {
      return;
    }
    if (event.key === "Enter" && event.target.matches("body, input[type=radio]")) {
      if (form.querySelector("input[type=radio]:checked")) {
        event.preventDefault();
        form.requestSubmit();
      }
      return;
    }
    const choice = [...form.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key.toLowerCase());
    if (choice) {
      choice.checked = true;
      choice.focus();
    }
  });
}
