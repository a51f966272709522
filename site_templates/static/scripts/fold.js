// The form in which two spellings of a word are equal, as publisher/words.py has it.

/** Fold a text: compatible forms, small letters, no marks; đ is d. */
export function fold(text) {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[đðɖ]/g, "d");
}
