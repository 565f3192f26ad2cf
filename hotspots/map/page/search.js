"use strict";
// Finding a place, a zone or a ward by its name: a combobox with a list (ARIA 1.2, APG).
// Accents, case, apostrophes and the order of the words do not matter.

const MOST_FOUND = 8;
const NOTHING_FOUND = "No place, zone or ward of that name is on this map. What is not shown is not known to be safe.";

function folded(text) {
  return text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase()
    .replace(/['\u2019]/g, "").replace(/&/g, " and ").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

// 0: the name begins so; 1: every word begins one of its words; 2: every word is somewhere.
function rankOf(key, words) {
  if (key.startsWith(words.join(" "))) return 0;
  const own = key.split(" ");
  if (words.every((word) => own.some((other) => other.startsWith(word)))) return 1;
  return words.every((word) => key.includes(word)) ? 2 : -1;
}

function searchEntries(entries, text) {
  const words = folded(text).split(" ").filter(Boolean);
  if (!words.length) return [];
  return entries.map((entry, order) => ({ entry, order, rank: rankOf(entry.key, words) }))
    .filter(({ rank }) => rank >= 0)
    .sort((a, b) => a.rank - b.rank || a.order - b.order)
    .map(({ entry }) => entry);
}

function foundInWords(text, number) {
  if (!folded(text)) return "";
  if (number === 0) return NOTHING_FOUND;
  if (number > MOST_FOUND) return `${number} found, the first ${MOST_FOUND} are listed. Type more of the name.`;
  return number === 1 ? "1 found." : `${number} found.`;
}

// entries: [{name, kind, go(opener)}] in the order in which equals are listed.
function makeSearch(entries) {
  const input = document.getElementById("search");
  const list = document.getElementById("found");
  const said = document.getElementById("search-said");
  let keyed = null;
  let shown = [];
  let active = -1;

  function activate(index) {
    active = index;
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === index)));
    if (index < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", list.children[index].id);
      list.children[index].scrollIntoView({ block: "nearest" });
    }
  }
  function close() {
    if (!list.hidden) said.textContent = "";
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    activate(-1);
  }
  function take(entry) {
    input.value = entry.name;
    close();
    entry.go(input);
  }
  function optionOf(entry, index) {
    const option = textElement("div", "", "option");
    option.id = `found-${index}`;
    option.setAttribute("role", "option");
    option.append(textElement("span", entry.name), textElement("span", entry.kind, "quiet"));
    option.addEventListener("mousedown", (event) => event.preventDefault());
    option.addEventListener("click", () => take(entry));
    return option;
  }
  function look() {
    keyed ||= entries.filter((entry) => entry.name).map((entry) => ({ ...entry, key: folded(entry.name) }));
    const all = searchEntries(keyed, input.value);
    shown = all.slice(0, MOST_FOUND);
    list.replaceChildren(...shown.map(optionOf));
    list.hidden = shown.length === 0;
    input.setAttribute("aria-expanded", String(shown.length > 0));
    said.textContent = foundInWords(input.value, all.length);
    activate(-1);
  }
  const moves = { ArrowDown: 1, ArrowUp: -1 };
  function pressed(event) {
    if (event.key in moves && shown.length) {
      if (list.hidden) look();
      const next = active + moves[event.key];
      activate(next < 0 ? shown.length - 1 : next % shown.length);
    } else if (event.key === "Enter" && !list.hidden) take(shown[Math.max(active, 0)]);
    else if (event.key === "Escape" && (input.value || !list.hidden)) {
      input.value = "";
      look();
    } else return;
    event.preventDefault();
  }
  input.addEventListener("input", look);
  input.addEventListener("keydown", pressed);
  input.addEventListener("blur", close);
}
