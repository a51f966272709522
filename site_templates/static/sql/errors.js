// What SQLite says of a query, in the language of the page; what it says seldom stands in its own English.

import { element } from "../scripts/view.js";

const EXHAUSTED = /out of memory|out of bounds|allocation failed|cannot enlarge/i;
const KNOWN = [
  ["syntax", /^near "(.*)": syntax error$/s],
  ["incomplete", /^incomplete input$/],
  ["no_table", /^no such table: (.*)$/s],
  ["no_column", /^no such column: (.*)$/s],
  ["ambiguous", /^ambiguous column name: (.*)$/s],
  ["no_function", /^no such function: (.*)$/s],
  ["arguments", /^wrong number of arguments to function (.*)\(\)$/s],
  ["token", /^unrecognized token: "(.*)"$/s],
  ["memory", EXHAUSTED],
];

/** Tell whether the memory of the database is spent. */
export function isExhausted(message) {
  return EXHAUSTED.test(message);
}

/** Say it: a text, or a text with an element in English. */
export function explain(message, word) {
  for (const [key, pattern] of KNOWN) {
    const found = pattern.exec(message);
    if (found) return word(`error_${key}`, { name: found[1] ?? "" });
  }
  return [`${word("error_other")} `, element("span", { lang: "en" }, message)];
}
