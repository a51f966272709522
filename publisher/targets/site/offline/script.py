"""Our modules as one classic script, because browsers load no module from a disk. Pure.

Each module becomes a function that runs once, after those that it needs, and gives what it exports. Nothing is made
shorter: what is served can be read.
"""

import posixpath
import re
from collections.abc import Callable

from publisher.problem import Refused

_IMPORT = re.compile(r"""^import\s+(?:(?P<names>[^"';()]+?)\s+from\s+)?["'](?P<path>[^"']+)["'];?[ \t]*\n?""", re.M)
_DECLARED = re.compile(r"^export\s+(?P<what>(?:async\s+)?function\*?|class|const)\s+(?P<name>[\w$]+)", re.M)
_LISTED = re.compile(r"^export\s*\{(?P<names>[^}]*)\}(?!\s*from\b);?[ \t]*\n?", re.M)
_DEFAULT = re.compile(r"^export\s+default\s+", re.M)
_LEFT = re.compile(r"^(?:import|export|await)\b|\bimport\.meta\b|(?<![\w.*])import\s*\(", re.M)
_NAMED = re.compile(r"\{(?P<names>[^}]*)\}|\*\s+as\s+(?P<whole>[\w$]+)|(?P<default>[\w$]+)")
_MAIN = "$main"  # what a module exports by default


def classic(entry: str, read: Callable[[str], str]) -> str:
    """The script of a module with all that it imports; `read` gives the source of a module at a path of the site."""
    made: dict[str, str] = {}
    _take(entry, read, made, ())
    return '(() => {\n"use strict";\n\n' + "\n".join(made.values()) + "})();\n"


def _take(path: str, read: Callable[[str], str], made: dict[str, str], above: tuple[str, ...]) -> None:
    """Take up a module after those that it imports."""
    if path in above:
        raise Refused("offline-script", file=path)
    source, needed = read(path), []

    def imported(found: re.Match[str]) -> str:
        needed.append(posixpath.normpath(posixpath.join(posixpath.dirname(path), found["path"])))
        return "".join(
            f"const {_bound(each)} = {_called(needed[-1])};\n" for each in _NAMED.finditer(found["names"] or "")
        )

    body = _IMPORT.sub(imported, source)
    for other in needed:
        if other not in made:
            _take(other, read, made, (*above, path))
    made[path] = _wrapped(path, body)


def _bound(names: re.Match[str]) -> str:
    """What an import binds, as a pattern."""
    if names["whole"]:
        return str(names["whole"])
    told = names["names"] if names["names"] is not None else f"default as {names['default']}"
    return "{ " + ", ".join(_pair(each, ": ") for each in told.split(",") if each.strip()) + " }"


def _pair(told: str, between: str) -> str:
    """`a` or `a as b`, told as one names properties."""
    first, *second = (_MAIN if word == "default" else word for word in told.split(" as ") for word in [word.strip()])
    return between.join([first, *second])


def _wrapped(path: str, body: str) -> str:
    """A module as a function that runs once."""
    given = [found["name"] for found in _DECLARED.finditer(body)]
    for found in _LISTED.finditer(body):
        given += [_exported(each) for each in found["names"].split(",") if each.strip()]
    if _DEFAULT.search(body):
        given.append(_MAIN)
    body = _DECLARED.sub(lambda found: f"{found['what']} {found['name']}", body)
    body = _DEFAULT.sub(f"const {_MAIN} = ", _LISTED.sub("", body))
    if _LEFT.search(body):
        raise Refused("offline-script", file=path)
    return f"// {path}\nconst {_called(path)} = (() => {{\n{body.strip()}\nreturn {{ {', '.join(given)} }};\n}})();\n"


def _exported(told: str) -> str:
    """`a` or `a as b` of an export, as a property."""
    own, _, name = (word.strip() for word in told.partition(" as "))
    name = _MAIN if name == "default" else name
    return f"{name}: {own}" if name else own


def _called(path: str) -> str:
    """The name of what a module gives: of its path, with a sign that no module of ours begins a name with."""
    return "$" + re.sub(r"\W", "_", path)
