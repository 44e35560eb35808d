"""A language more is a folder of `locales/`: its catalogue, and beside it what it writes in its own way."""

from __future__ import annotations

import json
from pathlib import Path

from tests.changes.workbench import Copy, copied

NAME = "a language"
BAR = 3

CATALOGUE = """# French of Pulso.
msgid ""
msgstr ""
"Language: fr\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "Service"
msgstr "Service client"

msgid "Sales"
msgstr "Ventes"

msgid "Boards"
msgstr "Tableaux"

msgid "Language"
msgstr "Langue"

msgid "Win rate"
msgstr "Taux de réussite"

msgid "list the metrics, or show one in full"
msgstr "montrer les indicateurs, ou un seul en entier"

#, python-brace-format
msgid "week {week} · {days}"
msgstr "semaine {week} · {days}"

#, python-brace-format
msgid "{first} and {last}"
msgstr "{first} et {last}"

#, python-brace-format
msgid "No metric '{word}'."
msgstr "Il n’y a pas d’indicateur « {word} »."

#, python-brace-format
msgid "One metric"
msgid_plural "{n} metrics"
msgstr[0] "{n} indicateur"
msgstr[1] "{n} indicateurs"
"""
USAGE = """# What French writes in Pulso in its own way.

[dates]
short_month = "MMM yy"   # "nov 26": as narrow as in the other languages
"""
METRIC = """label = { fr = "Taux de garantie", en = "Warranty share" }
means = "Cases opened under warranty, of all cases opened."
unit = "percent"
on = "work_item.opened_on"
numerator = "count_if(reason = 'warranty')"
denominator = "count(*)"
"""
WORDS = """
import json
from datetime import date, datetime, time
from crm_metrics.errors import QuestionError, unknown
from crm_metrics.languages import LANGUAGES
from crm_metrics.words import Words, own_name, weekday_names
fr, es = Words("fr-FR"), Words("es-CO")
day = date(2026, 11, 11)
print(json.dumps({
    "languages": [own_name(one) for one in LANGUAGES],
    "said": [fr.name("service"), fr.name("sales"), fr("Boards"), fr("Language"), fr("Win rate"), fr.listed(["a", "b"])],
    "error": fr.error(unknown(QuestionError, "No metric '{word}'.", "np", ["nps"])),
    "english": [fr("Who is reading"), fr.name("loyalty"), fr.many(0, "One row was left out", "{n} rows were left out")],
    "counted": [fr.many(n, "One metric", "{n} metrics") for n in (0, 1, 2)],
    "spanish": [es.many(n, "One metric", "{n} metrics") for n in (0, 1, 2)],
    "days": [fr.day(day), fr.month(day), fr.short_month(day), fr.weekday(day), fr.week(day),
             fr.moment(datetime(2026, 11, 11, 9, 5))],
    "numbers": [fr.number(1234567.5), fr.percent(0.824), fr.money(1500, "EUR")],
    "monday": weekday_names()["lundi"],
}))
"""
SWITCH = """
from streamlit.testing.v1 import AppTest
app = AppTest.from_file("dashboard.py", default_timeout=60)
app.query_params["lang"] = "fr"
app.run()
assert not app.exception, app.exception
switch = app.get("button_group")[0].proto
print(switch.label, *[one.content for one in switch.options], sep="|")
"""
COMPANY = """
import json
from crm_metrics.metrics.own.inquiries import inquiries
from crm_metrics.metrics.registry import known, own_metrics
from crm_metrics.words import Words
own = own_metrics()
assert own is not None and not own.problems, own
asked, problems = inquiries(known())
label = own.metrics["warranty_share"].label
print(json.dumps({
    "labels": [Words(one)(label) for one in ("fr", "en", "es")],
    "process": [Words(one).name("collections") for one in ("fr", "en")],
    "asked": [one.text("fr") for one in asked[:2]],
    "problems": len(problems),
}))
"""


def make(copy: Copy) -> None:
    """French: ten sentences, the rule of its plurals, and one form of a date."""
    copy.write("crm_metrics/locales/fr/LC_MESSAGES/pulso.po", CATALOGUE)
    copy.write("crm_metrics/locales/fr/language.toml", USAGE)


def test_a_language_is_a_folder_of_its_own(tmp_path: Path) -> None:
    copy = copied(tmp_path / "house")
    make(copy)
    _speaks_french(copy)
    _answers_in_french(copy, tmp_path / "warehouse")
    _lets_the_company_speak_french(copy, tmp_path / "company")
    assert copy.run(SWITCH, CRM_WAREHOUSE=str(tmp_path / "none")).strip() == "Langue|Español|English|Français"
    assert len(copy.touched) <= BAR


def _speaks_french(copy: Copy) -> None:
    """Sentences in French where there are any, else in English; dates and numbers by CLDR, with ordinary gaps shown."""
    said = json.loads(copy.run(WORDS).replace("\\u202f", " ").replace("\\u00a0", " "))
    assert said["languages"] == ["Español", "English", "Français"]
    assert said["said"] == ["Service client", "Ventes", "Tableaux", "Langue", "Taux de réussite", "a et b"]
    assert said["error"] == "Il n’y a pas d’indicateur « np ». Did you mean 'nps'? Known: nps."
    assert said["english"] == ["Who is reading", "Loyalty", "0 rows were left out"]
    assert said["counted"] == ["0 indicateur", "1 indicateur", "2 indicateurs"]
    assert said["spanish"] == ["0 indicadores", "Un indicador", "2 indicadores"]
    assert said["days"] == [
        "11 nov 2026",
        "novembre 2026",
        "nov 26",
        "mer",
        "semaine 46 · 9–15 nov",
        "11 nov 2026, 09:05",
    ]
    assert said["numbers"] == ["1 234 567,5", "82,4 %", "1 500 €"]
    assert said["monday"] == 1


def _answers_in_french(copy: Copy, warehouse: Path) -> None:
    """The command line, by the environment and by the company's country; a language that is not there is refused."""
    assert "montrer les indicateurs, ou un seul en entier" in copy.command("--help", CRM_LANGUAGE="fr-CA")
    founded = copy.command("init", "--name", "Essai", "--country", "FR", "--warehouse", str(warehouse))
    assert "locale fr-FR" in founded and "08:00" in founded
    (metric,) = json.loads(copy.command("metrics", "win_rate", "--format", "json", "--warehouse", str(warehouse)))
    assert list(metric["labels"]) == ["en", "es", "fr"]
    assert metric["labels"]["fr"] == "Taux de réussite"
    assert metric["means"]["fr"] == metric["means"]["en"]
    refused = copy.run(
        "import contextlib, io\nfrom crm_metrics.command.main import main\nout = io.StringIO()\n"
        "with contextlib.redirect_stderr(out):\n    code = main(['versions'])\nprint(code, out.getvalue())",
        CRM_LANGUAGE="it",
    )
    assert refused.strip() == "2 CRM_LANGUAGE es «it»; debe ser es, en o fr."


def _lets_the_company_speak_french(copy: Copy, company: Path) -> None:
    """The files that a company writes may have French too; what they lack is the company's English."""
    (company / "metrics").mkdir(parents=True)
    (company / "metrics" / "warranty_share.toml").write_text(METRIC, encoding="utf-8")
    (company / "processes.toml").write_text('[collections]\nfr = "Recouvrement"\n', encoding="utf-8")
    (company / "questions.toml").write_text(
        '[[question]]\nfr = "Gagnons-nous ?"\nen = "Do we win?"\nmetrics = ["win_rate"]\n'
        '[[question]]\nes = "¿Y ahora?"\nen = "And now?"\nmetrics = []\n',
        encoding="utf-8",
    )
    said = json.loads(copy.run(COMPANY, CRM_COMPANY=str(company)))
    assert said == {
        "labels": ["Taux de garantie", "Warranty share", "Warranty share"],
        "process": ["Recouvrement", "Collections"],
        "asked": ["Gagnons-nous ?", "And now?"],
        "problems": 0,
    }
