"""How a table is read by programs: curl, Python, R, JavaScript, DuckDB, with the types of its columns. Pure.

Codes are read as texts, so that `01` stays `01`. Every address and name is written as the language writes a text.
"""

import json
import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from publisher.model import Data, Resource
from publisher.tables import field_types, values
from publisher.tables.layout import dialect

_TRUTHS = frozenset({"true", "false", "TRUE", "FALSE", "True", "False"})
_LARGEST = 2**31 - 1  # of R's whole numbers
_PANDAS = {"integer": "Int64", "year": "Int64", "number": "float64", "boolean": "boolean"}
_DUCKDB = {"integer": "BIGINT", "year": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}


@dataclass(frozen=True)
class Served:
    """A table as it is served: the address of each of its formats, and what it is."""

    addresses: Mapping[str, str]
    resource: Resource

    @property
    def csv(self) -> str:
        """The address of the table as CSV."""
        return self.addresses["csv"]

    @property
    def delimiter(self) -> str:
        """What separates its cells; a table that was converted has commas."""
        return dialect(self.resource).delimiter if self.resource.is_csv_table else ","

    @property
    def quote(self) -> str:
        """What surrounds its cells."""
        return dialect(self.resource).quote if self.resource.is_csv_table else '"'


def snippets(served: Served) -> Iterator[tuple[str, str]]:
    """Yield a piece of code a language, by the name of the language."""
    for name, write in _WRITERS.items():
        if "csv" in served.addresses:
            yield name, write(served)


def ckan(portal: str, package: str) -> str:
    """How a package is asked of a CKAN portal."""
    address = f"{portal.rstrip('/')}/api/3/action/package_show?id={package}"
    return f"curl --fail {_shell(address)}"


def _curl(served: Served) -> str:
    return f"curl --fail --location --output {_shell(served.csv.rpartition('/')[2])} \\\n  {_shell(served.csv)}"


def _python(served: Served) -> str:
    fields = served.resource.fields
    types = {field["name"]: _PANDAS.get(_kind(field), "str") for field in fields if not _is_day(field)}
    days = [field["name"] for field in fields if _is_day(field)]
    marks = [f"    sep={_text(served.delimiter)},"] if served.delimiter != "," else []
    marks += [f"    quotechar={_text(served.quote)},"] if served.quote != '"' else []
    lines = [
        "import pandas as pd",
        "",
        "table = pd.read_csv(",
        f"    {_text(served.csv)},",
        *marks,
        '    encoding="utf-8",',
        f"    dtype={_mapping(types, '    ')},",
        *([f"    parse_dates=[{_list(days)}],"] if days else []),
        f"    na_values={_missing(served.resource)},",
        "    keep_default_na=False,",
        ")",
        "print(table.head())",
    ]
    return "\n".join(lines)


def _r(served: Served) -> str:
    largest = _largest(served.resource)
    classes = ",\n".join(
        f"    {_text(field['name'])} = {_text(_r_class(field, served.resource, largest))}"
        for field in served.resource.fields
    )
    missing = sorted({text for field in served.resource.fields for text in _none(served.resource, field)})
    lines = [
        "table <- read.csv(",
        f"  {_text(served.csv)},",
        f"  sep = {_text(served.delimiter)},",
        f"  quote = {_text(served.quote)},",
        '  fileEncoding = "UTF-8",',
        f"  colClasses = c(\n{classes}\n  ),",
        f"  na.strings = c({_list(missing)}),",
        "  check.names = FALSE",
        ")",
        "head(table)",
    ]
    return "\n".join(lines)


def _javascript(served: Served) -> str:
    address = served.addresses.get("json", served.csv)
    read = "json" if "json" in served.addresses else "text"
    return "\n".join(
        [
            f"const response = await fetch({_text(address)});",
            "if (!response.ok) throw new Error(response.statusText);",
            f"const table = await response.{read}();",
            "console.log(table.slice(0, 5));",
        ]
    )


def _duckdb(served: Served) -> str:
    if "parquet" in served.addresses:
        return f"SELECT *\nFROM read_parquet({_sql(served.addresses['parquet'])})\nLIMIT 5;"
    told = sorted({text for field in served.resource.fields for text in _none(served.resource, field)})
    missing = [text for text in told if served.quote not in text]  # DuckDB takes no others
    known = _DUCKDB if missing == told else {}
    fields = [(field["name"], known.get(_kind(field), "VARCHAR")) for field in served.resource.fields]
    types = ", ".join(f"{_sql(name)}: {_sql(type)}" for name, type in fields)
    return "\n".join(
        [
            "SELECT *",
            "FROM read_csv(",
            f"  {_sql(served.csv)},",
            f"  header = true, delim = {_sql(served.delimiter)}, quote = {_sql(served.quote)},",
            f"  nullstr = [{', '.join(map(_sql, missing))}],",
            f"  columns = {{{types}}}",
            ")",
            "LIMIT 5;",
        ]
    )


_WRITERS: Mapping[str, Callable[[Served], str]] = {
    "curl": _curl,
    "Python": _python,
    "R": _r,
    "JavaScript": _javascript,
    "DuckDB": _duckdb,
}


def _kind(field: Data) -> str:
    """The type of a field as programs read it; a number with marks of its own is a text to them."""
    kind = str(field.get("type", ""))
    return "" if kind in {"integer", "number"} and values.is_ours(field) else kind


def _is_day(field: Data) -> bool:
    return field.get("type") in {"date", "datetime"} and field.get("format", "default") == "default"


def _r_class(field: Data, resource: Resource, largest: Mapping[str, float]) -> str:
    kind = _kind(field)
    if kind in {"integer", "year"}:
        return "integer" if largest.get(field["name"], 0) <= _LARGEST else "numeric"
    if kind == "boolean":
        return "logical" if _truths(resource, field["name"]) <= _TRUTHS else "character"
    if kind == "date" and field.get("format", "default") == "default":
        return "Date"
    return "numeric" if kind == "number" else "character"


def _largest(resource: Resource) -> dict[str, float]:
    """How far from zero the numbers of each column lie, where that is told."""
    found = resource.measure.columns if resource.measure else ()
    told = {field["name"] for field in resource.fields if _kind(field) in {"integer", "year"}}
    return {
        facts.name: max(abs(int(facts.minimum)), abs(int(facts.maximum))) if facts.minimum else float("inf")
        for facts in found
        if facts.name in told
    }


def _truths(resource: Resource, name: str) -> set[str]:
    """How a column spells true and false."""
    found = resource.measure.columns if resource.measure else ()
    return {value for facts in found if facts.name == name for value, _ in facts.frequent} or {""}


def _none(resource: Resource, field: Data) -> frozenset[str]:
    return field_types.missing_values(resource.schema, field)


def _missing(resource: Resource) -> str:
    """The texts that mean no value: of the table, or of each column where they differ."""
    by_field = {field["name"]: sorted(_none(resource, field)) for field in resource.fields}
    lists = {f"[{_list(texts)}]" for texts in by_field.values()}
    return lists.pop() if len(lists) == 1 else _mapping(by_field, "    ")


def _mapping(items: Mapping[str, object], indent: str) -> str:
    lines = "".join(f"{indent}    {_text(name)}: {_text(value)},\n" for name, value in items.items())
    return f"{{\n{lines}{indent}}}"


def _list(texts: Sequence[str]) -> str:
    return ", ".join(map(_text, texts))


def _text(value: object) -> str:
    """A text as JSON writes it, which Python, JavaScript and R read as well."""
    return json.dumps(value, ensure_ascii=False)


def _shell(value: str) -> str:
    return shlex.quote(value)


def _sql(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
