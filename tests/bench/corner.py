"""A corner of a real portal for one contender: an owner mark and a name prefix of its own. Reads and writes."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import ckanapi

from publisher.targets.ckan import Connection
from tests.bench.catalogue import ORGANIZATION

PURGERS = 2


@dataclass(frozen=True)
class Corner:
    """What bears one mark on a portal."""

    portal: Mapping[str, str]
    mark: str

    @property
    def prefix(self) -> str:
        """The beginning of every name in the corner."""
        return f"{self.mark}-"

    @property
    def url(self) -> str:
        """The address of the portal."""
        return self.portal["url"]

    @property
    def token(self) -> str:
        """The token of a sysadmin."""
        return self.portal["token"]

    def settings(self, **others: Any) -> dict[str, Any]:
        """The settings of the portal that a catalogue for this corner has."""
        return {"owner": self.mark, "prefix": self.prefix, "organization": f"{self.prefix}{ORGANIZATION}", **others}

    def connection(self) -> Connection:
        """A connection as the publisher has it."""
        return Connection(self.url, self.token)

    def api(self) -> ckanapi.RemoteCKAN:
        """A connection as anybody has it."""
        return ckanapi.RemoteCKAN(self.url, apikey=self.token)

    def purge(self) -> int:
        """Leave nothing of the corner on the portal; tell how many packages there were."""
        count = 0
        with self.api() as api, ThreadPoolExecutor(PURGERS) as pool:
            while purged := sum(pool.map(self._purge_package, self._packages(api))):
                count += purged
            for kind in ("organization", "group"):
                for name in api.call_action(f"{kind}_list"):
                    if name.startswith(self.prefix):
                        api.call_action(f"{kind}_purge", {"id": name})
        return count

    def _packages(self, api: ckanapi.RemoteCKAN) -> Iterator[dict[str, Any]]:
        asked = {"fq": f'organization:"{self.prefix}{ORGANIZATION}"', "rows": 1000, "facet": "false"}
        yield from api.action.package_search(**asked, include_private=True, include_drafts=True)["results"]

    def _purge_package(self, record: Mapping[str, Any]) -> bool:
        """Purge a package; its tables and the bytes of its files go first, for CKAN would keep them."""
        with self.api() as api, suppress(ckanapi.NotFound):
            for resource in record["resources"]:
                if resource.get("datastore_active"):
                    api.action.datastore_delete(resource_id=resource["id"], force=True)
            if any(resource.get("url_type") == "upload" for resource in record["resources"]):
                elsewhere = {"url": self.url, "url_type": "", "clear_upload": True}
                resources = [{**resource, **elsewhere} for resource in record["resources"]]
                update = {"resources": resources}
                api.action.package_revise(match={"id": record["id"]}, filter=["-resources"], update=update)
            api.action.dataset_purge(id=record["id"])
            return True
        return False
