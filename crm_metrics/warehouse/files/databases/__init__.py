"""Databases, written out as the CSV files that a mapping reads: files of SQLite and DuckDB, and servers."""
