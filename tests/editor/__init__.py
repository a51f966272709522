"""The editor says what the check says: with the real language server of YAML."""
