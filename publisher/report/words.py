"""The words of problems and of the terminal, in a language. Reads its own text files."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from publisher.problem import Problem
from publisher.source import read
from publisher.words import nearest

LANGUAGES = ("vi", "en")
# Controls, line separators, direction changes: what descriptors, data and portals say may not steer a terminal.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_CODE = re.compile("([a-z0-9-]+):")
_EXAMPLES = {"date": "2026-11-21", "uri": "https://example.org/", "email": "data@example.org", "regex": "^[0-9]{2}$"}

# What is said beside the cause of a fault, and the argument without which it is not.
_BESIDE = {"stands": "text", "made": "page", "ours": "ours"}


@cache
def _texts(name: str) -> Mapping[str, Any]:
    document, _ = read(Path(str(files("publisher") / "text" / f"{name}.yaml")), name)
    texts: Mapping[str, Any] = document.data if document else {}
    return texts


def _entry(code: str) -> Mapping[str, Any]:
    """The words of a code; one without words of its own borrows those of its family."""
    texts = _texts("problems")
    entry: Mapping[str, Any] = texts.get(code) or texts["table-error" if code.startswith("table-") else "schema"]
    return entry


def one_line(text: str) -> str:
    """The text without line breaks and other controls."""
    return _CONTROLS.sub(" ", text)


def example(code: str) -> Mapping[str, Any]:
    """A wrong and a right example of a code, from tests/rules/; empty where none can be shown as text."""
    shown: Mapping[str, Any] = _texts("examples").get(code, {})
    return shown


def source(code: str) -> str:
    """The law or standard that a rule rests on; nothing for a rule of our own."""
    for document in _texts("sources").values():
        if code in document["codes"]:
            return ", ".join(document[part] for part in ("title", "url") if part in document)
    return ""


def sections() -> Mapping[str, Sequence[str]]:
    """The codes under the comments that head them in the file of words."""
    found: dict[str, list[str]] = {}
    text = (files("publisher") / "text" / "problems.yaml").read_text("utf-8").partition("\n\n")[2]
    heading = ""
    for line in text.splitlines():
        if line.startswith("# "):
            heading = line.removeprefix("# ")
        elif code := _CODE.match(line):
            found.setdefault(heading, []).append(code[1])
    return found


class Words:
    """Puts codes and their arguments into words of one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, **args: object) -> str:
        """The words of the terminal under a key."""
        text: str = _texts("terminal")[key][self.language]
        return text.format(**args)

    def problem(self, code: str, args: Mapping[str, str], part: str) -> str:
        """One part of a problem's words: what is wrong, the fix, or why it matters."""
        return self._template(code, part).format_map(_Args(self._filled(args)))

    def _template(self, code: str, part: str) -> str:
        template: str = _entry(code)[self.language][part]
        return template

    def what(self, problem: Problem) -> str:
        """What is wrong; in a sheet, also in which cell."""
        said = self.problem(problem.code, problem.args, "what")
        if "cell" not in problem.args or "{cell}" in self._template(problem.code, "what"):
            return said
        return said + self("at-cell", cell=problem.args["cell"], sheet=one_line(problem.args.get("sheet", "")))

    def fix(self, problem: Problem) -> str:
        """How to mend it, as one imperative."""
        return self.problem(problem.code, problem.args, "fix")

    def sentence(self, problem: Problem) -> str:
        """What is wrong and how to mend it, in one line."""
        return f"{self.what(problem)} — {self('fix')}: {self.fix(problem)}"

    def explain(self, code: str, part: str) -> str:
        """One part of the words of a code, without a case."""
        return self._template(code, part).format_map(_Names(nearest="", suggestion="", expects="", mend="", stands=""))

    def knows(self, code: str) -> bool:
        """Tell whether there are words for a code."""
        return code in _texts("problems")

    def codes(self) -> list[str]:
        """All codes that have words."""
        return list(_texts("problems"))

    def meant(self, word: str, known: list[str]) -> str:
        """A question after a word that is not known, if one like it is."""
        found = nearest(word, known)
        return self("nearest", word=found) if found else ""

    def _filled(self, args: Mapping[str, str]) -> dict[str, str]:
        expects = args.get(f"expects.{self.language}") or args.get("expects.en")
        told = {
            **args,
            "nearest": self("nearest", word=args["nearest"]) if args.get("nearest") else "",
            "suggestion": self("suggestion", word=args["suggestion"]) if args.get("suggestion") else "",
            "expects": self("expects", words=expects) if expects else "",
            "example": _EXAMPLES.get(args.get("format", ""), args.get("format", "")),
        }
        parts = {part: self._beside(f"{part}.{told.get('cause', '')}", told) for part in ("cause", "mend")}
        told["stands"] = "".join(self._beside(key, told) for key, name in _BESIDE.items() if args.get(name))
        told |= parts
        return {name: one_line(value) for name, value in told.items()}

    def _beside(self, key: str, told: Mapping[str, str]) -> str:
        """What is said beside, where there are words for it."""
        entry = _texts("terminal").get(key)
        return entry[self.language].format_map(_Args(told)) if entry else ""


class _Names(dict[str, str]):
    """Arguments that show their own names, for words without a case at hand."""

    def __missing__(self, key: str) -> str:
        return f"<{key}>"


class _Args(dict[str, str]):
    """Arguments of a template; one that a problem does not carry is shown as nothing."""

    def __missing__(self, key: str) -> str:
        return ""
