"""One metric over its own rows: formula, dimensions, coverage, statement, answer, interval."""
