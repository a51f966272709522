// The search page: what a reader types and ticks, found at once. Until all is loaded the list from A to Z stands there.

import { makeEngine } from "./engine.js";
import { narrow, ordered } from "./facets.js";
import { makeFilters } from "./filters.js";
import { load } from "./places.js";
import { parse } from "./query.js";
import { SORTS, read, written } from "./state.js";
import { hit } from "./view.js";

const PAGE = 20; // entries that are shown at a time
const PAUSE = 120; // milliseconds without a key after which is searched
const WIDE = "(min-width: 62em)";

const part = (id) => document.getElementById(id);
const box = part("q");
const { home } = part("search").dataset;
const words = JSON.parse(part("search").dataset.words);
const figures = new Intl.NumberFormat(document.documentElement.lang);
const number = (count) => figures.format(count);
const counted = (key, count) => words[`${key}_${count === 1 ? "one" : "other"}`].replace("{n}", number(count));


let cards, engine, showTicks; // once all is loaded
let state; // what is asked for
let answer = {}; // what was found last, and for which text
let passed = []; // what of it fits the facets, in the order that is wanted

async function start() {
  box.value ||= new URLSearchParams(location.search).get("q") ?? "";
  cards = await load(`${home}cards.json`);
  engine = await makeEngine(cards);
  engine.find(parse(cards.title.at(-1) ?? "")); // the first search is slow, for it is yet to be compiled: not the reader's
  showTicks = makeFilters(part("filters"), cards.facets, (name, value, ticked) => {
    state.chosen[name][ticked ? "add" : "delete"](value);
    go(true);
  });
  state = { ...read(location.search, cards.facets), text: box.value };
  heedTyping();
  heedChoices();
  part("filters").open = matchMedia(WIDE).matches;
  part("search").hidden = false;
  show();
}

/** Find what the state asks for, and show it from its beginning. */
function show() {
  if (answer.text !== state.text) {
    answer = { text: state.text, ...engine.find(parse(state.text)) };
  }
  const narrowed = narrow(answer.hits, cards.facets, state.chosen);
  passed = ordered(narrowed.passed, state.sort, cards.modified);
  showTicks(narrowed.counts, state.chosen, number);
  part("clear").hidden = Object.values(state.chosen).every((values) => values.size === 0);
  part("sort").value = state.sort;
  part("found").textContent = counted("found", passed.length);
  part("notice").textContent = words[answer.how] ?? "";
  part("notice").hidden = passed.length === 0 || !words[answer.how];
  part("nothing").hidden = part("letters").hidden = passed.length > 0;
  part("hits").replaceChildren();
  showMore();
}

/** Show the entries that follow those that are shown; give the first of them. */
function showMore() {
  const begin = part("hits").childElementCount;
  part("hits").append(...passed.slice(begin, begin + PAGE).map((entry) => hit(cards, entry, home, words)));
  const left = passed.length - part("hits").childElementCount;
  part("more").hidden = left === 0;
  part("more").textContent = counted("more", Math.min(PAGE, left));
  return part("hits").children[begin];
}

/** Take the state into the address, as a step of its own that leads back here or not, and show it. */
function go(isStep) {
  const address = location.pathname + written(state, cards.facets);
  const isNew = address !== location.pathname + location.search;
  history[isStep && isNew ? "pushState" : "replaceState"](null, "", address);
  show();
}

function heedTyping() {
  let waiting;
  const take = (isStep) => {
    clearTimeout(waiting);
    state.text = box.value;
    go(isStep);
  };
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(take, PAUSE, false);
  });
  box.form.addEventListener("submit", (event) => {
    event.preventDefault();
    take(true);
  });
}

function heedChoices() {
  part("sort").addEventListener("change", (event) => {
    state.sort = SORTS.find((sort) => sort === event.target.value);
    go(true);
  });
  part("clear").addEventListener("click", () => {
    Object.values(state.chosen).forEach((values) => values.clear());
    part("filters").querySelector("summary").focus();
    go(true);
  });
  part("more").addEventListener("click", () => showMore().querySelector("a").focus());
  addEventListener("popstate", () => {
    state = read(location.search, cards.facets);
    box.value = state.text;
    show();
  });
}

start().catch((error) => console.warn(error));
