"""The table of floors and doors, from setup.cfg and the docstrings of the modules."""

import ast
import configparser
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
PROGRAM = REPOSITORY / "publisher"


def table() -> str:
    """One line a module, the highest floor first."""
    layers = _contracts()["floors"]["layers"].split("\n")[1:]
    lines = ["| floor | module | what it is for | only door to |", "|---|---|---|---|"]
    for floor, layer in zip(range(len(layers) - 1, -1, -1), layers, strict=True):
        for module in layer.split(" | "):
            doors = "<br>".join(_doors(f"publisher.{module}"))
            lines.append(f"| {floor} | `{module}{_ending(module)}` | {_purpose(module)} | {doors} |")
    return "\n".join(lines) + "\n"


def _contracts() -> dict[str, configparser.SectionProxy]:
    parser = configparser.ConfigParser()
    parser.read(REPOSITORY / "setup.cfg", encoding="utf-8")
    head = "importlinter:contract:"
    return {name.removeprefix(head): parser[name] for name in parser.sections() if name.startswith(head)}


def _doors(module: str) -> list[str]:
    """The libraries that only this module, or a part of it, may import."""
    doors = []
    for name, contract in _contracts().items():
        importer = contract.get("allowed_importers", "")
        if name.startswith("door-") and (importer == module or importer.startswith(f"{module}.")):
            libraries = ", ".join(contract["protected_modules"].split())
            part = importer.removeprefix(module).removeprefix(".")
            doors.append(libraries + (f" (`{part.replace('.', '/')}.py`)" if part else ""))
    return doors


def _ending(module: str) -> str:
    return "/" if (PROGRAM / module).is_dir() else ".py"


def _purpose(module: str) -> str:
    """The first sentence of a module's docstring."""
    path = PROGRAM / module / "__init__.py" if (PROGRAM / module).is_dir() else PROGRAM / f"{module}.py"
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    paragraph = docstring.partition("\n\n")[0].replace("\n", " ")
    return paragraph.partition(". ")[0].rstrip(".")
