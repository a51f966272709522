// A button that copies code, a citation or a checksum.

import { announce, make, word } from "./words.js";

const SHOWN = 2000; // milliseconds that the button says so

/** Put a button behind an element, if the browser lets a page copy. */
export function addCopyButton(element) {
  if (!navigator.clipboard) return;
  const button = make("button", { type: "button", class: "copy" }, word("copy"));
  const what = element.dataset.copy;
  if (what) button.append(make("span", { class: "visually-hidden" }, `: ${what}`));
  button.addEventListener("click", () => copy(element, button.firstChild));
  element.after(button);
}

async function copy(element, label) {
  try {
    await navigator.clipboard.writeText(element.innerText.trim());
  } catch {
    return; // the reader did not allow it; the text can still be selected
  }
  announce(word("copied"));
  label.data = word("copied");
  setTimeout(() => (label.data = word("copy")), SHOWN);
}
