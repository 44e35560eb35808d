"""One file that can't be read keeps out those that tell of the same, and no others."""

from __future__ import annotations

from pathlib import Path

from crm_metrics.warehouse.company.mappings import keep
from crm_metrics.warehouse.suggesting.writing import toml_of
from tests.warehouse.receiving.conftest import Dropped

INVOICES = "Factura,Fecha,Cliente,Neto,IVA,Total\nF-1,15/01/2026,Sol,100.00,19.00,119.00\n"
PAYMENTS = "Recibo,Fecha de pago,Factura,Importe\nR-1,20/01/2026,F-1,119.00\n"
TICKETS = (
    "Ticket,Fecha de apertura,Cliente,Estado,Fecha de cierre\n1,22/01/2026,Sol,Cerrado,23/01/2026\n"
    "2,25/01/2026,Sol,Abierto,\n"
)
TORN = b"PK\x03\x04 torn"


def test_what_can_be_read_goes_on_beside_what_can_not(dropped: Dropped) -> None:
    """The payments of February are torn: invoices have to wait for them, tickets do not."""
    found = dropped({"facturas.csv": INVOICES, "pagos 01.csv": PAYMENTS, "pagos 02.xlsx": TORN, "tickets.csv": TICKETS})
    assert [(list(one.files), one.trial.reads) for one in found] == [
        (["tickets.csv"], True),
        (["facturas.csv", "pagos 01.csv", "pagos 02.xlsx"], False),
    ]
    assert "pagos 02.xlsx" in str(found[1].trial.problem)


def test_a_mapping_kept_from_before_reads_the_others(dropped: Dropped, place: Path) -> None:
    (first,) = dropped({"facturas 01.csv": INVOICES, "tickets 01.csv": TICKETS})
    assert first.found is not None
    keep(place / "company", "archivos", toml_of(first.found.mapping))
    found = dropped({"facturas 02.xlsx": TORN, "tickets 02.csv": TICKETS.replace("/01/", "/02/")})
    assert [(one.kind, list(one.files), one.trial.reads) for one in found] == [
        ("kept", ["tickets 02.csv"], True),
        ("unknown", ["facturas 02.xlsx"], False),
    ]


def test_a_torn_file_of_no_known_kind_keeps_nothing_out(dropped: Dropped) -> None:
    (found,) = dropped({"facturas.csv": INVOICES, "roto.xlsx": TORN})
    assert found.trial.reads
    assert found.found is not None
    assert [one.file for one in found.found.files if one.problem] == ["roto.xlsx"]
