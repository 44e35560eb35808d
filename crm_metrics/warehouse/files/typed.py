"""The landed text of one file → typed rows of its kind, and the faults of what can't be read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from crm_metrics.warehouse.engines import quoted
from crm_metrics.warehouse.files import misfits
from crm_metrics.warehouse.files.columns import TextColumn
from crm_metrics.warehouse.files.reading import CELLS, TYPED, LandedFile
from crm_metrics.warehouse.mapping import formats
from crm_metrics.warehouse.mapping.formats import Format
from crm_metrics.warehouse.mapping.scores import scale_of
from crm_metrics.warehouse.mapping.source import stem
from crm_metrics.warehouse.presence import columns_of, declare, expect, rows_read


@dataclass(frozen=True, kw_only=True)
class FileRows:
    """One file on its way into the rows of its kind."""

    connection: duckdb.DuckDBPyConnection
    """To the version being built, which holds both tables."""
    kind: str
    """What the mapping calls files like this one."""
    landed: LandedFile
    """The file as a table of text."""
    at: int
    """Its place among all files of the load."""
    table: str
    """That of the rows of its kind."""
    offset: int
    """How many rows stand there before it."""

    def add(self, values: Mapping[str, str], how: Mapping[str, Format]) -> None:
        """Convert its rows. values: the SQL of each column, NULL for what can't be read; how: how each is read."""
        picks = "".join(f", {value} as {quoted(name)}" for name, value in values.items())
        name = stem(self.landed.file).replace("'", "''")
        until = f"date '{self.landed.until}'" if self.landed.until else "cast(null as date)"
        select = (
            f"select cast({self.at} as integer) as _at, '{name}' as _file, _line, _row + {self.offset} as _row,"
            f" {until} as _until, '{self._scales(how)}' as _scales{picks} from {quoted(self.landed.table)}"
        )
        if not self.offset:
            declare(self.connection, quoted(self.table), columns_of(self.connection, select), temp=True)
        self.connection.execute(f"insert into {quoted(self.table)} {select}")
        found = rows_read(self.connection, quoted(self.table), f"_at = {self.at}")
        expect(self.landed.file, self.landed.records - self.landed.blank, found)

    def _scales(self, how: Mapping[str, Format]) -> str:
        """The scales that questions name, as `csat 1 7`, one after the other."""
        asked = ((name, self.landed.header.questions.get(name, "")) for name, way in how.items() if way.is_score)
        return "; ".join(f"{name} {scale[0]} {scale[1]}" for name, text in asked if (scale := scale_of(text)))

    def value(self, how: Format, name: str) -> str:
        """SQL of a column.

        A line with too few or too many cells keeps its texts, perhaps its key; its values may be another's. Programs
        write documents to the letter: what takes liberties is read by `tell_faults`, where there is any.
        """
        if how.kind == "text":
            return quoted(name)
        return self._value(how.first if self.landed.gathered else how, name)

    def _value(self, how: Format, name: str) -> str:
        return f"case when {CELLS} is null then {self._cells(name, how).value(how)} end"

    def _cells(self, name: str, how: Format) -> TextColumn:
        return text_column(self.connection, self.landed, name, formats.has_types(how.kind))

    def tell_faults(self, how: Mapping[str, Format]) -> None:
        """Write down what could not be read: lines with too few or too many cells, values that don't fit."""
        self.connection.execute(
            f"insert into fault select ?, _row + {self.offset}, {self.at}, _line, '', '', cast({CELLS} as varchar),"
            f" 'cells', ?, false from {quoted(self.landed.table)} where {CELLS} is not null",
            [self.kind, str(self.landed.header.width)],
        )
        texts = [name for name, way in how.items() if way.kind == "text"]
        if texts and not self.landed.gathered:
            self._tell_sheet_errors(texts)
        values = {name: way for name, way in how.items() if way.kind != "text"}
        if values:
            raw = self._counts(values, f"{quoted(self.landed.table)} where {CELLS} is null")
            read = self._counts(values, f"{quoted(self.table)} where _at = {self.at}")
            for name, way in values.items():
                self._tell_misfits(name, way, raw[name], read[name])

    def _counts(self, names: Collection[str], rows: str) -> dict[str, int]:
        """How many cells of each column are filled, in one look at them. rows: a table and a condition (SQL)."""
        counts = ", ".join(f"count({quoted(name)})" for name in names)
        return dict(zip(names, self.connection.execute(f"select {counts} from {rows}").fetchall()[0], strict=True))

    def _tell_misfits(self, name: str, how: Format, raw: int, read: int) -> None:
        """Write down the values of a column that don't fit. raw: its filled cells; read: those that became a value."""
        cell, landed = quoted(name), self.landed
        if raw != read and self.landed.gathered:
            read += self._read_again(name, how)
        if raw == read:
            return
        column = self._cells(name, how)
        if not read and column.count(f"not {column.is_error}"):
            misfits.refuse_misfit(column, how)
        misfits.refuse_other_ways(column, how)
        self.connection.execute(
            f"insert into fault select ?, made._row, {self.at}, made._line, ?, ?, raw.{cell},"
            f" if(raw.error, 'spreadsheet_error', 'format'), if(raw.error, '', ?), false"
            f" from (select *, {column.is_error} as error from {quoted(landed.table)}) as raw"
            f" join {quoted(self.table)} as made on made._row = raw._row + {self.offset} and made._at = {self.at}"
            f" where raw.{CELLS} is null and raw.{cell} is not null and made.{cell} is null",
            [self.kind, name, column.written, formats.shown(how)],
        )

    def _read_again(self, name: str, how: Format) -> int:
        """Read the values that are written with liberties, which `value` has passed by; how many they are."""
        cell = quoted(name)
        row = self.connection.execute(
            f"update {quoted(self.table)} as made set {cell} = raw.value from (select _row + {self.offset} as _row,"
            f" {self._value(how, name)} as value from {quoted(self.landed.table)} where {cell} is not null) as raw"
            f" where made._row = raw._row and made._at = {self.at} and made.{cell} is null and raw.value is not null"
        ).fetchone()
        return int(row[0]) if row else 0

    def _tell_sheet_errors(self, names: Sequence[str]) -> None:
        """Cells that hold `#REF!` and its like instead of a text."""
        texts = [text_column(self.connection, self.landed, name) for name in names]
        errors = ", ".join(f"count(*) filter ({column.is_error})" for column in texts)
        text = quoted(self.landed.table)
        counts = self.connection.execute(f"select {errors} from {text}").fetchall()[0]
        for column in [one for one, count in zip(texts, counts, strict=True) if count]:
            self.connection.execute(
                f"insert into fault select ?, _row + {self.offset}, {self.at}, _line, ?, ?, {column.cell},"
                f" 'spreadsheet_error', '', false from {text} where {column.is_error}",
                [self.kind, column.name, column.written],
            )


def text_column(
    connection: duckdb.DuckDBPyConnection, landed: LandedFile, name: str, has_types: bool = False
) -> TextColumn:
    """A column of a landed file; has_types: whether a typed cell of it may be written otherwise than a text."""
    return TextColumn(
        connection=connection,
        file=landed.file,
        table=landed.table,
        name=name,
        written=landed.header.written[name],
        mark=TYPED.format(name) if landed.typed and has_types else "",
    )
