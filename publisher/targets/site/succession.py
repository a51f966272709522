"""Who came before an organization and who after it, as successors tell. Pure."""

from collections import defaultdict
from collections.abc import Sequence

from publisher.model import Organization


class Line:
    """The organizations of a catalogue, each with those whose tasks it took over."""

    def __init__(self, organizations: Sequence[Organization]) -> None:
        self._by_name = {organization.name: organization for organization in organizations}
        self._before: dict[str, list[Organization]] = defaultdict(list)
        for organization in organizations:
            self._before[organization.data.get("successor", "")].append(organization)

    def of(self, organization: Organization) -> list[Organization]:
        """Those before it, the earliest first; itself; those after it. Each stands once, even in a circle."""
        met = {organization.name}
        after: list[Organization] = []
        following = self._successor(organization, met)
        while following:
            after.append(following)
            following = self._successor(following, met)
        return [*self._ancestors(organization, met), organization, *after]

    def _successor(self, organization: Organization, met: set[str]) -> Organization | None:
        name = organization.data.get("successor", "")
        found = self._by_name.get(name) if name not in met else None
        met.add(name)
        return found

    def _ancestors(self, organization: Organization, met: set[str]) -> list[Organization]:
        """A generation at a time, from the last one back; within one by the day of its end."""
        ancestors: list[Organization] = []
        generation = [organization]
        while generation:
            found = {each.name: each for one in generation for each in self._before[one.name] if each.name not in met}
            met |= found.keys()
            generation = sorted(found.values(), key=lambda each: (each.data.get("valid_to", ""), each.name))
            ancestors = generation + ancestors
        return ancestors
