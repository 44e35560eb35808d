"""Reading and mapping electronic invoices against lxml's bare parse of the same files."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import duckdb
from lxml import etree

from benchmarks.mapping import offer_all
from benchmarks.measure import Ratio, interleaved, peak
from crm_metrics.warehouse import schema
from crm_metrics.warehouse.mapping.language import open_source

MOST = 3.0
MOST_MEMORY = 1.2
ENGINE_MEMORY = (
    "128MB"  # what the engine keeps of its own tables before it spills: filled by either number of documents
)
TAX_ID = "PIN260101AB1"
LINES = 4
CERTIFICATE = "MIIF" + "uT0vK3aQ" * 280  # as long as one is, in base64; beside it stand two seals

INVOICE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<cfdi:Comprobante xmlns:cfdi="http://www.sat.gob.mx/cfd/4" Version="4.0"'
    ' Serie="A" Folio="{n}" Fecha="2026-03-{day:02d}T10:15:00" Sello="{seal}" NoCertificado="00001000000500000000"'
    ' Certificado="{certificate}" SubTotal="4000.00" Moneda="MXN" Total="4640.00" TipoDeComprobante="I"'
    ' Exportacion="01" MetodoPago="PPD" FormaPago="99" LugarExpedicion="01000">'
    '<cfdi:Emisor Rfc="PIN260101AB1" Nombre="PRUEBA INVENTADA" RegimenFiscal="601"/>'
    '<cfdi:Receptor Rfc="CLI{customer:06d}AB1" Nombre="CLIENTE {customer}" DomicilioFiscalReceptor="01000"'
    ' RegimenFiscalReceptor="616" UsoCFDI="S01"/><cfdi:Conceptos>{lines}</cfdi:Conceptos>'
    '<cfdi:Impuestos TotalImpuestosTrasladados="640.00"><cfdi:Traslados><cfdi:Traslado Base="4000.00" Impuesto="002"'
    ' TipoFactor="Tasa" TasaOCuota="0.160000" Importe="640.00"/></cfdi:Traslados></cfdi:Impuestos><cfdi:Complemento>'
    '<tfd:TimbreFiscalDigital xmlns:tfd="http://www.sat.gob.mx/TimbreFiscalDigital" Version="1.1" SelloCFD="{seal}"'
    ' UUID="ABCDEF00-0000-4000-8000-{n:012d}" FechaTimbrado="2026-03-{day:02d}T10:16:00" SelloSAT="{seal}"/>'
    "</cfdi:Complemento></cfdi:Comprobante>\n"
)
LINE = (
    '<cfdi:Concepto ClaveProdServ="43211500" NoIdentificacion="P{product}" Cantidad="2" ClaveUnidad="H87"'
    ' Descripcion="Producto {product}" ValorUnitario="500" Importe="1000.00" ObjetoImp="02"><cfdi:Impuestos>'
    '<cfdi:Traslados><cfdi:Traslado Base="1000.00" Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.160000"'
    ' Importe="160.00"/></cfdi:Traslados></cfdi:Impuestos></cfdi:Concepto>'
)


def measure(documents: int = 10_000, rounds: int = 3) -> Ratio:
    """CPU of reading and mapping `documents` invoices, up to the rows offered to the input tables; limit 3."""
    with tempfile.TemporaryDirectory() as place:
        inbox = Path(place) / "facturas"
        inbox.mkdir()
        size = sum(_write(inbox, number) for number in range(documents))
        ready = iter([_empty_warehouse() for _ in range(1 + rounds)])
        spent = interleaved(
            {"read and map": lambda: _map(inbox, next(ready)), "bare parse": lambda: _parse(inbox)}, rounds
        )
    return Ratio(
        claim="reading and mapping electronic invoices against lxml's bare parse",
        ratio=spent["read and map"] / spent["bare parse"],
        limit=MOST,
        rounds=rounds,
        milliseconds=spent,
        sizes={"documents": documents, "bytes of one": size // documents},
    )


def peak_memory(documents: int = 40_000) -> Ratio:
    """Peak memory of a process that reads and maps twice `documents`, against one of `documents`; limit 1.2."""
    few, many = (peak("benchmarks.invoices", str(number)) for number in (documents, 2 * documents))
    return Ratio(
        claim="peak memory of reading and mapping twice as many electronic invoices",
        ratio=many / few,
        limit=MOST_MEMORY,
        rounds=1,
        milliseconds={},
        sizes={"documents": documents, "peak bytes": few, "peak bytes of twice as many": many},
    )


def main(documents: int) -> None:
    """What the measured process does."""
    with tempfile.TemporaryDirectory() as place:
        inbox = Path(place) / "facturas"
        inbox.mkdir()
        for number in range(documents):
            _write(inbox, number)
        connection = _empty_warehouse(Path(place) / "new.duckdb")
        connection.execute(f"set memory_limit = '{ENGINE_MEMORY}'")
        _map(inbox, connection)


def _write(inbox: Path, number: int) -> int:
    lines = "".join(LINE.format(product=(number + line) % 300) for line in range(LINES))
    about = {"n": number, "day": number % 28 + 1, "customer": number % 700, "lines": lines}
    text = INVOICE.format(**about, seal="q8Zk" * 86, certificate=CERTIFICATE)
    return (inbox / f"{number:06d}.xml").write_text(text, encoding="utf-8")


def _parse(inbox: Path) -> None:
    for path in sorted(inbox.iterdir()):
        etree.parse(str(path))


def _empty_warehouse(path: Path | None = None) -> duckdb.DuckDBPyConnection:
    """The tables that an import finds, in memory or in a file; making them is no part of reading."""
    connection = duckdb.connect(str(path or ":memory:"))
    connection.execute("set TimeZone = 'UTC'")
    schema.create(connection)
    connection.execute("insert into main.warehouse_info values ('tax_id', ?)", [TAX_ID])
    return connection


def _map(inbox: Path, connection: duckdb.DuckDBPyConnection) -> None:
    """What an import does up to the rows offered to the input tables."""
    with connection:
        offer_all(connection, inbox, open_source("cfdi"))


if __name__ == "__main__":
    main(int(sys.argv[1]))
