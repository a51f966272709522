"""What an agency may choose of the look of its site. Pure."""

from collections.abc import Iterator
from math import floor

from publisher.colours import READABLE, contrast, darker
from publisher.model import Catalogue
from publisher.problem import Problem

_LETTERS = "#ffffff"  # on the agency's colour


def pale_colour(catalogue: Catalogue) -> Iterator[Problem]:
    """The name of the site stands on the colour in white; on a paler one not everybody can read it."""
    for descriptor in catalogue.descriptors.values():
        colour = descriptor.data.get("colour") if descriptor.kind == "catalogue" else None
        if colour and contrast(colour, _LETTERS) < READABLE:
            ratio = floor(contrast(colour, _LETTERS) * 100) / 100  # never rounded up to what is asked
            args = {"colour": colour, "ratio": f"{ratio:.2f}", "shade": darker(colour, _LETTERS)}
            yield Problem(descriptor.document.at("colour"), "colour-contrast", args)
