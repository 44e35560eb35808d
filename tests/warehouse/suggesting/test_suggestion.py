"""What is understood of lists as people have them, and the rows that their mapping makes."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crm_metrics.errors import DataError, QuestionError
from crm_metrics.warehouse.suggesting.questions import MOST, OwnersAnswers
from crm_metrics.warehouse.suggesting.suggestion import Suggestion, source_name, suggest
from crm_metrics.warehouse.suggesting.writing import toml_of
from crm_metrics.words import Words
from tests.warehouse.loading.importing import Inbox, Outcome, open_document, open_row
from tests.warehouse.suggesting.conftest import Understood

INVOICES = """\
Factura,Fecha,Cliente,Neto,IVA,Total,Estado,Fecha de pago
F-1,15/01/2026,Sol,100.00,16.00,116.00,Pagada,20/01/2026
F-2,18/01/2026,Mar,50.50,8.08,58.58,Pendiente,
F-3,20/01/2026,Sol,10.00,1.60,11.60,Cancelada,
"""


def asked(found: Suggestion) -> list[str]:
    return [one.question.id for one in found.questions if one.is_open]


def brought(found: Suggestion, tmp_path: Path, place: str = "mapping") -> Outcome:
    """What an import by the mapping makes of the folder, the mapping written and read again."""
    mapping = tmp_path.parent / f"{tmp_path.name}-{place}.toml"
    mapping.write_text(toml_of(found.mapping), encoding="utf-8")
    work = tmp_path.parent / f"{tmp_path.name}-work"
    work.mkdir(exist_ok=True)
    return Inbox(work).load_folder(tmp_path, str(mapping))


def test_a_paid_invoice_is_a_sale_a_debt_and_a_payment(understood: Understood, tmp_path: Path) -> None:
    found = understood({"facturas.csv": INVOICES}, cancelled_rows="leave_out")
    assert found.exit_code == 0
    got = brought(found, tmp_path)
    assert got.error is None
    assert got.rows("select order_id, amount from main.order_line order by 1") == [("F-1", 100), ("F-2", 50.5)]
    told = got.rows("select kind, sum(amount), min(entry_on)::varchar from main.receivable group by 1 order by 1")
    assert [(kind, float(amount), day) for kind, amount, day in told] == [
        ("invoice", 174.58, "2026-01-15"),
        ("payment", -116.0, "2026-01-20"),
    ]


def test_a_packed_list_is_read_as_the_file_in_it(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "envio.zip", "w") as packed:
        packed.writestr("enero/facturas.csv", INVOICES)
    (tmp_path / "roto.zip").write_bytes(b"PK\x03\x04 torn")
    found = suggest(tmp_path, OwnersAnswers({"cancelled_rows": "leave_out"}))
    assert {one.file: bool(one.makes) for one in found.files} == {"facturas.csv": True, "roto.zip": False}
    (tmp_path / "roto.zip").unlink()
    got = brought(found, tmp_path)
    assert got.rows("select order_id, amount from main.order_line order by 1") == [("F-1", 100), ("F-2", 50.5)]


def test_files_of_one_name_in_several_zips_are_listed_and_read_each(tmp_path: Path) -> None:
    """January 100 + 50.5 (the cancelled 10 is left out), February the same of other documents, 301 in all."""
    february = INVOICES.replace("/01/2026", "/02/2026").replace("F-", "G-")
    for name, text in (("enero.zip", INVOICES), ("febrero.zip", february)):
        with zipfile.ZipFile(tmp_path / name, "w") as packed:
            packed.writestr("facturas.csv", text)
    found = suggest(tmp_path, OwnersAnswers({"cancelled_rows": "leave_out"}))
    assert [(one.file, len(one.grid.rows) if one.grid else 0) for one in found.files] == [
        ("enero.zip/facturas.csv", 3), ("febrero.zip/facturas.csv", 3),
    ]  # fmt: skip
    assert found.mapping["files"]["facturas"]["names"] == ["facturas"]
    got = brought(found, tmp_path)
    assert got.rows("select count(*), sum(amount)::double from main.order_line") == [(4, 301.0)]


def test_an_open_document_of_a_sheet_for_each_month_is_one_list(tmp_path: Path) -> None:
    """A title merged over the columns, days and amounts with types of their own, a line of totals.

    January 100 + 50.5, February 200; the totals 150.5 and 200 count for nothing.
    """
    title = '<table:table-row><table:table-cell table:number-columns-spanned="4" office:value-type="string"><text:p>'
    title += "Facturas del mes</text:p></table:table-cell>"
    title += '<table:covered-table-cell table:number-columns-repeated="3"/></table:table-row>'
    head = title + open_row("Factura", "Fecha", "Cliente", "Neto")
    january = (
        open_row("F-1", date(2026, 1, 15), "Sol", 100.0)
        + open_row("F-2", date(2026, 1, 18), "Mar", 50.5)
        + open_row("", "", "Total", 150.5)
    )
    february = open_row("F-3", date(2026, 2, 10), "Sol", 200.0) + open_row("", "", "Total", 200.0)
    sheets = {"Enero": head + january, "Febrero": head + february, "Notas": open_row("Hecho en la oficina")}
    (tmp_path / "facturas.ods").write_bytes(open_document(sheets))
    found = suggest(tmp_path, OwnersAnswers())
    got = brought(found, tmp_path)
    assert got.rows("select order_id, amount, ordered_at::date::varchar from main.order_line order by 1") == [
        ("F-1", 100, "2026-01-15"), ("F-2", 50.5, "2026-01-18"), ("F-3", 200, "2026-02-10"),
    ]  # fmt: skip


def test_a_debt_whose_due_day_nobody_tells_is_not_said_to_be_overdue(understood: Understood, tmp_path: Path) -> None:
    found = understood({"facturas.csv": INVOICES}, cancelled_rows="leave_out")
    assert found.mapping["undated"] is True
    (tmp_path / "facturas.csv").unlink()
    dated = INVOICES.replace("Fecha de pago\n", "Fecha de pago,Vence\n").replace("2026,\n", "2026,,\n")
    dated = dated.replace("20/01/2026\n", "20/01/2026,14/02/2026\n").replace("Pendiente,\n", "Pendiente,,17/02/2026\n")
    dated = dated.replace("Cancelada,\n", "Cancelada,,19/02/2026\n")
    told = understood({"vencen.csv": dated}, cancelled_rows="leave_out")
    assert "undated" not in told.mapping
    got = brought(told, tmp_path).rows(
        "select invoice_id, due_on::varchar from main.receivable where kind = 'invoice' order by 1"
    )
    assert got == [("F-1", "2026-02-14"), ("F-2", "2026-02-17")]


def test_lists_of_several_files_end_each_on_its_own_day_and_one_is_whole(understood: Understood) -> None:
    assert "separate" not in understood({"facturas.csv": INVOICES}).mapping
    payments = "Factura,Fecha de pago,Importe pagado\nF-1,25/01/2026,116.00\n"
    both = understood({"facturas.csv": INVOICES, "pagos.csv": payments}).mapping
    assert len(both["files"]) == 2
    assert both["separate"] is True


def test_cancelled_rows_are_asked_for_and_kept_where_the_owner_says_so(understood: Understood, tmp_path: Path) -> None:
    found = understood({"facturas.csv": INVOICES})
    assert asked(found) == ["cancelled_rows"]
    assert found.exit_code == 1
    assert {rule.get("assumed") for rule in found.mapping["tables"] if rule["table"] == "order_line"} == {
        "that cancelled rows are left out"
    }
    kept = understood({"facturas.csv": INVOICES}, cancelled_rows="no")
    assert brought(kept, tmp_path).rows("select count(*) from main.order_line") == [(3,)]


def test_a_month_of_days_that_fit_both_orders_is_asked_for(understood: Understood) -> None:
    text = "Factura,Fecha,Cliente,Neto,Total\nF-1,05/01/2026,Sol,100.00,116.00\nF-2,02/03/2026,Mar,10.00,11.60\n"
    found = understood({"facturas.csv": text})
    assert asked(found) == ["date_order"]
    mapping = understood({"facturas.csv": text}, date_order="month_first").mapping
    assert mapping["files"]["facturas"]["columns"]["fecha"] == "MM/DD/YYYY"


def test_a_neighbour_tells_the_order_of_days_that_do_not_tell_it_themselves(understood: Understood) -> None:
    text = "Factura,Fecha,Vencimiento,Cliente,Neto,Total\nF-1,05/01/2026,31/01/2026,Sol,100.00,116.00\n"
    found = understood({"facturas.csv": text})
    assert asked(found) == []
    assert found.mapping["files"]["facturas"]["columns"]["fecha"] == "DD/MM/YYYY"


def test_an_amount_that_may_be_a_thousand_or_one_is_asked_for(understood: Understood) -> None:
    text = "Factura;Fecha;Cliente;Neto;Total\nF-1;15/01/2026;Sol;1.000;1.160\nF-2;16/01/2026;Mar;2.500;2.900\n"
    assert asked(understood({"facturas.csv": text})) == ["decimal_mark"]
    told = understood({"facturas.csv": text}, decimal_mark="fraction").mapping["files"]["facturas"]
    assert (told["decimal"], told["thousands"]) == (".", ",")


def test_one_amount_alone_is_asked_for_its_tax(understood: Understood, tmp_path: Path) -> None:
    text = "Factura,Fecha,Cliente,Importe,Estado\nF-1,15/01/2026,Sol,116.00,Pendiente\n"
    assert asked(understood({"facturas.csv": text})) == ["amount_tax"]
    tables = {rule["table"] for rule in understood({"facturas.csv": text}, amount_tax="with_tax").mapping["tables"]}
    assert "order_line" not in tables
    tables = {rule["table"] for rule in understood({"facturas.csv": text}, amount_tax="without_tax").mapping["tables"]}
    assert "receivable" not in tables
    both = brought(understood({"facturas.csv": text}, amount_tax="no_tax"), tmp_path)
    assert both.rows("select (select sum(amount) from main.order_line), (select sum(amount) from main.receivable)") == [
        (116, 116)
    ]


def test_a_name_that_says_so_is_not_asked_for_its_tax(understood: Understood) -> None:
    text = "Factura,Fecha,Cliente,Importe sin IVA\nF-1,15/01/2026,Sol,116.00\n"
    assert asked(understood({"facturas.csv": text})) == []


def test_payments_after_the_end_that_the_titles_name_are_asked_for(understood: Understood, tmp_path: Path) -> None:
    text = "Del 01/01/2026 al 31/01/2026,,,,,\nFactura,Fecha,Cliente,Neto,Total,Fecha de pago\n"
    text += "F-1,15/01/2026,Sol,100.00,116.00,31/01/2026\nF-2,18/01/2026,Mar,50.00,58.00,02/02/2026\n"
    assert asked(understood({"facturas.csv": text})) == ["payments_after_end"]
    open_left = brought(understood({"facturas.csv": text}, payments_after_end="leave_open"), tmp_path, "open")
    assert open_left.rows("select count(*) from main.receivable where kind = 'payment'") == [(1,)]
    counted = brought(understood({"facturas.csv": text}, payments_after_end="count"), tmp_path, "counted")
    assert counted.rows("select count(*) from main.receivable where kind = 'payment'") == [(2,)]


def test_the_end_is_that_of_all_files_together(understood: Understood, tmp_path: Path) -> None:
    """A payment in August of an invoice of July is no payment after the end of the list of July."""
    head = "Factura,Fecha,Cliente,Neto,Total,Fecha de pago\n"
    july = f"Del 01/07/2026 al 31/07/2026,,,,,\n{head}F-1,15/07/2026,Sol,100.00,116.00,10/08/2026\n"
    august = f"Del 01/08/2026 al 31/08/2026,,,,,\n{head}F-2,16/08/2026,Mar,50.00,58.00,20/08/2026\n"
    found = understood({"facturas julio.csv": july, "facturas agosto.csv": august})
    assert asked(found) == []
    assert brought(found, tmp_path).rows("select count(*) from main.receivable where kind = 'payment'") == [(2,)]


def test_an_hour_in_a_column_of_its_own_belongs_to_the_day_before_it(understood: Understood, tmp_path: Path) -> None:
    text = "Ticket,Fecha reporte,Hora reporte,Asunto,Estado,Fecha cierre,Hora cierre\n"
    text += "1,15/01/2026,10:00,a,Cerrado,15/01/2026,11:30\n2,16/01/2026,09:00,b,Abierto,,\n"
    got = brought(understood({"tickets.csv": text}), tmp_path)
    told = got.rows("select opened_at::varchar, closed_at::varchar from main.work_item order by 1")
    assert told == [("2026-01-15 10:00:00+00", "2026-01-15 11:30:00+00"), ("2026-01-16 09:00:00+00", None)]


def test_what_is_bought_or_offered_was_not_sold(understood: Understood) -> None:
    text = "Folio,Fecha,Cliente,Neto,Total\nF-1,15/01/2026,Sol,100.00,116.00\n"
    assert understood({"Cotizaciones 2026.csv": text, "Compras.csv": text}).exit_code == 2
    assert (
        understood({"Cotizaciones 2026.csv": text.replace("Cliente", "Proveedor"), "Compras.csv": text}).source is None
    )


def test_the_amount_without_tax_is_the_one_that_makes_the_total(understood: Understood, tmp_path: Path) -> None:
    text = "Factura,Fecha,Cliente,Valor bruto,Descuento,IVA,Total\n1,15/01/2026,Sol,110.00,10.00,16.00,116.00\n"
    got = brought(understood({"facturas.csv": text}), tmp_path)
    assert got.rows("select amount from main.order_line") == [(100,)]
    unsure = understood({"facturas.csv": text.replace("16.00,116.00", "99.00,116.00")})
    assert unsure.exit_code == 1
    assert ("order_line", "which of its amounts is the one without tax: amount and tax do not make the total") in (
        unsure.assumed
    )


def test_a_rate_of_the_tax_is_no_amount_of_it(understood: Understood) -> None:
    text = "Factura,Fecha,Cliente,IVA,Total\n1,15/01/2026,Sol,16,116.00\n2,16/01/2026,Mar,16,58.00\n"
    assert asked(understood({"facturas.csv": text})) == ["amount_tax"]


def test_a_currency_told_beside_the_amount_is_that_of_the_amount(understood: Understood) -> None:
    text = (
        "Factura,Fecha,Cliente,Neto,Total,Moneda\n1,15/01/2026,Sol,1.00,1.16,Dólares\n2,16/01/2026,Mar,2.00,2.32,MXN\n"
    )
    rules = understood({"facturas.csv": text}).mapping["tables"]
    told = {rule["currency"] for rule in rules if rule["table"] in ("order_line", "receivable")}
    assert told == {"case moneda when 'Dólares' then 'USD' when 'MXN' then 'MXN' end"}


def test_a_file_that_repeats_another_marks_the_numbers_of_both(understood: Understood) -> None:
    text = "Fecha,Cliente,Neto,Total\n15/01/2026,Sol,100.00,116.00\n16/01/2026,Mar,10.00,11.60\n"
    found = understood({"ventas.csv": text, "ventas (1).csv": text})
    assert ("order_line", "that no file repeats rows of another") in found.assumed


def test_a_code_finds_its_name_and_two_names_make_one(understood: Understood, tmp_path: Path) -> None:
    people = "Código cliente,Nombre,Apellidos,Correo,Ciudad\n10,Ana,Ruiz,a@x.com,Lima\n11,Ana,Paz,b@x.com,Cusco\n"
    bills = "Factura,Fecha,Cliente,Neto,Total\nF-1,15/01/2026,Luz,100.00,116.00\n"
    coded = "Factura,Fecha,Código cliente,Neto,Total\nG-1,15/01/2026,7,1.00,1.16\n"
    shops = "Código cliente,Cliente,Correo\n7,Luz,l@x.com\n"
    got = brought(understood({"personas.csv": people, "facturas.csv": bills}), tmp_path, "names")
    assert ("Ana Paz",) in got.rows("select customer_id from main.customer")
    for name in ("personas.csv", "facturas.csv"):
        (tmp_path / name).unlink()
    got = brought(understood({"clientes.csv": shops, "ventas.csv": coded}), tmp_path, "codes")
    assert got.rows("select distinct customer_id from main.order_line") == [("Luz",)]


def test_credit_notes_take_money_off(understood: Understood, tmp_path: Path) -> None:
    text = "Tipo,Número,Fecha,Cliente,Neto,IVA,Total,Estado\nFactura,1,15/01/2026,Sol,100.00,16.00,116.00,Por cobrar\n"
    text += "Nota de crédito,1,20/01/2026,Sol,30.00,4.80,34.80,\nCotización,7,21/01/2026,Mar,9.00,1.44,10.44,\n"
    got = brought(understood({"facturas.csv": text}), tmp_path)
    assert got.rows("select sum(amount), count(*) from main.order_line") == [(70, 2)]
    told = got.rows("select kind, amount from main.receivable order by 1")
    assert [(kind, float(amount)) for kind, amount in told] == [("credit_note", -34.8), ("invoice", 116.0)]


def test_payments_of_their_own_list_find_the_customer_of_their_invoice(understood: Understood, tmp_path: Path) -> None:
    invoices = "Factura,Fecha,Cliente,Neto,Total\nF-1,15/01/2026,Sol,100.00,116.00\n"
    payments = "Recibo,Fecha de pago,Factura,Importe pagado\nR-1,20/01/2026,F-1,100.00\n"
    got = brought(understood({"facturas.csv": invoices, "pagos.csv": payments}), tmp_path)
    assert got.error is None
    told = got.rows("select customer_id, invoice_id, amount from main.receivable where kind = 'payment'")
    assert told == [("Sol", "F-1", -100)]


def test_rows_without_a_number_keep_their_id_in_a_list_that_goes_on(understood: Understood, tmp_path: Path) -> None:
    text = "Fecha,Cliente,Neto,Total\n15/01/2026,Sol,100.00,116.00\n15/01/2026,Sol,100.00,116.00\n"
    first = brought(understood({"ventas.csv": text}), tmp_path).rows("select order_id from main.order_line order by 1")
    longer = brought(understood({"ventas.csv": text + "16/01/2026,Mar,1.00,1.16\n"}), tmp_path)
    assert len(first) == 2
    assert longer.rows("select order_id from main.order_line order by 1")[:2] == first


def test_nobody_is_no_customer_and_one_customer_is_one_however_written(understood: Understood, tmp_path: Path) -> None:
    text = "Factura,Fecha,Cliente,Neto,Total\n1,15/01/2026,Ferretería El Águila,1.00,1.16\n"
    text += "2,16/01/2026,FERRETERIA EL AGUILA.,2.00,2.32\n3,17/01/2026,Público en general,4.00,4.64\n"
    got = brought(understood({"facturas.csv": text}), tmp_path)
    told = got.rows("select customer_id, sum(amount) from main.order_line group by 1 order by 1")
    assert told == [("FERRETERIA EL AGUILA", 3), ("unknown", 4)]
    assert got.rows("select count(*) from main.customer") == [(1,)]


def test_lines_of_sales_are_lines_of_their_document(understood: Understood, tmp_path: Path) -> None:
    text = "Ticket de venta,Fecha,Cliente,Producto,Cantidad,Precio unitario,Descuento,Importe sin IVA\n"
    text += "T-1,15/01/2026,Sol,Clavo,10,1.50,0,15.00\nT-1,15/01/2026,Sol,Martillo,1,90.00,10.00,90.00\n"
    got = brought(understood({"ventas.csv": text}), tmp_path)
    told = got.rows("select order_id, line_no, product_id, quantity, amount from main.order_line order by 2")
    assert told == [("T-1", 1, "Clavo", 10, 15), ("T-1", 2, "Martillo", 1, 80)]


def test_a_list_of_debts_is_what_is_owed_where_the_owner_says_that_it_is_all(understood: Understood) -> None:
    text = "Factura,Fecha,Vencimiento,Cliente,Total,Saldo\nF-1,15/01/2026,14/02/2026,Sol,116.00,16.00\n"
    assert asked(understood({"cartera.csv": text})) == ["balance_list"]
    assert understood({"cartera.csv": text}, balance_list="all").mapping["open_debts"] is True


def test_a_form_becomes_an_answer_for_each_question(understood: Understood, tmp_path: Path) -> None:
    text = "Marca temporal,Empresa,¿Qué tan satisfecho está del 1 al 10?,¿Nos recomendaría? (0 a 10),Comentarios\n"
    text += "15/01/2026 9:30:05,Sol,8,9,Bien\n15/01/2026 9:30:05,Mar,,3,\n"
    got = brought(understood({"encuesta.csv": text}, survey_about="company"), tmp_path)
    told = got.rows("select instrument, score, scale_max, relationship from main.survey order by 1, 2")
    assert told == [("csat", 8, 10, True), ("nps", 3, 10, True), ("nps", 9, 10, True)]


def test_closed_tickets_that_tell_no_day_mark_their_numbers(understood: Understood) -> None:
    text = "Ticket,Fecha de creación,Asunto,Estado,Fecha de cierre\n1,15/01/2026 10:00,a,Cerrado,16/01/2026 09:00\n"
    text += "2,16/01/2026 10:00,b,Cerrado,\n"
    (rule,) = [one for one in understood({"tickets.csv": text}).mapping["tables"] if one["table"] == "work_item"]
    assert rule["assumed"] == "that cases which are closed and tell no day of it are still open"


def test_a_list_of_calls_and_one_of_contracts_become_rows(understood: Understood, tmp_path: Path) -> None:
    calls = "Id llamada,Fecha y hora,Agente,Sentido,Duración,Resultado\n"
    calls += "1,15/01/2026 10:00:00,Ana,Entrante,00:02:05,Contestada\n"
    plans = "Contrato,Cliente,Plan,Fecha de inicio,Mensualidad sin IVA,Fecha de baja\nC-1,Sol,Oro,15/01/2026,200.00,\n"
    got = brought(understood({"llamadas.csv": calls, "contratos.csv": plans}, process="service"), tmp_path)
    assert got.error is None
    assert got.rows("select direction, disposition, talk_seconds from main.interaction") == [
        ("inbound", "handled", 125)
    ]
    assert got.rows("select subscription_id, product_id, mrr, ends_on from main.subscription") == [
        ("C-1", "Oro", 200, None)
    ]


def test_what_is_not_understood_is_told_and_is_nothing(understood: Understood) -> None:
    found = understood({"notas.txt": "Hola\nsolo unas notas\n", "foto.csv": "\x89PNG"})
    assert found.exit_code == 2
    assert found.source is None
    assert [one.makes for one in found.files] == [(), ()]


def test_a_folder_that_is_none_and_an_answer_that_is_none_are_refused(understood: Understood, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no folder"):
        suggest(tmp_path / "nowhere", OwnersAnswers())
    with pytest.raises(QuestionError, match="no answer"):
        understood({"facturas.csv": INVOICES}, cancelled_rows="maybe")


def test_a_source_never_bears_a_name_that_is_taken() -> None:
    assert source_name("zendesk") == "zendesk_propio"
    assert source_name("2026-11 Ventas") == "s_2026_11_ventas"


def test_at_most_five_questions_are_put_and_the_others_are_told(understood: Understood) -> None:
    text = "Factura;Fecha;Cliente;Importe;Estado;Fecha de pago\n"
    text += "F-1;05/01/2026;Sol;1.000;Cancelada;\nF-2;02/03/2026;Mar;2.500;Pagada;\n"
    text += "F-3;02/03/2026;Mar;2.500;Pagada;05/04/2027\n"
    found = understood({"facturas.csv": text, "encuesta.csv": "Fecha,¿Satisfecho?\n05/01/2026,7\n06/02/2026,6\n"})
    assert len(asked(found)) <= MOST
    assert found.exit_code == 1


def test_words_of_the_mapping_are_written_as_toml_reads_them() -> None:
    told: dict[str, Any] = {
        "name": "x",
        "files": {"a": {"names": ['a "b" \\ c'], "columns": {"x y": "number"}}},
        "rows": {},
        "tables": [],
    }
    assert 'names = ["a \\"b\\" \\\\ c"]' in toml_of(told)
    assert '"x y" = "number"' in toml_of(told)
    assert Words("es")("number of the document") == "número del documento"


def test_a_column_means_what_a_person_says_where_its_values_can(tmp_path: Path) -> None:
    (tmp_path / "facturas.csv").write_text(INVOICES, encoding="utf-8")
    said = {"Neto": "total", "Total": "net", "IVA": "", "Cliente": "total"}
    found = suggest(tmp_path, OwnersAnswers({}, {}, {"facturas": said}))
    assert found.files[0].table is not None
    told = {one.name: one.meaning for one in found.files[0].table.columns}
    assert (told["Neto"], told["Total"], told["IVA"]) == ("total", "net", "")
    assert told["Cliente"] == "customer"  # names are no amounts
    assert found.mapping["files"]["facturas"]["meanings"] == said


@pytest.mark.parametrize(
    ("opened", "answered", "resolved", "closed"),
    [
        ("Hora de creación", "Hora de respuesta inicial", "Hora de resolución", "Hora de cierre"),
        ("Hora de apertura", "Hora de la primera respuesta", "Hora de solución", "Horario de cierre"),
        ("Hora de abertura", "Hora da primeira resposta", "Hora de resolução", "Hora de fechamento"),
        ("Created time", "Initial response time", "Resolved time", "Closed time"),
    ],
)
def test_an_hour_with_its_day_is_a_moment(
    opened: str, answered: str, resolved: str, closed: str, understood: Understood
) -> None:
    text = (
        f"ID del ticket,Asunto,Estado,{opened},{answered},{resolved},{closed}\n"
        "1,Tarde,Cerrado,2026-05-03 09:00:00,2026-05-03 09:10:00,2026-05-04 10:00:00,2026-05-06 10:00:00\n"
        "2,Tarde,Abierto,2026-05-05 09:00:00,2026-05-05 09:10:00,,\n"
    )
    table = understood({"tickets.csv": text}).files[0].table
    assert table is not None
    names = {one: table.by[one].name for one in ("opened", "first_response", "resolved", "closed")}
    assert names == {"opened": opened, "first_response": answered, "resolved": resolved, "closed": closed}
