"""`python -m tests.mapping_page`: writes the tables of docs/mapping.md anew from the code."""

from __future__ import annotations

from tests.mapping_page.page import PAGE, written

PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
