"""Answers are read from a TOML, for all files or those of a pattern, and from an earlier mapping."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_metrics.errors import DefinitionError, QuestionError
from crm_metrics.warehouse.suggesting.questions import QUESTIONS, Interview, OwnersAnswers, chosen, read_answers

CANCELLED = QUESTIONS["cancelled_rows"]


def answers(text: str, tmp_path: Path) -> OwnersAnswers:
    path = tmp_path / "answers.toml"
    path.write_text(text, encoding="utf-8")
    return read_answers(path)


def test_an_answer_holds_for_all_files_or_for_those_of_a_pattern(tmp_path: Path) -> None:
    found = answers('cancelled_rows = "leave_out"\n["ventas *"]\ncancelled_rows = false\n', tmp_path)
    assert found.of(CANCELLED, "Ventas 2026.xlsx") == "keep"
    assert found.of(CANCELLED, "facturas.csv") == "leave_out"
    assert found.of(QUESTIONS["survey_about"], "facturas.csv") is None


def test_an_earlier_mapping_keeps_its_answers(tmp_path: Path) -> None:
    text = 'name = "x"\n[files.a]\nnames = ["facturas *"]\n[files.a.answers]\ncancelled_rows = "keep"\n'
    found = answers(text, tmp_path)
    assert found.of(CANCELLED, "facturas 2027.csv") == "keep"
    assert found.of(CANCELLED, "otras.csv") is None


def test_what_is_no_question_and_what_is_no_toml_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match="cancelled_rows"):
        answers('canceled_rows = "keep"\n', tmp_path)
    with pytest.raises(DefinitionError, match="not TOML"):
        answers("cancelled_rows = keep\n", tmp_path)


def test_an_answer_may_be_said_in_words_of_the_owner() -> None:
    assert [chosen(CANCELLED, word) for word in ("yes", "sí", "No", "leave_out")] == [
        "leave_out", "leave_out", "keep", "leave_out",
    ]  # fmt: skip
    with pytest.raises(QuestionError, match="leave_out"):
        chosen(CANCELLED, "perhaps")


def test_every_default_is_an_answer_that_may_be_given() -> None:
    for question in QUESTIONS.values():
        assert chosen(question, question.default) == question.default


def test_what_is_answered_marks_no_number_and_what_is_open_does() -> None:
    interview = Interview(OwnersAnswers({"cancelled_rows": "keep"}))
    interview.choice("cancelled_rows", ["a.csv"], count=1, values="Cancelada")
    interview.choice("date_order", ["a.csv"], column="Fecha", value="01/02/2026")
    interview.choice("payments_after_end", ["a.csv"], count=1, day="2026-01-31")
    late = "that payments dated after the end of the list are still to come"
    assert interview.assumed("order_line", ["cancelled_rows"]) == ""
    assert interview.assumed("order_line", ["cancelled_rows", "date_order"]) == "in which order its days are written"
    assert interview.assumed("order_line", ["payments_after_end"]) == ""
    assert interview.assumed("receivable", ["payments_after_end"]) == late
    assert [(one.question.id, one.is_open) for one in interview.questions()] == [
        ("date_order", True), ("cancelled_rows", False), ("payments_after_end", True),
    ]  # fmt: skip


def test_what_is_said_now_comes_before_what_a_mapping_keeps(tmp_path: Path) -> None:
    kept = answers('["ventas *"]\ncancelled_rows = "keep"\nsurvey_about = "contact"\n', tmp_path)
    both = kept.under(answers('cancelled_rows = "leave_out"\n', tmp_path))
    assert both.of(CANCELLED, "ventas julio.csv") == "leave_out"
    assert both.of(QUESTIONS["survey_about"], "ventas julio.csv") == "contact"


def test_what_columns_mean_is_said_by_the_pattern_of_their_files_and_kept_in_a_mapping(tmp_path: Path) -> None:
    found = answers('[meanings."ventas *"]\n"Valor A" = "net"\nNota = ""\n', tmp_path)
    assert found.meanings_of("Ventas julio.xlsx") == {"Valor A": "net", "Nota": ""}
    assert found.meanings_of("facturas.csv") == {}
    text = 'name = "x"\n[files.a]\nnames = ["facturas *"]\n[files.a.meanings]\nImporte = "total"\n'
    assert answers(text, tmp_path).meanings_of("facturas 2026.csv") == {"Importe": "total"}
    with pytest.raises(QuestionError, match="no meaning of a column"):
        answers('[meanings."ventas *"]\nImporte = "neto"\n', tmp_path)
