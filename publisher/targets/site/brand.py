"""What the site takes from its agency: a colour and a logo. Reads the logo."""

from publisher.colours import darker, lighter
from publisher.load.logo import Logo, read_logo
from publisher.model import Catalogue
from publisher.targets.site.cards import Context

_LIGHT, _DARK = "#ffffff", "#1b212d"  # the letters on the colour; the lightest ground of dark pages (--wash)
_CALM = 7.0  # contrast of the letters on dark pages
_SEEN = 3.0  # contrast of lines, https://www.w3.org/TR/WCAG22/#non-text-contrast
_COLOURS = """
:root {{ --brand: {brand}; --mark: {brand}; }}
@media screen and (prefers-color-scheme: dark) {{
  :root:not([data-theme="light"]) {{ --brand: {dark}; --mark: {mark}; }}
}}
@media screen {{
  :root[data-theme="dark"] {{ --brand: {dark}; --mark: {mark}; }}
}}
"""


def colours(catalogue: Catalogue) -> bytes:
    """The agency's colour as a part of the style sheet; nothing where it has none."""
    colour = catalogue.data.get("colour")
    if not colour:
        return b""
    told = {"brand": colour, "dark": darker(colour, _LIGHT, _CALM), "mark": lighter(colour, _DARK, _SEEN)}
    return _COLOURS.format(**told).encode()


def logo(catalogue: Catalogue) -> Logo | None:
    """The agency's logo, if it has one."""
    name = catalogue.data.get("logo")
    return read_logo(catalogue.root, name) if name else None


def shown(picture: Logo | None) -> Context | None:
    """The logo as pages show it."""
    return {"path": address(picture), "width": picture.width, "height": picture.height} if picture else None


def address(picture: Logo) -> str:
    """Where the logo lies on the site: by one name, whatever the agency calls the file."""
    return f"static/logo.{picture.name.rpartition('.')[2]}"
