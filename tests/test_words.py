"""The reader's language: every sentence of the code has its Spanish, and numbers and dates are written as people do."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from string import Formatter

import pytest

from crm_metrics.errors import CrmError, DataError, QuestionError, unknown
from crm_metrics.languages import LANGUAGES
from crm_metrics.names import TABLES, TableId
from crm_metrics.translations import translations
from crm_metrics.words import ENDINGS, MINUS, NBSP, Said, Words, own_name, weekday_names

ROOT = Path(__file__).parents[1]
SOURCES = [*(ROOT / "crm_metrics").rglob("*.py"), *(ROOT / "pages").rglob("*.py"), ROOT / "dashboard.py"]

# Which argument of a call is a sentence: by the name of what is called.
SPOKEN = {
    "words": (0,), "mark": (0,), "_": (0,), "tell": (0,), "print": (0,), "say": (0,), "note": (0,), "warning": (0,),
    "unknown": (1,), "CrmError": (0,), "DefinitionError": (0,), "QuestionError": (0,),
    "DataError": (0,), "Refused": (0,), "Reason": (0,), "because": (0,), "Note": (0,), "Sentence": (0,),
}  # fmt: skip

COUNTING = ("many", "tell_many")  # a number, then the sentence of one and that of several

co, mx, en = Words("es-CO"), Words("es-MX"), Words("en")


def spoken(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, sentence) of every literal that a reader may see."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        places = [node.args[place] for place in SPOKEN.get(name, ()) if place < len(node.args)]
        if name == "Metric":
            places = [word.value for word in node.keywords if word.arg in ("label", "means", "trap", "owner")]
        if name == "print" and isinstance(node.func, ast.Name):
            continue  # Python's own
        for place in places:
            for literal in literals(place):
                if any(letter.isalpha() for letter in Formatter().vformat(literal, (), Anything())):
                    yield node.lineno, literal


def counted(tree: ast.AST) -> Iterator[tuple[int, str, str]]:
    """(line, singular, plural) of every pair of sentences of which a number chooses one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in COUNTING:
            for singular in literals(node.args[1]):
                yield from ((node.lineno, singular, plural) for plural in literals(node.args[2]))


def literals(node: ast.expr) -> Iterator[str]:
    """The texts that an argument can be: itself, or either side of a condition."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


class Anything(dict[str, str]):
    def __missing__(self, _: str) -> str:
        return ""


def gaps(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def untranslated(sentence: str) -> str | None:
    """Why a sentence can't be said in Spanish, or None."""
    said = translations("es").texts.get(sentence)
    if not said:
        return "has no Spanish"
    return None if gaps(said) == gaps(sentence) else f"has other gaps in Spanish: {gaps(said) ^ gaps(sentence)}"


def uncounted(singular: str, plural: str) -> str | None:
    """Why a pair of sentences can't be said in Spanish, or None."""
    forms = translations("es").counted.get(singular, ())
    if len(forms) != 2 or not all(forms):
        return "has no msgid_plural with two forms in Spanish"
    return None if list(map(gaps, forms)) == [gaps(singular), gaps(plural)] else "has other gaps in Spanish"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_sentence_of_the_code_has_its_spanish_with_the_same_gaps(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    wrong = [f"line {line}: {text!r} {why}" for line, text in spoken(tree) if (why := untranslated(text))]
    wrong += [f"line {line}: {one!r} {why}" for line, one, more in counted(tree) if (why := uncounted(one, more))]
    assert not wrong, "\n".join(wrong)


def test_every_reason_of_a_rejected_row_has_its_spanish() -> None:
    from crm_metrics.warehouse.loading.rejects import SENTENCES

    assert not [f"{text!r} {why}" for text in SENTENCES.values() if (why := untranslated(text))]


def test_every_note_of_a_source_has_its_spanish() -> None:
    from crm_metrics.warehouse.mapping.language import open_source, source_names

    notes = [note for name in source_names() for note in open_source(name).notes]
    assert notes
    assert not [f"{text!r} {why}" for text in notes if (why := untranslated(text))]


def test_every_reason_of_a_source_for_leaving_rows_out_has_its_spanish() -> None:
    from crm_metrics.warehouse.mapping.language import open_source, source_names

    sources = [open_source(name) for name in source_names()]
    reasons = [rule.why for source in sources for rule in (*source.rows.values(), *source.tables) if rule.why]
    assert "they are deleted" in reasons
    assert not [f"{text!r} {why}" for text in reasons if (why := untranslated(text))]


def test_every_reason_in_the_head_of_a_shape_has_its_spanish() -> None:
    from crm_metrics.warehouse.shape import shapes

    texts = [text for shape in shapes().values() for text in shape.nothing.values()]
    assert "nothing to divide by: no answers" in texts
    assert not [f"{text!r} {why}" for text in texts if (why := untranslated(text))]


def test_every_metric_and_its_meaning_has_its_spanish() -> None:
    from crm_metrics.metrics import CATALOGUE

    texts = [text for metric in CATALOGUE.values() for text in (metric.label, metric.means)]
    assert not [f"{text!r} {why}" for text in texts if (why := untranslated(text))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_metrics_have_one_name(language: str) -> None:
    from crm_metrics.metrics import CATALOGUE

    said, named = Words(language), dict[str, str]()
    for metric in CATALOGUE.values():
        other = named.setdefault(said(metric.label).casefold(), metric.name)
        assert other == metric.name, f"{other} and {metric.name} are both called {said(metric.label)!r}"


def test_the_search_for_sentences_finds_them() -> None:
    code = 'words("Two {n}", n=1); raise DataError("No {file}." if a else "None.", file=1); mark("M"); words("{n}")'
    assert [text for _, text in spoken(ast.parse(code))] == ["Two {n}", "No {file}.", "None.", "M"]


def test_the_search_for_counted_sentences_finds_both_sides() -> None:
    code = 'words.many(n, "One" if a else "1", "{n}"); run.tell_many(2, "row", "rows", file=1)'
    assert list(counted(ast.parse(code))) == [(1, "One", "{n}"), (1, "1", "{n}"), (1, "row", "rows")]


def test_a_sentence_without_spanish_or_with_other_gaps_is_found() -> None:
    assert untranslated("No such sentence {n}") == "has no Spanish"
    assert untranslated(ENDINGS[0]) is None
    assert uncounted("One metric", "{n} metrics") is None
    assert uncounted("One metric", "{k} metrics") == "has other gaps in Spanish"
    assert uncounted("No such thing", "{n} such things") == "has no msgid_plural with two forms in Spanish"


# Sentences -----------------------------------------------------------------------------------------------------------


def test_an_error_is_said_in_the_readers_language_with_its_parts() -> None:
    either = CrmError("{first} or {last}", first="es, en", last="fr")
    error = QuestionError("CRM_LANGUAGE is '{value}'; it must be {known}.", value="xx", known=either)
    assert en.error(error) == "CRM_LANGUAGE is 'xx'; it must be es, en or fr."
    assert co.error(error) == "CRM_LANGUAGE es «xx»; debe ser es, en o fr."


def test_an_error_about_an_unknown_word_keeps_its_suggestion_in_spanish() -> None:
    error = unknown(QuestionError, "No cadence '{word}'.", "mont", ["day", "month"])
    assert co.error(error).endswith("¿Quiso decir «month»? Se conocen: day, month.")


def test_an_error_that_is_a_part_of_a_sentence_is_said_in_the_same_language() -> None:
    inner = DataError("No such sentence {n}", n=1234)
    assert co("{inner}!", inner=inner) == "No such sentence 1.234!"


def test_a_reason_names_a_table_by_what_its_rows_are_and_never_by_its_id_in_spanish() -> None:
    from crm_metrics.metrics.readings import because

    reason = because("{table} is loaded through {day}", table=TableId("loyalty_entry"), day=date(2026, 11, 3))
    assert co.error(reason) == "los datos de movimientos de puntos llegan hasta el 3 nov 2026"
    assert str(reason) == "loyalty_entry is loaded through 2026-11-03"
    assert not [name for name in TABLES if co.error(because("{table}", table=TableId(name))) == name]


def test_the_parts_of_a_sentence_are_written_as_the_reader_writes_them() -> None:
    told = co("{n} {share} {day} {names}", n=12345, share=0.5, day=date(2026, 11, 21), names=["a", "b"])
    assert told == "12.345 0,5 21 nov 2026 a, b"


def test_an_unknown_id_stays_as_it_is_and_no_id_says_so() -> None:
    assert (co.name("service"), co.name("team-7"), co.name(None)) == ("Servicio", "team-7", "sin dato")
    assert en.name("service") == "Service"


def test_one_and_many_are_two_sentences() -> None:
    assert en.many(1, "one case", "{n} cases") == "one case"
    assert en.many(1200, "one case", "{n} cases") == "1,200 cases"
    assert [en.many(n, "one case", "{n} cases") for n in (0, -1)] == ["0 cases", "one case"]
    assert [co.many(n, "One metric", "{n} metrics") for n in (0, 1, 2)] == [
        "0 indicadores",
        "Un indicador",
        "2 indicadores",
    ]


def test_a_list_ends_with_its_conjunction() -> None:
    assert [co.listed(["a", "b", "c"]), en.listed(["a", "b"]), co.listed(["a"]), co.listed([])] == [
        "a, b y c",
        "a and b",
        "a",
        "",
    ]


def test_a_language_that_pulso_does_not_speak_becomes_spanish() -> None:
    assert [Words(name).language for name in ("la-VA", "es_MX", "en-GB", "xx", "")] == ["es", "es", "en", "es", "es"]


def test_a_language_is_called_what_it_calls_itself() -> None:
    assert [own_name(language) for language in ("es", "en", "fr", "pl")] == ["Español", "English", "Français", "Polski"]


def test_a_weekday_is_known_by_its_name_in_every_language_with_or_without_its_accent() -> None:
    names = weekday_names()
    assert [names[name] for name in ("monday", "sunday", "lunes", "miércoles", "miercoles", "domingo")] == [
        1, 7, 1, 3, 3, 7,
    ]  # fmt: skip


# Numbers -------------------------------------------------------------------------------------------------------------


def test_a_number_is_written_as_in_the_readers_country() -> None:
    assert [words.number(1234.5) for words in (co, mx, en)] == ["1.234,5", "1,234.5", "1,234.5"]


def test_a_minus_is_a_minus_and_a_plus_is_said_when_asked() -> None:
    assert co.number(-3, sign=True) == MINUS + "3"
    assert [co.number(3, sign=True), co.number(0, sign=True), co.number(-0.04, 1, sign=True)] == ["+3", "±0", "±0"]
    assert co.number(-0.04, 1) == "0,0"


def test_spanish_has_a_narrow_gap_before_the_percent_sign_and_after_the_currency() -> None:
    assert co.percent(0.824) == f"82,4{NBSP}%"
    assert en.percent(0.824) == "82.4%"
    assert co.money(1500, "COP") == f"${NBSP}1.500"
    assert en.money(1500, "USD") == "$1,500"
    assert en.money(1500, "COP") == "$1,500"
    assert Words("es-ES").money(1500, "EUR") == f"1.500{NBSP}€"
    assert mx.percent(0.824) == f"82.4{NBSP}%"


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (61_400, "$ 61,4 mil"),
        (412_000, "$ 412 mil"),
        (4_812_000_000, "$ 4.812 M"),
        (48_200_000_000, "$ 48,2 mil M"),
        (3_000_000_000_000, "$ 3.000 mil M"),
        (999_999, "$ 1,00 M"),
        (9_999, "$ 9.999"),
        (3.126, "$ 3,13"),
        (-48_000_000, "−$ 48,0 M"),
    ],
)
def test_large_money_is_shortened_and_never_says_billion(amount: float, said: str) -> None:
    assert co.money(amount, "COP").replace(NBSP, " ") == said


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (0.784, "percent", "78,4 %"),
        (0.0123, "permille", "12,3 ‰"),
        (-0.066, "pp", "−6,6 pp"),
        (412, "seconds", "6:52 min"),
        (45, "seconds", "45 s"),
        (59.7, "seconds", "1:00 min"),
        (7_300, "seconds", "2:01 h"),
        (2.25, "hours", "2,2 h"),
        (3.0, "days", "3,0 días"),
        (38, "points", "38,0"),
        (4.314, "ratio", "4,31"),
        (1_284, "count", "1.284"),
        (2_500_000, "count", "2,50 M"),
        (Decimal("12.34"), "money_per_hour", "$ 12,34 / h"),
        (None, "percent", "–"),
    ],
)
def test_a_value_is_said_in_its_unit(value: float | Decimal | None, unit: str, said: str) -> None:
    assert co.value(value, unit, "COP").replace(NBSP, " ") == said


def test_a_variance_keeps_the_unit_and_says_its_sign() -> None:
    assert co.variance(-0.066, "percent").replace(NBSP, " ") == "−6,6 pp"
    assert co.variance(22, "seconds").replace(NBSP, " ") == "+22 s"
    assert co.variance(0, "count") == "±0"


def test_a_value_and_its_unit_come_apart_for_a_tile() -> None:
    assert co.split(0.784, "percent") == ("78,4", "%")
    assert co.split(4_812_000_000, "money", "COP") == (f"${NBSP}4.812", "M")


def test_a_row_of_numbers_has_one_scale() -> None:
    assert co.row([21_400_000, None, -7_100], sign=True) == (["+21", "", "±0"], "M")
    assert co.row([14_000, 250]) == (["14,0", "0,2"], "mil")
    assert co.row([10, -3], sign=True) == (["+10", MINUS + "3"], "")
    assert co.row([]) == ([], "")


# Days ----------------------------------------------------------------------------------------------------------------


def test_days_weeks_and_months_are_said_as_people_say_them() -> None:
    day = date(2026, 11, 11)
    assert [co.day(day), co.long_day(day), co.month(day)] == [
        "11 nov 2026",
        "miércoles 11 nov 2026",
        "noviembre de 2026",
    ]
    assert [en.day(day), en.week(day)] == ["11 Nov 2026", "week 46 · 9–15 Nov"]
    assert co.week(day) == "semana 46 · 9–15 nov"
    assert co.week(date(2026, 11, 1)) == "semana 44 · 26 oct–1 nov"
    assert co.week(date(2026, 12, 31)) == "semana 53 · 28 dic–3 ene"
    assert co.moment(datetime(2026, 9, 1, 14, 5)) == "1 sept 2026, 14:05"
    assert co.months(short=True)[8] == "sept"
    assert co.weekdays(short=True)[0] == "lun"


def test_a_text_that_its_author_wrote_in_two_languages_is_said_in_the_readers() -> None:
    label = Said("Warranty cases", {"es": "Casos de garantía", "en": "Warranty cases"})
    assert [Words(one)(label) for one in ("es-CO", "en")] == ["Casos de garantía", "Warranty cases"]
    assert label == "Warranty cases"
    assert Words("es")(Said("Only this", {})) == "Only this"
