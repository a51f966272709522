// Where things lie that scripts lead to, on a disk: a folder shows no page there, and nothing may be fetched.

/** Take the cards of a language from a script that holds nothing else. */
export function load(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address.replace(/json$/, "js");
    script.addEventListener("load", () => resolve(globalThis.cards));
    script.addEventListener("error", () => reject(new Error(script.src)));
    document.head.append(script);
  });
}

/** The address of the page that a folder shows. */
export function page(folder) {
  return `${folder}index.html`;
}
