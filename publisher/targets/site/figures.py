"""The figures of a dataset in one language: what a page says of each, and the files that go with it. Pure."""

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from publisher import figures
from publisher.figures import Chart, Speech
from publisher.measures import FigureRows
from publisher.model import Catalogue, Data, Map, Package, Resource, in_language
from publisher.rules.code_lists import edition_of
from publisher.rules.privacy import tells_people
from publisher.targets.site.cards import Context
from publisher.targets.site.details import said

TITLE_LINE, SOURCE_LINE = 66, 84  # characters of a line in a picture of 640 pixels


@dataclass(frozen=True)
class Picture:
    """A figure: where its files stand without their endings, what is said of it, and its table as CSV."""

    path: str
    context: Context
    csv: bytes


def drawn(
    catalogue: Catalogue, dataset: Package, language: str, words: Mapping[str, str], folder: str
) -> list[Picture]:
    """Draw the figures of a dataset; `folder` is where its page stands in this language."""
    speech = Speech(language, words)
    found = []
    for resource, figure, rows in _asked(dataset):
        few, map = _few(catalogue, resource, figure), _map(catalogue, dataset, resource, figure)
        chart = figures.chart(resource, figure, rows, speech, catalogue.languages, few, map)
        path = f"{folder}figures/{figure['name']}"
        found.append(Picture(path, _context(catalogue, dataset, chart, path), figures.as_csv(chart)))
    return found


def _asked(dataset: Package) -> Iterator[tuple[Resource, Data, FigureRows]]:
    for resource in dataset.resources:
        if resource.measure:
            for figure, rows in zip(resource.figures, resource.measure.figures, strict=True):
                yield resource, figure, rows


def _map(catalogue: Catalogue, dataset: Package, resource: Resource, figure: Data) -> Map | None:
    """The map that the edition of the codes names."""
    place = figure["fields"].get("place")
    return catalogue.maps[edition_of(catalogue, dataset, resource, place)["map"]] if place else None


def _few(catalogue: Catalogue, resource: Resource, figure: Data) -> int:
    """The threshold of small cells, if the figure counts people and no decision lets all be told."""
    values = figures.value_fields(figure)
    counted = any(tells_people(catalogue, field) for field in resource.fields if field.get("name") in values)
    threshold: int = catalogue.data.get("small_cells", 0)
    return threshold if counted else 0


def _context(catalogue: Catalogue, dataset: Package, chart: Chart, path: str) -> Context:
    language = chart.speech.language
    marks, height = figures.draw(chart)
    title = said(catalogue, chart.figure, "title", language)
    source = _source(catalogue, dataset, chart.speech)
    credit = _credit(chart)
    lines = textwrap.wrap(title, TITLE_LINE), [*textwrap.wrap(source, SOURCE_LINE), *textwrap.wrap(credit, SOURCE_LINE)]
    top = 24 * len(lines[0]) + (46 if chart.unit else 24)
    return {
        "name": chart.figure["name"],
        "kind": chart.kind,
        "path": path,
        "title": title,
        "title_lines": lines[0],
        "unit": chart.unit,
        "note": said(catalogue, chart.figure, "note", language),
        "alternative": figures.alternative(chart, catalogue.languages),
        "marks": marks,
        "map": chart.map.name if chart.map else "",
        "credit": credit,
        "height": round(height),
        "head": figures.head(chart),
        "rows": figures.rows(chart),
        "left_out": chart.left_out,
        "source": source,
        "source_lines": lines[1],
        "picture_top": top,
        "picture_height": top + round(height) + 20 * len(lines[1]) + 24,
    }


def _credit(chart: Chart) -> str:
    """Which map it is, and by whom; it goes wherever the map goes."""
    if chart.map is None:
        return ""
    title, credit = (in_language(told, chart.speech.language) for told in (chart.map.title, chart.map.credit))
    return chart.speech.say("figure_map", title=title, credit=credit) if credit else ""


def _source(catalogue: Catalogue, dataset: Package, speech: Speech) -> str:
    """Whom the figures are from: as the dataset asks to be credited, else its sources."""
    own = said(catalogue, dataset.data, "attribution", speech.language)
    titles = [said(catalogue, source, "title", speech.language) for source in dataset.data.get("sources", ())]
    return own or speech.say("figure_source", sources="; ".join(filter(None, titles)))
