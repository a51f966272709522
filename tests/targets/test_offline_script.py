"""Modules as one classic script: in the order in which they need each other, or named as what cannot be."""

import re

import pytest

from publisher.problem import Refused
from publisher.targets.site.offline.script import classic

MODULES = {
    "a.js": 'import { b } from "./b.js";\nimport "./c.js";\nb();\n',
    "b.js": 'import { c } from "./c.js";\nexport const b = () => c;\n',
    "c.js": "export const c = 1;\n",
}


def test_a_module_comes_once_and_after_those_that_it_needs() -> None:
    script = classic("a.js", MODULES.__getitem__)
    assert re.findall(r"^// (\w\.js)$", script, re.MULTILINE) == ["c.js", "b.js", "a.js"]
    assert not re.search(r"^(import|export)\b", script, re.MULTILINE)


def test_what_a_module_says_in_its_lines_stays() -> None:
    source = "// Why.\n\nconst text = `\nexported\n`;\nexport function f() {\n  return text;\n}\n"
    assert source.replace("export function", "function").strip() in classic("x.js", lambda path: source)


@pytest.mark.parametrize(
    "source",
    [
        'const b = await import("./b.js");',
        "await ready();",
        "export let count = 0;",
        "export const { a, b } = c;",
        'export * from "./b.js";',
        'export { b } from "./b.js";',
        "const here = import.meta.url;",
        'import { a } from "./a.js";',
    ],
)
def test_what_cannot_be_put_together_is_named(source: str) -> None:
    with pytest.raises(Refused) as caught:
        classic("a.js", {"a.js": source + "\n", "b.js": "export const b = 1;\n"}.__getitem__)
    assert (caught.value.code, caught.value.args_by_name) == ("offline-script", {"file": "a.js"})
