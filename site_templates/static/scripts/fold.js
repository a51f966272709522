// Text in the form in which two spellings of a word are equal. `publisher/words.py` does the same.

const MARKS = /\p{M}+/gu;
const STROKED = /[đðɖ]/g; // no decomposition splits these
const APART = /[^\p{L}\p{M}\p{N}]+/u;

/** The words of a text as they are written, but in small letters. */
export function spelled(text) {
  return text.normalize("NFKC").toLowerCase().normalize("NFC").split(APART).filter(fold);
}

/** A text without capitals and marks. */
export function fold(text) {
  const parts = text.normalize("NFKC").toLowerCase().normalize("NFD");
  return parts.replace(MARKS, "").replace(STROKED, "d").normalize("NFC");
}

/** The words of a text without capitals and marks. */
export function words(text) {
  return spelled(text).map(fold);
}
