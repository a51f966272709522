"""Maps: of a stranger's SVG outlines, names and labels are taken, and nothing else; what may do harm is refused."""

from pathlib import Path

import pytest

from publisher.load import load
from publisher.load.maps import MAX_BYTES, MAX_SHAPES, read_maps
from publisher.model import Map, Shape
from tests.conftest import REPOSITORY
from tests.faults.catalogues import write

FILE = "site_templates/maps/islands.svg"
SQUARE = "M0 0h10v10h-10z"
PATH = f'<path id="a" d="{SQUARE}"/>'


def _svg(inside: str = PATH, attributes: str = 'viewBox="0 0 20 10"') -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inside}</svg>'


def _reasons(root: Path, content: str | bytes) -> list[str]:
    write(root, {FILE: content})
    maps, problems = read_maps(root)
    assert ("islands" in maps) == (not problems)
    assert {problem.code for problem in problems} <= {"bad-map"}
    return [problem.args["reason"] for problem in problems]


def test_outlines_names_and_labels_are_taken(tmp_path: Path) -> None:
    inside = '<title>Islands</title><title lang="vi">Đảo</title><desc>By  the\noffice</desc>'
    inside += f'<g fill="red"><path id="01" d="{SQUARE}"><title>Hush</title></path></g><text x="3" y="4">Reef</text>'
    write(tmp_path, {FILE: _svg(inside)})
    maps, problems = read_maps(tmp_path)
    assert problems == []
    titles = {"": "Islands", "vi": "Đảo"}
    shapes, labels = {"01": Shape(SQUARE, "Hush")}, ((3.0, 4.0, "Reef"),)
    assert maps["islands"] == Map("islands", (0, 0, 20, 10), shapes, labels, titles, {"": "By the office"})


def test_the_own_map_of_a_catalogue_stands_for_ours_of_the_same_name(tmp_path: Path) -> None:
    write(tmp_path, {"site_templates/maps/vn-34.svg": _svg()})
    assert set(read_maps(tmp_path)[0]["vn-34"].shapes) == {"a"}
    assert len(read_maps(tmp_path)[0]["vn-63"].shapes) == 63


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (_svg("<script>alert(1)</script>" + PATH), "<script>"),
        (_svg("<foreignObject/>" + PATH), "<foreignObject>"),
        (_svg('<image href="https://elsewhere.example/x.png"/>' + PATH), "<image>"),
        (_svg("<style>@import 'https://elsewhere.example'</style>" + PATH), "<style>"),
        (_svg("<animate/>" + PATH), "<animate>"),
        (_svg(f'<g transform="scale(2)">{PATH}</g>'), "transform"),
        (f"<!DOCTYPE svg [<!ENTITY a 'aaaa'>]>{_svg()}", "<!DOCTYPE>"),
        (_svg(""), "path: 0"),
        (_svg(PATH + PATH), "id: a"),
        (_svg(f'<path d="{SQUARE}"/>'), "id: "),
        (_svg(f"""<path id='a"b' d="{SQUARE}"/>"""), 'id: a"b'),
        (_svg('<path id="a" d="M0 0 url(#x)"/>'), "d: a"),
        (_svg('<path id="a"/>'), "d: a"),
        (_svg(attributes=""), "viewBox"),
        (_svg(attributes='viewBox="0 0 0 10"'), "viewBox"),
        (_svg(attributes='viewBox="0 0 nan 10"'), "nan"),
        (_svg(attributes='viewBox="0 0 a 10"'), "a"),
        (_svg('<text x="1e99">a</text>' + PATH), "1e99"),
        ("<html/>", "<html>"),
        (_svg("<text>" * 3 + PATH), "XML: mismatched tag"),
        (_svg().encode("utf-16"), "XML: 'utf-8' codec"),
    ],
)
def test_what_is_no_map_is_refused_with_the_reason(content: str | bytes, reason: str, tmp_path: Path) -> None:
    (found,) = _reasons(tmp_path, content)
    assert found.startswith(reason)


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path, {"elsewhere.svg": _svg(), "site_templates/maps/keep": ""})
    (tmp_path / FILE).symlink_to(tmp_path / "elsewhere.svg")
    assert [problem.args["reason"] for problem in read_maps(tmp_path)[1]] == ["link"]


def test_attributes_that_act_are_left_behind(tmp_path: Path) -> None:
    write(
        tmp_path, {FILE: _svg(f'<path id="a" onclick="alert(1)" style="fill:red" d="{SQUARE}"/>', 'viewBox="0,0,9,9"')}
    )
    maps, problems = read_maps(tmp_path)
    assert problems == []
    assert maps["islands"].shapes == {"a": Shape(SQUARE, "")}


def test_a_map_may_have_so_many_shapes_and_bytes_and_no_more(tmp_path: Path) -> None:
    shapes = [f'<path id="n{number}" d="{SQUARE}"/>' for number in range(MAX_SHAPES + 1)]
    assert _reasons(tmp_path, _svg("".join(shapes[1:]))) == []
    assert _reasons(tmp_path, _svg("".join(shapes))) == [f"path: {MAX_SHAPES + 1}"]
    room = MAX_BYTES - len(_svg())
    assert _reasons(tmp_path, _svg(PATH + " " * room)) == []
    assert _reasons(tmp_path, _svg(PATH + " " * (room + 1))) == [f"> {MAX_BYTES} bytes"]


def test_our_maps_have_the_provinces_of_their_editions_and_both_archipelagos() -> None:
    catalogue, problems = load(REPOSITORY)
    assert catalogue
    assert problems == []
    for name, table in (("vn-63", "tinh-63"), ("vn-34", "tinh-34")):
        lines = (REPOSITORY / "datasets/don-vi-hanh-chinh-cap-tinh" / f"{table}.csv").read_text("utf-8").splitlines()
        names = {code: title for code, title, *_ in (line.split(",") for line in lines[1:])}
        assert {code: shape.title for code, shape in catalogue.maps[name].shapes.items()} == names
        assert [words for *_, words in catalogue.maps[name].labels] == ["Hoàng Sa", "Trường Sa"]
