// What a reader asks for: words, the last of which may not be finished, and phrases in quotes.

import { fold, spelled } from "./fold.js";

const MOST = 200; // characters
const QUOTED = /["“”„«]([^"“”„«»]*)["“”»]/gu;
const UNFINISHED = /[\p{L}\p{M}\p{N}]$/u;

/** Take a text apart. */
export function parse(text) {
  const asked = text.slice(0, MOST);
  const phrases = [...asked.matchAll(QUOTED)].map(([, phrase]) => spelled(phrase).map(fold));
  const terms = spelled(asked).map((written) => ({ written, word: fold(written) }));
  return {
    terms,
    phrases: phrases.filter((words) => words.length > 0),
    unfinished: UNFINISHED.test(asked),
    empty: asked.trim() === "",
  };
}
