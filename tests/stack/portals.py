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
    settings: tuple[tuple[str, str], ...] = ()

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
    def redis_database(self) -> int:
        """Return the number of this portal's database in Redis."""
        return self.number


PORTALS = (Portal(name="ckan-2.12", version="2.12.0", number=0),)
DEFAULT = PORTALS[0]


def find_portals(names: list[str]) -> tuple[Portal, ...]:
    """Return the named portals, or the default one when no name is given."""
    known = {portal.name: portal for portal in PORTALS}
    for name in names:
        if name not in known:
            raise StackError(f"there is no portal {name!r}; known: {', '.join(known)}")
    return tuple(known[name] for name in dict.fromkeys(names)) or (DEFAULT,)
