"""What must hold in a catalogue beyond the shape of each descriptor. Pure.

A rule is a generator that takes the catalogue and yields problems; its docstring says why it exists.
"""

from collections.abc import Callable, Iterator

from publisher.model import Catalogue
from publisher.problem import Problem
from publisher.rules import (
    code_lists,
    datasets,
    duplicates,
    fields,
    figures,
    freshness,
    honesty,
    law,
    look,
    names,
    open_data,
    privacy,
    references,
    table_schemas,
)

Rule = Callable[[Catalogue], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    names.not_a_slug,
    names.taken_twice,
    names.repeated_in_package,
    names.moved_onto_another,
    names.custom_taken,
    references.unknown_reference,
    references.unknown_rule_set,
    datasets.without_licence,
    datasets.without_contact,
    datasets.without_source,
    datasets.of_closed_database,
    datasets.version_twice,
    open_data.without_dataset_or_plan,
    open_data.not_open,
    open_data.review_overdue,
    open_data.planned_overdue,
    honesty.unattested,
    honesty.proposed,
    law.demands,
    law.late,
    freshness.stale,
    duplicates.same_title,
    duplicates.same_identifier,
    duplicates.same_file,
    duplicates.same_address,
    duplicates.near_title,
    privacy.personal_data,
    privacy.small_cells,
    code_lists.outside_edition,
    code_lists.backwards,
    table_schemas.unchecked,
    table_schemas.unused_dialect,
    table_schemas.unused_inner_path,
    table_schemas.unknown_field,
    table_schemas.unknown_resource,
    table_schemas.unlike_keys,
    fields.of_another_type,
    fields.read_two_ways,
    fields.repeated_values,
    fields.beyond_categories,
    figures.of_other_fields,
    figures.unknown_column,
    figures.without_numbers,
    figures.name_twice,
    figures.unreadable,
    figures.without_map,
    figures.unordered_breaks,
    look.pale_colour,
)


def check(catalogue: Catalogue) -> Iterator[Problem]:
    """Apply every rule; of one delay the law's word is enough, which names the article and the day that counts."""
    problems = [problem for rule in RULES for problem in rule(catalogue)]
    told = {_delay(problem) for problem in problems if problem.code == "law-late"}
    yield from (each for each in problems if not each.code.startswith("update-") or _delay(each) not in told)


def _delay(problem: Problem) -> tuple[str, str]:
    """What is late since when: a file, and the day from which the delay is counted."""
    return problem.place.file, problem.args["last"]
