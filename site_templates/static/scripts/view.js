// Entries as a list shows them. Text is set as text, never as HTML: it is whatever stewards wrote.

import { labels } from "./cards.js";
import { page } from "./places.js";

/** An element with properties and what is in it. */
export function element(tag, properties, ...content) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...content);
  return made;
}

/** An entry with its title, the beginning of its description, and what helps to choose. */
export function hit(cards, entry, home, words) {
  const kind = cards.facets.kind;
  const address = page(`${home}${kind.name[kind.of[entry][0]]}/${cards.name[entry]}/`);
  const title = element("h3", { className: "card-title" }, element("a", { href: address }, cards.title[entry]));
  const facts = [
    ["kind", kind],
    ["organization", cards.facets.organization],
    ["class", cards.facets.class],
    ["data_as_of", cards.data_as_of],
    ["modified", cards.modified],
    ["format", cards.facets.format],
  ].map(([name, column]) => [words[name], labels(column, entry).join(", ")]);
  const meta = element("dl", { className: "meta" }, ...facts.filter(([, told]) => told).map(fact));
  const description = cards.description[entry];
  const text = description ? [element("p", {}, description)] : [];
  return element("li", { className: "card" }, title, ...text, meta);
}

function fact([name, told]) {
  return element("div", {}, element("dt", {}, name), " ", element("dd", {}, told));
}
