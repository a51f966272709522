"""How much a sheet of Excel holds. Pure.

Source: Microsoft Support, "Excel specifications and limits". Characters are UTF-16 units.
"""

from publisher.model import Resource

MAX_ROWS = 1_048_576  # the header is one of them
MAX_COLUMNS = 16_384
MAX_CELL = 32_767


def passed(resource: Resource) -> str | None:
    """The limit that a measured table passes: rows, columns or cell; nothing if it fits."""
    measure = resource.measure
    if measure is None or measure.rows > MAX_ROWS - 1:
        return "rows"
    if len(resource.fields) > MAX_COLUMNS:
        return "columns"
    return "cell" if max((column.longest for column in measure.columns), default=0) > MAX_CELL else None
