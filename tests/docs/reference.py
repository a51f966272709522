"""Write what the documentation takes from code and schemas: `python -m tests.docs.reference`.

Whole pages: fields, rules, commands, vocabularies; the examples
that `publisher explain` shows; what an editor needs to know. In pages written
by hand: what stands between `<!-- made: NAME -->` and `<!-- end -->`, which is the output of a command or the table of
floors.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from publisher.load import PATTERNS, load
from publisher.load.schemas import read_schemas
from publisher.model import Data
from publisher.report import editor
from publisher.report.explained import as_markdown
from publisher.report.words import LANGUAGES, Words
from tests.docs import floors, runs
from tests.rules import examples

REPOSITORY = Path(__file__).parents[2]
BY_HAND = ("README.md", "ARCHITECTURE.md", "docs/guide-vi.md", "docs/guide-en.md", "docs/ci-vi.md", "docs/ci.md")
EXAMPLES = "publisher/text/examples.yaml"
MADE = re.compile(r"(<!-- made: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)

KINDS = {
    "catalogue": "catalogue/catalogue.yaml",
    "organization": "catalogue/organizations/NAME.yaml",
    "themes": "catalogue/themes.yaml",
    "database": "catalogue/databases/NAME.yaml",
    "dataset": "datasets/NAME/datapackage.yaml",
    "open-data": "catalogue/open-data.yaml",
    "withdrawn": "catalogue/withdrawn.yaml",
}
_REFERENCES = {
    "organizations": "name of an organization",
    "themes": "name of a theme",
    "databases": "name of a database",
    "datasets": "name of a dataset",
    "packages": "name of a database or dataset",
}
_SHAPES = {
    "name": "name: `a-z`, `0-9` and hyphens",
    "line": "one line of text",
    "prose": "text; Markdown is shown",
    "url": "web address",
    "email": "e-mail address",
    "date": "day, `2026-11-21`",
    "moment": "year, month or day: `2026`, `2026-11`, `2026-11-21`",
    "property_names": "list of names of properties of this descriptor",
    "keywords": "list of keywords",
    "profile": "an official address, or the path of a JSON Schema file from the root of the catalogue",
}
_TYPES = {"integer": "whole number", "number": "number", "boolean": "`true` or `false`", "string": "text"}
_TYPES |= {"object": "a mapping, see below", "array": "a list"}
_HEAD = "<!-- Written by `python -m tests.docs.reference`. Do not edit: edit what it is made from. -->\n"


def written() -> dict[str, str]:
    """Every page as it should be, by path."""
    pages = {path: f"{_HEAD}{page()}" for path, page in PAGES.items()}
    pages[EXAMPLES] = examples.text()
    pages |= editor_files()
    return pages | {path: _renewed((REPOSITORY / path).read_text("utf-8")) for path in BY_HAND}


def editor_files() -> dict[str, str]:
    """The settings and schemas of this repository for an editor, by path; in its main language."""
    catalogue, _ = load(REPOSITORY)
    assert catalogue
    made = editor.files(PATTERNS, catalogue.schemas, Words(catalogue.language))
    whole = {f"{editor.SCHEMAS}/{name}": schema for name, schema in made.items()}
    whole |= {".vscode/settings.json": editor.settings(PATTERNS)}
    whole |= {".vscode/extensions.json": editor.EXTENSIONS}
    return {path: editor.written(content) for path, content in whole.items()}


def _renewed(text: str) -> str:
    return MADE.sub(lambda match: f"{match[1]}{made(match[2])}{match[3]}", text)


def made(name: str) -> str:
    """What belongs between the marks of a name."""
    if name == "floors":
        return floors.table()
    return f"```text\n{runs.output(name)}```\n"


def fields() -> str:
    """What each kind of descriptor may say."""
    schemas, _ = read_schemas(REPOSITORY, ["en"])
    parts = [_FIELDS]
    for kind, file in KINDS.items():
        tree = schemas.kinds[kind]
        parts.append(f"\n## {kind}\n\n{tree['label']['vi']} · {tree['label']['en']}: `{file}`\n\n")
        entry = tree if "properties" in tree else tree["additionalProperties"]
        parts += _table(
            ["Property", "Tiếng Việt", "English", "Required", "Value"], _properties(tree["$defs"], entry, "")
        )
    return "".join(parts)


def _properties(definitions: Data, node: Data, path: str) -> Iterator[list[str]]:
    required = node.get("required", ())
    for name, declared in node.get("properties", {}).items():
        whole = _resolved(definitions, declared)
        yield [
            f"`{path}{name}`" + (" · `_xx`" if whole.get("translated") else ""),
            *(f"**{whole['label'][language]}**. {whole['help'][language]}" for language in LANGUAGES),
            "yes" if name in required else "",
            _value(definitions, declared, whole),
        ]
        yield from _properties(definitions, whole, f"{path}{name}.")
        items = _resolved(definitions, whole.get("items", {}))
        yield from _properties(definitions, items, f"{path}{name}[].")


def _resolved(definitions: Data, node: Data) -> dict[str, Any]:
    while "$ref" in node:
        rest = {key: value for key, value in node.items() if key != "$ref"}
        node = {**definitions[node["$ref"].rpartition("/")[2]], **rest}
    return dict(node)


def _value(definitions: Data, declared: Data, whole: Data) -> str:
    """Say what may be written; limits follow the shape."""
    shape = declared.get("$ref", "").rpartition("/")[2]
    if "vocabulary" in whole:
        also = f", or `{whole['also']}`" if "also" in whole else ""
        return f"one of [{whole['vocabulary']}](vocabularies.md#{whole['vocabulary']}){also}"
    if "reference" in whole:
        return _REFERENCES[whole["reference"]]
    if "enum" in whole:
        return "one of " + ", ".join(f"`{value}`".replace("\t", "\\t") for value in whole["enum"])
    if "const" in whole:
        return f"`{whole['const']}`"
    if shape in _SHAPES:
        return _SHAPES[shape] + (f"; at least {declared['minLength']} characters" if "minLength" in declared else "")
    if whole.get("type") == "array":
        items = whole.get("items", {})
        of = _value(definitions, items, _resolved(definitions, items))
        return "list, see below" if of == "see below" else f"list: {of}"
    if whole.get("type") == "object":
        return "see below"
    types = whole.get("type", [])
    named = " or ".join(_TYPES[name] for name in ([types] if isinstance(types, str) else types))
    return (named or "any value") + (f" like `{whole['pattern']}`" if "pattern" in whole else "")


def vocabularies() -> str:
    """Every list of values, with the properties that use it."""
    schemas, _ = read_schemas(REPOSITORY, ["en"])
    users: dict[str, list[str]] = {}
    for kind in KINDS:
        tree = schemas.kinds[kind]
        for name, path in _uses(tree["$defs"], tree, ""):
            users.setdefault(name, []).append(f"`{path}` ({kind})")
    parts = [_VOCABULARIES]
    for name, terms in schemas.vocabularies.items():
        used = ", ".join(users.get(name, ["the pages of the site"]))
        parts.append(f"\n## {name}\n\n`schemas/vocabularies/{name}.yaml`. Used by {used}.\n\n")
        extra = list(dict.fromkeys(key for term in terms.values() for key in term if key != "label"))
        labels = ["Tiếng Việt", "English"]
        rows = [
            [f"`{term}`", *(said["label"].get(language, "") for language in LANGUAGES), *_extra(said, extra)]
            for term, said in terms.items()
        ]
        parts += _table(["Value", *labels, *(f"`{key}`" for key in extra)], rows)
    return "".join(parts)


def _uses(definitions: Data, node: Data, path: str) -> Iterator[tuple[str, str]]:
    node = _resolved(definitions, node)
    if "vocabulary" in node:
        yield node["vocabulary"], path
    for name, below in node.get("properties", {}).items():
        yield from _uses(definitions, below, f"{path}.{name}" if path else name)
    if isinstance(node.get("items"), Mapping):
        yield from _uses(definitions, node["items"], f"{path}[]")


def _extra(term: Data, keys: Sequence[str]) -> list[str]:
    return [str(term.get(key, "")).replace("True", "yes") for key in keys]


def rules() -> str:
    """Every code of a problem with its words, under the headings of problems.yaml; then the rule sets."""
    parts = [_RULES, as_markdown([Words(language) for language in LANGUAGES])]
    schemas, _ = read_schemas(REPOSITORY, ["en"])
    parts.append(_RULE_SETS)
    for name, rule_set in schemas.rule_sets.items():
        parts.append(f"\n### {name}\n\n{rule_set.document}, {rule_set.valid_from} to {rule_set.valid_to}.\n\n")
        rows = [[f"`{d['property']}`", str(d["kind"]), d["article"]] for d in rule_set.demands]
        parts += _table(["Property", "Of a", "Article"], rows)
    return "".join(parts)


def commands() -> str:
    """The help of every command."""
    parts = [_COMMANDS]
    for name in ("", *runs.commands()):
        parts.append(f"\n## publisher {name}".rstrip() + f"\n\n```text\n{runs.help_of(name)}```\n")
    return "".join(parts)


def _table(head: Sequence[str], rows: Iterator[list[str]] | list[list[str]]) -> list[str]:
    lines = [list(head), ["---"] * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return ["| " + " | ".join(line) + " |\n" for line in lines]


_FIELDS = """# What a descriptor may say

Made from the files of `schemas/`. A property with `_xx` may also be given in another language of the catalogue: where
the main language is Vietnamese, `title` is Vietnamese and `title_en` English. `a.b` stands inside `a`; `a[].b` in
each item of the list `a`. A catalogue's own `schemas/KIND.yaml` may add to what is listed here.

Lập từ các tệp trong `schemas/`. Thuộc tính có `_xx` có thể viết thêm bằng ngôn ngữ khác của danh mục, ví dụ `title_en`.
`a.b` nằm trong `a`; `a[].b` nằm trong từng phần tử của danh sách `a`.
"""

_VOCABULARIES = """# Lists of values

Made from `schemas/vocabularies/`. The check allows no other value; what people read is the label.

Lập từ `schemas/vocabularies/`. Bước kiểm tra không nhận giá trị nào khác; người đọc thấy nhãn, không thấy mã.
"""

_RULES = """# Every problem and refusal

Made by `publisher explain --all`, here in both languages; `publisher explain CODE` prints the same of one code. What
stands in `<angle brackets>` is filled in when the problem is found. Every example is a test in `tests/rules/`: the
wrong one gives that problem, the right one none.

Lập bằng `publisher explain --all`, ở đây bằng cả hai ngôn ngữ; `publisher explain MÃ` in ra cùng nội dung của một mã.
Phần trong `<ngoặc nhọn>` được điền khi gặp vấn đề. Mỗi ví dụ là một phép thử trong `tests/rules/`: ví dụ sai cho ra
đúng vấn đề đó, ví dụ đúng không có vấn đề nào.
"""

_RULE_SETS = """
## What a law demands

Made from `schemas/rules/`. A rule set is chosen by `rules:` in `catalogue/catalogue.yaml`. It applies to an entry whose
`legal_basis` names its document for days on which it was in force; see [law-demands](#law-demands).
"""

_COMMANDS = """# Commands

The help of the program, in English; `publisher --lang vi --help` gives it in Vietnamese. Without `--lang` the language
is that of the locale, else the main language of the catalogue, else English.
"""

PAGES: Mapping[str, Callable[[], str]] = {
    "docs/fields.md": fields,
    "docs/rules.md": rules,
    "docs/commands.md": commands,
    "docs/vocabularies.md": vocabularies,
}


def main() -> None:
    """Write the pages that differ."""
    for path, text in written().items():
        place = REPOSITORY / path
        if not place.is_file() or place.read_text("utf-8") != text:
            place.write_text(text, "utf-8")
            runs.say(f"wrote {path}")


if __name__ == "__main__":
    main()
