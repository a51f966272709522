"""Data Packages in the manner of the wild, version 1 and 2: each a folder of files, invented for these tests."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Files = Mapping[str, str | bytes]
CITIES = "code,name,people\n01,Hà Nội,8000000\n02,Huế,1200000\n"
FIELDS = [{"name": "code", "type": "string"}, {"name": "name", "type": "string"}, {"name": "people", "type": "integer"}]


def package(**told: Any) -> str:
    """The JSON of a descriptor."""
    return json.dumps({"name": "cities", "title": "Cities", **told}, ensure_ascii=False)


def table(path: Any = "cities.csv", **told: Any) -> dict[str, Any]:
    """A resource with the columns of the cities."""
    return {"name": "cities", "path": path, "schema": {"fields": FIELDS}, **told}


WILD: Mapping[str, Files] = {
    "a plain package of version 2": {
        "datapackage.json": package(
            **{"$schema": "https://datapackage.org/profiles/2.0/datapackage.json"},
            resources=[table(type="table", format="csv", encoding="utf-8")],
            licenses=[{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
            contributors=[{"givenName": "Ada", "familyName": "Ng", "roles": ["creator", "contact"]}],
        ),
        "cities.csv": CITIES,
    },
    "a tabular package of version 1": {
        "datapackage.json": package(
            profile="tabular-data-package",
            license="CC0-1.0",
            contributors=[{"title": "Ada Ng", "role": "author", "email": "ada@example.org"}],
            sources=[{"name": "Census", "web": "https://example.org/census"}],
            resources=[
                {
                    **table(profile="tabular-data-resource", format="CSV"),
                    "schema": {"fields": FIELDS, "primaryKey": "code"},
                }
            ],
        ),
        "cities.csv": CITIES,
    },
    "licences without a name": {
        "datapackage.json": package(
            licenses=[{"path": "http://opendatacommons.org/licenses/odbl/1.0/"}, {"title": "Ask us"}],
            resources=[{"path": "cities.csv"}],
        ),
        "cities.csv": CITIES,
    },
    "an old address of a local file": {
        "datapackage.json": package(
            resources=[
                {
                    "url": "data/cities.csv",
                    "schema": {"fields": [{"name": "code"}, {"name": "name"}, {"name": "people"}]},
                }
            ]
        ),
        "data/cities.csv": CITIES,
    },
    "YAML with schema and dialect by reference": {
        "datapackage.yml": (
            "name: cities\nresources:\n  - name: cities\n    path: data/cities.txt\n    format: txt\n"
            "    schema: schemas/cities.json\n    dialect: dialect.json\n"
        ),
        "data/cities.txt": CITIES.replace(",", "|"),
        "schemas/cities.json": json.dumps({"fields": FIELDS}),
        "dialect.json": json.dumps({"csvddfVersion": 1.2, "delimiter": "|", "caseSensitiveHeader": False}),
    },
    "another encoding, comments and spaces": {
        "datapackage.json": package(
            resources=[
                table(encoding="iso-8859-1", dialect={"commentChar": "#", "skipInitialSpace": True, "delimiter": ";"})
            ]
        ),
        "cities.csv": "# cities\ncode; name; people\n01; Orléans; 1\n# the end\n".encode("latin-1"),
    },
    "no header": {
        "datapackage.json": package(resources=[table(dialect={"header": False})]),
        "cities.csv": CITIES.partition("\n")[2],
    },
    "relaxed names": {
        "datapackage.json": package(
            name="World Cities (2026)",
            **{"$schema": "https://datapackage.org/profiles/2.0/datapackage.json"},
            resources=[
                {
                    "name": "The Cities",
                    "path": "The Cities.CSV",
                    "schema": {
                        "fields": [{"name": "City Code"}, {"name": "Tên", "type": "string"}],
                        "primaryKey": ["City Code"],
                        "foreignKeys": {
                            "fields": "City Code",
                            "reference": {"resource": "self", "fields": "City Code"},
                        },
                    },
                }
            ],
        ),
        "The Cities.CSV": "City Code,Tên\n1,Huế\n",
    },
    "two tables and a key between them": {
        "datapackage.json": package(
            resources=[
                table(),
                {
                    "name": "rivers",
                    "path": "rivers.csv",
                    "schema": {
                        "fields": [{"name": "River", "type": "string"}, {"name": "city", "type": "string"}],
                        "foreignKeys": [{"fields": "city", "reference": {"resource": "cities", "fields": "code"}}],
                    },
                },
            ]
        ),
        "cities.csv": CITIES,
        "rivers.csv": "River,city\nRed River,01\n",
    },
    "a table in parts": {
        "datapackage.json": package(resources=[table(["part-1.csv", "part-2.csv"])]),
        "part-1.csv": CITIES,
        "part-2.csv": "code,name,people\n03,Vinh,500000\n",
    },
    "data in the descriptor": {
        "datapackage.json": package(
            resources=[{"name": "cities", "data": [{"code": "01", "people": 1}, {"code": "02", "people": None}]}]
        ),
    },
    "a type of version 0 and a date by a pattern": {
        "datapackage.json": package(
            author="Ada Ng <ada@example.org>",
            resources=[
                {
                    "name": "days",
                    "path": "days.csv",
                    "schema": {
                        "fields": [
                            {"name": "day", "type": "date", "format": "fmt:%d/%m/%Y"},
                            {"name": "sum", "type": "float", "constraints": {"required": True, "maxLength": 9}},
                        ]
                    },
                }
            ],
        ),
        "days.csv": "day,sum\n31/01/2026,1.5\n",
    },
    "a file of tabs with a mark": {
        "datapackage.json": package(
            resources=[
                {
                    "name": "cities",
                    "path": "cities.tsv",
                    "dialect": {"nullSequence": "NA"},
                    "schema": {"fields": FIELDS},
                }
            ]
        ),
        "cities.tsv": b"\xef\xbb\xbf" + CITIES.replace(",", "\t").replace("1200000", "NA").encode(),
    },
}

# What frictionless makes of those that it and we do not agree on.
DISAGREED = {
    # It knows no type `float`, which version 0 had.
    "a type of version 0 and a date by a pattern": "field-error",
    # It does not know `self`, which a key to its own table once said.
    "relaxed names": "resource-error",
    # It does not read nullSequence.
    "a file of tabs with a mark": "type-error",
}

BAD: Mapping[str, tuple[Files, str]] = {
    "a cell of another type": (
        {"datapackage.json": package(resources=[table()]), "cities.csv": CITIES + "03,Vinh,many\n"},
        "type-error",
    ),
    "a key twice": (
        {
            "datapackage.json": package(resources=[{**table(), "schema": {"fields": FIELDS, "primaryKey": "code"}}]),
            "cities.csv": CITIES + "01,Vinh,1\n",
        },
        "primary-key",
    ),
    "a header that differs": (
        {"datapackage.json": package(resources=[table()]), "cities.csv": CITIES.replace("people", "persons")},
        "incorrect-label",
    ),
}


def write(folder: Path, files: Files) -> Path:
    """Write a package."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder
