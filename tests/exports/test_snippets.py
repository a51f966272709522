"""Code snippets: run as they stand they read the table that is served, with the types that it has."""

import functools
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.exports.snippets import Served, ckan, snippets
from publisher.measures import Measure
from publisher.model import Resource
from tests.ports import listen
from tests.tables.conversions.tables import converted, dataset

FIELDS = [
    {"name": "code", "type": "string"},
    {"name": "n", "type": "integer"},
    {"name": "share", "type": "number"},
    {"name": "ok", "type": "boolean"},
    {"name": "day", "type": "date"},
    {"name": "na", "type": "string"},
]
TABLE = "code,n,share,ok,day,na\n01,7,85.32,true,2026-01-31,NA\n02,-,,false,-,đ\n"
HOSTILE = [
    "",
    "'); alert(1); ('",
    '"; import os; "',
    "\\",
    "</code><script>",
    "$(touch x)",
    "`x`",
    "\u2028",
    "${x}",
    "a\nb",
]
NODE = shutil.which("node")
CURL = shutil.which("curl")


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A table that a server of this machine serves in three formats."""
    package = dataset(tmp_path, FIELDS, TABLE.encode())
    converted(package, "json")
    server = listen(functools.partial(_Silent, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    base = f"http://127.0.0.1:{server.server_port}"
    addresses = {"csv": f"{base}/table.csv", "json": f"{base}/made.json", "parquet": f"{base}/made.parquet"}
    yield Served(addresses, package.resources[0])
    server.shutdown()
    thread.join()
    server.server_close()


def _code(served: Served, language: str) -> str:
    return dict(snippets(served))[language]


@pytest.mark.skipif(CURL is None, reason="curl is not installed")
def test_curl_fetches_the_file(served: Served, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    subprocess.run(["bash", "-c", _code(served, "curl")], cwd=tmp_path / "there", check=True, capture_output=True)
    assert (tmp_path / "there" / "table.csv").read_text("utf-8") == TABLE


def test_python_reads_the_types(served: Served) -> None:
    told = "import json\nprint(json.dumps([[*map(str, table.dtypes)], table.astype(object).map(str).values.tolist()]))"
    code = f"{_code(served, 'Python')}\n{told}"
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    types, rows = json.loads(ran.stdout.splitlines()[-1])
    assert [types[at] for at in (0, 1, 2, 3)] == ["str", "Int64", "float64", "boolean"]
    assert types[4].startswith("datetime64")
    assert rows[0] == ["01", "7", "85.32", "True", "2026-01-31 00:00:00", "NA"]
    assert rows[1] == ["02", "<NA>", "nan", "False", "NaT", "đ"]


@pytest.mark.parametrize(("delimiter", "quote"), [(";", "'"), ("\t", '"'), ("|", '"')])
def test_python_reads_other_dialects(served: Served, tmp_path: Path, delimiter: str, quote: str) -> None:
    content = TABLE.replace(",", delimiter).replace("đ", f"{quote}a{delimiter}{quote}{quote}b{quote}")
    told = {"dialect": {"delimiter": delimiter, "quoteChar": quote}}
    (resource,) = dataset(tmp_path, FIELDS, content.encode(), **told).resources
    code = f"{_code(replace(served, resource=resource), 'Python')}\nprint(table['na'][1])"
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert ran.stdout.splitlines()[-1] == f"a{delimiter}{quote}b"


@pytest.mark.skipif(NODE is None, reason="node is not installed")
def test_javascript_reads_the_rows(served: Served) -> None:
    code = f"{_code(served, 'JavaScript')}\nconsole.log(JSON.stringify(table));"
    ran = subprocess.run(
        [str(NODE), "--input-type=module", "-e", code], check=True, capture_output=True, text=True, encoding="utf-8"
    )
    rows = json.loads(ran.stdout.splitlines()[-1])
    assert rows[0] == {"code": "01", "n": 7, "share": 85.32, "ok": True, "day": "2026-01-31", "na": "NA"}
    assert rows[1] == {"code": "02", "n": None, "share": None, "ok": False, "day": None, "na": "đ"}


def _resource(fields: list[dict[str, Any]], missing: list[str], measure: Measure | None = None) -> Resource:
    schema = {"fields": fields, "missingValues": missing}
    return Resource("t", {}, "t.csv", "csv", {"schema": schema}, Path("t.csv"), (), measure)


@given(st.lists(st.sampled_from(HOSTILE) | st.text(), max_size=4, unique=True), st.sampled_from(HOSTILE))
def test_no_text_gets_out_of_its_quotes_in_python(missing: list[str], end: str) -> None:
    address = f"https://example.org/{end}"
    code = _code(Served({"csv": address}, _resource(FIELDS, missing)), "Python")
    read: dict[str, Any] = {}

    class _Pandas:
        @staticmethod
        def read_csv(address: str, **options: Any) -> Any:
            read.update(options, address=address)
            return _Pandas()

        @staticmethod
        def head() -> str:
            return ""

    exec(code.replace("import pandas as pd", ""), {"pd": _Pandas})
    assert read["address"] == address
    assert read["na_values"] == sorted(missing)


@pytest.mark.skipif(NODE is None, reason="node is not installed")
def test_no_text_gets_out_of_its_quotes_in_javascript() -> None:
    address = "https://example.org/" + "".join(HOSTILE)
    code = _code(Served({"csv": address}, _resource(FIELDS, [])), "JavaScript")
    stub = "const fetch = async (a) => { console.log(JSON.stringify(a)); return {ok: true, text: async () => ''}; };\n"
    ran = subprocess.run(
        [str(NODE), "--input-type=module", "-e", stub + code],
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert json.loads(ran.stdout.split("\n")[0]) == address


@pytest.mark.parametrize("end", HOSTILE)
def test_no_text_gets_out_of_its_quotes_in_a_shell(end: str, tmp_path: Path) -> None:
    address = f"https://example.org/x{end}"
    code = _code(Served({"csv": address}, _resource(FIELDS, [])), "curl")
    script = f'curl() {{ printf "%s\\0" "$@"; }}\n{code}'
    ran = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, check=True, capture_output=True, text=True, encoding="utf-8"
    )
    assert ran.stdout.split("\0")[-2] == address
    assert list(tmp_path.iterdir()) == []


@given(st.lists(st.sampled_from(HOSTILE) | st.text(), max_size=3, unique=True))
def test_texts_of_sql_are_closed_by_doubled_quotes(missing: list[str]) -> None:
    code = _code(Served({"csv": "https://example.org/t.csv"}, _resource(FIELDS, missing)), "DuckDB")
    start = code.index("nullstr = [") + len("nullstr = [")
    rest, read = code[start:], []
    while rest[0] != "]":
        rest = rest.removeprefix(", ").removeprefix("'")
        text = ""
        while not rest.startswith("'") or rest.startswith("''"):
            text, rest = (text + "'", rest[2:]) if rest.startswith("''") else (text + rest[0], rest[1:])
        read.append(text)
        rest = rest[1:]
    assert read == sorted(text for text in missing if '"' not in text)
    assert ("BIGINT" in code) is (len(read) == len(missing))


def test_r_gets_classes_that_hold_the_values(tmp_path: Path) -> None:
    fields = [
        {"name": f"c{at}", "type": kind}
        for at, kind in enumerate(["string", "integer", "integer", "boolean", "boolean"])
    ]
    content = b"c0,c1,c2,c3,c4\n01,2147483647,2147483648,true,1\n02,1,2,false,0\n03,1,2,false,0\n"
    (resource,) = dataset(tmp_path, fields, content).resources
    code = _code(Served({"csv": "https://example.org/t.csv"}, resource), "R")
    classes = dict(
        line.strip().rstrip(",").replace('"', "").split(" = ") for line in code.splitlines() if '    "c' in line
    )
    assert classes == {"c0": "character", "c1": "integer", "c2": "numeric", "c3": "logical", "c4": "character"}


def test_duckdb_reads_parquet_where_that_is_served(served: Served) -> None:
    assert f"read_parquet('{served.addresses['parquet']}')" in _code(served, "DuckDB")
    other = replace(served, addresses={"csv": served.csv})
    assert "'code': 'VARCHAR', 'n': 'BIGINT', 'share': 'DOUBLE'" in _code(other, "DuckDB")


def test_without_csv_there_is_nothing_to_show() -> None:
    assert list(snippets(Served({"pdf": "https://example.org/t.pdf"}, _resource(FIELDS, [])))) == []


def test_a_portal_is_asked_by_its_public_address() -> None:
    asked = ckan("https://data.example.org/", "ubdt-dan-toc")
    assert asked == "curl --fail 'https://data.example.org/api/3/action/package_show?id=ubdt-dan-toc'"
