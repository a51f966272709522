"""What is wrong with the templates of an agency, each fault at its line. Reads.

What can be told without making a page is told of all files at once, before anything is made. What only shows while a
page is made is told of where it stands in the template, not of where the program noticed.
"""

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from string import Formatter
from typing import Any

from publisher import encodings
from publisher.load.schemas import defaults
from publisher.problem import Place, Problem, PublisherError, Severity, Unsound
from publisher.source import Document, read
from publisher.targets.site.edition import Page
from publisher.targets.site.engine import Missing, Misspelt, Undefined
from publisher.targets.site.pages.prose import SAID
from publisher.targets.site.render import PLACE, Templates
from publisher.words import nearest

HOME = "site_templates"
CODE = "bad-template"
_FOLDERS = ("fonts", "libraries", "maps", "prose", "static", "style", "text")  # what lies there is no template
_TEMPLATES = {".html", ".txt"}
_TEXTS = {"prose": ".md", "style": ".css"}
_NAMELESS = re.compile(r"'([^']+)' is undefined|has no (?:attribute|element) '?([^']+?)'?$")
_LONGEST = 120  # characters of a line that are shown


def rendered(templates: Templates, page: Page) -> bytes:
    """A page as it is published; whatever its templates raise is told as what it is: a fault of theirs."""
    context = {"page": page.context, "path": page.path, "language": page.language}
    told = {"page": page.path}
    return _tried(lambda: templates.render(page.template, context), templates, page.template, told).encode()


def rendered_text(templates: Templates, template: str, context: Mapping[str, Any]) -> str:
    """Render a plain text in the same way."""
    return _tried(lambda: templates.render_text(template, context), templates, template, {})


def _tried(render: Callable[[], str], templates: Templates, template: str, made: Mapping[str, str]) -> str:
    try:
        return render()
    except PublisherError:
        raise
    except Exception as error:  # a template can raise anything
        raise Unsound([_told(error, templates, template, made)]) from error


def marked(preview: str, path: str, page: bytes) -> None:
    """Refuse a page of a preview that does not say so, to readers and to search engines: an own base may lack it."""
    text = html.unescape(page.decode())
    if preview not in text or "noindex" not in text:
        raise Unsound([_problem(Place(f"{HOME}/base.html"), "unmarked", page=path)])


def faults(root: Path, templates: Templates) -> list[Problem]:
    """Everything that is wrong with the templates of a catalogue before a page is made of them."""
    home = root / HOME
    if not home.is_dir():
        return [_problem(Place(HOME), "no-folder")] if home.exists() else []
    return [*_shapes(home), *_texts(home), *_words(home), *_compiled(home, templates)]


def _shapes(home: Path) -> Iterator[Problem]:
    """Files where folders are to be, and folders where files are: they would be passed over in silence."""
    for name in _FOLDERS:
        if (home / name).exists() and not (home / name).is_dir():
            yield _problem(Place(f"{HOME}/{name}"), "no-folder")
    for path in sorted(home.iterdir()):
        if path.suffix in _TEMPLATES and path.is_dir():
            yield _problem(Place(f"{HOME}/{path.name}"), "no-file")


def _texts(home: Path) -> Iterator[Problem]:
    """Running texts and styles: UTF-8, and in braces only what is told of the catalogue."""
    for folder, suffix in _TEXTS.items():
        for path in sorted((home / folder).glob(f"*{suffix}")):
            file = f"{HOME}/{folder}/{path.name}"
            try:
                lines = path.read_text("utf-8").splitlines() if path.is_file() else []
            except UnicodeDecodeError as error:
                yield _not_utf8(file, path.read_bytes(), error)
                continue
            yield from _braces(file, lines) if folder == "prose" else ()


def _braces(file: str, lines: Sequence[str]) -> Iterator[Problem]:
    for number, line in enumerate(lines, 1):
        for found in PLACE.finditer(line):
            if found[2] not in SAID:
                place = Place(file, number, found.start(2) + 1)
                yield _problem(place, "untold", line, name=found[2], nearest=nearest(found[2], SAID) or "")


def _words(home: Path) -> Iterator[Problem]:
    """The words of the interface: each a text that asks only for what its place on the pages tells."""
    ours = [read(path, path.name)[0] for path in sorted((defaults(HOME) / "text").glob("*.yaml"))]
    for path in sorted((home / "text").glob("*.yaml")):
        document, problems = read(path, f"{HOME}/text/{path.name}")
        yield from (problem for problem in problems if problem.severity is Severity.ERROR)
        if document and not isinstance(document.data, dict):
            yield _problem(document.at(), "no-words")
        elif document:
            yield from _misfits(document, [each.data for each in ours if each])


def _misfits(document: Document, ours: Sequence[Mapping[str, str]]) -> Iterator[Problem]:
    for key, text in document.data.items():
        if not isinstance(text, str):
            yield _problem(document.at(key), "no-text", name=key)
            continue
        asked = _asked(text)
        if asked is None:
            yield _problem(document.at(key), "braces", text)
        elif told := [_asked(words[key]) or set() for words in ours if key in words]:
            known = set().union(*told)
            for name in sorted(asked - known):
                listed = ", ".join(f"{{{each}}}" for each in sorted(known)) or "-"
                yield _problem(document.at(key), "unasked", text, name=name, told=listed)


def _asked(text: str) -> set[str] | None:
    """The names between braces in a text; None if they do not pair."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return None


def _compiled(home: Path, templates: Templates) -> Iterator[Problem]:
    """Templates that Jinja cannot read, and the names of templates that they ask for in vain."""
    for path in sorted(home.rglob("*")):
        name = path.relative_to(home).as_posix()
        if path.suffix in _TEMPLATES and path.is_file() and name.split("/")[0] not in _FOLDERS:
            try:
                source = path.read_text("utf-8")
                asked = list(templates.asked(name, source))
            except UnicodeDecodeError as error:
                yield _not_utf8(f"{HOME}/{name}", path.read_bytes(), error)
            except Exception as error:  # Jinja raises more than its own errors, as where a file is nested too deeply
                yield _told(error, templates, name, {})
            else:
                yield from _absent(source, f"{HOME}/{name}", asked, templates.names())


def _absent(source: str, file: str, asked: Sequence[tuple[int, list[str]]], known: list[str]) -> Iterator[Problem]:
    """The lines that ask for templates of which none is there."""
    for line, names in asked:
        if not set(names) & set(known):
            meant = next(filter(None, (nearest(name, known) for name in names)), "")
            said = {"name": ", ".join(names), "nearest": meant}
            yield _problem(Place(file, line), "missing", _line(source, line), **said)


def _told(error: Exception, templates: Templates, template: str, made: Mapping[str, str]) -> Problem:
    """A fault where it stands: the innermost line of a template that was being carried out."""
    path, line = _where(error, templates) or (_found(templates, template), 1)
    own = path.is_relative_to(templates.folders[0])
    file = f"{HOME}/{path.relative_to(templates.folders[0 if own else -1]).as_posix()}"
    cause, args = _cause(error)
    try:
        text = _line(path.read_text("utf-8"), line)
    except (OSError, ValueError):
        text = ""
    if not own:  # a file of ours; what it lacks should have come from one of theirs
        return _problem(Place(f"publisher/{file}", line), cause, text, **args, **made, ours=file)
    return _problem(Place(file, line), cause, text, **args, **made)


def _where(error: Exception, templates: Templates) -> tuple[Path, int] | None:
    """File and line of the template that raised an error; none where it was raised before one began."""
    if isinstance(error, Misspelt) and error.filename:
        return Path(error.filename), error.lineno
    found, step = None, error.__traceback__
    while step:
        path = Path(step.tb_frame.f_code.co_filename)
        if any(path.is_relative_to(folder) for folder in templates.folders):
            found = path, step.tb_lineno
        step = step.tb_next
    return found


def _found(templates: Templates, template: str) -> Path:
    places = [folder / template for folder in templates.folders]
    return next((place for place in places if place.is_file()), places[-1])


def _cause(error: Exception) -> tuple[str, dict[str, str]]:
    """The sort of an error, and what it tells."""
    reason = str(error)
    match error:
        case Misspelt():
            return "syntax", {"reason": error.message or ""}
        case Missing():
            return "missing", {"name": reason}
        case Undefined() if found := _NAMELESS.search(reason):
            return "undefined", {"name": found[1] or found[2]}
        case KeyError():
            return "unworded", {"name": str(error.args[0])}
        case RecursionError():
            return "endless", {}
    return "raised", {"reason": f"{type(error).__name__}: {reason}"}


def _not_utf8(file: str, raw: bytes, error: UnicodeDecodeError) -> Problem:
    """A file in another encoding, told by name if it seems to be known."""
    line = raw.count(b"\n", 0, error.start) + 1
    encoding = encodings.wide(raw) or encodings.legacy(raw[raw.rfind(b"\n", 0, error.start) + 1 :])
    return _problem(Place(file, line), "encoding", suggestion=encoding)


def _line(source: str, number: int) -> str:
    """What stands in a line."""
    return "".join(source.splitlines()[number - 1 : number])


def _problem(place: Place, cause: str, text: str = "", **args: str) -> Problem:
    """The one code, with its cause and what stands there."""
    told = {"cause": cause, "text": text.strip()[:_LONGEST], **args}
    return Problem(place, CODE, {name: value for name, value in told.items() if value})
