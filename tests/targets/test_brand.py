"""The colour and the logo of an agency on its site."""

import re
from pathlib import Path

from publisher.colours import READABLE, contrast
from publisher.load import load
from publisher.targets.site.files import files
from tests.conftest import REPOSITORY

STYLE = REPOSITORY / "site_templates" / "style"


def _site(root: Path) -> dict[str, bytes]:
    catalogue, _ = load(root)
    assert catalogue
    return {file.path: file.content() for file in files(catalogue) if file.package is None}


def test_the_colour_stands_behind_the_style_and_can_be_read_light_and_dark(root: Path) -> None:
    added = _site(root)["static/site.css"].decode().rpartition("}\n\n:root")[2]
    tokens = (STYLE / "10-tokens.css").read_text("utf-8")
    (dark_wash,) = set(re.findall(r"--wash: (#\w+);", tokens.partition("@media")[2]))
    brands, marks = (re.findall(rf"--{name}: (#\w+);", added) for name in ("brand", "mark"))
    assert brands[0] == marks[0] == "#0f5c66"
    assert all(contrast(brand, "#ffffff") >= READABLE for brand in brands)
    assert all(contrast(mark, dark_wash) >= 3 for mark in marks[1:])
    assert len(brands) == len(marks) == 3


def test_the_logo_lies_beside_the_style_and_names_the_agency_on_each_page(root: Path) -> None:
    site = _site(root)
    assert site["static/logo.svg"] == (root / "catalogue" / "logo.svg").read_bytes()
    told = 'src="../../static/logo.svg" width="48" height="48" alt="Maritime Office of the Fictional Islands"'
    assert told in site["organization/islands-maritime-office/index.html"].decode()


def test_without_a_colour_and_a_logo_the_site_has_its_own_look(root: Path) -> None:
    path = root / "catalogue" / "catalogue.yaml"
    path.write_text(re.sub("(?m)^(colour|logo): .*\n", "", path.read_text("utf-8")), encoding="utf-8")
    site = _site(root)
    assert site["static/site.css"] == b"\n".join(each.read_bytes() for each in sorted(STYLE.glob("*.css")))
    assert not [name for name in site if name.startswith("static/logo")]
    assert b"<img" not in site["index.html"]
