// How cells are put in order: numbers by value, days by day, words as their language does; what is empty comes last.

const RAW = /^[-+]?\d+(\.\d+)?(e[-+]?\d+)?$/i; // as data files write a number
const DAY = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;

/** The places of texts in order; `sign` is 1 for up and -1 for down, `raw` says that numbers are written as in files. */
export function order(texts, language, sign, raw) {
  const compare = comparer(texts.filter(Boolean), language, raw);
  return texts
    .map((text, place) => ({ text, place }))
    .sort((a, b) => !a.text - !b.text || sign * (a.text && b.text && compare(a.text, b.text)) || a.place - b.place)
    .map(({ place }) => place);
}

function comparer(texts, language, raw) {
  for (const read of [...(raw ? [] : [localNumber(language)]), rawNumber, day]) {
    if (!texts.some((text) => Number.isNaN(read(text)))) return (a, b) => read(a) - read(b);
  }
  return new Intl.Collator(language, { numeric: true }).compare;
}

function rawNumber(text) {
  return RAW.test(text) ? Number(text) : NaN;
}

function day(text) {
  const found = DAY.exec(text);
  return found ? Number(found[3] + found[2].padStart(2, "0") + found[1].padStart(2, "0")) : NaN;
}

/** Read numbers as people of a language write them: 1.234,5 % in Vietnamese, 1,234.5% in English. */
function localNumber(language) {
  const parts = new Intl.NumberFormat(language).formatToParts(1234567.8);
  const sign = (type) => parts.find((part) => part.type === type)?.value ?? "";
  const [group, decimal] = [sign("group"), sign("decimal")];
  const written = new RegExp(`^[-−+]?([1-9]\\d{0,2}([${group}]\\d{3})+|\\d+)([${decimal}]\\d+)?\\s?%?$`);
  return (text) => {
    if (!written.test(text)) return NaN;
    return Number(text.replace(/[\s%]/g, "").replaceAll(group, "").replace(decimal, ".").replace("−", "-"));
  };
}
