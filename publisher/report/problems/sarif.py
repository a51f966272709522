"""Problems as SARIF 2.1.0, the OASIS standard for results of static analysis. Pure.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from publisher import __version__
from publisher.problem import Problem
from publisher.report.problems.order import by_weight, fingerprints
from publisher.report.words import Words

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MAX_RESULTS = 25_000  # GitHub refuses a run with more


def as_sarif(problems: Sequence[Problem], words: Words, old: Sequence[Problem] = ()) -> str:
    """One run with a rule for each code that was found; of too many results the gravest, and a word of the others."""
    listed = [*problems, *old]
    prints = dict(zip(map(id, listed), fingerprints(listed), strict=True))
    shown = [*by_weight(problems), *by_weight(old)][:MAX_RESULTS]
    codes = sorted({problem.code for problem in shown})
    states = {**dict.fromkeys(map(id, old), "unchanged"), **dict.fromkeys(map(id, problems), "new")} if old else {}
    results = [_result(p, codes.index(p.code), prints[id(p)], states.get(id(p)), words) for p in shown]
    driver = {
        "name": "publisher",
        "semanticVersion": __version__,
        "language": words.language,
        "rules": [_rule(code, words) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "language": words.language,
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(len(listed) - len(shown), words)],
        "results": results,
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(code: str, words: Words) -> dict[str, Any]:
    what, fix, why = (words.explain(code, part) for part in ("what", "fix", "why"))
    return {
        "id": code,
        "shortDescription": {"text": what},
        "fullDescription": {"text": why},
        "help": {
            "text": f"{words('fix').capitalize()}: {fix}\n{words('why')}: {why}",
            "markdown": f"**{words('fix').capitalize()}**: {_escaped(fix)}\n\n**{words('why')}**: {_escaped(why)}",
        },
    }


def _result(problem: Problem, index: int, fingerprint: str, state: str | None, words: Words) -> dict[str, Any]:
    place = problem.place
    location = {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(place.file), "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": place.line, "startColumn": place.column},
        }
    }
    told: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": index,
        "level": str(problem.severity),
        "message": {"text": words.sentence(problem)},
        "locations": [location],
        "partialFingerprints": {"place/v1": fingerprint},
    }
    return {**told, "baselineState": state} if state else told


def _invocation(left: int, words: Words) -> dict[str, Any]:
    told: dict[str, Any] = {"executionSuccessful": True}
    if left:
        message = {"text": words("more-problems", count=left)}
        told["toolExecutionNotifications"] = [{"level": "warning", "message": message}]
    return told


def _uri(file: str) -> str:
    """A relative reference (RFC 3986): a first segment with a colon would be read as a scheme."""
    return quote(file, safe="/", errors="surrogateescape")


def _escaped(text: str) -> str:
    return text.replace("<", "&lt;")
