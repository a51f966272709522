"""A generated catalogue: the same bytes for the same sizes. Writes.

Of every four packages three are databases and the fourth is a dataset of the database before it, with two CSV files.
The words of a package depend on its number modulo `cycle`; the number itself stands in names and titles only, as a
token that nothing else looks like. So package 1012 of a catalogue with a cycle of 1000 is package 12 under another
token, and from what a portal says of the one follows what it would say of the other.
"""

import json
import random
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

GROUP = 4
ROWS = 20
ORGANIZATION = "bench-office"
THEMES = ("land", "people", "works")
TOKEN = re.compile(r"\b(m-)(\d{5})\b")  # a hash or a UUID holds no m
COLUMNS = {"code": "string", "name": "string", "total": "integer", "share": "number", "seen": "date"}

_WORDS = {
    "": "sổ đăng ký hồ sơ thửa đất hộ gia đình công trình thủy lợi cầu đường trường học trạm y tế giếng nước rừng "
    "trồng vùng nuôi tàu cá bến cảng chợ xã phường tỉnh thôn bản cán bộ thống kê báo cáo hằng năm theo quyết định",
    "_en": "register of plots households works bridges roads schools health posts wells planted forests fishing boats "
    "berths markets communes provinces villages staff statistics yearly reports kept by the office in charge",
}


def write(root: Path, count: int, cycle: int, settings: Mapping[str, Any], **more: Any) -> None:
    """Write a catalogue of so many packages; `settings` are those of its portal, `more` stands in its descriptor."""
    for path, data in _descriptors(count, cycle, settings, more):
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("\n".join(_yaml(data, "")) + "\n", "utf-8")
        for resource in data.get("resources", ()):
            text = table(random.Random(resource["title"]), ROWS)
            token = f"m-{number(str(path)):05}"  # so that no file is there twice
            place.with_name(resource["path"]).write_text(text.replace("K000000,", f"K000000,{token} ", 1), "utf-8")


def shifted(text: str, by: int) -> str:
    """A text of packages, as the text of those that come so many numbers later."""
    return TOKEN.sub(lambda match: f"{match[1]}{int(match[2]) + by:05}", text)


def number(name: str) -> int:
    """The number of a package, by its name or key."""
    found = TOKEN.search(name)
    return int(found[2]) if found else 0


def table(chance: random.Random, rows: int) -> str:
    """A CSV file with so many rows."""
    lines = (
        f"K{row:06},{_said(chance, '', 3)},{chance.randint(0, 9999)},{chance.random():.3f},2026-01-{row % 28 + 1:02}\n"
        for row in range(rows)
    )
    return ",".join(COLUMNS) + "\n" + "".join(lines)


def _descriptors(
    count: int, cycle: int, settings: Mapping[str, Any], more: Mapping[str, Any]
) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "catalogue/catalogue.yaml", {**_catalogue(settings), **more}
    yield "catalogue/themes.yaml", {name: _titled(random.Random(name), f"Theme {name}") for name in THEMES}
    yield f"catalogue/organizations/{ORGANIZATION}.yaml", _titled(random.Random(ORGANIZATION), "Bench Office")
    for number in range(count):
        chance = random.Random(number % cycle)
        if number % GROUP == GROUP - 1:
            yield f"datasets/figures-m-{number:05}/datapackage.yaml", _dataset(chance, number)
        else:
            yield f"catalogue/databases/register-m-{number:05}.yaml", _database(chance, number)


def _catalogue(settings: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": "Danh mục phát sinh để đo",
        "title_en": "A catalogue generated for measuring",
        "url": "https://bench.example/",
        "publisher": ORGANIZATION,
        "languages": ["vi", "en"],
        "licence": "cc-by-4.0",
        **({"ckan": dict(settings)} if settings else {}),
    }


def _database(chance: random.Random, number: int) -> dict[str, Any]:
    """A database that says nearly all that its descriptor may say."""
    opened = number % GROUP == GROUP - 2
    return {
        **_titled(chance, f"Sổ đăng ký m-{number:05}"),
        "form": "database",
        "organization": ORGANIZATION,
        "themes": sorted(chance.sample(THEMES, 2)),
        "keywords": _keywords(chance),
        "class": "open" if opened else "default",
        "frequency": chance.choice(["R/P1Y", "R/P1M", "IRREG"]),
        "lifecycle": "active",
        "legal_basis": [{"document": f"Quyết định {chance.randint(1, 999)}/QĐ", "valid_from": "2020-01-01"}],
        **_prose(chance, "purpose", 8),
        **_prose(chance, "content", 12),
        **_prose(chance, "update_mechanism", 8),
        "items": [{"name": f"item-{index}", **_prose(chance, "title", 5), "class": "default"} for index in range(2)],
        "contact": {"title": "Bộ phận dữ liệu", "email": "data@bench.example"},
        "personal_data": "none",
        "issued": "2026-01-15",
        "evidence": "illustrative",
        "source_of_entry": [{"title": "Generated for measuring"}],
    }


def _dataset(chance: random.Random, number: int) -> dict[str, Any]:
    return {
        **_titled(chance, f"Số liệu m-{number:05}"),
        "database": f"register-m-{number - 1:05}",
        "version": "1.0.0",
        "issued": "2026-01-15",
        "frequency": "R/P1Y",
        "keywords": _keywords(chance),
        "temporal": {"start": "2020", "end": "2025"},
        **_prose(chance, "methodology", 8),
        "licenses": [{"name": "cc-by-4.0"}],
        "sources": [{"title": "Generated for measuring"}],
        "contributors": [{"title": "Bench Office", "email": "data@bench.example", "roles": ["publisher", "contact"]}],
        "resources": [_resource(chance, name) for name in ("counts", "places")],
    }


def _resource(chance: random.Random, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "type": "table",
        **_prose(chance, "title", 5),
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": [_field(*told) for told in COLUMNS.items()], "primaryKey": ["code"]},
    }


def _field(name: str, kind: str) -> dict[str, Any]:
    titles = {"title": f"Cột {name}", "title_en": f"Column {name}"}
    return {"name": name, "type": kind, **titles, "constraints": {"required": True}}


def _titled(chance: random.Random, title: str) -> dict[str, Any]:
    return {"title": title, "title_en": f"{title} (English)", **_prose(chance, "description", 18)}


def _prose(chance: random.Random, key: str, words: int) -> dict[str, Any]:
    return {f"{key}{language}": _said(chance, language, words) for language in _WORDS}


def _said(chance: random.Random, language: str, words: int) -> str:
    return " ".join(chance.choices(_WORDS[language].split(), k=words))


def _keywords(chance: random.Random) -> list[str]:
    return sorted(set(chance.choices([word for word in _WORDS[""].split() if len(word) > 2], k=4)))


def _yaml(data: Any, indent: str) -> Iterator[str]:
    """The lines of YAML in block style; a JSON string is a YAML string."""
    for key, value in data.items() if isinstance(data, dict) else (("-", value) for value in data):
        head = f"{indent}-" if key == "-" else f"{indent}{key}:"
        if not isinstance(value, (dict, list)) or not value:
            yield f"{head} {json.dumps(value, ensure_ascii=False)}"
            continue
        yield head
        yield from _yaml(value, f"{indent}  ")
