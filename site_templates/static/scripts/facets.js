// Facets: one value or another of the same facet, but something of each facet that a reader has chosen from.

/**
 * Narrow hits down to those that fit what is chosen (by facet, a set of values), and count the values of each facet.
 * A count tells how many entries there would be with that value: it heeds all facets but its own.
 */
export function narrow(hits, facets, chosen) {
  const names = Object.keys(facets);
  const asked = names.filter((name) => chosen[name].size > 0);
  const counts = Object.fromEntries(names.map((name) => [name, new Uint32Array(facets[name].name.length)]));
  const passed = [];
  for (const hit of hits) {
    const missed = asked.filter((name) => !facets[name].of[hit].some((value) => chosen[name].has(value)));
    if (missed.length === 0) {
      passed.push(hit);
    }
    for (const name of missed.length === 0 ? names : missed.length === 1 ? missed : []) {
      for (const value of facets[name].of[hit]) {
        counts[name][value] += 1;
      }
    }
  }
  return { passed, counts };
}

/** Put hits into the order that a reader wants; they come by relevance, and entries are numbered by their titles. */
export function ordered(hits, sort, days) {
  const latest = (hit) => days.of[hit][0] ?? -1;
  if (sort === "title") {
    return [...hits].sort((one, other) => one - other);
  }
  return sort === "newest" ? [...hits].sort((one, other) => latest(other) - latest(one) || one - other) : hits;
}
