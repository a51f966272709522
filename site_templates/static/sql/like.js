// LIKE as SQLite has it, but for every alphabet: SQLite itself knows only that a and A are the same letter.

const MANY = Symbol("%");
const ONE = Symbol("_");
const same = (value) => String(value).normalize("NFC").toLowerCase();
let known = { signs: [] }; // a query asks for one pattern again and again

/** Tell whether a text is like a pattern: 1, 0, or null where there is no text. */
export function like(pattern, text, escape = "") {
  if (pattern === null || text === null || escape === null) return null;
  if (known.pattern !== pattern || known.escape !== escape) {
    known = { pattern, escape, signs: read([...same(pattern)], same(escape)) };
  }
  return fits(known.signs, [...same(text)]) ? 1 : 0;
}

function read(pattern, escape) {
  const signs = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const sign = pattern[at];
    if (escape && sign === escape) signs.push(pattern[(at += 1)]);
    else signs.push(sign === "%" ? MANY : sign === "_" ? ONE : sign);
  }
  return signs;
}

/** Go through both; what does not fit is tried one sign later behind the last %, which is never worse than an earlier. */
function fits(signs, text) {
  let [at, place, many, from] = [0, 0, -1, 0];
  while (place < text.length) {
    if (signs[at] === MANY) {
      [many, from] = [at, place];
      at += 1;
    } else if (signs[at] === ONE || signs[at] === text[place]) {
      at += 1;
      place += 1;
    } else if (many >= 0) {
      from += 1;
      [at, place] = [many + 1, from];
    } else {
      return false;
    }
  }
  return signs.slice(at).every((sign) => sign === MANY);
}
