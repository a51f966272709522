"""Make the maps of the provinces: `python -m tests.boundaries FOLDER`, an unpacked package of npm.

`npm pack @svg-maps/vietnam@2.0.0` brings it (CC BY 4.0, Stephen Truong). Its shapes are simplified and its islets
enlarged; they are named by the codes of datasets/don-vi-hanh-chinh-cap-tinh, and for the 34 provinces united as its
table says. Hoàng Sa belongs to Đà Nẵng and Trường Sa to Khánh Hòa, in both editions. Needs shapely, which is a
development dependency.
"""

import csv
import re
import sys
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

from shapely import make_valid, union_all
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from publisher.words import slug

REPOSITORY = Path(__file__).parents[1]
PROVINCES = REPOSITORY / "datasets" / "don-vi-hanh-chinh-cap-tinh"
MAPS = REPOSITORY / "site_templates" / "maps"
CREDIT = "Stephen Truong, npm @svg-maps/vietnam 2.0.0, CC BY 4.0"
CHANGES = {"vi": "đã giản lược, các đảo nhỏ vẽ to hơn", "en": "simplified, islets enlarged"}
TITLES = {
    "vn-63": {
        "vi": "63 tỉnh, thành phố của Việt Nam (đến hết ngày 30/6/2025)",
        "en": "the 63 provinces of Viet Nam (until 30 June 2025)",
    },
    "vn-34": {
        "vi": "34 tỉnh, thành phố của Việt Nam (từ ngày 1/7/2025)",
        "en": "the 34 provinces of Viet Nam (since 1 July 2025)",
    },
}
TOLERANCE = 0.6  # of the units of the map, which is 814 wide
ISLET = 2  # so much wider on every side are the islets of both archipelagos, or nobody would see them
SEAM = 0.4  # gaps of this width between neighbours are closed when they are united
SHORT = {"ba-ria-vung-tau": "baria", "ho-chi-minh": "hcm", "thua-thien-hue": "tthue"}
ISLANDS = {"hoangsa": ("Hoàng Sa", "da-nang"), "truongsa": ("Trường Sa", "khanh-hoa")}
_STEP = re.compile(r"([A-Za-z])|(-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")

Shapes = Mapping[str, BaseGeometry]


def main() -> None:
    """Write both maps."""
    found = {node.get("id", ""): _shape(node.get("d", "")) for node in _paths(Path(sys.argv[1]) / "vietnam.svg")}
    merged = {row["province_code_63"]: row for row in _rows("sap-nhap.csv")}
    names = {code: row["province_name_63_vi"] for code, row in merged.items()}
    shapes = {code: _with_islands(found, slug(name)) for code, name in names.items()}
    labels = {words: found[name] for name, (words, _) in ISLANDS.items()}
    _write("vn-63", names, shapes, labels)
    names = {row["province_code_34"]: row["province_name_34_vi"] for row in merged.values()}
    parts = {code: [old for old, row in merged.items() if row["province_code_34"] == code] for code in names}
    united = {code: _united([shapes[old] for old in olds]) for code, olds in parts.items()}
    _write("vn-34", names, united, labels)


def _paths(file: Path) -> Iterator[ElementTree.Element]:
    return ElementTree.parse(file).getroot().iter("{http://www.w3.org/2000/svg}path")


def _rows(name: str) -> list[dict[str, str]]:
    with (PROVINCES / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _with_islands(found: Shapes, name: str) -> BaseGeometry:
    short = SHORT.get(name, name.replace("-", ""))
    islands = [
        found[island].buffer(ISLET, quad_segs=3) for island, (_, province) in ISLANDS.items() if province == name
    ]
    return union_all([found[short], *islands])


def _united(shapes: list[BaseGeometry]) -> BaseGeometry:
    if len(shapes) == 1:
        return shapes[0]
    return union_all([shape.buffer(SEAM) for shape in shapes]).buffer(-SEAM)


def _shape(path: str) -> BaseGeometry:
    """A path as polygons; of curves, which only small islands have, the points that they go through."""
    rings = [ring for ring in _rings(path) if len(ring) > 2]
    return union_all([make_valid(Polygon(ring)) for ring in rings])


def _rings(path: str) -> Iterator[list[tuple[float, float]]]:
    ring: list[tuple[float, float]] = []
    command, numbers, here, start = "", [], (0.0, 0.0), (0.0, 0.0)
    for letter, number in _STEP.findall(path):
        if letter:
            command, numbers = letter, []
            if letter in "zZ":
                yield ring
                ring, here = [], start
            continue
        numbers.append(float(number))
        if len(numbers) == (6 if command in "cC" else 2):
            x, y = numbers[-2:]
            here = (here[0] + x, here[1] + y) if command.islower() else (x, y)
            if command in "mM":
                start, command = here, "l" if command == "m" else "L"
                ring = []
            ring.append(here)
            numbers = []
    yield ring


def _write(name: str, names: Mapping[str, str], shapes: Shapes, labels: Shapes) -> None:
    lines = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 814 874">']
    lines += [f'<title lang="{language}">{words}</title>' for language, words in TITLES[name].items()]
    lines += [f'<desc lang="{language}">{CREDIT}; {words}</desc>' for language, words in CHANGES.items()]
    for code, shape in sorted(shapes.items()):
        lines.append(f'<path id="{code}" d="{_path(shape.simplify(TOLERANCE))}"><title>{names[code]}</title></path>')
    for words, shape in labels.items():
        left, top, right, _ = shape.bounds
        lines.append(f'<text x="{round((left + right) / 2)}" y="{round(top) - 14}">{words}</text>')
    (MAPS / f"{name}.svg").write_text("\n".join([*lines, "</svg>", ""]), encoding="utf-8")


def _path(shape: BaseGeometry) -> str:
    """Polygons as a path of steps, a tenth of a unit fine; what is smaller than that cannot be seen."""
    polygons = [part for part in getattr(shape, "geoms", [shape]) if isinstance(part, Polygon)]
    rings = [ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)]
    tenths = [_without_repeats([(round(x * 10), round(y * 10)) for x, y in ring.coords[:-1]]) for ring in rings]
    return "".join(_steps(points) for points in tenths if len(points) > 2)


def _without_repeats(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [point for index, point in enumerate(points) if point != points[index - 1]]


def _steps(points: list[tuple[int, int]]) -> str:
    moved = pairwise(points)
    first = f"M{_tenth(points[0][0])} {_tenth(points[0][1])}"
    return first + "l" + " ".join(f"{_tenth(x2 - x1)} {_tenth(y2 - y1)}" for (x1, y1), (x2, y2) in moved) + "z"


def _tenth(value: int) -> str:
    return f"{value / 10:g}"


if __name__ == "__main__":
    main()
