"""Files that are not in yet, as cards: in the reader's language and numbers, without a word of a server."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

from crm_metrics.boards import received
from crm_metrics.boards.core import Grid
from crm_metrics.words import Words

es, en = Words("es-MX"), Words("en")
COLUMN = {
    "column": "Neto",
    "meaning": "net",
    "left_aside": False,
    "certainty": 0.95,
    "samples": ["100.00", "10.00"],
    "may": ["net"],
}
PACKET: Mapping[str, Any] = {
    "kind": "unknown",
    "files": ["facturas.csv", "notas.csv"],
    "title": "Files",
    "reads": True,
    "understood": [
        {
            "file": "facturas.csv",
            "understood": True,
            "subject": "invoices",
            "what": "facturas",
            "rows": 1420,
            "header_row": 2,
            "left_out": [{"what": "líneas de totales", "count": 1}],
            "sheets_left_out": ["Notas"],
            "columns": [COLUMN, {**COLUMN, "column": "Nota", "meaning": None, "left_aside": True, "certainty": 0}],
        },
        {"file": "notas.csv", "understood": False, "problem": "notas.csv está vacío."},
    ],
    "tables": [{"table": "productos", "read": 30, "rejected": 26}, {"table": "clientes", "read": 3, "rejected": 0}],
    "rejected": [{"file": "facturas.csv", "line": 7, "column": "Fecha", "value": "=1+1", "message": "Corríjala."}],
    "left_out": 1,
    "subtotals": [
        {
            "id": "sales",
            "label": "Ventas, sin impuesto",
            "measures": [{"label": "Documentos", "unit": "count"}, {"label": "Importe", "unit": "money"}],
            "months": [{"month": "2026-01-01", "values": ["1394", "459657.9"]}],
            "whole": ["1394", "459657.9"],
        }
    ],
}


def texts(body: object) -> list[list[str]]:
    assert isinstance(body, Grid)
    return [[cell.chip.text if cell.chip else cell.text for cell in row.cells] for row in body.rows]


def test_each_file_says_what_it_is_and_what_is_left_out_and_one_that_is_nothing_why() -> None:
    card = received.files(PACKET, es, 0)
    assert texts(card.body) == [
        ["facturas.csv", "facturas", "1,420", "líneas de totales: 1; hojas dejadas de lado: Notas"],
        ["notas.csv", "no se entendió", "", "notas.csv está vacío."],
    ]
    assert card.title == "Se reconocieron 2 archivos"
    assert card.footer.startswith("Fuente: facturas.csv, notas.csv · Actualizado: ")
    bare = {**PACKET, "files": ["nada.csv"], "understood": [{"file": "nada.csv", "understood": False}], "reads": False}
    assert received.files(bare, es, 0).title == "Un archivo no se puede leer"
    assert "nada.csv" in texts(received.files(bare, es, 0).body)[0][3]


def test_columns_say_their_meaning_how_sure_and_three_values() -> None:
    card = received.columns(PACKET["understood"][0], {"net": "monto sin impuesto"}, es, "0")
    assert texts(card.body) == [
        ["Neto", "monto sin impuesto", "seguro", "100.00 · 10.00"],
        ["Nota", "nada", "", "100.00 · 10.00"],
    ]
    assert card.title == "facturas.csv: 1 de 2 columnas dicen algo"


def test_sums_have_their_cents_and_months_their_names() -> None:
    (card,) = received.subtotals(PACKET, es, 0)
    assert texts(card.body) == [["ene 26", "1,394", "459,657.90"], ["En total", "1,394", "459,657.90"]]


def test_rows_that_can_not_be_loaded_are_listed_and_run_no_formula() -> None:
    card = received.rejected(PACKET, es, 0)
    assert card is not None and card.title == "Una fila no se puede cargar"
    rows = list(csv.reader(io.StringIO(received.rejected_file(PACKET, en).removeprefix("\ufeff"))))
    assert rows == [
        ["File", "Line", "Column", "Value", "What to do"],
        ["facturas.csv", "7", "Fecha", "'=1+1", "Corríjala."],
    ]
    assert received.rejected({**PACKET, "rejected": []}, es, 0) is None


def test_the_button_that_loads_the_others_names_what_is_left_out() -> None:
    assert received.without_rejects([PACKET], es) == "Publicar las demás: quedan fuera 26 de 30 filas de productos"


def test_a_system_is_called_by_its_name() -> None:
    assert received.origin({**PACKET, "kind": "known", "title": "Zendesk: tickets, comments"}, es) == "Zendesk"
    assert received.origin({**PACKET, "kind": "documents", "title": ""}, es) == "Sin reconocer"
    assert received.origin({**PACKET, "kind": "plain"}, es) == "Plantillas de Pulso"
    assert received.source_label("init", es) == "Lo dicho al crear la empresa"


def test_a_column_that_is_understood_and_makes_no_number_says_so() -> None:
    aside = {**COLUMN, "column": "Región", "meaning": "region", "left_aside": True}
    above = {**COLUMN, "column": "line above", "meaning": "document_kind"}
    file = {**PACKET["understood"][0], "columns": [COLUMN, aside, above]}
    names = {"net": "monto sin impuesto", "region": "región", "document_kind": "tipo de documento"}
    card = received.columns(file, names, es, "0")
    assert [row[:2] for row in texts(card.body)] == [
        ["Neto", "monto sin impuesto"],
        ["Región", "región; se deja de lado"],
        ["línea de arriba", "tipo de documento"],
    ]
    assert card.title == "facturas.csv: 2 de 3 columnas dicen algo"
