"""A reader of Spanish meets no id and no sentence of the code on any page: names and sentences have their Spanish."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from crm_metrics.boards.telling.defining import FOR_TECHNICIANS
from crm_metrics.translations import translations
from crm_metrics.words import Words
from tests.pages.reading import Reader, read, whole
from tests.pages.test_pages import BOARDS

ES = Words("es-CO")
ID = re.compile(r"(?<![\w./:@=?&-])[a-z][a-z0-9]*(?:_[a-z0-9]+)+(?![\w@])(?!\.)")
PARTS = re.compile(r"\s*(?: · | – |[:;,.()«»]|→|\n)\s*")
SAID = translations("es")
SPANISH = {*SAID.texts.values(), *(form for forms in SAID.counted.values() for form in forms)}
ENGLISH = {one for one, said in SAID.texts.items() if said != one and one not in SPANISH and len(one) > 2}

ASKED = {
    "customer": {"customer": "crm:C000001"},
    "number": {"metric": "backlog", "every": "day", "until": "2026-11-20"},
    "explore": {"metric": "csat", "rows": "touchpoint", "columns": "tier"},
}
# What may stand there as it is, and why.
ALLOWED = {
    "surveys": "the name that the demo company gave to a source",
    "AHT": "the glossary says what a term is called elsewhere",
    "SLA": "the glossary says what a term is called elsewhere",
    "Net Promoter Score": "the glossary says what a term is called elsewhere",
}


def findings(texts: list[str]) -> set[str]:
    """The ids and the sentences of the code among what a page shows."""
    ids = {one for text in texts for one in ID.findall(text)}
    english = {part for text in texts for part in (text, *PARTS.split(text)) if part in ENGLISH}
    return (ids | english) - set(ALLOWED)


@pytest.mark.parametrize("page", [*BOARDS, "data", "number"])
def test_no_page_shows_an_id_or_a_sentence_of_the_code_to_a_spanish_reader(app: AppTest, page: str) -> None:
    app.query_params["lang"] = "es"
    for name, value in ASKED.get(page, {}).items():
        app.query_params[name] = value
    texts = read(whole(app.switch_page(f"pages/{page}.py").run()), ES(FOR_TECHNICIANS))
    assert len(texts) > 20
    assert findings(texts) == set()


def test_the_search_finds_ids_and_sentences_of_the_code_and_passes_files_and_addresses_by() -> None:
    assert findings(["filas de order_line", "Fuente: cases · n = 3", "No data yet"]) == {
        "order_line",
        "cases",
        "No data yet",
    }
    assert findings(["requiere survey.csv", "crm:C000001", "number?every_day", "Casos abiertos"]) == set()
    folded = "<details><summary>Técnicos</summary><p>c_d</p></details>"
    page = f'<p title="in a tip">Uno<code>a_b</code></p>{folded}<b>Dos</b>'
    assert Reader(page, "Técnicos").texts == ["in a tip", "Uno", "Dos"]


def test_what_is_allowed_is_still_there(app: AppTest) -> None:
    app.query_params["lang"] = "es"
    told = [
        *read(whole(app.switch_page("pages/glossary.py").run())),
        *read(whole(app.switch_page("pages/data.py").run())),
    ]
    assert set(ALLOWED) <= {part for text in told for part in (text, *PARTS.split(text))}
