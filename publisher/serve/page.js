// Asks for news of the build; reloads the page after one that went well, else shows the errors above it.

const known = { number: null, errors: 0 };

function show(head, errors) {
  document.querySelector("#preview-errors")?.remove();
  if (!errors.length) return;
  const panel = document.createElement("section");
  panel.id = "preview-errors";
  panel.setAttribute("role", "alert");
  const title = document.createElement("h2");
  title.textContent = head;
  const list = document.createElement("ul");
  for (const error of errors) {
    const item = document.createElement("li");
    item.textContent = error;
    list.append(item);
  }
  panel.append(title, list);
  document.body.prepend(panel);
}

function heed({ number, head, errors }) {
  const isFirst = known.number === null;
  const isNew = number !== known.number;
  known.number = number;
  if (isNew && !isFirst && !errors.length) {
    location.reload();
  } else if (isNew) {
    show(head, errors);
  }
}

async function listen() {
  for (;;) {
    try {
      const answer = await fetch(`/-preview/news?after=${known.number ?? 0}`);
      heed(await answer.json());
    } catch {
      // The preview was stopped, or is being started again.
      await new Promise((done) => setTimeout(done, 1000));
    }
  }
}

listen();
