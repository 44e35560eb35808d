"""Reading and mapping a messy workbook against calamine's bare read of the same file."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import duckdb
import xlsxwriter
from python_calamine import CalamineWorkbook

from benchmarks.mapping import offer_all
from benchmarks.measure import Ratio, interleaved, peak
from crm_metrics.warehouse import schema
from crm_metrics.warehouse.mapping.language import open_source
from crm_metrics.warehouse.suggesting.questions import OwnersAnswers
from crm_metrics.warehouse.suggesting.suggestion import suggest
from crm_metrics.warehouse.suggesting.writing import toml_of

MOST = 3.0
MOST_MEMORY = 3.0
HEADER = (
    "Folio", "Fecha", "Vencimiento", "RFC", "Cliente", "Vendedor", "Uso CFDI", "Forma de pago", "Subtotal", "IVA",
    "Total", "Estatus", "Fecha de pago", "Observaciones",
)  # fmt: skip
STATES = ("Pagada", "Pagada", "Pendiente", "Pagada", "Cancelada", "Pagada", "Pendiente")
MONTHS = 24


def measure(rows: int = 200_000, rounds: int = 3) -> Ratio:
    """CPU of reading and mapping a list of `rows` invoices, up to the rows offered to the input tables; limit 3."""
    with tempfile.TemporaryDirectory() as place:
        path, listed, mapping = _prepare(Path(place), rows)
        spent = interleaved({"read and map": lambda: _map(listed, mapping), "bare read": lambda: _read(path)}, rounds)
        size = path.stat().st_size
    return Ratio(
        claim="reading and mapping a messy workbook against calamine's bare read",
        ratio=spent["read and map"] / spent["bare read"],
        limit=MOST,
        rounds=rounds,
        milliseconds=spent,
        sizes={"rows": rows, "bytes": size},
    )


def peak_memory(rows: int = 50_000) -> Ratio:
    """The peak resident memory of a process that reads and maps the list, against one that reads it barely; limit 3."""
    with tempfile.TemporaryDirectory() as inbox:
        peak("benchmarks.workbooks", "prepare", inbox, str(rows))
        mapped, read = (peak("benchmarks.workbooks", step, inbox) for step in ("map", "read"))
    return Ratio(
        claim="peak memory of reading and mapping a messy workbook against calamine's bare read",
        ratio=mapped / read,
        limit=MOST_MEMORY,
        rounds=1,
        milliseconds={},
        sizes={"rows": rows, "peak bytes": mapped, "peak bytes of the bare read": read},
    )


def main(step: str, inbox: Path, rows: int = 0) -> None:
    """One step of the measured memory."""
    if step == "prepare":
        _prepare(inbox, rows)
    elif step == "map":
        _map(*_placed(inbox)[1:])
    else:
        _read(_placed(inbox)[0])


def _placed(inbox: Path) -> tuple[Path, Path, Path]:
    """The workbook, its folder, and the mapping."""
    listed = inbox / "listas"
    return listed / "Facturas 2026.xlsx", listed, inbox / "listas.toml"


def _prepare(inbox: Path, rows: int) -> tuple[Path, Path, Path]:
    path, listed, mapping = _placed(inbox)
    listed.mkdir()
    write(path, rows)
    mapping.write_text(toml_of(suggest(listed, OwnersAnswers({"cancelled_rows": "leave_out"})).mapping), "utf-8")
    return path, listed, mapping


def write(path: Path, rows: int) -> None:
    """A workbook of so many invoices: titles, and for each month the header again and a subtotal, a total, a footer."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet("Facturas")
        for at, line in enumerate(_lines(rows)):
            sheet.write_row(at, 0, line)


def _lines(rows: int) -> Iterator[tuple[object, ...]]:
    yield ("PRUEBA INVENTADA S.A. DE C.V.",)
    yield ("Facturas del 01/01/2024 al 31/12/2025",)
    yield ()
    each = -(-rows // MONTHS)
    for month in range(MONTHS):
        yield HEADER
        first = date(2024 + month // 12, month % 12 + 1, 1)
        numbers = range(month * each, min(rows, (month + 1) * each))
        yield from (_row(number, first) for number in numbers)
        total = sum(_net(number) for number in numbers)
        yield ("Subtotal", *[None] * 7, total / 100, total * 16 / 10_000, total * 116 / 10_000)
    yield ("TOTAL GENERAL", *[None] * 7, sum(map(_net, range(rows))) / 100)
    yield ("Generado por el sistema",)


def _net(number: int) -> int:
    return 100_000 + number * 7919 % 900_000 * 25 // 25


def _row(number: int, first: date) -> tuple[object, ...]:
    net, day, state = _net(number), first + timedelta(days=number % 28), STATES[number % len(STATES)]
    tax = round(net * 0.16)
    paid = day + timedelta(days=number % 20) if state == "Pagada" else None
    client = number * 31 % 4000
    return (
        f"A-{number + 1}", day, day + timedelta(days=30), f"CLI{client:06d}AB1", f"Comercial {client} S.A. de C.V.",
        f"Vendedor {number % 40}", ("G03", "G01")[number % 2], ("03 Transferencia", "99 Por definir")[number % 2],
        net / 100, tax / 100, (net + tax) / 100, state, paid, None if number % 9 else "Entregado en sucursal",
    )  # fmt: skip


def _read(path: Path) -> None:
    for _ in CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).iter_rows():
        pass


def _map(inbox: Path, mapping: Path) -> None:
    """What an import does up to the rows offered to the input tables."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        schema.create(connection)
        offer_all(connection, inbox, open_source(str(mapping)))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *map(int, sys.argv[3:]))
