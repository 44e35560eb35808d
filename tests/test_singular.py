"""What was counted and is one is said as one, in both languages; each such sentence of several has one of one."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from crm_metrics.metrics.rows.omitted import LACKING, OUT, Omitted
from crm_metrics.singular import ONE
from crm_metrics.translations import translations
from crm_metrics.warehouse.notes import note
from crm_metrics.words import Words

EN, ES = Words("en"), Words("es-CO")
TEXTS = translations("es").texts
THINGS = "rows|answers|ids|lines|cells|columns|documents|files|values|formulas|amounts"
SEVERAL = re.compile(rf"\{{(count|rows)\}} (?:[a-zA-Z]+ ){{0,2}}?({THINGS})\b")
# Counted, and never one of them: more rows than may be in the wrong order, columns, lags …
NEVER_ONE = {
    "{count} rows of {table}: {later} is before {earlier}; their durations are unknown. So many may come from a wrong"
    " format of dates: look at some of them.",
    "{file} has {count} columns; at most {cap} are read.",
    "{file}: {count} columns are not known and were left aside: {columns} …",
    "The first {shown} of {count} rows; --format csv gives all of them.",
}


def several() -> Iterator[str]:
    """The sentences of which a number counts what they are about, and which have one form alone."""
    for text in TEXTS:
        if SEVERAL.search(text) and text not in translations("es").counted and "{count} of {total} values" not in text:
            yield text


def test_each_sentence_of_several_that_a_note_says_has_one_of_one() -> None:
    assert set(ONE) <= set(TEXTS)
    assert set(several()) - set(ONE) == {*NEVER_ONE, LACKING, OUT}  # the last two are chosen where they are said


@pytest.mark.parametrize("words", [EN, ES], ids=["en", "es"])
def test_one_blank_line_is_one(words: Words) -> None:
    told = {n: words.error(note("{file}: {count} blank lines were skipped.", file="a.csv", count=n)) for n in (0, 1, 2)}
    assert (
        told
        == {
            EN: {
                0: "a.csv: 0 blank lines were skipped.",
                1: "a.csv: 1 blank line was skipped.",
                2: "a.csv: 2 blank lines were skipped.",
            },
            ES: {
                0: "a.csv: se omitieron 0 líneas en blanco.",
                1: "a.csv: se omitió 1 línea en blanco.",
                2: "a.csv: se omitieron 2 líneas en blanco.",
            },
        }[words]
    )


def test_a_note_names_its_table_in_the_readers_words_and_begins_with_a_capital() -> None:
    told = note("{table}: {count} rows are older than what is known, and set nothing back.", table="survey", count=1)
    assert ES.error(told) == "Encuestas: 1 fila es más antigua que lo ya conocido y no lo reemplaza."
    assert told.parts["table"] == "survey"


def test_what_rows_do_not_tell_is_named_to_every_reader() -> None:
    reason = Omitted(rows=1, table="order_line", lacks="returned_order_id").reason
    assert "returned_order_id" in str(reason)
    assert ES.error(reason) == "1 fila de líneas de pedido no dice su pedido devuelto: podría mover este número"
    assert "order that was returned" in EN.error(reason)
