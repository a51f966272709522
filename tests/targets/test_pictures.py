"""The pictures for those who share an address: which there are, how they look, that equal words give equal bytes."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from publisher.model import Catalogue
from publisher.targets.site.edition import editions, picture_path
from publisher.targets.site.files import files
from publisher.targets.site.pages import pages
from publisher.targets.site.picture import HEIGHT, WIDTH, Colours, Painter
from publisher.targets.site.render import Templates
from tests.conftest import REPOSITORY
from tests.faults.catalogues import checked

MOST = 50_000  # bytes
COLOURS = Colours((28, 43, 94), (255, 255, 255), (227, 176, 75))
VIETNAMESE = "Ủy ban Dân tộc: số liệu về đồng bào các dân tộc thiểu số vùng đặc biệt khó khăn, Ộ Ữ Ẵ Ỡ ỷ"


@pytest.fixture
def catalogue(root: Path) -> Catalogue:
    """The example."""
    sound = checked(root).sound
    assert sound
    return sound


@pytest.fixture(scope="module")
def painter() -> Painter:
    """With our font."""
    return Painter((REPOSITORY / "site_templates" / "fonts" / "picture.ttf").read_bytes(), COLOURS)


def _opened(picture: bytes) -> Image.Image:
    with Image.open(io.BytesIO(picture)) as image:
        return image.convert("RGB")


def _pictures(catalogue: Catalogue) -> dict[str, bytes]:
    return {file.path: file.content() for file in files(catalogue) if file.path.endswith("picture.png")}


def _lines(picture: bytes) -> int:
    """How many lines of a title there are: runs of rows, between the other words, on which something is written."""
    image = _opened(picture).crop((0, 180, WIDTH, 530))
    written = [any(image.getpixel((x, y)) == COLOURS.ink for x in range(80, WIDTH, 1)) for y in range(image.height)]
    bars = "".join("x" if row else " " for row in written)
    return len([bar for bar in re.split(r"\s{8,}", bars.strip()) if len(bar) > 20])


def test_the_site_and_every_package_have_a_picture_that_their_pages_name(catalogue: Catalogue) -> None:
    made = _pictures(catalogue)
    named = {
        page.context["picture"]
        for page in pages(editions(catalogue, Templates(catalogue.root, catalogue.languages).words))
    }
    wanted = {"picture.png", *(f"{package.kind}/{package.name}/picture.png" for package in catalogue.packages)}
    assert set(made) == named == wanted
    assert {_opened(picture).size for picture in made.values()} == {(WIDTH, HEIGHT)}


def test_a_file_of_a_dataset_stands_before_a_picture_of_ours(catalogue: Catalogue) -> None:
    dataset = next(package for package in catalogue.packages if package.resources)
    own = replace(dataset, resources=(replace(dataset.resources[0], path="picture.png"),))
    told = replace(catalogue, packages=(own,))
    assert picture_path(own) == ""
    assert set(_pictures(told)) == {"picture.png", f"dataset/{dataset.name}/picture.png"}  # the site's, the dataset's
    (page,) = [
        page
        for page in pages(editions(told, Templates(told.root, told.languages).words))
        if page.path == f"dataset/{dataset.name}/index.html"
    ]
    assert page.context["picture"] == "picture.png"


@pytest.mark.parametrize(
    "title",
    ["", "a", VIETNAMESE, VIETNAMESE * 10, "W" * 401, "Ộ " * 150, "@" * 5000, "人口 ខ្មែរ", "<script>&amp;\n\t\\"],
    ids=["nothing", "a letter", "Vietnamese", "a long text", "a long word", "short words", "vast", "foreign", "marks"],
)
def test_any_words_make_a_picture_of_a_size_that_may_be_sent(title: str, painter: Painter) -> None:
    drawn = painter.draw(title, title, title)
    assert _opened(drawn).size == (WIDTH, HEIGHT)
    assert len(drawn) <= MOST


@pytest.mark.parametrize(("words", "lines"), [(1, 1), (20, 2), (30, 3), (40, 4), (60, 4), (400, 4)])
def test_a_title_takes_as_many_lines_as_it_needs_but_four_at_most(words: int, lines: int, painter: Painter) -> None:
    assert _lines(painter.draw("", "xxxx " * (words // 2) or "xxxx", "")) == lines


def test_nothing_is_written_beyond_the_margins(painter: Painter) -> None:
    drawn = _opened(painter.draw(VIETNAMESE * 9, VIETNAMESE * 9, VIETNAMESE * 9))
    for margin in ((0, 0, 78, HEIGHT - 24), (WIDTH - 78, 0, WIDTH, HEIGHT - 24), (0, 0, WIDTH, 60)):
        assert drawn.crop(margin).getcolors() == [((margin[2] - margin[0]) * (margin[3] - margin[1]), COLOURS.ground)]


def test_letters_with_marks_are_drawn_with_them_and_those_the_font_lacks_are_left_out(painter: Painter) -> None:
    drawn = [painter.draw("", title, "") for title in ("Uy ban", "Ủy ban", "Ủy bản", "Ủy ban 人口")]
    assert len({*drawn[:3]}) == 3
    assert drawn[3] == drawn[1]


def test_equal_words_give_equal_bytes_and_a_digest_that_tells_all_that_matters(painter: Painter) -> None:
    font = (REPOSITORY / "site_templates" / "fonts" / "picture.ttf").read_bytes()
    other, dark = Painter(font, COLOURS), Painter(font, replace(COLOURS, ground=(0, 0, 0)))
    words = ("Site", VIETNAMESE, "Agency")
    assert other.draw(*words) == painter.draw(*words)
    assert other.digest(*words) == painter.digest(*words)
    others = {dark.digest(*words), *(painter.digest(*words[:n], "other", *words[n + 1 :]) for n in range(3))}
    assert len(others | {painter.digest(*words)}) == 5


@pytest.mark.parametrize(
    ("look", "ground"),
    [
        ("--brand: #0B6148;", (11, 97, 72)),
        (":root{--brand:#abc}", (170, 187, 204)),
        ("--brand: green;", (28, 43, 94)),
        ("", (28, 43, 94)),
    ],
)
def test_the_ground_has_the_colour_of_a_look_of_its_own(
    catalogue: Catalogue, look: str, ground: tuple[int, int, int]
) -> None:
    plain = replace(catalogue, data={key: value for key, value in catalogue.data.items() if key != "colour"})
    style = catalogue.root / "site_templates" / "style"
    style.mkdir(parents=True)
    (style / "10-tokens.css").write_text(look)
    assert {_opened(picture).getpixel((0, 0)) for picture in _pictures(plain).values()} == {ground}


def test_the_ground_has_the_colour_that_the_agency_chose_whatever_the_look(catalogue: Catalogue) -> None:
    chosen = replace(catalogue, data={**catalogue.data, "colour": "#0b6148"})
    assert {_opened(picture).getpixel((0, 0)) for picture in _pictures(chosen).values()} == {(11, 97, 72)}
