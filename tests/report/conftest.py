"""Words, and a fixed list of problems with text that wants to break out."""

import pytest

from publisher.problem import Place, Problem, Severity
from publisher.report.words import LANGUAGES, Words

WARNING = Severity.WARNING
NASTY = 'line one\nline two\r\n100 %: `code` | <script>alert("x")</script> ::error::gotcha \\| ```\x1b[31m'
X, D = "catalogue/databases/x.yaml", "datasets/d/datapackage.yaml"
PROBLEMS = (
    Problem(Place(X, 4, 1, "/titel"), "unknown-property", {"property": "titel", "nearest": "title"}),
    Problem(Place(X, 9, 3, "/class"), "not-allowed", {"value": NASTY, "allowed": "open, shared"}),
    Problem(
        Place("datasets/a,b: 100%/t.csv", 2, 5),
        "table-type-error",
        {"type": "integer", "value": "x" * 300, "field": "a|b"},
    ),
    Problem(Place(D, 7, 1, "/a~1b"), "no-such-code", {"message": NASTY}),
    Problem(Place("datasets/d/t.csv", 3), "table-never-heard-of", {"note": "`x`"}),
    Problem(Place("catalogue/catalogue.yaml"), "missing-descriptor", {"file": "catalogue/catalogue.yaml"}, WARNING),
    Problem(Place(D, 1, 1), "bad-pattern", {"value": "1", "property": "code", "expects.en": "two digits"}, WARNING),
)


@pytest.fixture(params=LANGUAGES)
def words(request: pytest.FixtureRequest) -> Words:
    """The words of each language in turn."""
    return Words(request.param)


@pytest.fixture
def english() -> Words:
    """The words of English."""
    return Words("en")
