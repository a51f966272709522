"""The documentation is true: pages are fresh, what they name exists, what exists is named, examples work."""

import configparser
import re
import shutil
from pathlib import Path

import click
import pytest

from publisher import source
from publisher.cli.commands import publisher
from publisher.cli.session import TARGETS
from publisher.publish import Terms, check
from publisher.report.words import LANGUAGES, Words
from tests import needs
from tests.conftest import DAY, need
from tests.docs import reference, runs

REPOSITORY = Path(__file__).parents[2]
PAGES = (*reference.BY_HAND, *reference.PAGES, "CHANGELOG.md", "tests/stack/README.md")
TEXTS = {page: (REPOSITORY / page).read_text("utf-8") for page in PAGES}
GUIDES = [runs.guide(language) for language in LANGUAGES]

LINK = re.compile(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"")
CODE = re.compile(r"`([^`\n]+)`")
BLOCK = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```$", re.DOTALL | re.MULTILINE)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
# A file or folder of the repository, perhaps with a NAME or a * in it.
PATH = re.compile(
    r"(?:catalogue|datasets|docs|publisher|schemas|site_templates|tests)/[\w./*<>-]*|[\w-]+\.(?:md|cfg|toml)"
)


def _prose(page: str) -> str:
    """A page without its blocks of code and output."""
    return BLOCK.sub("", TEXTS[page])


def _anchors(page: str) -> set[str]:
    """The anchors that GitHub gives to headings."""
    headings = (heading.replace("`", "").strip().lower() for heading in HEADING.findall(_prose(page)))
    return {re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in headings}


def _links(page: str) -> list[str]:
    found = [written or pictured for written, pictured in LINK.findall(_prose(page))]
    return [link for link in found if not link.startswith(("http:", "https:"))]


@pytest.fixture(scope="module")
def fresh() -> dict[str, str]:
    """Every page as it should be; what commands say depends on whether the site has its library."""
    need(needs.libraries)
    return reference.written()


@pytest.mark.parametrize("page", [*reference.BY_HAND, *reference.PAGES])
def test_a_page_is_not_stale(page: str, fresh: dict[str, str]) -> None:
    assert TEXTS[page] == fresh[page], f"{page} is stale: python -m tests.docs.reference"


def test_the_floors_table_is_that_of_setup_cfg() -> None:
    parser = configparser.ConfigParser()
    parser.read(REPOSITORY / "setup.cfg", encoding="utf-8")
    table = re.findall(r"^\| \d+ \| `([\w]+)(?:/|\.py)` \| .*? \| (.*) \|$", TEXTS["ARCHITECTURE.md"], re.MULTILINE)
    layers = parser["importlinter:contract:floors"]["layers"].split()
    assert [module for module, _ in table] == [module for module in layers if module != "|"]
    told = " ".join(doors for _, doors in table)
    guarded = [
        library
        for name in parser.sections()
        if name.startswith("importlinter:contract:door-")
        for library in parser[name]["protected_modules"].split()
    ]
    assert [library for library in guarded if not re.search(rf"\b{library}\b", told)] == []


@pytest.mark.parametrize("page", PAGES)
def test_internal_links_lead_somewhere(page: str) -> None:
    dead = []
    for link in _links(page):
        file, _, anchor = link.partition("#")
        place = (REPOSITORY / page).parent / file if file else REPOSITORY / page
        name = place.resolve().relative_to(REPOSITORY).as_posix()
        if not place.exists() or (anchor and anchor not in _anchors(name)):
            dead.append(link)
    assert dead == []


@pytest.mark.parametrize("page", [*reference.BY_HAND, "CHANGELOG.md"])
def test_files_that_a_page_names_exist(page: str) -> None:
    shown = runs.files(page)
    own = {*shown, *(f"{parent}/" for path in shown for parent in map(str, Path(path).parents))}
    missing = []
    for code in CODE.findall(_prose(page)):
        pattern = re.sub(r"<[^>]+>|\b[A-Z]{3,}\b(?!\.md)", "*", code)
        if PATH.fullmatch(code) and code not in own and not any(REPOSITORY.glob(pattern.rstrip("/"))):
            missing.append(code)
    assert missing == []


def _told() -> str:
    return "\n".join(TEXTS.values())


@pytest.mark.parametrize("command", runs.commands())
def test_a_command_and_its_options_are_documented(command: str) -> None:
    section = TEXTS["docs/commands.md"].partition(f"## publisher {command}\n")[2].partition("\n## ")[0]
    options = [o for p in publisher.commands[command].params if isinstance(p, click.Option) for o in p.opts]
    assert section
    assert [option for option in options if option not in section] == []


def test_options_of_the_program_itself_are_documented() -> None:
    options = [option for p in publisher.params if isinstance(p, click.Option) for option in p.opts]
    assert [option for option in options if option not in TEXTS["docs/commands.md"]] == []


def test_every_option_that_a_page_names_exists() -> None:
    commands = [publisher, *publisher.commands.values()]
    known = {option for command in commands for p in command.params for option in p.opts} | {"--help"}
    written = {o for page in [*reference.BY_HAND] for o in re.findall(r"publisher [^`\n]*?(--[a-z-]+)", _prose(page))}
    assert written - known == set()


@pytest.mark.parametrize("code", Words("en").codes())
def test_a_problem_code_is_documented_in_both_languages(code: str) -> None:
    section = TEXTS["docs/rules.md"].partition(f"### {code}\n")[2].partition("\n##")[0]
    assert section.count("\n- **") == len(LANGUAGES)


def test_every_kind_of_descriptor_has_a_section_of_fields() -> None:
    kinds = {path.stem for path in (REPOSITORY / "schemas").glob("*.yaml")} - {"common"}
    assert set(reference.KINDS) == kinds


def test_every_target_is_named_in_the_architecture() -> None:
    assert [target for target in TARGETS if f"`{target}`" not in TEXTS["ARCHITECTURE.md"]] == []


def test_every_export_is_named_in_the_architecture() -> None:
    exports = [path.relative_to(REPOSITORY).as_posix() for path in (REPOSITORY / "publisher" / "exports").glob("*.py")]
    assert [e for e in exports if "__init__" not in e and f"`{e}`" not in TEXTS["ARCHITECTURE.md"]] == []


def test_make_targets_that_the_pages_name_exist() -> None:
    rules = "".join((REPOSITORY / file).read_text("utf-8") for file in ("Makefile", "ci/catalogue.mk"))
    known = set(re.findall(r"^([a-z-]+):.*##", rules, re.MULTILINE))
    named = {
        target for page in reference.BY_HAND for target in re.findall(r"(?:^    |`)make ([a-z-]+)", TEXTS[page], re.M)
    }
    assert named
    assert named - known == set()


def test_environment_variables_that_the_program_reads_are_named() -> None:
    code = "".join(path.read_text("utf-8") for path in (REPOSITORY / "publisher" / "cli").glob("*.py"))
    assert {name for name in re.findall(r"\"(CKAN_\w+)\"", code) if name not in _told()} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guide_leads_to_a_sound_catalogue(language: str) -> None:
    with runs.copy(language) as root:
        checked = check(root, lambda name: None, Terms(DAY))
        assert checked.problems == ()
        names = {package.name for package in checked.catalogue.packages} if checked.catalogue else set()
    added = {
        Path(path).stem if "databases" in path else Path(path).parent.name for path in runs.files(runs.guide(language))
    }
    assert added - {"catalogue"} <= names


@pytest.mark.parametrize("language", LANGUAGES)
def test_withdrawing_as_the_guide_says_leaves_a_sound_catalogue(language: str, tmp_path: Path) -> None:
    for part in ("catalogue", "datasets", "schemas"):
        shutil.copytree(runs.CATALOGUES[language] / part, tmp_path / part)
    runs.write(tmp_path, {runs.WITHDRAWN: runs.files(runs.guide(language))[runs.WITHDRAWN]})
    checked = check(tmp_path, lambda name: None, Terms(DAY))
    assert checked.sound
    assert {problem.code for problem in checked.problems} <= {"small-cells"}


@pytest.mark.parametrize("page", [*reference.BY_HAND, *reference.PAGES])
def test_every_block_of_yaml_is_marked_with_its_file_and_sound(page: str) -> None:
    blocks = [text for language, text in BLOCK.findall(TEXTS[page]) if language == "yaml"]
    marked = [text for path, text in runs.files(page).items() if path.endswith(".yaml")]
    assert blocks == marked
    assert [problem for text in blocks for problem in source.parse(text, page)[1]] == []


def test_the_guides_have_the_same_steps() -> None:
    outlines = [re.findall(r"^(#+) |made: ([a-z-]+)-\w\w ", TEXTS[guide], re.MULTILINE) for guide in GUIDES]
    assert outlines[0] == outlines[1]


def test_pictures_are_small() -> None:
    pictures = list((REPOSITORY / "docs" / "pictures").glob("*.webp"))
    assert pictures
    assert [picture.name for picture in pictures if picture.stat().st_size > 100_000] == []
