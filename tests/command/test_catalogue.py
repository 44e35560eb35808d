"""What the command metrics prints: every field of the contract, and one metric in full."""

from __future__ import annotations

import json

from crm_metrics.boards.catalogue import Line
from crm_metrics.command.catalogue import definition, definitions
from crm_metrics.languages import LANGUAGES
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.lacks import Lack
from crm_metrics.words import Words

PROMOTERS = Metric(
    name="promoter_share",
    label="Promoters",
    unit="percent",
    means="NPS answers of 9 or 10, of all NPS answers.",
    on="survey.responded_on",
    numerator="count_if(promoter)",
    denominator="count(promoter)",
)


def test_a_definition_in_json_has_every_field_of_the_contract_in_every_language() -> None:
    (row,) = json.loads(
        definitions(
            [Line(PROMOTERS, (Lack(("survey",), "score"),))], {"promoter_share": ("team", "tier")}, "json", Words("es")
        )
    )
    assert list(row) == [
        "name",
        "process",
        "kind",
        "labels",
        "means",
        "unit",
        "better",
        "finest",
        "aggregation",
        "on",
        "numerator",
        "denominator",
        "matures_days",
        "minimum_n",
        "dimensions",
        "source",
        "rows",
        "matures_on",
        "trailing",
        "trap",
        "owner",
        "reading",
        "through",
        "reason",
        "lacks",
    ]
    assert row["lacks"] == [{"files": ["survey.csv"], "column": "score"}]
    assert list(row["trap"]) == list(row["owner"]) == sorted(LANGUAGES)
    assert row["reading"] == {"supervisor": "day", "manager": "week", "executive": "month"}
    assert row["labels"]["en"] == "Promoters"
    assert list(row["labels"]) == list(row["means"]) == sorted(LANGUAGES)
    assert (row["process"], row["aggregation"], row["dimensions"]) == (None, "ratio", ["team", "tier"])


def test_a_metric_in_full_shows_what_it_means_how_it_is_made_and_its_sql() -> None:
    text = definition(Line(PROMOTERS), ("team",), "select 42", Words("en"))
    assert "NPS answers of 9 or 10, of all NPS answers." in text
    assert "count_if(promoter)" in text
    assert text.rstrip().endswith("select 42")
