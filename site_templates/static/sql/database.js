// The database: SQLite with what texts in Vietnamese need, filled with tables of the site as they are asked for.

import { fold } from "../scripts/fold.js";
import { like } from "./like.js";
import { fill } from "./table.js";
import { written } from "./csv.js";

const NO_TABLE = /^no such table: (?:main\.)?(.+)$/;
const KEPT = 100_000; // rows of a result
const SHOWN = 200; // rows of it on the page

/** Open an empty database; `tables` says by name where each is, `tell` hears how far a table has been loaded. */
export async function makeDatabase(initSqlJs, tables, tell) {
  const locateFile = (name) => new URL(`../libraries/${name}`, import.meta.url).href;
  const SQL = await initSqlJs({ locateFile });
  const db = new SQL.Database();
  addFunctions(db);
  const byName = new Map(tables.map((table) => [table.name.toLowerCase(), table]));
  const load = (name) => fill(db, byName.get(name.toLowerCase()), (rows) => tell({ loading: name, rows }));
  return { load, run: (sql) => run(db, sql, (name) => byName.has(name.toLowerCase()) && load(name), tell) };
}

function addFunctions(db) {
  const ofText = (work) => (value) => (value === null ? null : work(String(value)));
  db.create_function("fold", ofText(fold));
  db.create_function("lower", ofText((text) => text.toLowerCase()));
  db.create_function("upper", ofText((text) => text.toUpperCase()));
  db.create_function("like", (pattern, text) => like(pattern, text)); // SQLite asks these for its operator LIKE
  db.create_function("like", (pattern, text, escape) => like(pattern, text, escape));
}

/** Run statement after statement; the result is what the last one gives that gives rows. A table that lacks is loaded. */
async function run(db, sql, load, tell) {
  let statements = db.iterateStatements(sql);
  let result = { columns: [], rows: [], count: 0 };
  for (;;) {
    try {
      tell({ running: true });
      const { value, done } = statements.next();
      if (done) return result;
      result = read(value) ?? result;
    } catch (error) {
      const rest = statements.getRemainingSQL();
      statements.return();
      const lacking = NO_TABLE.exec(error.message);
      if (!lacking || !(await load(lacking[1]))) throw error;
      statements = db.iterateStatements(rest);
    }
  }
}

/** What a statement gives: its columns, the first rows for the page, and all that are kept as CSV. */
function read(statement) {
  const columns = statement.getColumnNames();
  const rows = [];
  let cut = false;
  while (!cut && statement.step()) {
    if (rows.length < KEPT) rows.push(statement.get(null, { useBigInt: true }).map(plain));
    else cut = true;
  }
  if (columns.length === 0) return null;
  return { columns, rows: rows.slice(0, SHOWN), count: rows.length, cut, csv: new Blob(written([columns, ...rows])) };
}

/** A value as text and figures: whole numbers of any size, and bytes as SQL writes them. */
function plain(value) {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (value instanceof Uint8Array) return `x'${[...value].map((byte) => byte.toString(16).padStart(2, "0")).join("")}'`;
  return value;
}
