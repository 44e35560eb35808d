"""The way of a database from an earlier release to this one; nothing here reads `tables.py`, which goes on changing."""
