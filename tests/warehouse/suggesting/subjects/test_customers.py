"""Customers of several files: one row each, with what any of the files tells of him."""

from __future__ import annotations

from pathlib import Path

from crm_metrics.warehouse.suggesting.writing import toml_of
from tests.warehouse.loading.importing import Inbox
from tests.warehouse.suggesting.conftest import Understood
from tests.warehouse.suggesting.test_suggestion import brought

INVOICES = """\
Factura,Fecha,Cliente,Neto,IVA,Total
F-1,15/01/2026,Sol,100.00,16.00,116.00
F-2,18/01/2026,Mar,50.00,8.00,58.00
F-3,19/01/2026,Público en general,50.00,8.00,58.00
"""
# The first row of Sol has no address; Luz has asked and never bought.
TICKETS = """\
Ticket,Abierto,Cliente,Correo,Asunto,Estado,Cerrado
T-1,16/01/2026,Sol,,Entrega,Resuelto,17/01/2026
T-2,17/01/2026,Sol,a@sol.mx,Entrega,Resuelto,18/01/2026
T-3,20/01/2026,Mar,b@mar.mx,Factura,Resuelto,21/01/2026
T-4,21/01/2026,Luz,c@luz.mx,Factura,Resuelto,22/01/2026
"""


def test_an_address_that_invoices_lack_comes_from_the_tickets(understood: Understood, tmp_path: Path) -> None:
    found = understood({"facturas.csv": INVOICES, "tickets.csv": TICKETS})
    mapping, work = tmp_path.parent / f"{tmp_path.name}.toml", tmp_path.parent / f"{tmp_path.name}-work"
    mapping.write_text(toml_of(found.mapping), encoding="utf-8")
    work.mkdir()
    inbox = Inbox(work)
    got = inbox.load_folder(tmp_path, str(mapping))
    assert got.error is None
    told = "select customer_id, email from main.customer where customer_id <> 'unknown' order by 1"
    known = [("Luz", "c@luz.mx"), ("Mar", "b@mar.mx"), ("Sol", "a@sol.mx")]
    assert got.rows(told) == known
    (tmp_path / "tickets.csv").unlink()  # a month whose tickets come later
    assert inbox.load_folder(tmp_path, str(mapping)).rows(told) == known


def test_a_customer_whom_another_file_tells_is_not_said_to_be_left_out(understood: Understood, tmp_path: Path) -> None:
    customers = "Cliente,Correo\nSol,a@sol.mx\nMar,b@mar.mx\nMostrador,m@tienda.mx\n"
    got = brought(understood({"facturas.csv": INVOICES, "clientes.csv": customers, "tickets.csv": TICKETS}), tmp_path)
    assert got.error is None
    # Sol and Mar come of their own list, Luz of her ticket; a list of customers alone has a row of nobody.
    assert got.rows("select count(*) from main.customer where customer_id <> 'unknown'") == [(3,)]
    assert [one for one in got.notices if "left out" in one] == [
        "customer: 1 of 3 rows of clientes were left out: they name nobody."
    ]


BOUGHT = "Factura,Fecha,Cliente,Neto,IVA,Total\n" + "".join(
    f"F-{at},{10 + at}/01/2026,{name},100.00,16.00,116.00\n"
    for at, name in enumerate(("CLÍNICA DEL SOL", "HOSPITAL DEL MAR", "BOTICA LA LUZ"))
)


def test_names_that_sales_have_tell_the_column_of_customers(understood: Understood, tmp_path: Path) -> None:
    """The question that asks for them says nothing of customers; the column of names has the people who answered."""
    form = (
        "Marca temporal,Nombre,¿De qué hospital o consultorio nos escribe?,¿Qué tan satisfecho está con nosotros?\n"
        "11/01/2026 10:00:00,Ana,Clinica del Sol,5\n12/01/2026 10:00:00,Luis,Hospital del Mar,4\n"
        "13/01/2026 10:00:00,Eva,Botica La Luz,3\n"
    )
    found = understood({"facturas.csv": BOUGHT, "encuesta.csv": form}, survey_about="company")
    got = brought(found, tmp_path)
    assert got.rows("select count(*) from main.survey s join main.order_line o using (customer_id)") == [(3,)]


def test_an_empty_column_of_names_is_not_that_of_customers(understood: Understood) -> None:
    form = "Marca temporal,Nombre,Empresa,¿Qué tan satisfecho está con nosotros?\n" + "".join(
        f"1{at}/01/2026 10:00:00,,{name},5\n" for at, name in enumerate(("Sol", "Mar", "Luz"))
    )
    table = understood({"encuesta.csv": form}).files[0].table
    assert table is not None
    assert table.by["customer"].name == "Empresa"


def test_a_tax_id_that_is_nobodys_names_no_customer(understood: Understood, tmp_path: Path) -> None:
    """Where tax ids alone tell customers: one customer is known, and three sales are nobody's."""
    text = (
        "Factura,Fecha,RUC/DNI,Neto,IVA,Total\nF-1,15/01/2026,20131312955,100.00,18.00,118.00\n"
        "F-2,18/01/2026,00000000,50.00,9.00,59.00\nF-3,19/01/2026,9999999999999,10.00,1.80,11.80\n"
        "F-4,20/01/2026,CF,20.00,3.60,23.60\n"
    )
    got = brought(understood({"facturas.csv": text}), tmp_path)
    assert got.rows("select customer_id from main.customer where customer_id <> 'unknown'") == [("20131312955",)]
    sold = "select sum(amount)::double from main.order_line where customer_id = 'unknown'"
    assert got.rows(sold) == [(80,)]
