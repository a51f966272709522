// Which entries hold what a query asks for, the best first.

import MiniSearch from "../libraries/minisearch.js";
import { labels } from "./cards.js";
import { fold, spelled } from "./fold.js";
import { makeRanking } from "./ranking.js";
import { untyped } from "./telex.js";

const FIELDS = { title: 6, keyword: 3, description: 1 };
const CHUNK = 250; // entries between two breaths of the page
const LONG = 3; // letters; a word with no more is too like others to be a misspelling of one
const asTyped = (query) => query;
// From strict to lenient: all words, then some of them; each as they are, then but for misspellings.
const WAYS = [
  { how: "all", options: { combineWith: "AND", fuzzy: false } },
  { how: "similar", options: { combineWith: "AND", fuzzy: false }, meant: untyped },
  { how: "similar", options: { combineWith: "AND", fuzzy: misspelled } },
  { how: "some", options: { combineWith: "OR", fuzzy: false } },
  { how: "some", options: { combineWith: "OR", fuzzy: misspelled } },
];

/** How many letters of a word may be wrong; figures are right. */
function misspelled(word) {
  if (word.length <= LONG || /\p{N}/u.test(word)) {
    return false;
  }
  return word.length > 2 * LONG + 1 ? 2 : 1;
}

/** Build the index of all entries; then `find` gives their numbers and how far they had to be sought. */
export async function makeEngine(cards) {
  const keywords = cards.title.map((_, id) => labels(cards.keyword, id));
  const entries = cards.title.map((title, id) => {
    return { id, title, keyword: keywords[id].join(" "), description: cards.description[id] };
  });
  const index = new MiniSearch({ fields: Object.keys(FIELDS), tokenize: spelled, processTerm: remembering(fold) });
  await index.addAllAsync(entries, { chunkSize: CHUNK });
  const ranking = makeRanking(entries.map(({ id, title, description }) => [title, ...keywords[id], description]));
  return { find: (query) => find(index, ranking, entries.length, query) };
}

function find(index, ranking, count, query) {
  if (query.empty) {
    return { how: "all", hits: Array.from({ length: count }, (_, id) => id) };
  }
  for (const { how, options, meant = asTyped } of query.terms.length > 0 ? WAYS : []) {
    const asked = meant(query);
    const words = asked.terms.map((term) => term.word);
    const found = index.search(words.join(" "), {
      ...options,
      boost: FIELDS,
      prefix: (_, place) => query.unfinished && place === words.length - 1,
      tokenize: (text) => text.split(" "),
      processTerm: (word) => word,
    });
    const hits = ranking(asked, found);
    if (hits.length > 0) {
      return { how, hits };
    }
  }
  return { how: "none", hits: [] };
}

/** A function that need not work out twice what it was asked before. */
function remembering(work) {
  const known = new Map();
  return (asked) => {
    if (!known.has(asked)) {
      known.set(asked, work(asked));
    }
    return known.get(asked);
  };
}
