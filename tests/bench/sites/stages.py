"""How long the publisher's own rendering takes, apart from checks, digests, the other files, proof. Writes.

Run as `python -m tests.bench.sites.stages ROOT FOLDER`; it prints the CPU seconds of each stage as JSON.
"""

import json
import sys
import time
from pathlib import Path

from publisher.targets.site.edition import editions
from publisher.targets.site.pages import pages
from publisher.targets.site.render import Templates
from tests.bench.run import sound


def main(root: Path, folder: Path) -> dict[str, float]:
    """Load and check, tell what each page says, fill the templates, write."""
    times = [time.process_time()]
    catalogue = sound(root)
    times.append(time.process_time())
    templates = Templates(root, catalogue.languages)
    made = list(pages(editions(catalogue, templates.words)))
    times.append(time.process_time())
    texts = [
        templates.render(page.template, {"page": page.context, "path": page.path, "language": page.language})
        for page in made
    ]
    times.append(time.process_time())
    for page, text in zip(made, texts, strict=True):
        (folder / page.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / page.path).write_text(text, "utf-8")
    times.append(time.process_time())
    names = ("load and check, in one process", "what each page says", "templates", "writing the pages")
    return {name: after - before for name, before, after in zip(names, times, times[1:], strict=False)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]))))
