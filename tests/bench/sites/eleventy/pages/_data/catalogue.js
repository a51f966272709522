// Every page, read from its file, and what the lists of each language hold.
import { readFileSync, readdirSync } from "node:fs";

const CONTENT = "content/";

export default function () {
  const pages = readdirSync(CONTENT).sort().map((name) => JSON.parse(readFileSync(CONTENT + name, "utf8")));
  const languages = [...new Set(pages.map((page) => page.language))];
  const lists = Object.fromEntries(
    languages.map((code) => [code, gathered(pages.filter((page) => page.language === code))]),
  );
  return { pages, lists, listed: pages.filter((page) => page.template !== "not_found") };
}

function gathered(pages) {
  const ranked = pages.filter((page) => page.rank).sort((one, other) => one.rank - other.rank);
  const packages = ranked.filter((page) => page.groups);
  const lists = { theme: [], organization: [], tag: [], format: [], letters: [], tally: [] };
  const groups = new Map();
  for (const page of ranked) {
    const kind = page.kind || page.template;
    if (kind in lists) {
      page.group = { databases: [], datasets: [] };
      lists[kind].push(page);
      groups.set(`${kind}/${page.file.split("/").at(-2)}`, page.group);
    }
  }
  for (const page of packages) {
    for (const [kind, names] of Object.entries(page.groups)) {
      for (const name of names) groups.get(`${kind}/${name}`)[`${page.template}s`].push(page);
    }
    if (lists.letters.at(-1)?.letter !== page.letter) lists.letters.push({ letter: page.letter, entries: [] });
    lists.letters.at(-1).entries.push(page);
  }
  lists.databases = packages.filter((page) => page.template === "database");
  lists.datasets = packages.filter((page) => page.template === "dataset");
  for (const open of [true, false]) {
    const counts = {};
    for (const page of lists.databases) if (Boolean(page.open) === open) counts[page.class] = (counts[page.class] || 0) + 1;
    for (const name of Object.keys(counts).sort()) lists.tally.push({ open, class: name, count: counts[name] });
  }
  return lists;
}
