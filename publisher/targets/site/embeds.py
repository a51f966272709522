"""Figures and tables as pages for other sites to frame, if the catalogue wants them: where each lies. Pure."""

from publisher.model import Catalogue
from publisher.targets.site.cards import Context

FOLDER = "embed"  # in that of a dataset; servers let other sites frame what lies there, and nothing else
_AROUND = 300  # pixels of what stands above and below a picture
_ROW, _MOST = 40, 640  # pixels of a row of a table; of a whole table at most
ROWS = 10  # of a table


def wanted(catalogue: Catalogue) -> bool:
    """Whether the catalogue lets others show its figures and tables in their pages."""
    return bool(catalogue.data.get("site", {}).get("embeds"))


def figure_place(dataset: str, figure: str) -> str:
    """The folder of a framed figure."""
    return f"dataset/{dataset}/{FOLDER}/{figure}/"


def table_place(dataset: str, resource: str) -> str:
    """The folder of a framed table: one further down, since a figure may have the name of a table."""
    return f"dataset/{dataset}/{FOLDER}/table/{resource}/"


def shown(catalogue: Catalogue, address: str, height: int) -> Context | None:
    """What a page tells of how something is framed; nothing where the catalogue does not want that."""
    return {"address": catalogue.url + address, "height": height} if wanted(catalogue) else None


def figure_height(picture: int) -> int:
    """How high a frame should be for a picture of so many pixels."""
    return picture + _AROUND


def table_height(rows: int) -> int:
    """How high a frame should be for a table of so many rows."""
    return min(_MOST, _ROW * min(rows, ROWS) + _AROUND)
