"""What DCAT has words for, under the names of ckanext-dcat's own schema. Pure."""

from collections.abc import Mapping
from typing import Any

from publisher.model import Catalogue, Data, Kind, Package, in_language
from publisher.targets.ckan import form
from publisher.targets.ckan.form import filled

EU_FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/"
EU_LANGUAGE = "http://publications.europa.eu/resource/authority/language/"
LANGUAGES = {"vi": "VIE", "en": "ENG", "fr": "FRA", "es": "SPA", "de": "DEU", "lo": "LAO", "km": "KHM"}


def terms(catalogue: Catalogue, package: Package, contact: Data) -> dict[str, Any]:
    """What DCAT has words for, under the names of ckanext-dcat's own schema."""
    data = package.data
    spatial, temporal = data.get("spatial", {}), data.get("temporal", {})
    themes = {theme.data.get("broad_match") for theme in catalogue.themes if theme.name in package.themes} - {None}
    publisher = next((org for org in catalogue.organizations if org.name == package.organization), None)
    open_class = "open" if package.kind is Kind.DATASET else data.get("class", "")
    named = {"name": in_language(publisher.title, catalogue.language)} if publisher else {}
    addressed = {"uri": f"{catalogue.url}organization/{publisher.name}/"} if publisher else {}
    area = {"text": spatial.get("title"), "uri": spatial.get("uri"), "bbox": polygon(spatial.get("bbox"))}
    return {
        "uri": page(catalogue, package),
        "identifier": package.name,
        "theme": sorted(themes),
        "language": [EU_LANGUAGE + LANGUAGES[code] for code in catalogue.languages if code in LANGUAGES],
        "frequency": _frequency(catalogue, data.get("frequency")),
        "access_rights": catalogue.schemas.term("classes", open_class).get("access_right"),
        "publisher": _entries({**named, **addressed}),
        "contact": _entries({"name": contact.get("title"), "email": contact.get("email")}),
        "temporal_coverage": _entries({"start": temporal.get("start"), "end": temporal.get("end")}),
        "spatial_coverage": _entries(area),
    }


def page(catalogue: Catalogue, package: Package) -> str:
    """The address of a package on the static site."""
    return f"{catalogue.url}{package.kind}/{package.name}/"


def contact_of(package: Package) -> Data:
    """Whom to ask about a package."""
    contributors = package.data.get("contributors", ())
    given: Data = package.data.get("contact", {})
    return next((c for c in contributors if "contact" in c.get("roles", ())), given)


def _entries(entry: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A list of one object, or of none if it says nothing."""
    return [told] if (told := filled(entry)) else []


def polygon(bbox: list[float] | None) -> str | None:
    """A bounding box as the GeoJSON that ckanext-dcat and ckanext-spatial read."""
    if not bbox:
        return None
    west, south, east, north = bbox
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return form.text({"type": "Polygon", "coordinates": [ring]})


def _frequency(catalogue: Catalogue, value: str | None) -> str | None:
    """The EU code of a frequency, by itself or by its interval."""
    codes = catalogue.schemas.vocabularies["frequencies"]
    code = next((code for code, term in codes.items() if value and value in (code, term.get("iso"))), None)
    return EU_FREQUENCY + code if code else value
