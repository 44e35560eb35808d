"""Rows of text out of XML are written as lines and come back as they were."""

from __future__ import annotations

from pathlib import Path

import duckdb

from crm_metrics.warehouse.files.landing.lines import BETWEEN, LinesFile
from crm_metrics.warehouse.files.reading import CSV


def _through(path: Path, rows: list[list[str]]) -> list[tuple[object, ...]]:
    lines = LinesFile(path)
    for row in rows:
        lines.rows.append(BETWEEN.join(row))
        lines.flush()
    lines.close()
    picks = ", ".join(["_line", lines.cell("a"), lines.cell("b")])
    with duckdb.connect() as connection:
        return connection.execute(f"select {picks} from {CSV}", lines.read_by(["_line", "a", "b"])).fetchall()


def test_quotes_commas_and_letters_of_any_kind_come_back_as_they_were(tmp_path: Path) -> None:
    rows = [["1", '7" pipe', "a,b;c\td"], ["2", "'", "Ñandú 漢字 \U0001f600"], ["3", "\\", '"']]
    assert _through(tmp_path / "rows.txt", rows) == [(int(line), *cells) for line, *cells in rows]


def test_a_cell_of_several_lines_comes_back_as_it_was_and_nothing_as_null(tmp_path: Path) -> None:
    rows = [["1", "", "plain"], ["2", "one\ntwo", "x\r\ny"], ["3", "last", ""]]
    assert _through(tmp_path / "rows.txt", rows) == [
        (1, None, "plain"), (2, "one\ntwo", "x\r\ny"), (3, "last", None),
    ]  # fmt: skip
