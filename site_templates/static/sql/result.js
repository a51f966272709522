// A result as a table that can be read by eye, ear and keyboard.

import { element } from "../scripts/view.js";

const LONG = 1000; // characters of a cell on the page; its file has all
const isNumber = (value) => typeof value === "number" || typeof value === "bigint" || value === null;

/** Make the table of a result; `told` says how many rows there are. */
export function resultTable({ columns, rows }, told, word) {
  const numeric = columns.map((_, at) => rows.some((row) => row[at] !== null) && rows.every((row) => isNumber(row[at])));
  const classOf = (at) => (numeric[at] ? "number" : "");
  const heads = columns.map((name, at) => {
    return element("th", { scope: "col", className: classOf(at) }, name || word("column", { n: at + 1 }));
  });
  const lines = rows.map((row) => element("tr", {}, ...row.map((value, at) => cell(value, classOf(at)))));
  const caption = element("caption", { id: "result-caption" }, element("span", {}, told));
  const table = element("table", { className: "data" }, caption);
  table.dataset.raw = "";
  table.append(element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...lines));
  const scroll = element("div", { className: "scroll", tabIndex: 0 }, table);
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-labelledby", "result-caption");
  return { table, scroll };
}

function cell(value, className) {
  if (value === null) return element("td", { className: `${className} null`.trim() });
  const text = String(value);
  return element("td", { className }, text.length > LONG ? `${text.slice(0, LONG)}…` : text);
}
