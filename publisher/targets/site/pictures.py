"""Which pictures a site has: one for itself, one for each package, in the main language. Reads look and font."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from publisher.model import Catalogue, in_language
from publisher.targets.site import brand
from publisher.targets.site.edition import PICTURE, picture_path
from publisher.targets.site.picture import Colours, Painter
from publisher.targets.site.render import Templates

_FONT = "picture.ttf"
_TOKENS = {"ground": "brand", "ink": "brand-ink", "thread": "thread"}  # of the look, in the light
_PLAIN = {"ground": (0x1C, 0x2B, 0x5E), "ink": (0xFF, 0xFF, 0xFF), "thread": (0xE3, 0xB0, 0x4B)}


class Picture(NamedTuple):
    """A picture to be drawn if it is to be written."""

    path: str
    digest: str
    package: str | None
    draw: Callable[[], bytes]


def pictures(catalogue: Catalogue, templates: Templates) -> Iterator[Picture]:
    """Yield the picture of the site, and one for each package that has no file of its own under that name."""
    look = brand.colours(catalogue) + templates.style()
    painter = Painter(dict(templates.fonts())[_FONT].read_bytes(), _colours(look.decode()))
    titles = {one.name: in_language(one.title, catalogue.language) for one in catalogue.organizations}
    site = in_language(catalogue.title, catalogue.language)
    yield _picture(painter, PICTURE, None, "", site, titles.get(catalogue.publisher, ""))
    for package in catalogue.packages:
        if path := picture_path(package):
            title = in_language(package.title, catalogue.language)
            yield _picture(painter, path, package.name, site, title, titles.get(package.organization, ""))


def _picture(painter: Painter, path: str, package: str | None, site: str, title: str, organization: str) -> Picture:
    digest = painter.digest(site, title, organization)
    return Picture(path, digest, package, lambda: painter.draw(site, title, organization))


def _colours(style: str) -> Colours:
    """The agency's colours as the look says them first; ours where it does not say them as #rgb or #rrggbb."""
    found = {}
    for name, token in _TOKENS.items():
        said = re.search(rf"--{token}:\s*#([0-9a-f]{{6}}|[0-9a-f]{{3}})\s*[;}}]", style, re.IGNORECASE)
        digits = said[1] if said and len(said[1]) == 6 else "".join(digit * 2 for digit in said[1]) if said else ""
        found[name] = (int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)) if digits else _PLAIN[name]
    return Colours(**found)
