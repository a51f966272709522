"""Tests of conversions of tables."""
