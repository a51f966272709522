// What a reader has asked for, as the address of the page tells it: it can be shared, and the way back leads through it.

export const SORTS = ["relevance", "title", "newest"];

/** Read an address; what it names that is not there is left out. */
export function read(address, facets) {
  const told = new URLSearchParams(address);
  const chosen = Object.entries(facets).map(([name, facet]) => {
    const values = told.getAll(name).map((value) => facet.name.indexOf(value));
    return [name, new Set(values.filter((value) => value >= 0))];
  });
  const sort = told.get("sort");
  return {
    text: told.get("q") ?? "",
    sort: SORTS.includes(sort) ? sort : SORTS[0],
    chosen: Object.fromEntries(chosen),
  };
}

/** Write an address, with nothing in it that goes without saying. */
export function written({ text, sort, chosen }, facets) {
  const told = new URLSearchParams();
  if (text.trim()) {
    told.set("q", text.trim());
  }
  for (const [name, values] of Object.entries(chosen)) {
    for (const value of [...values].sort((one, other) => one - other)) {
      told.append(name, facets[name].name[value]);
    }
  }
  if (sort !== SORTS[0]) {
    told.set("sort", sort);
  }
  const address = told.toString();
  return address ? `?${address}` : "";
}
