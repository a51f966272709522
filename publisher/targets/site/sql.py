"""The tables that readers may ask in SQL on `sql.html`, if the catalogue wants that page: names and queries. Pure.

A table is that of the CSV file that the site offers. Names of datasets and resources hold no underscore, so a name
made of both with two of them is no other table's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from publisher.exports.snippets import Served
from publisher.model import Catalogue, Data, Kind, Package, Resource
from publisher.targets.site.downloads import folder, offers

NAME = "sql.html"
PART = "sql/"  # what of the static files is for that page alone
LIBRARY = "sql-wasm."
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_GROUPED = 20  # different values that a table of groups may have
# https://www.sqlite.org/lang_keywords.html
_KEYWORD = re.compile(
    "abort|action|add|after|all|alter|always|analyze|and|as|asc|attach|autoincrement|before|"
    "begin|between|by|cascade|case|cast|check|collate|column|commit|conflict|constraint|"
    "create|cross|current|current_date|current_time|current_timestamp|database|default|"
    "deferrable|deferred|delete|desc|detach|distinct|do|drop|each|else|end|escape|except|"
    "exclude|exclusive|exists|explain|fail|filter|first|following|for|foreign|from|full|"
    "generated|glob|group|groups|having|if|ignore|immediate|in|index|indexed|initially|inner|"
    "insert|instead|intersect|into|is|isnull|join|key|last|left|like|limit|match|"
    "materialized|natural|no|not|nothing|notnull|null|nulls|of|offset|on|or|order|others|"
    "outer|over|partition|plan|pragma|preceding|primary|query|raise|range|recursive|"
    "references|regexp|reindex|release|rename|replace|restrict|returning|right|rollback|row|"
    "rows|savepoint|select|set|table|temp|temporary|then|ties|to|transaction|trigger|"
    "unbounded|union|unique|update|using|vacuum|values|view|virtual|when|where|window|with|"
    "without",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Table:
    """A table as it can be asked: its name in SQL, whose it is, and where its CSV lies in the folder of its dataset."""

    name: str
    dataset: Package
    resource: Resource
    path: str
    delimiter: str
    quote: str

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return self.resource.measure.rows if self.resource.measure else 0

    @property
    def page(self) -> str:
        """The folder of its page, in that of its dataset."""
        return folder(self.dataset, self.resource)


def wanted(catalogue: Catalogue) -> bool:
    """Whether the catalogue wants a page that asks its tables."""
    return bool(catalogue.data.get("site", {}).get("sql"))


def tables(catalogue: Catalogue) -> Iterator[Table]:
    """Yield the tables of every dataset."""
    for dataset in catalogue.of(Kind.DATASET):
        yield from tables_of(catalogue, dataset)


def tables_of(catalogue: Catalogue, dataset: Package) -> Iterator[Table]:
    """Yield the tables of a dataset that the site offers as CSV."""
    offered = offers(catalogue, dataset)
    described = [resource for resource in dataset.resources if resource.fields and resource.name in offered]
    for resource in described:
        own = resource.format == "csv" and not resource.compression
        formats = offered[resource.name].downloads
        csv = next((each for each in formats if each.format == "csv" and (each.made or own)), None)
        if csv:
            served = Served({}, resource)
            name = table_name(dataset.name, resource.name if len(described) > 1 else "")
            yield Table(name, dataset, resource, csv.path, served.delimiter, served.quote)


def table_name(dataset: str, resource: str = "") -> str:
    """The name of a table in SQL; that of a dataset with one table is its own."""
    return "__".join(name.replace("-", "_") for name in (dataset, resource) if name)


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    plain = _PLAIN.fullmatch(name) and not _KEYWORD.fullmatch(name)
    return name if plain else '"' + name.replace('"', '""') + '"'


def address(query: str) -> str:
    """Where a query is asked, in the folder of a language."""
    return f"{NAME}?{urlencode({'q': query})}"


def first_rows(table: Table) -> str:
    """The query for the first rows of a table."""
    return f"SELECT *\nFROM {quoted(table.name)}\nLIMIT 20;"


def examples(known: list[Table]) -> Iterator[tuple[str, str]]:
    """Yield queries that the tables answer, each with what kind it is. They tell columns, and no value of any."""
    by_place = {(table.dataset.name, table.resource.name): table for table in known}
    if first := next(iter(known), None):
        yield "rows", first_rows(first)
    yield from _first("groups", (_groups(table) for table in known))
    yield from _first("like", (_like(table) for table in known))
    yield from _first("join", (_join(table, by_place) for table in known))


def _first(kind: str, found: Iterator[str]) -> Iterator[tuple[str, str]]:
    if query := next(filter(None, found), ""):
        yield kind, query


def _groups(table: Table) -> str:
    """Count rows by a column with few values, and sum up a number if there is one."""
    facts = table.resource.measure.columns if table.resource.measure else ()
    few = {each.name for each in facts if each.distinct and 1 < each.distinct <= _GROUPED}
    group = next((name for name in _of_type(table, "string") if name in few), None)
    number = next(_of_type(table, "number", "integer"), None)
    if not group or not number:
        return ""
    by, what = quoted(group), quoted(number)
    return (
        f"SELECT {by}, COUNT(*) AS rows_found, ROUND(AVG({what}), 2) AS average\n"
        f"FROM {quoted(table.name)}\nGROUP BY {by}\nORDER BY rows_found DESC;"
    )


def _like(table: Table) -> str:
    """Look for words without their marks."""
    keys = table.resource.schema.get("primaryKey", ())
    name = next((name for name in _of_type(table, "string") if name not in keys), None)
    if not name:
        return ""
    return f"SELECT *\nFROM {quoted(table.name)}\nWHERE fold({quoted(name)}) LIKE fold('%a%')\nLIMIT 20;"


def _join(table: Table, by_place: dict[tuple[str, str], Table]) -> str:
    """Join a table with one that its keys refer to."""
    for key in table.resource.foreign_keys:
        reference = key["reference"]
        place = (reference.get("package", table.dataset.name), reference.get("resource") or table.resource.name)
        other = by_place.get(place)
        if other and other is not table:
            on = " AND ".join(
                f"here.{quoted(own)} = other.{quoted(theirs)}"
                for own, theirs in zip(key["fields"], reference["fields"], strict=True)
            )
            return (
                f"SELECT here.*, other.*\nFROM {quoted(table.name)} AS here\n"
                f"JOIN {quoted(other.name)} AS other ON {on}\nLIMIT 20;"
            )
    return ""


def _of_type(table: Table, *types: str) -> Iterator[str]:
    fields: Iterator[Data] = iter(table.resource.fields)
    return (field["name"] for field in fields if field.get("type") in types)
