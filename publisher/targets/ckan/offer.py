"""What a portal offers: asked before anything is planned, never assumed. Reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from publisher.model import Data, Portal
from publisher.problem import PublisherError, Unreachable
from publisher.targets.ckan.connection import Connection, NotThere

# Extensions that load every file into the DataStore by themselves; two who load one table would undo each other's work.
LOADERS = frozenset({"datapusher", "datapusher_plus", "xloader"})
SEEN_VERSIONS = ("2.11", "2.12")
Fields = Mapping[str, Data]


@dataclass(frozen=True)
class Offer:
    """A portal's version, our rights there, its licences, plugins, and the fields of its own schema, if it has one."""

    version: str
    sysadmin: bool
    licences: frozenset[str] = frozenset()
    plugins: frozenset[str] = frozenset()
    dataset_fields: Fields = field(default_factory=dict)
    resource_fields: Fields = field(default_factory=dict)

    @property
    def takes_tables(self) -> bool:
        """Whether there is a DataStore that no extension of the portal fills by itself."""
        return "datastore" in self.plugins and not self.plugins & LOADERS


def ask(connection: Connection, portal: Portal) -> Offer:
    """Ask a portal what it is and what we may do there; it fails early, before any diff."""
    status = connection.call("status_show", {})
    version = str(status.get("ckan_version", ""))
    if not version.startswith(SEEN_VERSIONS):
        raise Unreachable("unknown-version", version=version, known=", ".join(SEEN_VERSIONS))
    plugins = frozenset(status.get("extensions", ()))
    schema = schema_of(connection, portal.dataset_type) if "scheming_datasets" in plugins else {}
    return Offer(
        version=version,
        sysadmin=rights(connection, portal),
        licences=frozenset(licence["id"] for licence in connection.call("license_list", {})),
        plugins=plugins,
        dataset_fields={each["field_name"]: each for each in schema.get("dataset_fields", ())},
        resource_fields={each["field_name"]: each for each in schema.get("resource_fields", ())},
    )


def rights(connection: Connection, portal: Portal) -> bool:
    """Whether the token is a sysadmin's; one that is not accepted reads as the public does, so it is told here."""
    if not connection.token:
        return True
    try:
        user = connection.call("user_show", {})
    except (NotThere, PublisherError) as error:
        if isinstance(error, Unreachable) and error.code in {"no-answer", "bad-answer"}:
            raise
        raise Unreachable("token-not-accepted", url=connection.url) from None
    if user.get("sysadmin"):
        return True
    if portal.organization:
        _may_publish_into(connection, portal.organization)
    return False


def _may_publish_into(connection: Connection, organization: str) -> None:
    mine = connection.call("organization_list_for_user", {"permission": "create_dataset"})
    if organization not in {each["name"] for each in mine}:
        raise Unreachable("organization-not-allowed", organization=organization)


def schema_of(connection: Connection, dataset_type: str) -> Data:
    """The portal's own schema of a type of dataset (ckanext-scheming)."""
    try:
        schema: Data = connection.call("scheming_dataset_schema_show", {"type": dataset_type})
    except NotThere:
        raise Unreachable("dataset-type-unknown", type=dataset_type) from None
    return schema
