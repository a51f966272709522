// The switch between light, dark and what the system prefers.

import { CHOICES, choose, chosen } from "./theme.js";
import { make, word } from "./words.js";

/** Put the switch at the end of an element. */
export function addSwitch(place) {
  const group = make("div", { class: "theme", role: "group", "aria-label": word("theme") });
  const buttons = CHOICES.map((choice) => button(choice, group));
  group.append(...buttons);
  mark(group, chosen());
  place.append(group);
}

function button(choice, group) {
  const name = word(`theme_${choice}`);
  const made = make("button", { type: "button", class: "theme-choice", title: name, "data-choice": choice });
  made.append(make("span", { class: "visually-hidden" }, name));
  made.addEventListener("click", () => {
    choose(choice);
    mark(group, choice);
  });
  return made;
}

function mark(group, choice) {
  for (const each of group.children) each.setAttribute("aria-pressed", each.dataset.choice === choice);
}
