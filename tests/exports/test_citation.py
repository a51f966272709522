"""A dataset can be cited: each form is what its readers take, whatever a title holds."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from publisher.exports.citation import CITATIONS, as_bibtex, as_cff, as_csl, as_ris, as_text, citation
from publisher.model import Catalogue, Package
from publisher.targets.site.files import files


@pytest.fixture
def trips(example: Catalogue) -> Package:
    """A dataset of the example."""
    found = example.package("ferry-trips")
    assert found
    return found


@pytest.mark.parametrize("name", CITATIONS)
def test_the_citation_is(name: str, example: Catalogue, trips: Package, golden: Callable[[str, str], None]) -> None:
    golden(f"exports/citation/{name}", CITATIONS[name](citation(example, trips)).replace("\r\n", "\n"))


def test_signs_that_tex_reads_as_commands_are_escaped(example: Catalogue, trips: Package) -> None:
    cited = replace(citation(example, trips), title="50% of {A_B} & C\\D #1 $2 ~ ^")
    escaped = r"{{50\% of \{A\_B\} \& C\textbackslash{}D \#1 \$2 \textasciitilde{} \textasciicircum{}}}"
    assert f"  title = {escaped},\n" in as_bibtex(cited)


def test_a_title_of_several_lines_stays_one_line_of_ris(example: Catalogue, trips: Package) -> None:
    broken = replace(trips, title={example.language: "First\r\nER  - \nTY  - BOOK"})
    lines = as_ris(citation(example, broken)).split("\r\n")
    assert "TI  - First ER - TY - BOOK" in lines
    assert [line for line in lines if line.startswith(("TY", "ER"))] == ["TY  - DATA", "ER  - "]


def test_yaml_and_json_give_back_what_was_cited(example: Catalogue, trips: Package) -> None:
    cited = replace(citation(example, trips), title='no: "yes" # 1', version="1.10")
    read = yaml.safe_load(as_cff(cited))
    assert (read["title"], read["version"], read["date-released"]) == (cited.title, "1.10", cited.day)
    assert read["authors"] == [{"name": cited.author}]
    [item] = json.loads(as_csl(cited))
    assert (item["title"], item["type"], item["issued"]) == (cited.title, "dataset", {"date-parts": [[2026, 2, 2]]})


def test_what_is_not_known_is_left_out(example: Catalogue, trips: Package) -> None:
    cited = replace(citation(example, trips), day="", version="")
    assert as_text(cited) == f"{cited.author}: {cited.title}. {cited.publisher}. {cited.url}"
    assert "year" not in as_bibtex(cited)
    assert "PY" not in as_ris(cited)
    assert "issued" not in as_csl(cited)
    assert "date-released" not in as_cff(cited)


def test_a_citation_that_a_dataset_brings_itself_is_not_written_over(example: Catalogue, trips: Package) -> None:
    own = replace(trips, resources=(*trips.resources, replace(trips.resources[0], path="CITATION.cff", measure=None)))
    others = tuple(own if package is trips else package for package in example.packages)
    paths = [file.path for file in files(replace(example, packages=others))]
    assert "dataset/ferry-trips/CITATION.cff" not in paths
    assert "dataset/ferry-trips/citation.bib" in paths


def test_the_site_holds_every_citation_and_its_page_links_them(sites: Callable[[str], Path]) -> None:
    folder = sites("example") / "dataset/ferry-trips"
    page = (folder / "index.html").read_text(encoding="utf-8")
    for name in CITATIONS:
        assert (folder / name).is_file()
        assert f'dataset/ferry-trips/{name}"' in page
