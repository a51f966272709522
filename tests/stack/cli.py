"""CKAN's own command line."""

from . import packages, settings
from .places import Place
from .portals import Portal
from .process import run


def ckan(place: Place, portal: Portal, *arguments: str) -> str:
    """Run a command of CKAN's command line and return what it prints."""
    return run(
        (str(packages.folder(place, portal) / "bin/ckan"), *arguments),
        what=f"{portal.name}: ckan {' '.join(arguments[:2])}",
        log=place.log / portal.name / "set-up.log",
        variables=(("CKAN_INI", str(settings.ini_file(place, portal))),),
    )
