"""The CKAN portals that the stack can run; they share PostgreSQL, Redis and Solr."""

from dataclasses import dataclass

from .places import Place
from .report import StackError

PLUGINS = ("datastore", "activity", "text_view", "datatables_view")


@dataclass(frozen=True)
class Portal:
    """One CKAN: its version, its extensions and its share of the common services."""

    name: str
    version: str
    number: int
    plugins: tuple[str, ...] = PLUGINS
    packages: tuple[str, ...] = ()
    # In a value, {folder} stands for the folder of the portal's settings, where its files are.
    settings: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()

    def port(self, place: Place) -> int:
        """Return the port on which this portal listens."""
        return place.port_base + self.number

    def url(self, place: Place) -> str:
        """Return the address of this portal."""
        return f"http://127.0.0.1:{self.port(place)}"

    @property
    def key(self) -> str:
        """Return the portal's name as an identifier, for databases and the Solr core."""
        return self.name.replace("-", "_").replace(".", "_")

    @property
    def expires(self) -> bool:
        """Tell whether API tokens expire here."""
        return "expire_api_token" in self.plugins

    @property
    def redis_database(self) -> int:
        """Return the number of this portal's database in Redis."""
        return self.number


PORTALS = (
    Portal(name="ckan-2.12", version="2.12.0", number=0),
    Portal(name="ckan-2.11", version="2.11.6", number=1),
    Portal(
        name="ckan-2.12-dcat",
        version="2.12.0",
        number=2,
        plugins=(*PLUGINS, "dcat", "structured_data", "scheming_datasets", "expire_api_token"),
        packages=("ckanext-dcat==2.4.4", "ckanext-scheming==3.1.0"),
        settings=(
            ("scheming.dataset_schemas", "ckanext.dcat.schemas:dcat_ap_full.yaml file://{folder}/bilingual.yaml"),
            (
                "scheming.presets",
                "ckanext.scheming:presets.json ckanext.dcat.schemas:presets.yaml file://{folder}/presets.yaml",
            ),
        ),
        files=("scheming/bilingual.yaml", "scheming/presets.yaml"),
    ),
)
DEFAULT = PORTALS[0]


def find_portals(names: list[str]) -> tuple[Portal, ...]:
    """Return the named portals, or the default one when no name is given."""
    known = {portal.name: portal for portal in PORTALS}
    for name in names:
        if name not in known:
            raise StackError(f"there is no portal {name!r}; known: {', '.join(known)}")
    return tuple(known[name] for name in dict.fromkeys(names)) or (DEFAULT,)
