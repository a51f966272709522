"""Pages made ahead by other processes, in the order in which they are written; they are the same bytes. Reads.

Rendering, and looking at what was rendered, take most of the time of a large site; and each page stands by itself,
since its context is all that it depends on besides the templates.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from publisher.problem import Refused
from publisher.proof import Looked, Proof
from publisher.targets.site.edition import Page
from publisher.targets.site.render import Templates
from publisher.work import ahead

FEW = 400
"""Pages that one process has rendered before others have started."""
CHUNK = 40


def rendered(templates: Templates, page: Page) -> bytes:
    """A page as it is published."""
    context = {"page": page.context, "path": page.path, "language": page.language}
    return templates.render(page.template, context).encode()


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
        """The bytes of a page, None if it is none of these; `look` hears what was seen of it and of its neighbours."""
        while path in self._left and path not in self._ready:
            pages, (contents, looked) = next(self._chunks)
            self._ready.update(zip((page.path for page in pages), contents, strict=True))
            look(looked)
        self._left.discard(path)
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


def _drawn(task: _Task) -> tuple[list[bytes], Looked]:
    """Render pages and look at each; what they lead to is looked up at the end, where all of them are."""
    templates, proof = _templates(task.root, task.languages, task.digest), Proof(task.url)
    contents = [rendered(templates, page) for page in task.pages]
    for page, content in zip(task.pages, contents, strict=True):
        proof.look(page.path, content)
    return contents, proof.looked


@lru_cache(1)
def _templates(root: Path, languages: tuple[str, ...], digest: str) -> Templates:
    templates = Templates(root, languages)
    if templates.digest != digest:
        raise Refused("plan-differs", expected=digest, found=templates.digest)
    return templates
