// Where things lie that scripts lead to. In the copy of the site for a disk another module stands for this one.

/** Fetch the cards of a language. */
export async function load(address) {
  const answer = await fetch(address);
  if (!answer.ok) {
    throw new Error(`${address}: ${answer.status}`);
  }
  return answer.json();
}

/** The address of the page that a folder shows. */
export function page(folder) {
  return folder;
}
