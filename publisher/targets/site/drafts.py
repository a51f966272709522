"""Pages made ahead by other processes, in the order in which they are written; they are the same bytes. Reads.

Rendering, and looking at what was rendered, take most of the time of a large site; and each page stands by itself,
since its context is all that it depends on besides the templates.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from publisher.problem import Refused, Unsound
from publisher.proof import Looked, Proof
from publisher.targets.site.edition import Page
from publisher.targets.site.faults import rendered
from publisher.targets.site.render import Templates
from publisher.work import ahead

FEW = 400
"""Pages that one process has rendered before others have started."""
CHUNK = 40


class Drafts:
    """Pages on their way: `take` each in about the order in which they were given."""

    def __init__(self, templates: Templates, url: str, pages: Sequence[Page], workers: int) -> None:
        self._tasks = [
            _Task(templates.root, templates.languages, templates.digest, url, tuple(pages[start : start + CHUNK]))
            for start in range(0, len(pages), CHUNK)
        ]
        self._left = {page.path for page in pages}
        self._ready: dict[str, bytes] = {}
        self._results = ahead(_drawn, self._tasks, workers)
        self._chunks = zip((task.pages for task in self._tasks), self._results, strict=True)

    def take(self, path: str, look: Callable[[Looked], None]) -> bytes | None:
        """The bytes of a page, None if it has none; `look` hears what was seen of it and of those made with it."""
        while path in self._left:
            pages, (contents, looked) = next(self._chunks)
            made = zip((page.path for page in pages), contents, strict=True)
            self._ready |= {place: content for place, content in made if content is not None}
            self._left -= {page.path for page in pages}
            look(looked)
        return self._ready.pop(path, None)

    def close(self) -> None:
        """Stop what is on its way."""
        self._results.close()


@dataclass(frozen=True)
class _Task:
    """Some pages, and their templates: where these lie, and the digest of what they were then."""

    root: Path
    languages: tuple[str, ...]
    digest: str
    url: str
    pages: tuple[Page, ...]


def _drawn(task: _Task) -> tuple[list[bytes | None], Looked]:
    """Render pages and look at each; what they lead to is looked up at the end, where all of them are."""
    templates, proof = _templates(task.root, task.languages, task.digest), Proof(task.url)
    contents = [_rendered(templates, page) for page in task.pages]
    for page, content in zip(task.pages, contents, strict=True):
        if content is not None:
            proof.look(page.path, content)
    return contents, proof.looked


def _rendered(templates: Templates, page: Page) -> bytes | None:
    """A page; None where its templates are wrong, which is told when its turn comes to be written."""
    try:
        return rendered(templates, page)
    except Unsound:
        return None


@lru_cache(1)
def _templates(root: Path, languages: tuple[str, ...], digest: str) -> Templates:
    templates = Templates(root, languages)
    if templates.digest != digest:
        raise Refused("plan-differs", expected=digest, found=templates.digest)
    return templates
