// What comes out when somebody types Vietnamese by Telex and nothing turns it into letters: "daan toocj" for "dân tộc".

const RULES = [
  [/([aeo])\1/g, "$1"], // â, ê, ô
  [/([aou])w/g, "$1"], // ă, ơ, ư
  [/^dd/, "d"], // đ
  [/^(.*[aeiouy].*)[sfrxj]$/, "$1"], // a tone, typed last
];

/** The query that was probably meant, without marks. */
export function untyped(query) {
  const word = (typed) => RULES.reduce((text, [pattern, meant]) => text.replace(pattern, meant), typed);
  const terms = query.terms.map((term) => ({ written: word(term.word), word: word(term.word) }));
  return { ...query, terms, phrases: query.phrases.map((words) => words.map(word)) };
}
