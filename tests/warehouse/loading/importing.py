"""An import into a warehouse in memory: what the loader does between opening and publishing a version."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

import duckdb

from crm_metrics.errors import CrmError
from crm_metrics.warehouse import schema
from crm_metrics.warehouse.loading.account import TableCount
from crm_metrics.warehouse.loading.load import Load
from crm_metrics.warehouse.loading.rejects import Reject
from crm_metrics.warehouse.mapping.language import open_source

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
File = str | bytes
_SPACES = ("office", "table", "text", "manifest")  # of the names in an .ods file


@dataclass
class Outcome:
    """What an import did: counts by table, rejects, notices, or the error that refused it."""

    connection: duckdb.DuckDBPyConnection
    error: CrmError | None
    counts: Mapping[str, TableCount]
    rejects: Sequence[Reject]
    notices: Sequence[str]
    changed: bool

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql).fetchall()

    @property
    def why(self) -> list[tuple[int, str, str]]:
        """Line, column and rule of each rejected row."""
        return [(one.line, one.column, one.rule) for one in self.rejects]


class Inbox:
    """A folder to import from and a warehouse in memory to import into."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.connection = duckdb.connect(config={"threads": "1"})
        self.connection.execute("set TimeZone = 'UTC'")
        schema.create(self.connection)

    def load(
        self,
        files: Mapping[str, File],
        source: str | None = None,
        *,
        full: bool = False,
        check: bool = False,
        accept_rejects: bool = False,
    ) -> Outcome:
        for old in self.folder.iterdir():
            old.unlink()
        for name, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            (self.folder / name).write_bytes(data)
        return self.load_folder(self.folder, source, full=full, check=check, accept_rejects=accept_rejects)

    def load_folder(
        self,
        folder: Path,
        source: str | None = None,
        *,
        full: bool = False,
        check: bool = False,
        accept_rejects: bool = False,
    ) -> Outcome:
        rejects: list[Reject] = []
        load = Load(
            folder=folder,
            warehouse=folder,
            source=open_source(source),
            write_rejects=rejects.extend,
            full=full,
            check=check,
            accept_rejects=accept_rejects,
            now=NOW,
        )
        self.connection.execute("begin")
        error: CrmError | None = None
        changed = False
        try:
            load.find_files(named=source is not None)
            changed = load.fill(self.connection)
        except CrmError as refused:
            error = refused
        self.connection.execute("commit" if changed else "rollback")
        self._forget()
        return Outcome(
            self.connection,
            error,
            {one.table: one for one in load.counts},
            rejects,
            [str(one) for one in load.notices],
            changed,
        )

    def _forget(self) -> None:
        """Drop the temporary tables, as closing the connection does after a real load."""
        views = "select view_name from duckdb_views() where temporary and not internal"
        for (name,) in self.connection.execute(views).fetchall():
            self.connection.execute(f'drop view temp."{name}"')
        for (name,) in self.connection.execute("select table_name from duckdb_tables() where temporary").fetchall():
            self.connection.execute(f'drop table temp."{name}"')


def sentence(action: Callable[[], object]) -> str:
    """What an action is refused with. (An exception kept by a test would keep its connection open, too.)"""
    try:
        action()
    except CrmError as error:
        return str(error)
    raise AssertionError("nothing was refused")


def packed(text: str) -> bytes:
    return gzip.compress(text.encode())


def workbook(rows: Sequence[Sequence[object]], sheet: str = "Sheet1") -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"default_date_format": "yyyy-mm-dd hh:mm:ss", "remove_timezone": True})
    page = book.add_worksheet(sheet)
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    return buffer.getvalue()


def open_document(sheets: Mapping[str, str]) -> bytes:
    """An .ods file; sheets: the name of each → its rows as OpenDocument 1.3 writes them (`open_row` makes one)."""
    spaces = " ".join(f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for one in _SPACES)
    spaces += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    tables = "".join(f'<table:table table:name="{name}">{rows}</table:table>' for name, rows in sheets.items())
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    content = f'<?xml version="1.0"?><office:document-content {spaces}>{body}</office:document-content>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        packed.writestr("content.xml", content)
        packed.writestr("META-INF/manifest.xml", f"<manifest:manifest {spaces}/>")
    return buffer.getvalue()


def open_row(*cells: object) -> str:
    """A row of an .ods file, each cell with its value and, as any other text, what the spreadsheet shows."""
    return f"<table:table-row>{''.join(map(_open_cell, cells))}</table:table-row>"


def _open_cell(cell: object) -> str:
    kind, value, shown = "string", "", str(cell)
    match cell:
        case None:
            return "<table:table-cell/>"
        case float() | int():
            kind, value, shown = "float", f'office:value="{cell}"', f"{cell:,.2f}"
        case date():
            kind, value, shown = "date", f'office:date-value="{cell.isoformat()}"', f"{cell:%d/%m/%y}"
        case timedelta():
            seconds = int(cell.total_seconds())
            value = f'office:time-value="PT{seconds // 3600:02d}H{seconds // 60 % 60:02d}M{seconds % 60:02d}S"'
            kind, shown = "time", str(cell)
    return f'<table:table-cell office:value-type="{kind}" {value}><text:p>{shown}</text:p></table:table-cell>'


def parquet(folder: Path, sql: str) -> bytes:
    path = folder.parent / "made.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"copy ({sql}) to '{path}' (format parquet)")
    return path.read_bytes()


def adapted(folder: Path, source: str, *changes: tuple[str, str]) -> str:
    """The path of a source that comes with the product, with some of its text replaced."""
    text = resources("crm_metrics.warehouse").joinpath("sources", f"{source}.toml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    path = folder / "adapted.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)
