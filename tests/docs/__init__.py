"""The documentation: what is generated, and that none of it has gone stale."""
