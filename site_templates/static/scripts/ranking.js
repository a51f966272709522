// In which order entries come: those that hold the words with the very marks that were typed, then by how well they fit.

import { fold, spelled } from "./fold.js";

const APART = "|"; // no word holds it, so that no phrase reaches from one text into the next
const TOGETHER = { title: 1, elsewhere: 0.4 }; // what words side by side add, as a share of the score

/** Keep the texts of the entries, each as a list that begins with its title; give a function that puts hits in order. */
export function makeRanking(entries) {
  const written = entries.map((texts) => joined(texts.map(spelled)));
  const folded = entries.map((texts) => joined(texts.map((text) => spelled(text).map(fold))));
  const titles = folded.map((text) => text.indexOf(APART));

  return (query, found) => {
    const phrases = query.phrases.map((words) => ` ${words.join(" ")} `);
    const marked = markedTerms(query);
    const pairs = neighbours(query);
    const hits = found
      .filter(({ id }) => phrases.every((phrase) => folded[id].includes(phrase)))
      .map(({ id, score }) => ({
        id,
        exact: marked.filter((term) => written[id].includes(term)).length,
        score: score * (1 + closeness(folded[id], titles[id], pairs)),
      }));
    hits.sort((one, other) => other.exact - one.exact || other.score - one.score || one.id - other.id);
    return hits.map((hit) => hit.id);
  };
}

function joined(texts) {
  return texts.map((words) => ` ${words.join(" ")} `).join(APART);
}

/** The words that were typed with marks, as they stand in a text; one that is not finished may go on. */
function markedTerms({ terms, unfinished }) {
  const ends = terms.map((_, place) => (unfinished && place === terms.length - 1 ? "" : " "));
  return terms.flatMap(({ written, word }, place) => (written === word ? [] : [` ${written}${ends[place]}`]));
}

/** Each two words that follow each other. */
function neighbours({ terms, unfinished }) {
  const last = terms.length - 1;
  return terms.slice(1).map(({ word }, place) => {
    const end = unfinished && place + 1 === last ? "" : " ";
    return ` ${terms[place].word} ${word}${end}`;
  });
}

/** How many of the pairs stand side by side, as a share of what there could be. */
function closeness(text, title, pairs) {
  let sum = 0;
  for (const pair of pairs) {
    const place = text.indexOf(pair);
    sum += place < 0 ? 0 : place < title ? TOGETHER.title : TOGETHER.elsewhere;
  }
  return pairs.length > 0 ? sum / pairs.length : 0;
}
