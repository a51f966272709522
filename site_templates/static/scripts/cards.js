// What `cards.json` tells of the entries: `publisher/exports/cards.py` writes it. Every column has a place for each entry.

/** Fetch the cards of a language. */
export async function load(address) {
  const answer = await fetch(address);
  if (!answer.ok) {
    throw new Error(`${address}: ${answer.status}`);
  }
  return answer.json();
}

/** The words for the values that an entry has in a column. */
export function labels(column, entry) {
  return column.of[entry].map((value) => column.label[value]);
}
