"""What the page hands out and asks; the whole way from files to a board is walked in tests/browser/test_files.py."""

from __future__ import annotations

import io
import zipfile

from crm_metrics.warehouse.tables import tables
from crm_metrics.words import Words
from pages.parts import receive

CHOICES = {"leave_out": "dejarlas fuera", "keep": "contarlas"}


def test_the_templates_are_one_csv_for_each_table_that_a_company_fills_in() -> None:
    with zipfile.ZipFile(io.BytesIO(receive._templates())) as packed:
        names = packed.namelist()
        assert packed.read("survey.csv").startswith(b"survey_id")
    assert {name.removesuffix(".csv") for name in names} <= set(tables())
    assert {"customer.csv", "work_item.csv", "order_line.csv", "receivable.csv"} <= set(names)


def test_a_question_says_what_it_changes_and_what_is_taken_while_nobody_answers() -> None:
    one = {"text": "¿Se dejan fuera?", "consequence": "Cuentan como ventas.", "default": "leave_out"}
    said = receive._asks(one, CHOICES, Words("es"))
    assert said == "**¿Se dejan fuera?**  \nCuentan como ventas. Si nadie responde\\: dejarlas fuera."


def test_where_the_default_makes_no_number_none_is_named() -> None:
    one = {"text": "¿De la empresa?", "consequence": "Solo así hay NPS.", "default": "unknown"}
    assert receive._asks(one, CHOICES, Words("es")) == "**¿De la empresa?**  \nSolo así hay NPS."


def test_the_text_of_a_file_runs_no_markdown() -> None:
    one = {"text": "[x](http://x.example) *y*", "consequence": "z", "default": ""}
    assert "](http" not in receive._asks(one, CHOICES, Words("es"))
