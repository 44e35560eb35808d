"""Invoices of Mexico: revenue without tax, debts with it, and each trap of the SAT's XML."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter

import crm_metrics as crm
from crm_metrics.errors import DataError
from crm_metrics.warehouse.loading.load import import_folder
from tests.warehouse.founded import founded
from tests.warehouse.sources.invoicing import Books, Cfdi, bookkeeping, paid, related

SAMPLES = Path(__file__).parent / "exports" / "cfdi"
ME, ZONE = "PIN260101AB1", "America/Mexico_City"


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    yield from bookkeeping(tmp_path, ME, "MXN", ZONE)


def document(uuid: str, **parts: object) -> str:
    return str(Cfdi(uuid=uuid, **parts))  # type: ignore[arg-type]


def totals(net: str, total: str, method: str = "PPD", more: str = 'Moneda="MXN"') -> str:
    return f'SubTotal="{net}" Total="{total}" MetodoPago="{method}" {more}'


def line(amount: str, more: str = 'NoIdentificacion="P1"') -> tuple[str, ...]:
    return (f'Importe="{amount}" Cantidad="1" {more}',)


def invoice(uuid: str, net: str, total: str, method: str = "PPD", **parts: object) -> str:
    return document(uuid, attributes=totals(net, total, method), lines=line(net), **parts)


# -------------------------------------------------------------------- the nine invented ones


def test_the_nine_invented_invoices_give_the_numbers_worked_out_by_hand(tmp_path: Path) -> None:
    # 850 (8, which replaces 1) + 2,000 (2) + 500 USD · 20 (3) - 200 (6, a credit note) + 300 (7, a global invoice).
    # Nobody says the source: it is found. 9 is payroll, 4 and 5 are payments.
    founded(tmp_path, country="MX", time_zone=ZONE, tax_id=ME)
    report = import_folder(SAMPLES, tmp_path, finish=None)
    assert (report.source, report.rejected) == ("cfdi", 0)
    with closing(crm.open(tmp_path)) as shop:
        march = {"every": "month", "since": date(2026, 3, 1), "until": date(2026, 3, 31)}
        told = {name: getattr(crm.metrics, name).measure(shop, **march).readings[0] for name in
                ("revenue", "receivables", "active_customers", "repeat_purchase_rate")}  # fmt: skip
        # 2: 2,320 - 1,000 - 232 = 1,088. 3: (580 - 300) USD · 20 = 5,600: the 6,150 pesos paid take 6,000 off.
        assert (told["revenue"].value, told["receivables"].value) == (12950, 6688)
        assert shop.fetch("select customer_id from main.customer order by 1") == [
            ("cfdi:LUN010101AB1",), ("cfdi:SOL020202CD2",)
        ]  # fmt: skip


def test_a_payment_counts_on_its_day_and_a_ticket_at_night_in_its_month(books: Books) -> None:
    books.load_folder(SAMPLES, "cfdi")
    # The payment of 2 was made on 20 March, though its document is dated 2 April.
    payments = "select entry_on::varchar from main.receivable where kind = 'payment' order by 1"
    assert books.rows(payments) == [("2026-03-20",), ("2026-03-25",)]
    # Two tickets of the global invoice are two sales of nobody known, at 22:00 of the last of March, not in April.
    tickets = f"select order_id, cast(timezone('{ZONE}', ordered_at) as date)::varchar from main.order_line"
    assert books.rows(f"{tickets} where customer_id = 'unknown' order by 1") == [
        ("cfdi:ABCDEF00-0000-4000-8000-000000000007#T-1", "2026-03-31"),
        ("cfdi:ABCDEF00-0000-4000-8000-000000000007#T-2", "2026-03-31"),
    ]


def test_the_same_folder_as_a_zip_and_a_second_time_changes_nothing(books: Books, tmp_path: Path) -> None:
    books.load_folder(SAMPLES, "cfdi")
    packed = tmp_path / "marzo.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(SAMPLES.glob("*.xml")):
            archive.write(path, f"marzo/{path.name}")
    again = books.load_folder(packed, "cfdi")
    assert not again.changed
    assert all(table.loaded == table.rejected == 0 for table in again.counts.values())


def test_a_document_that_is_there_twice_is_read_once(books: Books) -> None:
    one = invoice("AA", "100", "116")
    report = books.load("cfdi", a_xml=one, b_xml=one, c_xml=one.replace("AA", "BB"))
    assert books.amounts("order_line") == ["100.00", "100.00"]
    assert any("1 documents are there twice" in note for note in report.notices)


def test_one_invoice_as_xml_in_a_zip_and_in_a_pdf_is_counted_once(books: Books, tmp_path: Path) -> None:
    # Not byte by byte: the PDF's has a newline more. 100 without tax, 116 owed; B stands in a PDF alone.
    one, other = invoice("AA", "100", "116"), invoice("BB", "10", "11.60")
    archive, carried = BytesIO(), BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("otra copia.xml", one)
    writer = PdfWriter()
    for name, data in (("a.xml", one + "\n"), ("b.xml", other)):
        writer.add_attachment(name, data.encode())
    writer.write(carried)
    report = books.load("cfdi", a_xml=one, z_zip=archive.getvalue(), p_pdf=carried.getvalue(), q_pdf=b"%PDF-1.4 torn")
    assert (books.amounts("order_line"), books.amounts("receivable")) == (["10.00", "100.00"], ["11.60", "116.00"])
    assert [(one.file, one.rule) for one in report.rejects] == [("q.pdf", "unreadable")]


# -------------------------------------------------------------------- whose they are


def test_without_a_tax_id_of_its_own_the_company_is_asked_for_it(tmp_path: Path) -> None:
    books = next(bookkeeping(tmp_path, "", "MXN", ZONE))
    with pytest.raises(
        DataError, match=r"issued by PIN260101AB1 \(2\), OTR010101AB1 \(1\).*init --tax-id PIN260101AB1"
    ):
        books.load("cfdi", a_xml=invoice("A", "1", "1"), b_xml=invoice("B", "1", "1"),
                   c_xml=invoice("C", "1", "1", sender="OTR010101AB1"))  # fmt: skip


def test_what_others_sold_to_the_company_is_left_out_and_told(books: Books) -> None:
    report = books.load(
        "cfdi", a_xml=invoice("A", "1", "1"), b_xml=invoice("B", "9", "9", sender="OTR010101AB1", customer=ME)
    )
    assert books.amounts("order_line") == ["1.00"]
    assert any("1 documents were left out" in str(note) and "purchases" in note for note in report.notices)


def test_several_tax_ids_of_one_company_are_all_its_own(tmp_path: Path) -> None:
    books = next(bookkeeping(tmp_path, f"{ME},otr-010101-ab1", "MXN", ZONE))
    books.load("cfdi", a_xml=invoice("A", "1", "1"), b_xml=invoice("B", "9", "9", sender="OTR010101AB1"))
    assert books.total("order_line") == "10.00"


# -------------------------------------------------------------------- replaced, cancelled


def test_a_document_replaced_later_is_withdrawn_and_does_not_come_back(books: Books) -> None:
    first = invoice("aaaa", "100", "116")
    books.load("cfdi", a_xml=first)
    books.load("cfdi", b_xml=invoice("BBBB", "90", "104.40", inside=related("04", "AAAA")))
    assert (books.amounts("order_line"), books.amounts("receivable")) == (["90.00"], ["104.40"])
    books.load("cfdi", a_xml=first)
    assert (books.amounts("order_line"), books.amounts("receivable")) == (["90.00"], ["104.40"])


def test_a_list_of_cancelled_ids_beside_the_invoices_withdraws_them(books: Books) -> None:
    books.load("cfdi", a_xml=invoice("AAAA", "100", "116"), b_xml=invoice("BBBB", "50", "58"))
    books.load("cfdi", cancelados_csv="UUID\naaaa\n")
    assert (books.amounts("order_line"), books.amounts("receivable")) == (["50.00"], ["58.00"])


@pytest.mark.parametrize(
    "lists",
    [
        {"listado_csv": "Folio Fiscal,RFC Emisor,Estado del Comprobante\naaaa,X,Cancelado\nbbbb,X,Vigente\n"},
        {"emitidos_csv": "Folio Fiscal;Total;Estado del comprobante\nAAAA;1;Cancelado sin más\nBBBB;1;Vigente\n"},
        {"metadata_txt": "Uuid~RfcEmisor~Monto~Estatus~FechaCancelacion\nAAAA~X~116~0~2026-03-05\nBBBB~X~58~1~\n"},
        {"5CB8D9AA-1111-2222-3333-444455556666_01_txt": "Uuid~Monto~Estatus\nAAAA~1~0\nBBBB~1~1\n"},
    ],
)
def test_the_lists_of_the_sat_withdraw_what_they_say_is_cancelled_and_nothing_else(
    books: Books, lists: Mapping[str, str]
) -> None:
    report = books.load("cfdi", a_xml=invoice("AAAA", "100", "116"), b_xml=invoice("BBBB", "50", "58"), **lists)
    assert (books.amounts("order_line"), books.amounts("receivable")) == (["50.00"], ["58.00"])
    assert not report.rejects


def test_a_list_of_terms_tells_when_each_customer_pays_and_when_all_others_do(books: Books) -> None:
    # Of 2 March: thirty days are 1 April, fifteen are 17 March.
    two = {"a_xml": invoice("AAAA", "100", "116"), "b_xml": invoice("BBBB", "50", "58", customer="SOL020202CD2")}
    books.load("cfdi", **two)
    due = "select invoice_id, due_on::varchar from main.receivable order by 1"
    assert books.rows(due) == [("cfdi:AAAA", None), ("cfdi:BBBB", None)]
    books.load("cfdi", **two, plazos_csv="RFC;Días de crédito\nlun-010101-ab1;30\n;15\n")
    assert books.rows(due) == [("cfdi:AAAA", "2026-04-01"), ("cfdi:BBBB", "2026-03-17")]


def test_a_relation_01_on_an_invoice_makes_no_credit_note_of_it(books: Books) -> None:
    books.load(
        "cfdi", a_xml=invoice("AAAA", "100", "116"), b_xml=invoice("BBBB", "50", "58", inside=related("01", "AAAA"))
    )
    assert books.total("order_line") == "150.00"


# -------------------------------------------------------------------- credit notes and payments


def test_a_credit_note_lowers_the_debt_of_an_invoice_and_is_none_for_what_was_paid_at_once(books: Books) -> None:
    books.load("cfdi", a_xml=invoice("AAAA", "100", "116"), b_xml=invoice("BBBB", "100", "116", method="PUE"))
    notes = [document(f"E{at}", kind="E", attributes=totals("10", "11.60", "PUE"), lines=line("10"),
                        inside=related("01", of)) for at, of in enumerate(("aaaa", "bbbb"))]  # fmt: skip
    books.load("cfdi", a_xml=notes[0], b_xml=notes[1])
    assert books.total("order_line") == "180.00"
    assert books.rows("select kind, amount::varchar from main.receivable order by 1") == [
        ("credit_note", "-11.60"), ("invoice", "116.00")
    ]  # fmt: skip
    assert books.rows("select count(*) from main.order_line where is_return")[0][0] == 2


def test_a_credit_note_of_several_invoices_names_them_all_for_the_ledger_to_divide(books: Books) -> None:
    both = document("E1", kind="E", attributes=totals("10", "11.60", "PUE"), lines=line("10"),
                    inside=related("01", "aaaa", "bbbb"))  # fmt: skip
    books.load("cfdi", a_xml=invoice("AAAA", "100", "116"), b_xml=invoice("BBBB", "50", "58"), e_xml=both)
    noted = "select invoice_id, amount::varchar from main.receivable where kind = 'credit_note'"
    assert books.rows(noted) == [("cfdi:AAAA|BBBB", "-11.60")]


def test_two_partial_payments_of_one_invoice_in_one_document_are_two_entries(books: Books) -> None:
    part = 'IdDocumento="aaaa" MonedaDR="MXN" ImpPagado="50"'
    receipt = document("PPPP", kind="P", attributes='Moneda="XXX" Total="0" SubTotal="0"',
                       complement=paid("2026-03-09T12:00:00", 'MonedaP="MXN" Monto="100"', part, part))  # fmt: skip
    books.load("cfdi", a_xml=invoice("AAAA", "100", "116"), p_xml=receipt)
    assert books.amounts("receivable") == ["-50.00", "-50.00", "116.00"]
    assert books.total("order_line") == "100.00"


def test_dollars_paid_at_another_rate_close_the_invoice_at_its_own(books: Books) -> None:
    # 100 USD · 18.9008 = 1,890.08. Thirds of it, each rounded alone, would be 629.96 + 629.96 + 630.15 = 1,890.07.
    books.load("cfdi", a_xml=document("AAAA", attributes=totals("100", "100", more='Moneda="USD" TipoCambio="18.9008"'),
                              lines=line("100")))  # fmt: skip
    parts = [f'IdDocumento="AAAA" MonedaDR="USD" EquivalenciaDR="0.05" ImpPagado="{one}"' for one in
             ("33.33", "33.33", "33.34")]  # fmt: skip
    pesos = paid("2026-04-09T12:00:00", 'MonedaP="MXN" TipoCambioP="1" Monto="2000"', *parts)
    receipt = document("PPPP", kind="P", attributes='Moneda="XXX" Total="0"', complement=pesos)
    books.load("cfdi", p_xml=receipt)
    assert books.total("receivable", "kind = 'invoice'") == "1890.08"
    assert books.total("receivable") == "0.00"


def test_part_payments_of_dollars_that_come_month_by_month_close_the_invoice_too(books: Books) -> None:
    # As above: each alone would be 629.96, 629.96 and 630.15 = 1,890.07 of 1,890.08. Loaded again, nothing changes.
    books.load("cfdi", a_xml=document("AAAA", attributes=totals("100", "100", more='Moneda="USD" TipoCambio="18.9008"'),
                              lines=line("100")))  # fmt: skip
    receipts = []
    for month, one in (("04", "33.33"), ("05", "33.33"), ("06", "33.34")):
        part = f'IdDocumento="AAAA" MonedaDR="USD" EquivalenciaDR="0.05" ImpPagado="{one}"'
        pesos = paid(f"2026-{month}-09T12:00:00", 'MonedaP="MXN" TipoCambioP="1" Monto="666"', part)
        receipts.append(document(f"P{month}", kind="P", attributes='Moneda="XXX" Total="0"', complement=pesos))
        books.load("cfdi", p_xml=receipts[-1])
    assert books.total("receivable") == "0.00"
    for receipt in receipts:
        assert not books.load("cfdi", p_xml=receipt).changed


def test_a_payment_of_dollars_without_its_invoice_is_worth_what_was_paid_for_them(books: Books) -> None:
    # 300 USD, and a peso is 0.05 of a dollar: 6,000 pesos.
    part = 'IdDocumento="ZZZZ" MonedaDR="USD" EquivalenciaDR="0.05" ImpPagado="300"'
    pesos = paid("2026-04-09T12:00:00", 'MonedaP="MXN" TipoCambioP="1"', part)
    books.load("cfdi", p_xml=document("PPPP", kind="P", attributes='Moneda="XXX" Total="0"', complement=pesos))
    assert books.amounts("receivable") == ["-6000.00"]


# -------------------------------------------------------------------- what the XML is like


def test_cents_of_lines_with_six_decimals_add_up_to_the_head(books: Books) -> None:
    # Three lines of 862.068966: 2,586.206898, and the head says 2,586.21: two of 862.07 and none lost.
    books.load("cfdi", a_xml=document("A", attributes=totals("2586.21", "3000"), lines=line("862.068966") * 3))
    assert books.amounts("order_line") == ["862.07", "862.07", "862.07"]
    books.load("cfdi", b_xml=document("B", attributes=totals("2586.20", "3000"), lines=line("862.068966") * 3))
    assert books.total("order_line", "order_id = 'cfdi:B'") == "2586.20"


def test_an_amount_written_with_liberties_among_plain_ones_is_read_as_it_is_meant(books: Books) -> None:
    # 1 200 with a blank between its groups beside 34 and 66: 1,300 in all, and each in its own line and order.
    books.load("cfdi", a_xml=document("A", attributes=totals("1234", "1300"), lines=line("34") + line("1 200")),
               b_xml=invoice("B", "66", "66"))  # fmt: skip
    assert books.amounts("order_line") == ["34.00", "66.00", "1200.00"]
    assert books.total("order_line", "order_id = 'cfdi:A' and line_no = 2") == "1200.00"


def test_version_3_3_with_two_complements_and_payments_1_0_reads_alike(books: Books) -> None:
    # The stamp stands in the second Complemento. In 1.0 ImpPagado may lack where one invoice takes all.
    old = paid("2018-03-09T12:00:00", 'MonedaP="MXN" Monto="116"', 'IdDocumento="AAAA" MonedaDR="MXN"')
    books.load(
        "cfdi",
        a_xml=invoice("AAAA", "100", "116", version="3", day="2018-03-01T10:00:00"),
        p_xml=document("PPPP", kind="P", version="3", attributes='Moneda="XXX" Total="0"',
                       complement=old.replace("Pagos20", "Pagos")),
    )  # fmt: skip
    assert books.rows("select invoice_id, amount::varchar from main.receivable order by 2") == [
        ("cfdi:AAAA", "-116.00"), ("cfdi:AAAA", "116.00")
    ]  # fmt: skip


def test_a_payment_of_version_1_0_that_names_no_invoice_is_its_customers_money(books: Books) -> None:
    pesos = paid("2018-03-09T12:00:00", 'MonedaP="USD" TipoCambioP="19.5" Monto="100"').replace("Pagos20", "Pagos")
    books.load("cfdi", p_xml=document("PPPP", kind="P", version="3", attributes='Moneda="XXX"', complement=pesos))
    assert books.rows("select invoice_id, customer_id, kind, amount::varchar from main.receivable") == [
        (None, "cfdi:LUN010101AB1", "payment", "-1950.00")
    ]


def test_version_3_2_has_small_letters_and_whole_words(books: Books) -> None:
    books.load(
        "cfdi",
        a_xml='<Comprobante xmlns="http://www.sat.gob.mx/cfd/3" version="3.2" fecha="2014-05-01T09:00:00"'
        ' subTotal="200.00" descuento="20.00" total="208.80" tipoDeComprobante="ingreso" Moneda="PESOS"'
        f' formaDePago="Una sola exhibición"><Emisor rfc="{ME}"/><Receptor rfc="LUN010101AB1" nombre="Luna"/>'
        '<Conceptos><Concepto cantidad="1" importe="200.00" descripcion="Mesa"/></Conceptos><Complemento>'
        '<T:TimbreFiscalDigital xmlns:T="x" UUID="a-1"/></Complemento></Comprobante>',
    )
    assert books.rows("select order_id, amount::varchar, list_amount::varchar from main.order_line") == [
        ("cfdi:A-1", "180.00", "200.00")
    ]


def test_a_broken_document_is_left_out_by_name_and_the_others_go_on(books: Books) -> None:
    report = books.load(
        "cfdi",
        a_xml="\n" + invoice("A", "100", "116"), b_xml=invoice("B", "1", "1")[:-20],
        c_xml="<!DOCTYPE x [<!ENTITY e '9'>]>" + invoice("C", "1", "1"),
    )  # fmt: skip
    assert books.amounts("order_line") == ["100.00"]
    assert {name: table.rejected for name, table in report.counts.items() if table.rejected} == {
        "order_line": 2, "receivable": 2
    }  # fmt: skip
    assert [(one.file, one.rule) for one in report.rejects] == [("b.xml", "broken_xml"), ("c.xml", "doctype")]
    omitted = "select table_name, rule, from_on::varchar from main.omitted_row order by 1, 2"
    assert books.rows(omitted)[:2] == [
        ("order_line", "broken_xml", "2026-03-02"), ("order_line", "doctype", "2026-03-02")
    ]  # fmt: skip


def test_payroll_and_transfers_sell_nothing(books: Books) -> None:
    books.load("cfdi", a_xml=invoice("A", "1", "1"), n_xml=invoice("N", "900", "900", kind="N"),
               t_xml=invoice("T", "0", "0", kind="T"))  # fmt: skip
    assert books.amounts("order_line") == ["1.00"]
    assert books.rows("select count(*) from main.customer") == [(1,)]
