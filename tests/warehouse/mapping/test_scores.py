"""Answers on a scale, as the labels of forms hold them."""

from __future__ import annotations

import duckdb
import pytest

from crm_metrics.warehouse.mapping import scores


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("10", 10),
        ("4.5", 4.5),
        ("Extremely likely - 10", 10),
        ("Not at all likely - 0", 0),
        ("0 - Nada probable", 0),
        ("5 (Muy satisfecho)", 5),
        ("A5", None),  # the code of an answer
        ("4 de 5", None),  # which of the two
        ("8/10", None),
        ("-1", None),  # what some write for nobody knows
        ("90 %", None),
        ("No sabe", None),
        ("⭐⭐⭐⭐⭐", None),
    ],
)
def test_a_label_is_the_one_number_that_it_holds(text: str, value: float | None) -> None:
    with duckdb.connect() as connection:
        ((read,),) = connection.execute(f"select {scores.sql('x')} from (select ? as x)", [text]).fetchall()
    assert read == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("⭐⭐⭐⭐⭐", 5),
        ("★★★☆☆", 3),
        ("4 estrellas", 4),
        ("Muy satisfecho", 5),
        ("SATISFECHA", 4),
        ("Ni satisfecho ni insatisfecho", 3),
        ("Insatisfecho", 2),
        ("Muy insatisfecha", 1),
        ("Extremely dissatisfied", 1),
        ("Somewhat satisfied", 4),
        ("Muito satisfeito", 5),
        ("Nem satisfeito nem insatisfeito", 3),
        ("Bueno", None),  # of four degrees, or of five
        ("😀", None),
    ],
)
def test_stars_and_degrees_of_satisfaction_are_numbers_from_1_to_5(text: str, value: float | None) -> None:
    with duckdb.connect() as connection:
        ((read,),) = connection.execute(f"select {scores.label_sql('x')} from (select ? as x)", [text]).fetchall()
    assert read == value


@pytest.mark.parametrize(
    ("question", "scale"),
    [
        ("Del 1 al 7, ¿qué tan satisfecho está?", (1, 7)),
        ("¿Qué tan satisfecho está? (1-5)", (1, 5)),
        ("En una escala de 0 a 10, ¿qué tan fácil fue?", (0, 10)),
        ("On a scale from 1 to 10, how satisfied are you?", (1, 10)),
        ("Califique la atención, donde 1 es muy mala y 7 excelente", (1, 7)),
        ("Satisfação (1 = péssimo, 5 = ótimo)", (1, 5)),
        ("De 1 à 5, quão satisfeito você está?", (1, 5)),
        ("¿Qué tan satisfecho está?", None),
        ("CSAT", None),
        ("De sus compras de hace 1 a 3 meses, ¿qué tan satisfecho está?", None),
        ("Pregunta 1: ¿recibió los 5 productos?", None),
        ("Del 1 al 5 la atención, y del 1 al 7 el producto", None),
    ],
)
def test_a_question_names_its_scale(question: str, scale: tuple[int, int] | None) -> None:
    assert scores.scale_of(question) == scale
