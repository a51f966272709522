"""Problems as JSON for machines. Pure."""

import json
from collections.abc import Sequence
from typing import Any

from publisher.problem import Problem
from publisher.report.words import Words

VERSION = 1


def as_json(problems: Sequence[Problem], words: Words, old: Sequence[Problem] = ()) -> str:
    """The versioned form for machines; its schema is schemas/output/problems.yaml."""
    listed = [_told(problem, words) for problem in problems]
    listed += [{**_told(problem, words), "old": True} for problem in old]
    return json.dumps({"version": VERSION, "problems": listed}, ensure_ascii=False, indent=2) + "\n"


def _told(problem: Problem, words: Words) -> dict[str, Any]:
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        "file": problem.place.file,
        "line": problem.place.line,
        "column": problem.place.column,
        "pointer": problem.place.pointer,
        "args": dict(problem.args),
        "what": words.what(problem),
        "fix": words.fix(problem),
    }
