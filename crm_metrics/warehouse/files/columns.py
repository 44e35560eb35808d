"""One column of a landed file: its cells, those of a spreadsheet's errors among them, and what its values look like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from crm_metrics.errors import DataError
from crm_metrics.warehouse.engines import quoted
from crm_metrics.warehouse.files.reading import CELLS
from crm_metrics.warehouse.mapping import numbers
from crm_metrics.warehouse.mapping.formats import Format

# What a spreadsheet shows for a formula that found no value, in the words of its languages.
SHEET_ERRORS = (
    "#N/A", "#N/D", "#REF!", "#¡REF!", "#DIV/0!", "#¡DIV/0!", "#VALUE!", "#VALOR!", "#¡VALOR!", "#NAME?", "#¿NOMBRE?",
    "#NOME?", "#NUM!", "#¡NUM!", "#NÚM!", "#NULL!", "#¡NULO!", "#NULO!", "#SPILL!", "#¡DESBORDAMIENTO!",
    "#¡SOBRECARGA!", "#DESPEJAR!", "#CALC!", "#¡CALC!", "#FIELD!", "#¡CAMPO!", "#CAMPO!", "#BLOCKED!", "#¡BLOQUEADO!",
    "#CONNECT!", "#¡CONECTAR!", "#BUSY!", "#UNKNOWN!", "#GETTING_DATA", "#ERROR!", "#¡ERROR!", "Err:502", "Err:508",
    "Err:509", "Err:511", "Err:522",
)  # fmt: skip
# The two letters that one letter with an accent becomes when UTF-8 is read as cp1252, and a quote's first two.
_TWICE = "[ÃÂ][\u00a1-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€"
_TRIED = 20  # cells of a column that may be such


@dataclass(frozen=True, kw_only=True)
class TextColumn:
    """A column of a landed file, all of it text."""

    connection: duckdb.DuckDBPyConnection
    """To the version being built, which holds the landed text."""
    file: str
    """The file's name, for sentences."""
    table: str
    """Where it was landed."""
    name: str
    """The column's name in the mapping."""
    written: str
    """Its name in the file."""
    mark: str = ""
    """The column that tells which of its cells had a type of their own, such as a workbook's numbers; "" for none."""

    @property
    def cell(self) -> str:
        """The column as SQL."""
        return quoted(self.name)

    @property
    def values(self) -> str:
        """SQL of its filled cells of text, in lines with as many cells as the header; more may be asked with `and`."""
        return f"{self.filled} and not {self.is_typed} and not {self.is_error}"

    @property
    def filled(self) -> str:
        """SQL of its filled cells, typed ones and a spreadsheet's errors among them."""
        return f"{quoted(self.table)} where {CELLS} is null and {self.cell} is not null"

    @property
    def is_typed(self) -> str:
        """SQL of whether a cell had a type of its own."""
        return quoted(self.mark) if self.mark else "false"

    @property
    def is_error(self) -> str:
        """SQL of whether a cell is a spreadsheet's error."""
        listed = ", ".join(f"'{one}'" for one in SHEET_ERRORS)
        return f"((prefix({self.cell}, '#') or prefix({self.cell}, 'Err:')) and {self.cell} in ({listed}))"

    def value(self, how: Format) -> str:
        """SQL of the value of a cell written so, or by its own type; NULL where it can't be read."""
        read = how.sql(self.cell)
        return f"case when {self.is_typed} then {how.of_typed.sql(self.cell)} else {read} end" if self.mark else read

    def count(self, where: str) -> int:
        """How many of `filled` a condition holds for."""
        return int(self.connection.execute(f"select count(*) from {self.filled} and ({where})").fetchall()[0][0])

    def sample(self, where: str = "true") -> tuple[str, int]:
        """The first value for which a condition holds, and its line; one of a typed cell where no text is such."""
        for cells in (self.values, self.filled):
            found = f"select {self.cell}, _line from {cells} and ({where}) order by _line limit 1"
            row = self.connection.execute(found).fetchone()
            if row:
                return str(row[0]), int(row[1])
        return "", 0

    def refusal(self, sentence: str, where: str = "true", **parts: object) -> DataError:
        """A sentence about the first value for which a condition holds."""
        value, line = self.sample(where)
        return DataError(sentence, file=self.file, column=self.written, value=value, line=str(line), **parts)

    def fits(self, formats: Sequence[Format], among: str = "true") -> list[tuple[int, int]]:
        """For each format: how many values fit it, of how many among those asked."""
        counts = ", ".join(f"count({how.sql(self.cell)})" for how in formats)
        row = self.connection.execute(f"select count(*), {counts} from {self.values} and ({among})").fetchall()[0]
        return [(good, row[0]) for good in row[1:]]


def currency_sign(column: TextColumn) -> str:
    """The sign that most amounts of a column carry, '' when none does; amounts with another one are not read."""
    row = column.connection.execute(
        f"select {numbers.sign_sql(column.cell)} as sign, count(*) from {column.values}"
        " and sign is not null group by all order by 2 desc, 1 limit 1"
    ).fetchone()
    return str(row[0]) if row else ""


def decoded_twice(columns: Sequence[TextColumn]) -> tuple[int, str, str] | None:
    """How many cells hold text that was read in a wrong encoding once, as in PeÃ±a: their count, one, what it meant."""
    for column in columns:
        where = f"{column.filled} and regexp_matches({column.cell}, '{_TWICE}')"
        found = column.connection.execute(
            f"select {column.cell}, count(*) over () from {where} limit {_TRIED}"
        ).fetchall()
        for value, count in found:
            try:
                meant = value.encode("cp1252").decode("utf-8")
            except UnicodeError:
                continue
            return int(count), _shortened(value), _shortened(meant)
    return None


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
