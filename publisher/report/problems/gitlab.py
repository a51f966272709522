"""Problems as a Code Quality report of GitLab. Pure.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

import json
from collections.abc import Sequence

from publisher.problem import Problem, Severity
from publisher.report.problems.order import fingerprints
from publisher.report.words import Words

_WEIGHTS = {Severity.ERROR: "major", Severity.WARNING: "minor"}
_OLD = "info"


def as_gitlab(problems: Sequence[Problem], words: Words, old: Sequence[Problem] = ()) -> str:
    """A list of findings; a fingerprint stays the same while lines move, else GitLab calls an old finding new."""
    listed = [*problems, *old]
    weights = [*(_WEIGHTS[problem.severity] for problem in problems), *(_OLD for _ in old)]
    found = [
        {
            "description": words.sentence(problem),
            "check_name": problem.code,
            "fingerprint": fingerprint,
            "severity": weight,
            "location": {"path": problem.place.file, "lines": {"begin": problem.place.line}},
        }
        for problem, fingerprint, weight in zip(listed, fingerprints(listed), weights, strict=True)
    ]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"
