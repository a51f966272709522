"""How fast the publisher is beside a bare loop and beside ckanapi, on a real portal. Run as `python -m tests.bench`."""
