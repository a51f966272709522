// CSV (RFC 4180): read in pieces as they come, and written.

const MARKED = /[",\r\n]/;

/** Take in pieces of a text; `take` gets every record, the header among them. A blank line is no record. */
export function makeParser(delimiter, quote, take) {
  const [PLAIN, QUOTED, MAYBE_CLOSED] = [0, 1, 2];
  let state = PLAIN;
  let record = [];
  let cell = "";
  let returned = false; // the last sign was a carriage return that ended a record
  let isMarked = false; // the cell was in quotes, so that even an empty one is there

  const endCell = () => {
    record.push(cell);
    cell = "";
  };
  const endRecord = () => {
    const isBlank = record.length === 0 && cell === "" && !isMarked;
    endCell();
    if (!isBlank) take(record);
    [record, isMarked, state] = [[], false, PLAIN];
  };
  const plain = (sign) => {
    if (sign === delimiter) endCell();
    else if (sign === "\r" || sign === "\n") endRecord();
    else if (sign === quote && cell === "") [state, isMarked] = [QUOTED, true];
    else cell += sign;
  };

  return {
    push(text) {
      for (let at = 0; at < text.length; at += 1) {
        const sign = text[at];
        if (state === QUOTED) {
          const end = text.indexOf(quote, at);
          cell += text.slice(at, end < 0 ? text.length : end);
          if (end >= 0) state = MAYBE_CLOSED;
          at = end < 0 ? text.length : end;
        } else if (state === MAYBE_CLOSED && sign === quote) {
          cell += quote;
          state = QUOTED;
        } else if (!(returned && sign === "\n")) {
          state = PLAIN;
          plain(sign);
        }
        returned = state === PLAIN && sign === "\r";
      }
    },
    end() {
      if (record.length > 0 || cell !== "" || isMarked) endRecord();
    },
  };
}

/** Write records, a piece each; what is not there is an empty cell. A line is never blank, for that is no record. */
export function written(records) {
  return records.map((record) => `${record.map(cellOf).join(",") || '""'}\r\n`);
}

function cellOf(value) {
  const text = value === null ? "" : String(value);
  return MARKED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
