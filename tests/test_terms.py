"""A company's country, or its own file, says which word a thing has; every sentence then says it, in agreement."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crm_metrics import terms
from crm_metrics.languages import settled
from crm_metrics.metrics import CATALOGUE
from crm_metrics.names import NAMES
from crm_metrics.processes import PROCESSES
from crm_metrics.translations import translations
from crm_metrics.words import Words

THINGS = terms.things("es")
COUNTRIES = sorted({country for words in THINGS.values() for word in words.values() for country in word.countries})
TEXTS = {**translations("es").texts}
TEXTS.update({f"{one} {n}": form for one, forms in translations("es").counted.items() for n, form in enumerate(forms)})

# The words of these things are of one gender and number, by the dictionary of the Academy (DLE): what stands around
# them agrees with each. ANS and SLA are both "el", capacitación and formación both "la", nota and factura both "la".
SAME = {
    "service_promise", "telemarketing", "agent", "loyalty", "overdue", "credit_note", "ticket", "amount", "cost",
    "training", "board",
}  # fmt: skip
# What may not stand right before a form of any other thing, because it would have to agree with it.
AGREES = re.compile(
    r"\b(el|la|los|las|un|una|unos|unas|del|al|este|esta|estos|estas|ese|esa|todo|toda|todos|todas|otro|otra|ninguna?)$",
    re.IGNORECASE,
)
# And what may not stand right after: an adjective or participle.
AFTER = re.compile(r"^\w+(ado|ada|ados|adas|ido|ida|idos|idas|ivo|iva|oso|osa|ario|aria)\b", re.IGNORECASE)


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a company's files, empty."""
    monkeypatch.setenv("CRM_COMPANY", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("es-CO", ["Recaudo", "Telemercadeo", "Asesor", "Cumplimiento de ANS", "Costo de cobrar"]),
        ("es-MX", ["Cobro", "Telemarketing", "Agente", "Cumplimiento de SLA", "Costo de cobrar"]),
        ("es-ES", ["Cobro", "Telemarketing", "Agente", "Cumplimiento de SLA", "Coste de cobrar"]),
        ("es", ["Recaudo", "Telemercadeo", "Asesor", "Cumplimiento de ANS", "Costo de cobrar"]),
        ("en-MX", ["Cash collected", "Telemarketing", "Agent", "SLA attainment", "Cost to collect"]),
    ],
)
def test_the_country_of_the_company_says_its_words(company: Path, locale: str, said: list[str]) -> None:
    words = Words(locale)
    asked = ("Cash collected", "Telemarketing", "Agent", "SLA attainment", "Cost to collect")
    assert [words(text) for text in asked] == said


def test_a_word_of_another_gender_brings_its_article(company: Path) -> None:
    (company / "terms.toml").write_text('money_collected = "cobranza"\n', encoding="utf-8")
    texts = [terms.put(text, terms.swaps("es", "CO")) for text in ("el recaudo sí", "Del recaudo.", "Recaudo")]
    assert texts == ["la cobranza sí", "De la cobranza.", "Cobranza"]


def test_gaps_and_parts_of_longer_words_are_left_alone() -> None:
    told = terms.put("{costo} costoso {ANS} asesor-día ANSI «asesores»", terms.swaps("es", "ES"))
    assert told == "{costo} costoso {ANS} agente-día ANSI «agentes»"


def test_the_companys_own_choice_goes_before_its_country_and_is_read_anew(company: Path) -> None:
    (company / "terms.toml").write_text('service_promise = "ANS"\nagent = "asesor"\n', encoding="utf-8")
    assert [Words("es-MX")(text) for text in ("SLA attainment", "Agent", "Telemarketing")] == [
        "Cumplimiento de ANS", "Asesor", "Telemarketing",
    ]  # fmt: skip
    (company / "terms.toml").unlink()
    assert Words("es-MX")("SLA attainment") == "Cumplimiento de SLA"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('agnt = "agente"', "no key 'agnt'. Did you mean 'agent'?"),
        ('agent = "agnte"', "agent: 'agnte' is not known. Did you mean 'agente'?"),
        ("agent = 3", "agent: 3 can't be read here"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_and_the_countrys_words_hold(company: Path, text: str, told: str) -> None:
    (company / "terms.toml").write_text(text, encoding="utf-8")
    found = terms.problem()
    assert found is not None
    assert told in str(found.error)
    assert Words("es-MX")("Agent") == "Agente"


def test_the_template_is_a_file_that_works(company: Path) -> None:
    template = Path(__file__).parent.parent / "data" / "templates" / "terms.toml"
    (company / "terms.toml").write_text(template.read_text(encoding="utf-8"), encoding="utf-8")
    assert terms.problem() is None
    assert (Words("es-CO")("Agent"), Words("es-CO")("SLA attainment")) == ("Agente", "Cumplimiento de SLA")


def test_a_language_asked_without_a_country_is_that_of_the_company() -> None:
    assert [settled(*pair) for pair in (("es", "es-MX"), ("es_CL", "es-MX"), ("en", "es-MX"), ("es", ""))] == [
        "es-MX", "es-CL", "en", "es",
    ]  # fmt: skip


def test_every_word_has_as_many_forms_as_the_first_and_one_company_has_one_word() -> None:
    for thing, words in THINGS.items():
        own, *_ = words.values()
        assert not own.countries, thing
        assert {len(word.forms) for word in words.values()} == {len(own.forms)}, thing
        for country in COUNTRIES:
            assert sum(country in word.countries for word in words.values()) <= 1, (thing, country)


@pytest.mark.parametrize("thing", sorted(THINGS))
def test_every_word_of_the_catalogue_stands_in_it(thing: str) -> None:
    own, *_ = THINGS[thing].values()
    assert any(said(form, text) for form in own.forms for text in TEXTS.values())


@pytest.mark.parametrize("thing", sorted(set(THINGS) - SAME))
def test_no_sentence_around_a_word_of_another_gender_or_number_disagrees(thing: str) -> None:
    own, *_ = THINGS[thing].values()
    wrong = []
    whole = re.compile(
        "|".join(rf"(?<!\w){re.escape(form)}(?!\w)" for form in sorted(own.forms, key=len, reverse=True)), re.I
    )
    for text in TEXTS.values():
        for found in whole.finditer(text):
            if thing == "days_of_sales" and text[: found.start()].endswith("los "):
                continue  # "los días de …" in all words of it
            if AGREES.search(text[: found.start()].rstrip()) or AFTER.match(text[found.end() :].lstrip()):
                wrong.append(text)
    assert not wrong


@pytest.mark.parametrize("country", COUNTRIES)
def test_no_word_of_a_company_is_said_of_two_things(country: str) -> None:
    words = Words(f"es-{country}")
    labels = [words(metric.label).casefold() for metric in CATALOGUE.values()]
    assert len(set(labels)) == len(labels)
    processes = {words.name(process).casefold() for process in PROCESSES}
    assert set(labels) & processes <= {"retención"}  # the rate bears the name of its process in the catalogue too
    names = {words.name(name) for name in NAMES}
    assert len(names) == len({Words("es").name(name) for name in NAMES})


@pytest.mark.parametrize("thing", sorted(THINGS))
def test_the_catalogue_says_none_of_the_words_of_other_countries(thing: str) -> None:
    _, *others = THINGS[thing].values()
    also = {form for words in THINGS.values() for form in next(iter(words.values())).forms} | ALSO
    for form in {form for word in others for form in word.forms} - also:
        assert not [text for text in TEXTS.values() if said(form, text)], form


# Said in the catalogue too, and of something else: "lo cobrado", "importe" as the order to import, a person's lealtad.
ALSO = {"importe", "cobrado", "cobro", "lealtad"}


def said(form: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(form)}(?!\w)", re.sub(r"\{[^}]*\}", "", text), re.IGNORECASE) is not None
