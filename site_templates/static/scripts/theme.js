// The reader's choice of light or dark. This runs before the page is drawn, so that no wrong colour flashes.

export const CHOICES = ["light", "dark", "system"];
const KEY = "theme";

/** What the reader chose last; what the system prefers, if nothing was chosen or nothing may be kept. */
export function chosen() {
  try {
    const kept = localStorage.getItem(KEY);
    return CHOICES.includes(kept) ? kept : "system";
  } catch {
    return "system";
  }
}

/** Show a choice and keep it; where nothing may be kept it holds for this page. */
export function choose(choice) {
  show(choice);
  try {
    localStorage.setItem(KEY, choice);
  } catch {
    // A browser that keeps nothing still shows it.
  }
}

function show(choice) {
  if (choice === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
}

show(chosen());
