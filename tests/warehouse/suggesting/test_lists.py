"""Kinds of lists that other countries and tools write, and the rows that their mapping makes."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from crm_metrics.warehouse.suggesting.columns import Column
from crm_metrics.warehouse.suggesting.dictionary import document_of, meanings
from crm_metrics.warehouse.suggesting.drafts import OTHER_MONEY
from crm_metrics.warehouse.suggesting.subjects.links import NO_LINK
from crm_metrics.warehouse.suggesting.subjects.paying import UNDATED
from crm_metrics.warehouse.suggesting.subjects.sums import Addend, making
from crm_metrics.warehouse.suggesting.values import ColumnLook, places_of
from tests.warehouse.suggesting.conftest import Understood
from tests.warehouse.suggesting.test_suggestion import asked, brought

# Kinds with numbers of their own, a part without tax, a tax beside the tax: 100 + 20 + 21 + 3 = 144.
TAX_OFFICE = """\
Fecha;Tipo;Punto de Venta;Número Desde;Cliente;Imp. Neto Gravado;Imp. Op. Exentas;Otros Tributos;IVA;Imp. Total
15/01/2026;1 - Factura A;3;101;Sol;100,00;20,00;3,00;21,00;144,00
16/01/2026;6 - Factura B;3;101;CONSUMIDOR FINAL;50,00;0,00;0,00;10,50;60,50
17/01/2026;3 - Nota de Crédito A;3;101;Sol;10,00;0,00;0,00;2,10;12,10
18/01/2026;1 - Factura A;3;102;Mar;200,00;0,00;0,00;42,00;242,00
"""
RECEIPTS = """\
Fecha de pago;Recibo;Cliente;Comprobante;Importe
20/01/2026;R-1;Sol;FA 0003-00000101;144,00
21/01/2026;R-2;Consumidor final;FB 0003-00000101;60,50
"""


def test_documents_of_several_kinds_may_have_one_number_and_a_total_of_several_parts(
    understood: Understood, tmp_path: Path
) -> None:
    found = understood({"comprobantes.csv": TAX_OFFICE})
    assert asked(found) == []
    got = brought(found, tmp_path)
    assert got.rows("select amount, customer_id from main.order_line order by ordered_at") == [
        (120, "Sol"),
        (50, "unknown"),
        (-10, "Sol"),
        (200, "Mar"),
    ]


def test_a_list_that_tells_nothing_of_payment_makes_no_debts(understood: Understood, tmp_path: Path) -> None:
    """Else whatever was ever invoiced would still be owed."""
    found = understood({"comprobantes.csv": TAX_OFFICE})
    assert {rule["table"] for rule in found.mapping["tables"]} == {"order_line", "customer"}


def test_a_payment_may_write_the_number_of_its_invoice_otherwise(understood: Understood, tmp_path: Path) -> None:
    found = understood({"comprobantes.csv": TAX_OFFICE, "cobranzas.csv": RECEIPTS})
    got = brought(found, tmp_path)
    left = got.rows(
        "select invoice_id, sum(amount) from main.receivable where kind in ('invoice', 'payment') group by 1 order by 2"
    )
    assert [amount for _, amount in left] == [0, 0, 242]


def test_a_payment_may_name_kind_series_and_number_in_one_word(understood: Understood, tmp_path: Path) -> None:
    other = RECEIPTS.replace("FA 0003-00000101", "1-Factura A 3 101").replace("FB 0003-00000101", "6 Factura B/3-101")
    found = understood({"comprobantes.csv": TAX_OFFICE, "cobranzas.csv": other})
    assert found.assumed == []


def test_a_currency_that_is_not_known_is_never_complete(understood: Understood) -> None:
    text = "Factura,Fecha,Cliente,Neto,IVA,Total,Moneda\nF-1,15/01/2026,Sol,100.00,16.00,116.00,{}\n"
    assert understood({"ventas.csv": text.format("pesos")}).assumed == []
    assert understood({"ventas.csv": text.format("florines")}).assumed == [("order_line", OTHER_MONEY)]


def test_the_day_that_only_rows_with_a_payment_tell_is_its_day(understood: Understood, tmp_path: Path) -> None:
    text = (
        "Factura,Fecha factura,Cliente,Neto,IVA,Total,Abonado,Movimiento\n"
        "F-1,15/01/2026,Sol,100.00,16.00,116.00,16.00,20/02/2026\nF-2,16/01/2026,Mar,50.00,8.00,58.00,0.00,\n"
    )
    got = brought(understood({"ventas.csv": text}, payments_after_end="count"), tmp_path)
    told = got.rows("select entry_on::varchar, amount from main.receivable where kind = 'payment'")
    assert told == [("2026-02-20", -16)]


def test_payments_that_name_no_invoice_of_the_list_are_never_complete(understood: Understood) -> None:
    other = RECEIPTS.replace("-00000101", "-00000999")
    found = understood({"comprobantes.csv": TAX_OFFICE, "cobranzas.csv": other})
    assert found.assumed == [("receivable", NO_LINK)]


OPEN = """\
Date,Transaction Type,No.,Customer,Net Amount,VAT,Amount,Open Balance,Status
25/01/2026,Invoice,1001,Sun,100.00,20.00,120.00,0.00,Paid
26/01/2026,Invoice,1002,Sea,50.00,10.00,60.00,60.00,Open
27/01/2026,Credit Note,1003,Sea,-5.00,-1.00,-6.00,0.00,Closed
"""


def test_what_was_paid_on_no_known_day_is_neither_owed_nor_money_of_a_month(
    understood: Understood, tmp_path: Path
) -> None:
    found = understood({"invoices.csv": OPEN}, paid_without_date="unknown")
    assert found.exit_code == 0
    assert found.mapping["open_debts"] is True
    got = brought(found, tmp_path)
    assert got.rows("select entry_id, kind, amount from main.receivable order by 1") == [
        ("1002", "invoice", 60),
        ("1003", "credit_note", -6),
    ]


def test_where_only_some_tell_the_day_of_payment_the_rest_is_left_out_and_marked(
    understood: Understood, tmp_path: Path
) -> None:
    text = (
        "Factura,Fecha,Cliente,Neto,IVA,Total,Estado,Fecha de pago\n"
        "F-1,15/01/2026,Sol,100.00,16.00,116.00,Pagada,20/01/2026\n"
        "F-2,18/01/2026,Mar,50.50,8.08,58.58,Pagada,\n"
        "F-3,20/01/2026,Sol,10.00,1.60,11.60,Pendiente,\n"
    )
    found = understood({"facturas.csv": text}, paid_without_date="unknown")
    assert found.assumed == [("receivable", UNDATED)]
    got = brought(found, tmp_path)
    assert got.rows("select sum(amount) from main.receivable") == [(Decimal("11.60"),)]


def test_a_column_may_say_of_each_row_whether_it_was_cancelled(understood: Understood, tmp_path: Path) -> None:
    text = (
        "Serie,Numero,Fecha,Cliente,Subtotal,IVA,Total,Anulado\n"
        "A,1,15/01/2026,Sol,100.00,12.00,112.00,No\n"
        "A,2,16/01/2026,Mar,50.00,6.00,56.00,Si\n"
        "A,3,17/01/2026,Sol,10.00,1.20,11.20,No\n"
    )
    found = understood({"ventas.csv": text})
    assert asked(found) == ["cancelled_rows"]
    assert brought(found, tmp_path).rows("select sum(amount) from main.order_line") == [(110,)]


TICKETS = """\
Folio,Fecha de contacto,Hora,Cliente,Motivo,Estatus,Fecha de atención
S-1,13/01/2026,09:00,Sol,Queja,Atendida,14/01/2026
S-2,15/01/2026,10:00,Mar,Cita,En proceso,
S-3,16/01/2026,11:00,Sol,Queja,Atendida,16/01/2026
"""


def test_where_answering_ends_a_case_the_day_of_the_answer_is_its_end(understood: Understood, tmp_path: Path) -> None:
    got = brought(understood({"solicitudes.csv": TICKETS}), tmp_path)
    assert got.rows("select work_item_id, outcome from main.work_item order by 1") == [
        ("S-1", "resolved"),
        ("S-2", None),
        ("S-3", "resolved"),
    ]


def test_the_first_answer_may_be_told_as_a_length_of_time(understood: Understood, tmp_path: Path) -> None:
    text = (
        "Ticket,Creado,Estado,Tiempo de primera respuesta,Cerrado\n"
        "1,2026-01-05 09:00:00,Cerrado,01:30:00,2026-01-05 12:00:00\n"
        "2,2026-01-06 09:00:00,Cerrado,00:10:00,2026-01-06 12:00:00\n"
    )
    got = brought(understood({"tickets.csv": text}), tmp_path)
    assert got.rows("select datediff('minute', opened_at, first_response_at) from main.work_item order by 1") == [
        (10,),
        (90,),
    ]


def test_a_part_that_few_rows_have_belongs_to_the_total_all_the_same() -> None:
    """Base and tax alone make 97 of 100 totals; in the other three a part without tax is missing."""
    free = [5.0 if at < 3 else 0.0 for at in range(100)]
    parts = [
        Addend(column(0, "Base"), "net", [10.0] * 100),
        Addend(column(1, "IVA"), "tax", [2.1] * 100),
        Addend(column(2, "Exento"), "net", free),
    ]
    found = making(parts, [12.1 + part for part in free])
    assert found is not None
    assert [one.column.name for one in found] == ["Base", "IVA", "Exento"]


def column(place: int, name: str) -> Column:
    return Column(place=place, name=name, meaning="", certainty=0, look=ColumnLook([]))


def test_days_that_stand_alone_are_days_of_the_month_that_the_title_names(
    understood: Understood, tmp_path: Path
) -> None:
    text = (
        "LIBRO DE VENTAS - MARZO 2026,,,,,\nDía,Folio,Cliente,Neto,IVA,Total\n3,1,Sol,100,19,119\n28,2,Mar,200,38,238\n"
    )
    found = understood({"libro marzo.csv": text})
    assert next(iter(found.mapping["files"].values()))["day_of_month"] == "dia"
    got = brought(found, tmp_path)
    assert got.rows("select cast(ordered_at as date)::varchar, amount from main.order_line order by 1") == [
        ("2026-03-03", 100),
        ("2026-03-28", 200),
    ]


FORM = (
    "Marca temporal,Cliente,¿Cómo califica la atención? (1 a 5),¿Cómo califica la entrega? (1 a 5)\n"
    "25/03/2026 10:00:00,Sol,5,1\n26/03/2026 10:00:00,Mar,4,2\n"
)


def test_of_two_questions_about_satisfaction_the_owner_says_which_counts(
    understood: Understood, tmp_path: Path
) -> None:
    found = understood({"encuesta.csv": FORM}, survey_about="company")
    assert asked(found) == ["which_satisfaction"]
    assert [table for table, _ in found.assumed] == ["survey"]
    second = understood({"encuesta.csv": FORM}, survey_about="company", which_satisfaction="second")
    assert second.exit_code == 0
    assert brought(second, tmp_path).rows("select score from main.survey order by 1") == [(1,), (2,)]


def test_the_question_about_the_whole_is_the_satisfaction(understood: Understood, tmp_path: Path) -> None:
    found = understood(
        {"encuesta.csv": FORM.replace("califica la entrega?", "califica todo en general?")}, survey_about="company"
    )
    assert asked(found) == []
    assert brought(found, tmp_path).rows("select score from main.survey order by 1") == [(1,), (2,)]


@pytest.mark.parametrize(
    ("words", "places"),
    [
        (("Excelente", "Muy bueno", "Bueno", "Malo"), [5, 4, 3, 1]),
        (("Excellent", "Very good", "Good", "Fair", "Poor"), [5, 4, 3, 2, 1]),
        (("Muy satisfecho", "Satisfecho", "Insatisfecho"), [5, 4, 2]),
        (("Excelente", "Bueno", "Pésimo"), [5, 4, 1]),
    ],
)
def test_a_word_has_the_place_that_its_scale_gives_it(words: tuple[str, ...], places: list[int]) -> None:
    assert list((places_of(words) or {}).values()) == places


def test_a_word_that_may_stand_on_two_scales_has_no_place() -> None:
    """Four of four satisfied, or two of four: nobody can tell."""
    assert places_of(("Excelente", "Bueno", "Regular", "Malo")) is None


def test_the_kind_of_a_document_may_stand_before_its_number(understood: Understood, tmp_path: Path) -> None:
    """A credit note above nought takes off, and an invoice that is its own receipt is paid on its day."""
    text = (
        "Documento;Data;Cliente;Total ilíquido;IVA;Total\n"
        "FT 2026/1;15-05-2026;Sol;100,00;23,00;123,00\n"
        "FR 2026/1;16-05-2026;Mar;10,00;2,30;12,30\n"
        "NC 2026/1;17-05-2026;Sol;50,00;11,50;61,50\n"
    )
    receipts = "Recibo;Data;Documento liquidado;Valor\nRG 1;20-05-2026;FT 2026/1;61,50\n"
    got = brought(understood({"documentos.csv": text, "recibos.csv": receipts}), tmp_path)
    assert got.rows("select sum(amount) from main.order_line") == [(60,)]
    told = got.rows("select entry_on::varchar, amount from main.receivable where kind = 'payment' order by 1")
    assert told == [("2026-05-16", Decimal("-12.30")), ("2026-05-20", Decimal("-61.50"))]


def test_states_of_work_make_a_list_one_of_tickets_whatever_its_notes(understood: Understood, tmp_path: Path) -> None:
    """The day that only solved cases have is their end, whatever its name."""
    text = (
        "Nº;Data de abertura;Cliente;Estado;Data X;Satisfação (1 a 5)\n"
        "1;14-05-2026 09:00;Sol;Fechado;15-05-2026 10:00;4\n2;16-05-2026 09:00;Mar;Em curso;;\n"
    )
    got = brought(understood({"pedidos.csv": text}), tmp_path)
    assert got.rows("select work_item_id, outcome from main.work_item order by 1") == [("1", "resolved"), ("2", None)]
    assert got.rows("select score, work_item_id from main.survey") == [(4, "1")]


def test_a_tax_may_lie_inside_the_total_or_come_on_top_of_what_is_called_so(
    understood: Understood, tmp_path: Path
) -> None:
    """16 of 116 is a tax of 16 % inside it; 16 of 100 comes on top."""
    text = (
        "Factura,Fecha,Cliente,Subtotal,IVA,Total\nF-1,15/01/2026,Sol,{0},16.00,{0}\nF-2,16/01/2026,Mar,{1},8.00,{1}\n"
    )
    inside = brought(understood({"ventas.csv": text.format("116.00", "58.00")}), tmp_path)
    assert inside.rows("select sum(amount) from main.order_line") == [(150,)]
    on_top = brought(understood({"ventas.csv": text.format("100.00", "50.00")}), tmp_path)
    assert on_top.rows("select sum(amount) from main.order_line") == [(150,)]
    neither = understood({"ventas.csv": text.format("111.00", "50.00")})
    assert "order_line" in {table for table, _ in neither.assumed}


@pytest.mark.parametrize(
    ("name", "meaning"),
    [("Fecha de la factura", "issued"), ("N° de la factura", "document"), ("Total de la venta", "total")],
)
def test_small_words_do_not_change_what_a_name_means(name: str, meaning: str) -> None:
    assert meanings(name)[0][0] == meaning


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("1 - Factura A", "invoice"),
        ("201 - Factura de Crédito Electrónica MiPyMEs (FCE) A", "invoice"),
        ("8 - Nota de Crédito B", "credit"),
        ("Nota de Crédito de e-Ticket", "credit"),
        ("Boleta Electrónica", "invoice"),
        ("Factura proforma", "other"),
        ("NCRE", "credit"),
        ("azul", None),
    ],
)
def test_a_kind_of_document_is_told_whatever_stands_around_it(said: str, kind: str | None) -> None:
    assert document_of(said) == kind


BY_HAND = """\
No.,Fecha,Hora,Cliente,Tipo de queja,Estatus,Fecha de cierre
MAYO 2026,,,,,,
1,15/05/2026,09:00,Sol,Demora,Cerrada,16/05/2026
2,20/05/2026,,Mar,Demora,Abierta,
JUNIO 2026,,,,,,
3,02/06/2026,11:30,Sol,Error,CERRADA,03/06/2026
4,,,Mar,Error,Abierta,
Nota: las anota quien contesta.,,,,,,
"""


def test_a_line_that_only_names_the_month_of_those_below_is_no_row(understood: Understood, tmp_path: Path) -> None:
    """One that tells more and lacks its day is a row that is rejected, and said to be so."""
    got = brought(understood({"quejas.csv": BY_HAND}), tmp_path)
    assert got.rows("select work_item_id from main.work_item order by 1") == [("1",), ("2",), ("3",)]
    assert [one.line for one in got.rejects] == [7]


def test_a_column_without_any_value_takes_no_meaning_from_one_that_has_some(
    understood: Understood, tmp_path: Path
) -> None:
    """The name of a person, which nobody gave, and the firm, which all told."""
    text = (
        'Hora de conclusão,Nome,Qual é a sua empresa?,"De 0 a 10, o quanto nos recomendaria?"\n'
        "25/03/2026 10:00:00,,Sol,9\n26/03/2026 10:00:00,,Mar,4\n"
    )
    got = brought(understood({"pesquisa.csv": text}, survey_about="company"), tmp_path)
    assert got.rows("select customer_id, score from main.survey order by 1") == [("Mar", 4), ("Sol", 9)]


def test_what_a_slip_or_bill_of_exchange_asks_for_is_what_is_to_be_paid(understood: Understood, tmp_path: Path) -> None:
    """It is no sale, and nobody has to say whether it holds the tax: the debt is all of it."""
    text = (
        "Nº documento;Pagador;Emissão;Vencimento;Valor do título;Data do pagamento;Valor pago;Situação\n"
        "7-1;Sol;02/03/2026;17/03/2026;R$ 1.100,00;16/03/2026;R$ 1.100,00;Liquidado\n"
        "8-1;Mar;20/03/2026;04/04/2026;R$ 80,50;;;A vencer\n"
    )
    found = understood({"boletos.csv": text})
    assert (asked(found), found.assumed) == ([], [])
    assert {rule["table"] for rule in found.mapping["tables"]} == {"receivable", "customer"}
    got = brought(found, tmp_path)
    assert got.rows("select customer_id, sum(amount) from main.receivable group by 1 order by 1") == [
        ("Mar", Decimal("80.50")),
        ("Sol", 0),
    ]


@pytest.mark.parametrize("day", ["5/May/26 2:33 PM", "5-may-26 14:33", "5 maio 26 14:33"])
def test_a_day_with_a_month_in_letters_and_a_short_year_may_tell_its_hour(
    day: str, understood: Understood, tmp_path: Path
) -> None:
    text = f"Ticket,Opened,Customer,Subject,Status,Closed\nT-1,{day},Sun,Late,Closed,{day.replace('5', '6', 1)}\n"
    got = brought(understood({"tickets.csv": text}), tmp_path)
    assert got.rows("select extract(minute from opened_at) from main.work_item") == [(33,)]


def test_what_was_received_is_a_payment(understood: Understood, tmp_path: Path) -> None:
    """Its total of the month, which has no day, is none: 412.80 + 1,340.89."""
    text = (
        "Date,Receipt No,Customer,Invoice No,Method,Amount Received\n"
        '05/05/2026,1,Sun,INV-1,BACS,£412.80\n16/05/2026,2,Moor,INV-2,Card,"£1,340.89"\nTotal May,,,,,"£1,753.69"\n'
    )
    got = brought(understood({"Receipts.csv": text.encode("cp1252")}), tmp_path)
    assert got.rows("select count(*), sum(amount) from main.receivable where kind = 'payment'") == [
        (2, Decimal("-1753.69"))
    ]


def test_the_name_of_a_month_between_cases_and_who_made_the_list_are_no_cases(
    understood: Understood, tmp_path: Path
) -> None:
    """Their first column is a number, which the name of a month has filled; the day stands beside its hour."""
    text = (
        "No. de caso,Fecha de ingreso,Hora,Cliente,Motivo,Estatus,Fecha de solución\n"
        "FEBRERO,,,,,,\n1,02/02/2026,10:15,Sol,Garantía,Solucionado,03/02/2026\n"
        "MARZO,,,,,,\n2,14/03/2026,09:30,Mar,Garantía,En trámite,\n3,20/03/2026,,Mar,Garantía,En trámite,\n"
        "Elaboró: Recepción,,,,,,\n"
    )
    got = brought(understood({"reclamos.csv": text}), tmp_path)
    assert got.error is None
    assert got.rows("select work_item_id from main.work_item order by 1") == [("1",), ("2",), ("3",)]
    assert got.rejects == []
