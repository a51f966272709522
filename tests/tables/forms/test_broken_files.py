"""A file that is cut off, or in which bytes are other ones, ends as problems: never as a traceback."""

from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.tables import measure
from tests.tables.forms import making
from tests.tables.forms.broken import CSV, ROWS
from tests.tables.forms.catalogues import alone

SOUND: Mapping[str, bytes] = {
    "xlsx": making.xlsx({"Data": ROWS}),
    "ods": making.ods({"Data": ROWS}),
    "json": b'[{"code": "a", "size": 1}, {"code": "b", "size": 2}]',
    "geojson": b'{"type": "FeatureCollection", "features": [{"type": "Feature", '
    b'"properties": {"code": "a", "size": 1}, "geometry": '
    b'{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}}]}',
    "parquet": making.parquet({"code": ["a", "b"], "size": [1, 2]}),
    "csv.gz": making.gzipped(CSV),
    "csv.zip": making.zipped({"a.csv": CSV}),
}
Check = Callable[[str, bytes], list[str]]
EDITS = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=4)), min_size=1, max_size=4)


@pytest.fixture(scope="module")
def check(tmp_path_factory: pytest.TempPathFactory) -> Check:
    """Say what is wrong with a file of a form."""
    catalogues = {form: alone(tmp_path_factory.mktemp("forms") / "root", form) for form in SOUND}

    def codes(form: str, content: bytes) -> list[str]:
        catalogues[form].packages[0].resources[0].file.write_bytes(content)
        return [problem.code for problem in measure(catalogues[form], lambda name: None)[1]]

    return codes


def _edited(content: bytes, edits: list[tuple[float, bytes]], cut: float) -> bytes:
    for at, put in edits:
        start = int(at * len(content))
        content = content[:start] + put + content[start + len(put) :]
    return content[: int(len(content) * cut)]


@pytest.mark.parametrize("form", SOUND)
def test_the_file_as_it_was_is_sound(check: Check, form: str) -> None:
    assert check(form, SOUND[form]) == []


@pytest.mark.parametrize("form", SOUND)
@given(edits=EDITS, cut=st.just(1.0) | st.floats(0, 1))
@settings(max_examples=150)
def test_other_bytes_end_as_problems(check: Check, form: str, edits: list[tuple[float, bytes]], cut: float) -> None:
    content = _edited(SOUND[form], edits, cut)
    assert check(form, content) or len(content) >= len(SOUND[form]) // 2
