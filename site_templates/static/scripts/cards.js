// What `cards.json` tells of the entries: `publisher/exports/cards.py` writes it. Every column has a place for each entry.

/** The words for the values that an entry has in a column. */
export function labels(column, entry) {
  return column.of[entry].map((value) => column.label[value]);
}
