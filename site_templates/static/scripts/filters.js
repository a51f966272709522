// The facets on the page: a list of boxes to tick for each.

import { element } from "./view.js";

/** Fill the fieldsets of the page; `changed` is told of every tick. Gives a function that shows counts and ticks. */
export function makeFilters(filters, facets, changed) {
  const shown = [...filters.querySelectorAll("[data-facet]")].map((fieldset) => {
    const name = fieldset.dataset.facet;
    const options = facets[name].label.map((label, value) => option(name, facets[name].name[value], label));
    fieldset.querySelector("ul").append(...options.map(({ item }) => item));
    options.forEach(({ box }, value) => box.addEventListener("change", () => changed(name, value, box.checked)));
    return { name, fieldset, options };
  });
  return (counts, chosen, number) => {
    for (const { name, fieldset, options } of shown) {
      options.forEach(({ item, box, count }, value) => {
        box.checked = chosen[name].has(value);
        count.textContent = number(counts[name][value]);
        item.hidden = counts[name][value] === 0 && !box.checked;
      });
      fieldset.hidden = options.every(({ item }) => item.hidden);
    }
  };
}

function option(name, value, label) {
  const box = element("input", { type: "checkbox", name, value });
  const count = element("span", { className: "under" });
  return { item: element("li", {}, element("label", {}, box, ` ${label} `, count)), box, count };
}
