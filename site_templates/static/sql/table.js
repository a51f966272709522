// A table of the site, fetched as its readers fetch it, and put into the database row by row as it comes.

import { makeReader, typeOf } from "./cells.js";
import { makeParser } from "./csv.js";

const STEP = 5000; // rows between two words of how far it is
const quoted = (name) => `"${name.replaceAll('"', '""')}"`;

/** Fill a table that the database does not have yet, wholly or not at all; `tell` hears the number of its rows. */
export async function fill(db, table, tell) {
  tell(0);
  const [package_, answer] = await Promise.all([fetched(table.descriptor).then((it) => it.json()), fetched(table.csv)]);
  const { schema } = package_.resources.find((resource) => resource.name === table.resource);
  db.run("SAVEPOINT filling");
  try {
    const filling = begin(db, table, schema, tell);
    await read(answer, filling.parser);
    filling.insert.free();
    db.run("RELEASE filling");
    return true;
  } catch (error) {
    db.run("ROLLBACK TO filling; RELEASE filling");
    throw error;
  }
}

/** Make the table, and a parser that puts records into it: fields find their columns by place or by name. */
function begin(db, { name, delimiter, quote }, schema, tell) {
  const { fields } = schema;
  const names = distinct(fields.map((field) => field.name));
  db.run(`CREATE TABLE ${quoted(name)} (${fields.map((field, at) => `${quoted(names[at])} ${typeOf(field)}`).join()})`);
  const insert = db.prepare(`INSERT INTO ${quoted(name)} VALUES (${fields.map(() => "?").join()})`);
  const readers = fields.map((field) => makeReader(field, schema));
  let header;
  let places;
  let rows = 0;
  const take = (record) => {
    if (!header) {
      header = record;
      const isByName = (schema.fieldsMatch ?? "exact") !== "exact";
      places = fields.map((field, at) => (isByName ? header.indexOf(field.name) : at));
      return;
    }
    insert.run(readers.map((reader, at) => (places[at] < 0 ? null : reader(record[places[at]]))));
    rows += 1;
    if (rows % STEP === 0) tell(rows);
  };
  return { insert, parser: makeParser(delimiter, quote, take) };
}

/** Names that SQLite can tell apart: it sees no difference between capitals and small letters. */
function distinct(names) {
  const taken = new Set();
  return names.map((name) => {
    let own = name;
    while (taken.has(own.toLowerCase())) own += "_";
    taken.add(own.toLowerCase());
    return own;
  });
}

async function read(answer, parser) {
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) parser.push(piece.value);
  parser.end();
}

async function fetched(address) {
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok) throw Object.assign(new Error(address), { unreachable: address });
  return answer;
}
