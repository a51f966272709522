"""The Python environment of a portal: CKAN and its extensions, without the project's own."""

import hashlib
import shutil
import sys
from pathlib import Path

from .places import Place
from .portals import Portal
from .process import run
from .report import say

# CKAN's "requirements" extra pins all that CKAN needs, except for setuptools.
COMMON = ("gunicorn==27.0.1", "setuptools==80.9.0")


def folder(place: Place, portal: Portal) -> Path:
    """Return where the environment of a portal is, or will be."""
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    digest = hashlib.sha256("\n".join(_requirements(portal)).encode()).hexdigest()[:8]
    return place.downloads / f"ckan-{portal.version}-python{python}-{digest}"


def install(place: Place, portal: Portal) -> None:
    """Install CKAN unless a complete environment is there."""
    target = folder(place, portal)
    complete = target / "complete"
    if complete.exists():
        return
    requirements = _requirements(portal)
    say(portal.name, f"installing {' '.join(requirements)} with pip")
    shutil.rmtree(target, ignore_errors=True)
    log = place.log / f"pip-{portal.name}.log"
    run((sys.executable, "-m", "venv", str(target)), what="making the environment", log=log)
    pip = (str(target / "bin/pip"), "install", "--disable-pip-version-check", *requirements)
    run(pip, what=f"installing CKAN {portal.version} with pip", log=log)
    complete.touch()


def schema(place: Place, portal: Portal) -> Path:
    """Return the Solr schema that belongs to the portal's CKAN."""
    return next(folder(place, portal).glob("lib/*/site-packages/ckan/config/solr/schema.xml"))


def _requirements(portal: Portal) -> tuple[str, ...]:
    return (f"ckan[requirements]=={portal.version}", *COMMON, *portal.packages)
