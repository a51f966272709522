"""Why a rule exists: its words, the law or standard it rests on, a wrong and a right example. Pure, but for words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from publisher.report.words import Words, example, sections, source

_PARTS = (("problem", "what"), ("fix", "fix"), ("why", "why"))


def as_text(code: str, words: Words) -> str:
    """All that is known of one code, for a terminal."""
    told = {key: words.explain(code, part) for key, part in _PARTS}
    if basis := source(code):
        told["basis"] = basis
    lines = [f"  {words(key).capitalize()}: {text}\n" for key, text in told.items()]
    return "".join([f"{code}\n\n", *lines, "\n", *_shown(example(code), words)])


def _shown(shown: Mapping[str, Any], words: Words) -> Iterator[str]:
    if not shown:
        yield f"  {words('example-none')}\n"
        return
    for heading, lines in _sides(shown, words):
        yield f"  {heading}\n"
        yield from (f"    | {line}\n" for line in lines)


def _sides(shown: Mapping[str, Any], words: Words) -> Iterator[tuple[str, Sequence[str]]]:
    """The wrong side, then the right one if it is known: a heading and lines."""
    file, wrong = shown["file"], shown.get("wrong", ())
    where = words("example-place", file=file, line=shown.get("line", 1)) if wrong else file
    absent = "right" in shown and not wrong
    yield words("example-absent" if absent else "example-wrong", place=where), wrong
    if "right" in shown or "moved" in shown:
        yield words("example-right", place=shown.get("moved", file)), shown.get("right", ())


def as_markdown(languages: Sequence[Words]) -> str:
    """All codes under their headings, in one language or several."""
    parts = []
    for heading, codes in sections().items():
        parts.append(f"\n## {heading}\n")
        parts += ["".join(_section(code, languages)) for code in codes]
    return "".join(parts)


def _section(code: str, languages: Sequence[Words]) -> Iterator[str]:
    yield f"\n### {code}\n\n"
    for words in languages:
        what, fix, why = (f"**{words(key).capitalize()}**: {_text(words.explain(code, part))}." for key, part in _PARTS)
        yield f"- {what} {fix} {why}\n"
    if basis := source(code):
        yield f"\n{' · '.join(words('basis') for words in languages)}: {basis}\n"
    sides = [list(_sides(example(code), words)) if example(code) else [] for words in languages]
    for told in zip(*sides, strict=True):
        yield f"\n{' · '.join(_text(heading) for heading, _ in told)}\n"
        lines = told[0][1]
        yield "".join(["\n```text\n", *(f"{line}\n" for line in lines), "```\n"]) if lines else ""


def _text(text: str) -> str:
    return text.replace("<", "&lt;").replace("*", "\\*").rstrip(".")
