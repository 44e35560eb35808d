"""Invoices of Spain, the EU and Brazil: each country's invented documents give what was worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_metrics.errors import DataError
from crm_metrics.warehouse.files.recognising import source_of
from tests.warehouse.sources.invoicing import Books, Cfdi, bookkeeping

SAMPLES = Path(__file__).parent / "exports"
COMPANIES = {
    "cii": ("DE123456789", "EUR", "Europe/Berlin"),
    "facturae": ("B12345674", "EUR", "Europe/Madrid"),
    "nfe": ("11.444.777/0001-61", "BRL", "America/Sao_Paulo"),
    "ubl": ("SE556677889901", "EUR", "Europe/Stockholm"),
}


def books(source: str, place: Path) -> Books:
    made = next(bookkeeping(place, *COMPANIES[source]))
    made.load_folder(SAMPLES / source, source)
    return made


@pytest.mark.parametrize(
    ("source", "revenue", "owed", "customers"),
    [
        # exports/SOURCE/ANSWERS.md works each out.
        ("cii", "220.00", "240.50", 1),
        ("facturae", "1000.00", "893.50", 1),
        ("nfe", "1280.00", "1087.50", 2),
        ("ubl", "925.00", "1056.25", 1),
    ],
)
def test_the_invented_documents_give_the_numbers_worked_out_by_hand(
    source: str, revenue: str, owed: str, customers: int, tmp_path: Path
) -> None:
    made = books(source, tmp_path)
    assert made.total("order_line") == revenue
    assert made.total("receivable") == owed
    assert made.rows("select count(*) from main.customer") == [(customers,)]


@pytest.mark.parametrize("source", ["cfdi", "cii", "dian", "dte", "facturae", "nfe", "sunat", "ubl"])
def test_a_folder_of_documents_finds_its_own_source(source: str) -> None:
    assert source_of(SAMPLES / source) == source


def test_a_folder_without_documents_has_none_and_one_of_several_kinds_is_asked_about(tmp_path: Path) -> None:
    (tmp_path / "notes.xml").write_text("<notes/>", encoding="utf-8")
    assert source_of(tmp_path) is None
    for source, name in (("ubl", "u1.xml"), ("dte", "f33_1.xml")):
        (tmp_path / name).write_bytes((SAMPLES / source / name).read_bytes())
    with pytest.raises(DataError, match=r"documents of several kinds: dte \(1\), ubl \(1\)"):
        source_of(tmp_path)


def test_a_folder_of_xml_that_can_not_be_read_says_why(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(b'<?xml version="1.0"?><!DOCTYPE Invoice><Invoice/>')
    with pytest.raises(DataError, match=r"a\.xml has a DOCTYPE"):
        source_of(tmp_path)
    (tmp_path / "a.xml").write_bytes(b"<Invoice><Total>")
    with pytest.raises(DataError, match=r"a\.xml can't be read"):
        source_of(tmp_path)
    (tmp_path / "customer.csv").write_text("customer_id\nC1\n", encoding="utf-8")
    assert source_of(tmp_path) is None  # other files may be read all the same


def test_spain_withholds_and_pays_in_parts_and_corrects_by_difference_or_as_a_whole(tmp_path: Path) -> None:
    made = books("facturae", tmp_path)
    assert made.rows(
        "select invoice_id, kind, due_on::varchar, amount::varchar from main.receivable order by 4, 3"
    ) == [
        ("facturae:A-1/2026", "credit_note", None, "-60.50"),
        ("facturae:A-1/2026", "invoice", "2026-04-02", "477.00"),
        ("facturae:A-1/2026", "invoice", "2026-05-02", "477.00"),
    ]
    assert made.rows("select amount::varchar from main.order_line order by order_id") == [
        ("900.00",), ("-50.00",), ("150.00",)
    ]  # fmt: skip


def test_a_credit_note_of_peppol_may_bear_the_number_of_an_invoice_and_a_negative_invoice_is_none(
    tmp_path: Path,
) -> None:
    made = books("ubl", tmp_path)
    assert made.rows("select entry_id, kind, amount::varchar from main.receivable order by 1") == [
        ("ubl:NC-U1", "credit_note", "-375.00"), ("ubl:U1", "invoice", "1656.25"),
        ("ubl:U1#prepaid", "adjustment", "-100.00"), ("ubl:U2", "credit_note", "-125.00"),
    ]  # fmt: skip
    lines = "select amount::varchar from main.order_line where order_id = 'ubl:U1' order by line_no"
    assert made.rows(lines) == [("2816.28",), ("-1491.28",)]


def test_an_invoice_carried_in_a_pdf_is_read_and_a_profile_without_lines_tells_its_whole(tmp_path: Path) -> None:
    made = books("cii", tmp_path)
    assert made.rows("select order_id, amount::varchar from main.order_line order by 1, 2") == [
        ("cii:NC-G1", "-50.00"), ("cii:R1", "180.00"), ("cii:R1", "90.00")
    ]  # fmt: skip


def test_brazil_sells_what_the_cfop_says_and_an_event_cancels(tmp_path: Path) -> None:
    made = books("nfe", tmp_path)
    day = "select cast(timezone('America/Sao_Paulo', ordered_at) as varchar) from main.order_line where amount = 950"
    assert made.rows(day) == [("2026-04-01 00:30:00",)]
    assert made.rows("select count(*) from main.order_line where amount = 500") == [(0,)]
    assert [row for (row,) in made.rows("select document from main.withdrawn_document")] == [
        "35260311444777000161550010000000031000000000"
    ]


def test_invoices_beside_input_tables_are_left_aside_and_told_once(tmp_path: Path) -> None:
    made = next(bookkeeping(tmp_path, *COMPANIES["ubl"]))
    files = {name.replace(".", "_"): (SAMPLES / "ubl" / name).read_bytes() for name in ("u1.xml", "u2.xml", "k1.xml")}
    told = made.inbox.load(
        {"customer.csv": "customer_id,name\n1,Ana\n", **{f"{name[:-4]}.xml": text for name, text in files.items()}}
    )
    said = "3 XML documents, such as k1.xml, were left aside. Import them from a folder of their own."
    assert [one for one in told.notices if "XML" in one] == [said]


PERU, SPAIN, COLOMBIA = "20131312955", "J99216582", "800197268"
# A second tax id of the company issues the same number. Colombia: 300,000 and 100,000 without tax, 357,000 and 119,000
# with it; Peru: 1,000 and 1,180, twice; Spain: 900 and 200 without tax, 954 owed and 200 paid at once, twice.
TWICE = {
    "dian": (
        "fv3.xml",
        {">900123456<": f">{COLOMBIA}<", "C0FFEE03": "C0FFEE93", "357000.00": "119000.00", "300000.00": "100000.00"},
        f"900.123.456-8,{COLOMBIA}-4",
        400000,
        {"dian:SETP3": 357000, f"dian:SETP3@{COLOMBIA}": 119000},
    ),
    "sunat": (
        "F001-123.xml",
        {"20100070970": PERU},
        f"20100070970,{PERU}",
        2000,
        {"sunat:01-F001-123": 1180, f"sunat:01-F001-123@{PERU}": 1180},
    ),
    "facturae": (
        "lote.xml",
        {"B12345674": SPAIN},
        f"B12345674,{SPAIN}",
        2200,
        {"facturae:A-1/2026": 954, f"facturae:A-1/2026@{SPAIN}": 954},
    ),
}

ZONES = {
    "dian": ("COP", "America/Bogota"),
    "sunat": ("PEN", "America/Lima"),
    "facturae": ("EUR", "Europe/Madrid"),
}


@pytest.mark.parametrize("source", TWICE)
def test_two_tax_ids_of_one_company_may_use_one_number_in_any_country(source: str, tmp_path: Path) -> None:
    file, changes, own, sold, owed = TWICE[source]
    text = (SAMPLES / source / file).read_text(encoding="latin-1")
    other = text
    for one, by in changes.items():
        assert one in other
        other = other.replace(one, by)
    made = next(bookkeeping(tmp_path, own, *ZONES[source]))
    made.load(source, a_xml=text.encode("latin-1"), b_xml=other.encode("latin-1"))
    assert float(made.total("order_line")) == sold
    debts = "select invoice_id, sum(amount) from main.receivable where kind = 'invoice' group by 1 order by 1"
    assert {name: float(amount) for name, amount in made.rows(debts) if name in owed} == owed
    first, second = owed
    mark, number = second.removeprefix(first), first.partition(":")[2]
    payments = f"factura,fecha,monto\n{number},2026-04-10,50\n{number}{mark},2026-04-11,20\n"
    if source == "facturae":  # its numbers begin anew each year; a list may leave the year out
        payments = payments.replace("/2026", "", 1)
        made.load(source, pagos_csv=payments.replace("/2026", ""))
    made.load(source, pagos_csv=payments)
    told = made.rows(
        "select invoice_id, amount::int from main.receivable where kind = 'payment' and entry_on > '2026-04-09'"
    )
    assert sorted(told) == [(first, -50), (second, -20)]


def test_two_tax_ids_of_mexico_may_use_one_folio_for_the_stamp_tells_them_apart(tmp_path: Path) -> None:
    # 100 and 200 without tax, 116 and 232 with it, both Serie A, Folio 1.
    made = next(bookkeeping(tmp_path, "PIN260101AB1,OTR010101AB1", "MXN", "America/Mexico_City"))
    for uuid, sender, net, total in (("u-1", "PIN260101AB1", 100, 116), ("u-2", "OTR010101AB1", 200, 232)):
        head = f'Serie="A" Folio="1" SubTotal="{net}" Total="{total}" MetodoPago="PPD" Moneda="MXN"'
        lines = (f'Importe="{net}" Cantidad="1" NoIdentificacion="P1"',)
        made.load("cfdi", a_xml=str(Cfdi(uuid=uuid, sender=sender, attributes=head, lines=lines)))
    assert [int(amount) for (amount,) in made.rows("select amount from main.order_line order by 1")] == [100, 200]
    assert [int(amount) for (amount,) in made.rows("select amount from main.receivable order by 1")] == [116, 232]
