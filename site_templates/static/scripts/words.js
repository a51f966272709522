// Words in the language of the page, elements made of them, and what is told to those who do not see the page.

const status = make("p", { class: "visually-hidden", role: "status" });

/** A word of `site_templates/text/`, there with `script_` before its name; {…} is filled in. */
export function word(name, values = {}) {
  return document.body.dataset[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

/** An element with attributes and a text, never with markup. */
export function make(tag, attributes = {}, text = "") {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.textContent = text;
  return made;
}

/** Tell a reader of the screen what has happened. */
export function announce(text) {
  if (!status.isConnected) document.body.append(status);
  status.textContent = text;
}
