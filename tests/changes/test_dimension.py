"""A dimension of the customer: the depot that serves it, with its past, in every shape that names a customer."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from tests.changes.workbench import Copy, copied

NAME = "a dimension of the customer"
BAR = 5

SPANISH = "crm_metrics/locales/es/LC_MESSAGES/pulso.po"
FILES = {
    "company": """
        name,time_zone,currency
        Depósitos,America/Bogota,COP
        """,
    "customer": """
        customer_id,name,depot
        a,Ana,Centro
        b,Berta,Sur
        """,
    "status_event": """
        entity,entity_id,attribute,changed_at,old_value,new_value
        customer,a,depot,2026-02-10 09:00:00,Norte,Centro
        """,
    "survey": """
        survey_id,instrument,relationship,customer_id,sent_at,responded_at,score,scale_min,scale_max
        1,nps,true,a,2026-01-15 10:00:00,2026-01-15 12:00:00,10,0,10
        2,nps,true,a,2026-03-05 10:00:00,2026-03-05 12:00:00,0,0,10
        3,nps,true,b,2026-03-05 10:00:00,2026-03-05 12:00:00,9,0,10
        """,
    "order_line": """
        order_id,line_no,customer_id,product_id,ordered_at,quantity,amount,is_return
        1,1,a,p,2026-01-15 11:00:00,1,100,false
        2,1,b,p,2026-03-20 11:00:00,1,100,false
        """,
}


def make(copy: Copy) -> None:
    """Give the customer a column `depot`, followed through `status_event`, and a name for it."""
    copy.replace(
        "crm_metrics/warehouse/schema.sql",
        "  region           varchar,\n",
        "  region           varchar,\n  depot            varchar,                   -- the depot that serves it\n",
    )
    template = "data/templates/customer.csv"
    head, *rows = copy.read(template).splitlines()
    copy.write(template, "\n".join([f"{head},depot", *(f"{row},Centro" for row in rows)]) + "\n")
    copy.replace(
        "crm_metrics/warehouse/attributes.py",
        '    Attribute("region"),\n',
        '    Attribute("depot", followed=True),\n    Attribute("region"),\n',
    )
    copy.replace(
        "crm_metrics/names.py",
        '    "region": mark("Region"),\n',
        '    "region": mark("Region"),\n    "depot": mark("Depot"),\n',
    )
    copy.append(SPANISH, '\nmsgid "Depot"\nmsgstr "Depósito"\n')


def answers(copy: Copy, warehouse: Path, metric: str) -> dict[tuple[str, str], float]:
    """The values of a metric of 2026, by the first day of the month and by depot."""
    told = copy.command(
        "query", metric, "--every", "month", "--by", "depot", "--since", "2026-01-01", "--until", "2026-03-31",
        "--format", "csv", "--warehouse", str(warehouse),
    )  # fmt: skip
    return {(row["period"], row["depot"]): float(row["value"]) for row in csv.DictReader(io.StringIO(told))}


def test_a_dimension_of_the_customer_is_made_in_five_files_and_has_its_past(tmp_path: Path) -> None:
    copy = copied(tmp_path / "project")
    make(copy)
    inbox, warehouse = tmp_path / "inbox", tmp_path / "warehouse"
    inbox.mkdir()
    for table, text in FILES.items():
        lines = [line.strip() for line in text.strip().splitlines()]
        (inbox / f"{table}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    copy.command("import", str(inbox), "--warehouse", str(warehouse))

    # Ana answered 10 while Norte served her and 0 when Centro did; Berta, of Sur, answered 9.
    assert answers(copy, warehouse, "nps") == {
        ("2026-01-01", "Norte"): 100,
        ("2026-03-01", "Centro"): -100,
        ("2026-03-01", "Sur"): 100,
    }
    # Ana has bought since January and counts where she is at a month's close; Berta since March.
    assert answers(copy, warehouse, "active_customers") == {
        ("2026-01-01", "Norte"): 1,
        ("2026-02-01", "Centro"): 1,
        ("2026-03-01", "Centro"): 1,
        ("2026-03-01", "Sur"): 1,
    }
    assert copy.run("from crm_metrics.words import Words; print(Words('es').name('depot'))").strip() == "Depósito"
    assert len(copy.touched) <= BAR
