// What the cells of a table mean, as its Table Schema says (https://datapackage.org/standard/table-schema/).

const TRUE = ["true", "True", "TRUE", "1"];
const PARTS = { Y: "(?<year>\\d{4})", m: "(?<month>\\d{1,2})", d: "(?<day>\\d{1,2})" };
const TIMES = { H: "(?<hour>\\d{1,2})", M: "(?<minute>\\d{1,2})", S: "(?<second>\\d{1,2})" };
const WRITTEN = new Set(["string", "any"]); // of these every space counts

/** The type of SQLite for a field. */
export function typeOf({ type }) {
  return { integer: "INTEGER", year: "INTEGER", boolean: "INTEGER", number: "REAL" }[type] ?? "TEXT";
}

/** A function that gives the value of a cell of a field: a text that SQLite reads by its type, or null. */
export function makeReader(field, schema) {
  const missing = new Set((field.missingValues ?? schema.missingValues ?? [""]).map((each) => each.value ?? each));
  const read = readerOf(field);
  return (cell) => (missing.has(cell) ? null : read(cell));
}

function readerOf(field) {
  if (field.type === "integer" || field.type === "number") return numberReader(field);
  if (field.type === "boolean") {
    const isTrue = new Set(field.trueValues ?? TRUE);
    return (cell) => (isTrue.has(cell) ? "1" : "0");
  }
  if (["date", "time", "datetime"].includes(field.type) && field.format?.includes("%")) return timeReader(field);
  return WRITTEN.has(field.type) ? (cell) => cell : (cell) => cell.trim();
}

function numberReader({ groupChar, decimalChar = ".", bareNumber = true }) {
  return (cell) => {
    const bare = bareNumber ? cell.trim() : cell.replace(/^[^\d+-]+|[^\d+-]+$/g, "");
    return (groupChar ? bare.replaceAll(groupChar, "") : bare).replace(decimalChar, ".");
  };
}

/** Days and times that a pattern of figures describes become those of ISO 8601, which SQLite knows; others stay. */
function timeReader({ format }) {
  const known = { ...PARTS, ...TIMES };
  let isKnown = true;
  const pattern = format.replace(/%(.)|[^%]/g, (sign, name) => {
    if (name && !known[name]) isKnown = false;
    return name ? known[name] : sign.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  });
  const whole = isKnown ? new RegExp(`^${pattern}$`) : null;
  return (cell) => {
    const found = whole?.exec(cell)?.groups;
    return found ? iso(found) : cell.trim();
  };
}

function iso({ year, month, day, hour, minute, second }) {
  const two = (part) => (part ?? "0").padStart(2, "0");
  const date = year && `${year}-${(month ?? "1").padStart(2, "0")}-${(day ?? "1").padStart(2, "0")}`;
  const time = hour && `${two(hour)}:${two(minute)}:${two(second)}`;
  return [date, time].filter(Boolean).join("T");
}
