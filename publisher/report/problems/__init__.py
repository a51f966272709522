"""Problems in words: for people, for a pull request, for machines; one module a form. Pure.

Each form is a function of the problems, the words of a language and, where only a change is judged, of the older
problems that it does not touch.
"""

from collections.abc import Callable, Sequence

from publisher.problem import Problem
from publisher.report.problems.data import as_json
from publisher.report.problems.github import as_github
from publisher.report.problems.gitlab import as_gitlab
from publisher.report.problems.junit import as_junit
from publisher.report.problems.page import as_html
from publisher.report.problems.plain import as_text
from publisher.report.problems.sarif import as_sarif
from publisher.report.problems.table import as_markdown, step_summary
from publisher.report.words import Words

Form = Callable[[Sequence[Problem], Words, Sequence[Problem]], str]

FORMATS: dict[str, Form] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "gitlab": as_gitlab,
    "sarif": as_sarif,
    "junit": as_junit,
    "markdown": as_markdown,
    "html": as_html,
}

# Forms that name files from the top of the repository: whoever reads them knows nothing of the catalogue's folder.
FROM_TOP = ("github", "gitlab", "sarif")

__all__ = [
    "FORMATS",
    "FROM_TOP",
    "Form",
    "as_github",
    "as_gitlab",
    "as_html",
    "as_json",
    "as_junit",
    "as_markdown",
    "as_sarif",
    "as_text",
    "step_summary",
]
