"""The static site: a folder of releases, and a symbolic link to the one that is public. Reads and writes.

`<folder>` is a link into `.<folder>.releases/`, where each release is a whole site with its `manifest.json`:
owner, and for every file its digest (of all that goes into it), sha256 and size. An apply begins as hard links
to the last release, writes what changed as new files, and ends by swapping the link in one step: nobody ever
sees a half-written site, and an apply that was killed leaves nothing that the next one would not clear away.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from publisher.cache import Cache
from publisher.model import Catalogue, Kind
from publisher.plan import Change, Item, Reason, State
from publisher.problem import Problem, Refused, Severity, Unsound, in_order
from publisher.proof import Proof, is_read
from publisher.targets import Entry, Removal, Table
from publisher.targets.site import takedown
from publisher.targets.site.drafts import FEW, Drafts
from publisher.targets.site.faults import faults, marked
from publisher.targets.site.files import Draft, File, files
from publisher.targets.site.inputs import key
from publisher.targets.site.libraries import brought
from publisher.targets.site.releases import Releases
from publisher.targets.site.render import Templates


class Site:
    """The target that is a folder."""

    name = "site"
    limit_updates = False  # one changed template touches every page
    all_or_nothing = True
    writers = 1
    public_view = False

    def __init__(
        self,
        folder: Path,
        owner: str,
        cache: Cache | None = None,
        *,
        strict: bool = False,
        preview: str = "",
        workers: int = 0,
    ) -> None:
        # A preview is nobody's publication: neither is ever written into the folder of the other.
        self.owner = f"preview of {owner}" if preview else owner
        self._workers = workers
        self._strict = strict
        self._preview = preview
        self._releases = Releases(folder, self.owner)
        self._cache = cache or Cache()
        self._files: dict[str, File] | None = None
        self._catalogue: Catalogue | None = None
        self._proof = self._unread()
        self._drafts: Drafts | None = None
        self._unfit: dict[tuple[str, ...], Problem] = {}  # each fault of a template once, however many pages it spoils
        self.tell: Callable[[str], None] = lambda name: None
        """Whoever wants to know how far a file is that takes long."""

    def desired(self, catalogue: Catalogue) -> State:
        """Every file of the site: its key is its path, its value a digest of all that goes into it."""
        self._catalogue, self._files = catalogue, None
        self._templates = Templates(catalogue.root, catalogue.languages)
        made_from = key(catalogue, self._templates, self._preview)
        if known := self._cache.known([made_from]):
            return {path: Item(*told) for path, told in known[made_from].items()}
        if found := faults(catalogue.root, self._templates):
            raise Unsound(in_order(found))
        made = sorted(self._made().values(), key=lambda file: (file.turn, file.path))
        state = {file.path: Item(file.digest, file.package) for file in made}
        self._cache.keep({made_from: {path: [item.value, item.package] for path, item in state.items()}})
        return state

    def _made(self) -> dict[str, File]:
        """The files, made when they are needed: to tell their digests, or to write one."""
        if self._files is None:
            draft = Draft(self._releases.place, lambda name: self.tell(name))
            made = files(self._catalogue, draft, self._preview) if self._catalogue else ()
            self._files = {file.path: file for file in made}
        return self._files

    def actual(self) -> State:
        """What the manifest of the public release lists."""
        manifest = self._releases.read()
        return {path: Item(written.digest, written.package) for path, written in sorted(manifest.items())}

    def objections(self, changes: Sequence[Change]) -> Iterator[Reason]:
        """Files that somebody put by hand where one of ours is to be; where nothing may lack, what the pages lack."""
        if self._strict and not brought():
            yield Reason("no-library", {})
        for change in changes:
            if change.before is None and self._releases.holds(change.key):
                yield Reason("name-held-by-others", {"key": change.key, "name": change.key})

    def tables(self, change: Change) -> Iterator[Table]:
        """The data file that a change replaces."""
        for dataset in self._catalogue.of(Kind.DATASET) if self._catalogue else ():
            for resource in dataset.resources:
                if change.key == f"dataset/{dataset.name}/{resource.path}" and resource.is_csv_table:
                    yield Table(resource, self._releases.content(change.key))

    def begin(self, changes: Sequence[Change]) -> None:
        """Begin a release as hard links to the last one; many pages are rendered by other processes."""
        self._proof = self._unread()
        self._unfit = {}
        self._end_drafts()
        self._releases.begin()
        pages = [page for change in changes if change.after and (page := self._made()[change.key].page)]
        if self._catalogue and self._workers > 1 and len(pages) >= FEW:
            self._drafts = Drafts(self._templates, self._catalogue.url, pages, self._workers)

    def apply(self, change: Change) -> None:
        """Write or remove one file of the release."""
        if change.after is None:
            self._releases.remove(change.key)
            return
        file = self._made()[change.key]
        if file.digest != change.after.value:
            raise Refused("plan-differs", expected=change.after.value, found=file.digest)
        try:
            self._write(change.key, file)
        except Unsound as fault:  # the other pages may have other faults, which are told with this one
            self._unfit |= {_spot(problem): problem for problem in fault.problems if _spot(problem) not in self._unfit}

    def _write(self, path: str, file: File) -> None:
        """Write a file as it was made ahead, or make it now; look at it."""
        drafted = self._drafts.take(path, self._proof.looked.add) if self._drafts else None
        content = file.streamed or file.content() if drafted is None else drafted
        self._releases.write(path, content, file.digest, file.package)
        if isinstance(content, bytes) and is_read(path):
            if drafted is None:
                self._proof.look(path, content)
            if self._preview and path.endswith(".html"):
                marked(self._preview, path, content)

    def commit(self, entry: Entry) -> None:
        """Make the release public, unless a page that changed is broken: templates of an agency may be wrong."""
        self._end_drafts()
        if self._unfit:
            raise Unsound(in_order(self._unfit.values()))
        found = self._proof.findings(self._made(), self._content)
        if errors := [problem for problem in found if problem.severity is Severity.ERROR]:
            raise Unsound(errors)
        self._releases.commit(entry)

    def _unread(self) -> Proof:
        """A proof of nothing yet; pages may lead to what should be there, even where only one entry is published."""
        return Proof(self._catalogue.url if self._catalogue else "/")

    def _content(self, path: str) -> bytes:
        """What a file should hold: read where it lies in the release that was begun, else made."""
        file = self._made()[path]
        return self._releases.drafted(path, file.digest) or file.content()

    def abort(self) -> None:
        """Drop the release that was begun."""
        self._end_drafts()
        self._releases.abort()

    def _end_drafts(self) -> None:
        """Let the processes that render pages go, and nothing that they made be taken for a page of another release."""
        if self._drafts:
            self._drafts.close()
            self._drafts = None

    def take_down(self, package: str, entry: Entry) -> Removal:
        """Remove a package from every release that is kept, the public one among them, at once."""
        return takedown.take_down(self._releases, package, entry)

    def place(self) -> str:
        """The home page on disk."""
        return str(self._releases.folder / "index.html")


def _spot(problem: Problem) -> tuple[str, ...]:
    """What makes two faults of templates one: where they stand and what is said of them, but for the page."""
    return (str(problem.place), *(value for name, value in sorted(problem.args.items()) if name != "page"))
