"""A metric over rows that there are: its definition, its Spanish, its test, and the line that tells the user."""

from __future__ import annotations

import json
from pathlib import Path

from tests.changes.workbench import Copy, copied, entry

NAME = "a metric"
BAR = 4
DEFINITIONS = "crm_metrics/metrics/catalogue/satisfaction.py"
SPANISH = "crm_metrics/locales/es/LC_MESSAGES/pulso.po"
TEST = "tests/metrics/catalogue/test_care.py"

DEFINITION = """METRICS = (
    Metric(
        name="passive_share",
        label="Passive answers",
        means="Answers of 7 or 8, of all NPS answers about the relationship.",
        kind="satisfaction",
        unit="percent",
        better="down",
        on="survey.responded_on",
        rows="kind = 'relationship' and promoter is not null",
        numerator="count_if(passive)",
        denominator="count(passive)",
        source="F. Reichheld, The One Number You Need to Grow, Harvard Business Review, December 2003",
        trap="The same NPS may hide many passive answers or none: they cancel out of it.",
    ),
"""
TRANSLATIONS = (
    ("Passive answers", "Respuestas pasivas"),
    (
        "Answers of 7 or 8, of all NPS answers about the relationship.",
        "Respuestas de 7 u 8, del total de respuestas NPS sobre la relación.",
    ),
    (
        "The same NPS may hide many passive answers or none: they cancel out of it.",
        "Un mismo NPS puede esconder muchas respuestas pasivas o ninguna: en él se anulan.",
    ),
)
WORKED = """

def test_passive_answers_are_those_of_seven_and_eight(house: House) -> None:
    scores = {"a": 6, "b": 7, "c": 8, "d": 9}
    rows = {"survey": [survey(name, "nps", score, 0, 10, relationship=True) for name, score in scores.items()]}
    assert parts(house(rows), "passive_share") == (2, 4)
"""
ANSWERS = """survey_id,instrument,relationship,customer_id,sent_at,responded_at,score,scale_min,scale_max
1,nps,true,ana,2026-01-06 09:00,2026-01-07 09:00,7,0,10
2,nps,true,eva,2026-01-06 09:00,2026-01-07 09:00,8,0,10
3,nps,true,luz,2026-01-06 09:00,2026-01-08 09:00,10,0,10
4,nps,false,sol,2026-01-06 09:00,2026-01-08 09:00,7,0,10
"""


def make(copy: Copy) -> None:
    """Passives of the NPS, whose flag the rows have already."""
    copy.replace(DEFINITIONS, "METRICS = (\n", DEFINITION)
    copy.append(SPANISH, "".join(entry(english, spanish) for english, spanish in TRANSLATIONS))
    copy.append(TEST, WORKED)
    copy.replace("CHANGELOG.md", "# Changelog\n", "# Changelog\n\n- New: how many answers are passive.\n")


def test_a_metric_is_answered_in_both_languages_and_known_to_every_test_of_the_catalogue(tmp_path: Path) -> None:
    copy = copied(tmp_path / "copy")
    make(copy)
    assert len(copy.touched) <= BAR, list(copy.touched)
    shop, exports = str(tmp_path / "shop"), tmp_path / "exports"
    exports.mkdir()
    (exports / "survey.csv").write_text(ANSWERS, encoding="utf-8")
    copy.command("init", "--name", "Una", "--country", "CO", "--warehouse", shop)
    copy.command("import", str(exports), "--warehouse", shop)
    asked = ("query", "passive_share", "--every", "month", "--since", "2026-01-01", "--until", "2026-01-31")
    (reading,) = json.loads(copy.command(*asked, "--format", "json", "--warehouse", shop))
    assert (reading["numerator"], reading["denominator"]) == (2, 3)  # 7 and 8, of three about the relationship
    for language, label in (("en", "Passive answers"), ("es", "Respuestas pasivas")):
        assert label in copy.command("metrics", "passive_share", "--warehouse", shop, CRM_LANGUAGE=language)
    copy.tests("tests/metrics/catalogue/test_order.py", "tests/test_words.py", "tests/boards/test_catalogue.py", TEST)
