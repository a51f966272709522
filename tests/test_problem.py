"""Problems: their order, their weight, the form of a place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.problem import Place, Problem, PublisherError, Refused, Severity, Unreachable, has_errors, in_order

PLACES = st.builds(Place, st.sampled_from("ab"), st.integers(1, 3), st.integers(1, 3), st.sampled_from(["", "/a"]))
PROBLEMS = st.lists(
    st.builds(
        Problem,
        PLACES,
        st.sampled_from(["x", "y"]),
        st.dictionaries(st.sampled_from("ab"), st.sampled_from("12")),
        st.sampled_from(Severity),
    ),
    max_size=6,
)


def test_a_place_is_written_as_editors_follow_it() -> None:
    assert str(Place("catalogue/x.yaml", 4, 2, "/title")) == "catalogue/x.yaml:4:2"


@given(PROBLEMS, st.randoms())
def test_equal_problems_come_in_equal_order_however_they_were_found(problems: list[Problem], random: object) -> None:
    shuffled = list(problems)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    said = [[(p.place, p.code, sorted(p.args.items())) for p in in_order(some)] for some in (problems, shuffled)]
    assert said[0] == said[1] == sorted(said[0])


@pytest.mark.parametrize(
    ("severities", "forbids"),
    [
        pytest.param([], False, id="nothing found"),
        pytest.param([Severity.WARNING], False, id="only a warning"),
        pytest.param([Severity.WARNING, Severity.ERROR], True, id="an error among warnings"),
    ],
)
def test_only_an_error_forbids_writing(severities: list[Severity], forbids: bool) -> None:
    assert has_errors(Problem(Place("x"), "code", {}, severity) for severity in severities) is forbids


@pytest.mark.parametrize("kind", [Refused, Unreachable])
def test_a_failure_carries_its_code_and_arguments_but_no_words(kind: type[PublisherError]) -> None:
    error = kind("stale", key="dataset/x")
    assert (error.code, error.args_by_name) == ("stale", {"key": "dataset/x"})
    assert isinstance(error, PublisherError)
