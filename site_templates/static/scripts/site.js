// What scripts add to a page. Everything can be read and fetched without them.

import { addCopyButton } from "./copy.js";
import { addSwitch } from "./switch.js";
import { enhance } from "./tables.js";

addSwitch(document.querySelector(".top-row"));
document.querySelectorAll("main table").forEach(enhance);
document.querySelectorAll("main pre, main [data-copy]").forEach(addCopyButton);
