// The search box of every page. It leads to the search page of this site, where scripts can do more than a portal does,
// and "/" moves to it, unless the reader turned that off on the search page.

const OFF = "search-slash-off";
const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable]";

const box = document.getElementById("q");
const choice = document.getElementById("slash");
if (box.form.dataset.here) {
  box.form.setAttribute("action", box.form.dataset.here);
}

/** Tell whether "/" moves to the box; where nothing can be remembered it does. */
function isOn() {
  try {
    return !localStorage.getItem(OFF);
  } catch {
    return true;
  }
}

document.addEventListener("keydown", (event) => {
  const alone = !event.ctrlKey && !event.altKey && !event.metaKey;
  if (event.key === "/" && alone && isOn() && !event.target.closest(TYPING)) {
    event.preventDefault();
    box.focus();
    box.select();
  }
});

if (choice) {
  choice.checked = isOn();
  choice.addEventListener("change", () => {
    try {
      localStorage[choice.checked ? "removeItem" : "setItem"](OFF, "1");
    } catch {
      choice.checked = true;
    }
  });
}
