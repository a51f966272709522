"""Measuring a catalogue: every dataset is told, what is sound is measured, what is not stops nothing else."""

import hashlib
from pathlib import Path

from publisher.load import load
from publisher.measures import ColumnFacts, Measure
from publisher.tables import measure
from tests.faults.catalogues import DATASET, TABLE, add_table, spot, write


def test_the_example_is_measured_file_by_file(root: Path) -> None:
    catalogue, _ = load(root)
    assert catalogue
    told: list[str] = []
    measures, problems = measure(catalogue, told.append)
    assert (told, problems) == (["ferry-trips", "lighthouses"], [])
    assert {key: found.rows for key, found in measures.items()} == {
        ("ferry-trips", "trips"): 12,
        ("ferry-trips", "routes"): 3,
        ("lighthouses", "lighthouses"): 8,
    }
    raw = (root / "datasets" / "ferry-trips" / "routes.csv").read_bytes()
    preview = (("01", "Port Nowhere - Hush", "12.5"), ("02", "Hush - Kettle", "30"))
    last = ("03", "Kettle - Thimble, by the reef", "41.75")
    columns = (
        ColumnFacts("code", 0, 3, 2),
        ColumnFacts("name", 0, 3, 29),
        ColumnFacts("length", 0, 3, 5, "12.5", "41.75", bars=(1, 0, 0, 0, 1, 0, 0, 1)),
    )
    expected = Measure(3, len(raw), hashlib.sha256(raw).hexdigest(), (*preview, last), columns=columns)
    assert measures["ferry-trips", "routes"] == expected


def test_a_file_that_fails_a_gate_is_not_measured_and_its_neighbours_are(root: Path) -> None:
    second = DATASET[DATASET.index("  - name: table") :].replace("table", "other", 1).replace("table.csv", "other.csv")
    add_table(root, 'code,size\n"a,1\n', descriptor=DATASET + second)
    write(root, {"datasets/invented/other.csv": "code,size\nb,x\n"})
    catalogue, _ = load(root)
    assert catalogue
    measures, problems = measure(catalogue, lambda name: None)
    assert ("invented", "table") not in measures
    assert ("invented", "other") in measures
    other = ("datasets/invented/other.csv", 2, 3, "table-type-error")
    assert sorted(map(spot, problems)) == [other, (TABLE, 2, 1, "unclosed-quote")]
