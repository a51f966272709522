"""Problems as one page of HTML that needs nothing beside it: no script, no other file. Pure."""

import itertools
import re
from collections.abc import Iterable, Sequence
from html import escape

from publisher.problem import Problem, Severity
from publisher.report.words import Words, one_line

# Code points that HTML forbids in a document: https://html.spec.whatwg.org/#preprocessing-the-input-stream
_FORBIDDEN = re.compile(
    "[\ud800-\udfff\ufdd0-\ufdef" + "".join(chr((n << 16) + end) for n in range(17) for end in (0xFFFE, 0xFFFF)) + "]"
)
_STYLE = """
:root { color-scheme: light dark; --text: #1b1b1f; --page: #fff; --line: #c9c9d1; --error: #a4000f; --warning: #7a4b00 }
@media (prefers-color-scheme: dark) {
  :root { --text: #ececf1; --page: #16161a; --line: #45454f; --error: #ff9aa2; --warning: #f2c063 }
}
body { color: var(--text); background: var(--page); font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto;
  max-width: 60rem; padding: 1rem }
h1 { font-size: 1.6rem } h2 { font-size: 1.1rem; overflow-wrap: anywhere }
ul { list-style: none; padding: 0 }
li { border-left: .25rem solid var(--line); margin: 0 0 1rem; padding: 0 0 0 .75rem; overflow-wrap: anywhere }
li.error { border-color: var(--error) } li.warning { border-color: var(--warning) }
.error b { color: var(--error) } .warning b { color: var(--warning) }
p { margin: 0 } code { font-family: ui-monospace, monospace; font-size: .9em }
@media print {
  :root { --text: #000; --page: #fff; --line: #999; --error: #000; --warning: #000 }
  body { max-width: none; padding: 0 } li { break-inside: avoid } h2 { break-after: avoid }
}
"""


def as_html(problems: Sequence[Problem], words: Words, old: Sequence[Problem] = ()) -> str:
    """A page with the problems of each file under its name; older ones under a heading of their own."""
    title = _text(words("check-title"))
    head = f'<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n<title>{title}</title>'
    parts = [f"<h1>{title}</h1>", f"<p>{_text(_sums(problems, words))}</p>", *_files(problems, words, 2)]
    if old:
        parts += [f"<h2>{_text(words('old-problems', count=len(old)))}</h2>", *_files(old, words, 3)]
    body = "\n".join(parts)
    style = f"<style>{_STYLE}</style>"
    return (
        f'<!doctype html>\n<html lang="{words.language}">\n<head>\n{head}\n{style}\n</head>\n'
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _sums(problems: Sequence[Problem], words: Words) -> str:
    if not problems:
        return words("sound")
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    return words("found", errors=errors, warnings=len(problems) - errors)


def _files(problems: Sequence[Problem], words: Words, level: int) -> Iterable[str]:
    for file, of_file in itertools.groupby(problems, key=lambda problem: problem.place.file):
        yield f"<h{level}><code>{_text(file)}</code></h{level}>"
        yield "<ul>"
        yield from (_item(problem, words) for problem in of_file)
        yield "</ul>"


def _item(problem: Problem, words: Words) -> str:
    place = f"{problem.place.line}:{problem.place.column}"
    where = f"<code>{place}</code> <b>{_text(words(problem.severity))}</b>"
    what = f"{_text(words.what(problem))} <code>{_text(problem.code)}</code>"
    fix = f"{_text(words('fix').capitalize())}: {_text(words.fix(problem))}"
    return f'<li class="{problem.severity}"><p>{where} {what}</p>\n<p>{fix}</p></li>'


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", one_line(text)))
