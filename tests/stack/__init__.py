"""A real local CKAN for users and tests: PostgreSQL, Redis, Solr and CKAN on 127.0.0.1."""
