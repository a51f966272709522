// The page that asks tables in SQL: a query, its result, and how to stop it. Text is set as text, never as HTML.

import { enhance } from "../scripts/tables.js";
import { element } from "../scripts/view.js";
import { explain, isExhausted } from "./errors.js";
import { resultTable } from "./result.js";

const LIMIT = 30_000; // milliseconds after which a query is stopped
const MOST = 4000; // characters of a query that the address can hold

const part = (id) => document.getElementById(id);
const words = JSON.parse(part("sql").dataset.words);
const figures = new Intl.NumberFormat(document.documentElement.lang);
const word = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
const counted = (key, n) => word(`${key}_${n === 1 ? "one" : "other"}`, { n: figures.format(n) });
const tables = [...document.querySelectorAll("[data-sql]")].map((item) => ({ item, ...described(item) }));

let worker; // begun when it is needed, ended to stop a query
let waiting; // for a query to take too long
let isBusy = false;

function described({ dataset }) {
  const [descriptor, csv] = [dataset.descriptor, dataset.csv].map((path) => new URL(path, document.baseURI).href);
  const { sql: name, resource, delimiter, quote, rows } = dataset;
  return { name, resource, descriptor, csv, delimiter, quote, rows: Number(rows) };
}

/** Ask the worker; one that was ended has lost its tables, and a new one loads them when they are named. */
function ask(told) {
  worker ??= begun();
  worker.postMessage(told);
  busy(true);
}

function begun() {
  const made = new Worker(new URL("worker.js", import.meta.url));
  made.addEventListener("message", ({ data }) => made === worker && hear(data));
  made.addEventListener("error", () => stop("failed"));
  made.postMessage({ tables: tables.map(({ item: _, button: __, ...table }) => table) });
  return made;
}

function stop(why) {
  end();
  fail(word(why, { seconds: LIMIT / 1000 }));
}

/** End the worker, with all that was loaded and whatever it is doing. */
function end() {
  worker?.terminate();
  worker = null;
  for (const { button } of tables) button.removeAttribute("aria-disabled");
}

function hear({ running, loading, rows, loaded, result, error, unreachable }) {
  clearTimeout(waiting);
  if (running) {
    waiting = setTimeout(stop, LIMIT, "too_long");
    say(word("running"));
  } else if (loading) {
    progress(tables.find(({ name }) => name === loading), rows);
  } else if (loaded) {
    busy(false);
    show(tables.find(({ name }) => name === loaded));
  } else if (result) {
    busy(false);
    present(result);
  } else {
    if (isExhausted(error)) end(); // what is left of the database is not to be trusted
    fail(unreachable ? word("unreachable", { address: unreachable }) : explain(error, word));
  }
}

/** Show whether something is being done; a button that goes leaves the focus to the query. */
function busy(now) {
  isBusy = now;
  if (!now && document.activeElement === part("stop")) part("query").focus();
  part("stop").hidden = !now;
  part("run").setAttribute("aria-disabled", now);
  part("progress").hidden = true;
  if (!now) clearTimeout(waiting);
}

function say(text) {
  part("told").textContent = text;
}

function fail(text) {
  busy(false);
  say("");
  part("failure").replaceChildren(...[text].flat());
}

function progress(table, rows) {
  Object.assign(part("progress"), { hidden: false, max: table.rows, value: rows });
  say(word("loading", { table: table.name, n: figures.format(rows), all: figures.format(table.rows) }));
}

/** Say of a table that it is there. */
function show(table) {
  table.button.setAttribute("aria-disabled", true);
  say(word("loaded", { table: table.name, rows: counted("rows", table.rows) }));
}

/** Show a result with its count and its file; it takes the place of the one before. */
function present(result) {
  const told = result.cut ? word("cut", { n: figures.format(result.count) }) : counted("rows", result.count);
  say(result.columns.length === 0 ? word("nothing_given") : told);
  if (result.columns.length === 0) return;
  const shown = result.rows.length < result.count ? word("shown", { n: figures.format(result.rows.length), rows: told }) : told;
  const { table, scroll } = resultTable(result, shown, word);
  const link = element("a", { href: URL.createObjectURL(result.csv), download: "result.csv", className: "button button-quiet" });
  link.append(word("download"));
  part("result").replaceChildren(element("h2", {}, word("result")), scroll, element("p", {}, link));
  enhance(table);
}

function run(isStep) {
  const sql = part("query").value;
  if (isBusy || sql.trim() === "") return;
  if (isStep) remember(sql);
  const before = part("result").querySelector("a[download]");
  if (before) URL.revokeObjectURL(before.href);
  part("result").replaceChildren();
  part("failure").replaceChildren();
  say(word("starting"));
  ask({ run: sql });
}

/** Take the query into the address, as a step of its own, so that it can be shared and gone back to. */
function remember(sql) {
  const address = sql.length > MOST ? location.pathname : `${location.pathname}?${new URLSearchParams({ q: sql })}`;
  if (address !== location.pathname + location.search) history.pushState(null, "", address);
}

/** Run what the address asks. */
function follow() {
  part("query").value = new URLSearchParams(location.search).get("q") ?? "";
  run(false);
}

function addButton(table) {
  const name = element("span", { className: "visually-hidden" }, `: ${table.name}`);
  table.button = element("button", { type: "button", className: "copy" }, word("load"), name);
  table.button.addEventListener("click", () => {
    if (isBusy || table.button.ariaDisabled === "true") return;
    part("failure").replaceChildren();
    part("query").value ||= `SELECT * FROM ${table.item.dataset.quoted} LIMIT 20;`;
    ask({ load: table.name });
  });
  table.item.querySelector(".formats").prepend(element("li", {}, table.button));
}

function start() {
  tables.forEach(addButton);
  part("run").addEventListener("click", () => run(true));
  part("stop").addEventListener("click", () => stop("stopped"));
  part("query").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      run(true);
    }
  });
  addEventListener("popstate", follow);
  part("without").hidden = true;
  part("sql").hidden = false;
  follow();
}

if (typeof WebAssembly === "object" && typeof Worker === "function") start();
