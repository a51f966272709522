// Tables that can be put in another order and, if they are long, filtered.

import { fold } from "./fold.js";
import { order } from "./order.js";
import { announce, make, word } from "./words.js";

const SORTED_FROM = 3; // rows
const FILTERED_FROM = 12; // rows
const language = document.documentElement.lang;
const NEXT = { none: "ascending", ascending: "descending", descending: "none" };

/** Give a table the means that its length asks for; one whose cells span others stays as it is. */
export function enhance(table) {
  const body = table.tBodies[0];
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
  if (!body || table.querySelector("[rowspan], [colspan]") || body.rows.length < SORTED_FROM) return;
  const rows = [...body.rows];
  heads.forEach((head, column) => addSort(table, head, heads, rows, column));
  table.classList.add("sortable");
  if (rows.length >= FILTERED_FROM) addFilter(table, rows);
}

function addSort(table, head, heads, rows, column) {
  const name = head.textContent.trim();
  if (!name) return;
  const button = make("button", { type: "button", class: "sort" });
  if (head.querySelector("a")) {
    button.append(make("span", { class: "visually-hidden" }, word("sort", { column: name })));
    head.append(" ", button);
  } else {
    button.append(...head.childNodes);
    head.append(button);
  }
  head.setAttribute("aria-sort", "none");
  button.addEventListener("click", () => {
    const way = NEXT[head.getAttribute("aria-sort")];
    for (const each of heads.filter((other) => other.hasAttribute("aria-sort"))) each.setAttribute("aria-sort", "none");
    head.setAttribute("aria-sort", way);
    table.tBodies[0].append(...inOrder(rows, column, way, "raw" in table.dataset));
    announce(word(`sorted_${way}`, { column: name }));
  });
}

function inOrder(rows, column, way, raw) {
  if (way === "none") return rows;
  const texts = rows.map((row) => text(row.cells[column]));
  return order(texts, language, way === "ascending" ? 1 : -1, raw).map((place) => rows[place]);
}

function text(cell) {
  return cell.querySelector("time")?.dateTime ?? cell.textContent.trim();
}

function addFilter(table, rows) {
  const label = make("label", {}, word("filter"));
  const input = make("input", { type: "search", autocomplete: "off", spellcheck: "false" });
  const told = make("span", { class: "under", role: "status" });
  const line = make("div", { class: "filter" });
  label.append(" ", input);
  line.append(label, told);
  const folded = rows.map((row) => fold(row.textContent));
  input.addEventListener("input", () => {
    const wanted = fold(input.value).split(/\s+/);
    rows.forEach((row, place) => (row.hidden = !wanted.every((part) => folded[place].includes(part))));
    const shown = rows.filter((row) => !row.hidden).length;
    told.textContent = input.value ? word("shown", { shown, all: rows.length }) : "";
  });
  (table.closest(".scroll") ?? table).before(line);
}
