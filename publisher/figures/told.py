"""A figure in words: a text for those who do not see it, the table of what is drawn, the same as CSV. Pure."""

import csv
import io
from decimal import Decimal

from publisher.figures.chart import Chart
from publisher.model import in_language, text


def alternative(chart: Chart, languages: tuple[str, ...]) -> str:
    """What a figure shows: as its descriptor says, else how many values, the greatest and the least."""
    own = in_language(text(chart.figure, "alt", languages), chart.speech.language)
    return own or " ".join([chart.speech.say(f"figure_kind_{chart.kind}"), *_extremes(chart), _few(chart)]).strip()


def _extremes(chart: Chart) -> list[str]:
    pairs = [(x, series) for x in chart.xs for series in chart.series]
    drawn = [(value, x, series) for x, series in pairs if (value := chart.number(x, series)) is not None]
    say = chart.speech.say
    count = say(f"figure_values_{'one' if len(drawn) == 1 else 'other'}", n=chart.speech.number(Decimal(len(drawn))))
    if len(drawn) < 2:
        return [count]
    high = max(drawn, key=lambda each: each[0])
    low = min(drawn, key=lambda each: each[0])
    ends = [(key, *_place(chart, *each)) for key, each in (("figure_highest", high), ("figure_lowest", low))]
    return [count, *(say(key, place=place, value=value) for key, place, value in ends)]


def _place(chart: Chart, value: Decimal, x: str, series: str) -> tuple[str, str]:
    names = [chart.names.get(x, x), chart.series_names[series] if len(chart.series) > 1 else ""]
    return ", ".join(filter(None, names)), " ".join(filter(None, (chart.speech.number(value), chart.unit)))


def _few(chart: Chart) -> str:
    count = sum(chart.is_few(chart.values.get((x, series))) for x in chart.xs for series in chart.series)
    return chart.speech.say("figure_small", n=str(count), few=str(chart.few)) if count else ""


def head(chart: Chart) -> list[str]:
    """The labels of the table: the categories, then the values or each series."""
    first, value = chart.heads
    return [first, *([chart.series_names[each] for each in chart.series] if len(chart.series) > 1 else [value])]


def rows(chart: Chart) -> list[list[str]]:
    """The table of what is drawn, as people read it."""
    return [[chart.names.get(x, x), *(chart.told(x, each) for each in chart.series)] for x in chart.xs]


def as_csv(chart: Chart) -> bytes:
    """The same table for programs: numbers with a full stop, no value as nothing, small counts in words."""
    unit = f" ({chart.unit})" if chart.unit else ""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    first, *others = head(chart)
    writer.writerow([first, *(f"{each}{unit}" for each in others)])
    for x in chart.xs:
        writer.writerow([chart.names.get(x, x), *(_cell(chart, x, each) for each in chart.series)])
    return stream.getvalue().encode()


def _cell(chart: Chart, x: str, series: str) -> str:
    value = chart.values.get((x, series))
    return chart.told(x, series) if chart.is_few(value) else "" if value is None else f"{value:f}"
