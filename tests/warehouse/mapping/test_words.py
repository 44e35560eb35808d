"""The newer words of the mapping language: cells of fixed widths, columns that may lack, loose words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crm_metrics.warehouse.mapping.language import open_source
from tests.warehouse.loading.importing import Inbox, packed, sentence

FIXED = """
name = "shop"
[files.sales]
names = ["sales"]
header = ["customer", "day", "pieces", "paid"]
widths = [6, 9, 3, 8]
columns = { day = "YYYYMMDD", pieces = "whole", paid = "number" }
[[tables]]
table = "order_line"
from = "sales"
[tables.columns]
order_id = "customer || '-' || cast(day as varchar)"
line_no = "_row + 1"
customer_id = "customer"
product_id = "'cd'"
ordered_at = "day"
quantity = "pieces"
amount = "paid"
"""
HEAD = " customer  day pieces  paid\r\n"
LINES = " 00001 19970101  1   11.77\r\n 00002 19970112 12 1200.50  \r\n"


def source(inbox: Inbox, text: str) -> str:
    path = inbox.folder.parent / "source.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


ROWS = "select customer_id, cast(ordered_at as date)::varchar, quantity, amount from main.order_line order by 1"
READ = [
    ("shop:00001", "1997-01-01", Decimal(1), Decimal("11.77")),
    ("shop:00002", "1997-01-12", Decimal(12), Decimal("1200.50")),
]


@pytest.mark.parametrize("head", [HEAD, ""])
@pytest.mark.parametrize("form", ["text", "gz"])
def test_cells_of_fixed_widths_are_cut_with_or_without_a_header_line(inbox: Inbox, head: str, form: str) -> None:
    text = head + LINES
    files = {"sales.txt": text} if form == "text" else {"sales.txt.gz": packed(text)}
    outcome = inbox.load(files, source(inbox, FIXED))
    assert outcome.error is None
    assert outcome.rows(ROWS) == READ


def test_a_line_that_was_cut_short_or_runs_on_is_rejected_and_never_read_as_a_smaller_amount(inbox: Inbox) -> None:
    broken = " 00003 19970101  1   11.7\r\n 00004 19970101  1   11.77 9\r\n\r\n"
    outcome = inbox.load({"sales.txt": HEAD + LINES + broken}, source(inbox, FIXED))
    assert outcome.rows(ROWS) == READ
    assert [(one.line, one.rule) for one in outcome.rejects] == [(4, "cells"), (5, "cells")]


def test_widths_without_as_many_names_are_a_mistake(inbox: Inbox) -> None:
    wrong = FIXED.replace("[6, 9, 3, 8]", "[6, 9, 11]")
    assert "as many names" in sentence(lambda: open_source(source(inbox, wrong)))


LACKING = """
name = "shop"
[files.deals]
names = ["deals"]
may_lack = ["gone", "won"]
columns = { gone = "yes/no", won = "yes/no", at = "date" }
[[tables]]
table = "work_item"
from = "deals"
when = "not coalesce(gone, false)"
[tables.columns]
work_item_id = "id"
process = "'sales'"
kind = { value = "kind", map = { "Nueva Venta" = "new_sale" }, otherwise = "kind", loose = true }
customer_id = "'unknown'"
opened_at = "at"
closed_at = "case when coalesce(won, stage = 'ganado') then at end"
status = "stage"
outcome = "case when coalesce(won, stage = 'ganado') then 'won' end"
"""


def test_a_column_that_may_lack_is_empty_and_rules_that_read_it_go_on(inbox: Inbox) -> None:
    rows = "1,ganado,NUEVA venta,2026-01-05\n2,abierto,nueva_venta,2026-01-05\n"
    outcome = inbox.load({"deals.csv": "id,stage,kind,at\n" + rows}, source(inbox, LACKING))
    assert outcome.error is None
    assert outcome.rows("select work_item_id, kind, outcome from main.work_item order by 1") == [
        ("shop:1", "new_sale", "won"),
        ("shop:2", "new_sale", None),
    ]


def test_where_it_is_there_it_counts(inbox: Inbox) -> None:
    rows = "1,ganado,renewal,2026-01-05,no,no\n2,x,renewal,2026-01-05,sí,no\n3,x,renewal,2026-01-05,sí,sí\n"
    outcome = inbox.load({"deals.csv": "id,stage,kind,at,won,gone\n" + rows}, source(inbox, LACKING))
    assert outcome.rows("select work_item_id, outcome from main.work_item order by 1") == [
        ("shop:1", None),
        ("shop:2", "won"),
    ]


# -------------------------------------------------------------------- the products' own exports


def test_the_own_export_of_hubspot_is_read_by_its_labels(inbox: Inbox) -> None:
    deals = (
        "Record ID,Deal Name,Deal Stage,Close Date,Amount,Create Date,Deal owner,Currency,Associated Company IDs\n"
        "1,Hornos,Closed Won,2026-01-20 15:00,1000,2026-01-05 14:00,Berta,,77;78\n"
        "2,Taladros,Closed Lost,2026-01-21 15:00,500,2026-01-06 14:00,Berta,,\n"
        "3,Sierras,Appointment Scheduled,2026-12-31 15:00,700,2026-01-07 14:00,Hugo,,79\n"
    )
    outcome = inbox.load({"hubspot-crm-exports-all-deals-2026-01-31.csv": deals}, "hubspot")
    assert outcome.error is None
    assert outcome.rows(
        "select work_item_id, customer_id, outcome, amount, expected_close_on::varchar from main.work_item order by 1"
    ) == [
        ("hubspot:deal-1", "hubspot:company-77", "won", Decimal(1000), None),
        ("hubspot:deal-2", "unknown", "lost", None, None),
        ("hubspot:deal-3", "hubspot:company-79", None, None, "2026-12-31"),
    ]


def test_the_own_export_of_odoo_is_read_by_its_labels(inbox: Inbox) -> None:
    leads = (
        "ID;Opportunity;Created on;Stage;Active;Expected Revenue;Salesperson;Sales Team;Customer;Closed Date;"
        "Expected Closing;Lost Reason\n"
        "a;Harina;2026-01-05 14:00:00;Won;True;1000;Rita;Norte;Molinos;2026-01-20 15:00:00;2026-01-31;\n"
        "b;Trigo;2026-01-06 14:00:00;Propuesta;False;400;Rita;Norte;Molinos;2026-01-25 15:00:00;;Precio\n"
        "c;Sal;2026-01-07 14:00:00;Propuesta;True;600;Rita;Norte;Ana;;2026-06-30;\n"
    )
    outcome = inbox.load({"Lead_Opportunity (crm.lead).csv": leads}, "odoo")
    assert outcome.error is None
    assert outcome.rows("select work_item_id, outcome, outcome_reason from main.work_item order by 1") == [
        ("odoo:a", "won", None),
        ("odoo:b", "lost", "Precio"),
        ("odoo:c", None, None),
    ]


def test_a_list_of_tickets_as_zendesk_exports_it(inbox: Inbox) -> None:
    tickets = (
        "ID,Status,Priority,Requester,Assignee,Group,Created at,Updated at,Solved at,Tags\n"
        "1,Closed,High,Ana,Inés,Soporte,2026-01-05 14:00,2026-01-09 16:00,2026-01-05 16:00,vip\n"
        "2,Open,,Luis,Inés,Soporte,2026-01-05 15:00,2026-01-05 15:40,,\n"
        "3,Closed,Normal,Luis,Inés,Soporte,2026-01-05 15:30,2026-01-05 15:41,2026-01-05 15:41,x closed_by_merge\n"
    )
    outcome = inbox.load({"tickets.csv": tickets}, "zendesk")
    assert outcome.error is None
    assert outcome.rows(
        "select work_item_id, priority, outcome, first_resolved_at is null from main.work_item order by 1"
    ) == [("zendesk:1", "high", "resolved", False), ("zendesk:2", None, None, True)]
