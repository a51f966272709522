"""A catalogue of public databases and open data, checked and published from YAML in git."""

__version__ = "0.1.0"
