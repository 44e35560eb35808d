"""`docs/mapping.md`: tables from the code (`python -m tests.mapping_page` writes them anew), examples that are run."""
