"""The reference lines of a company's file: off until written, refused with their key, never guessed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crm_metrics.errors import DefinitionError
from crm_metrics.metrics.problems import problems
from crm_metrics.warehouse.company import references
from crm_metrics.words import Words

TEMPLATE = Path(__file__).parents[3] / "data" / "templates" / "references.toml"
CLAIMS = """
[claims.retention_92]
every = "year"
[claims.growth_above_market]
market = 0.03
market_source = "Cuentas nacionales 2025"
"""
OWN = """
[references.nps_insurers]
metric = "nps"
every = "quarter"
low = 30
high = 45
source = "Estudio, 2025, p. 14"
name = { es = "NPS de aseguradoras", en = "NPS of insurers" }
"""


def test_without_a_file_and_in_the_template_no_line_is_on(tmp_path: Path) -> None:
    assert references.read(tmp_path) == ()
    (tmp_path / references.FILE).write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
    assert references.read(tmp_path) == ()


def test_the_lines_of_the_template_are_valid_once_their_marks_are_taken_away(tmp_path: Path) -> None:
    lines = TEMPLATE.read_text(encoding="utf-8").splitlines()
    on = [line.removeprefix("# ") for line in lines if re.match(r"# (\[|\w+ = )", line)]
    (tmp_path / references.FILE).write_text("\n".join(on), encoding="utf-8")
    assert [one.key for one in references.read(tmp_path)] == ["retention_92", "growth_above_market", "nps_insurers"]


def test_the_known_claims_are_of_a_period_and_a_market_that_the_company_says(tmp_path: Path) -> None:
    (tmp_path / references.FILE).write_text(CLAIMS, encoding="utf-8")
    kept, grown = references.read(tmp_path)
    assert (kept.metric, kept.every, kept.low, kept.high, kept.claim) == (
        "customer_retention_rate", "year", 0.92, 0.92, True,
    )  # fmt: skip
    assert [grown.low, grown.high] == pytest.approx([0.07, 0.11])  # 3 % of the market and 4 to 8 points
    assert grown.growth and grown.market_source == "Cuentas nacionales 2025"


def test_a_line_of_ones_own_bears_its_source_and_its_name_in_two_languages(tmp_path: Path) -> None:
    (tmp_path / references.FILE).write_text(OWN, encoding="utf-8")
    (line,) = references.read(tmp_path)
    assert (line.low, line.high, line.source, line.claim) == (30, 45, "Estudio, 2025, p. 14", False)
    assert [Words(one)(line.name) for one in ("es", "en")] == ["NPS de aseguradoras", "NPS of insurers"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[claims.retention]\nevery = 'year'", "claims: 'retention' is not known. Did you mean 'retention_92'"),
        ("[claims.retention_92]", "'claims.retention_92.every' is missing"),
        ("[claims.growth_above_market]\nmarket = 0.03", "market_source' is missing"),
        (OWN.replace("source = ", "fuente = "), "no key 'references.nps_insurers.fuente'"),
        (OWN.replace('source = "Estudio, 2025, p. 14"', ""), "source' is missing"),
        (OWN.replace("low = 30", "value = 30"), "no key 'references.nps_insurers.high'"),
        (OWN.replace("low = 30", "low = 60"), "low: 60 can't be read here"),
        (OWN.replace("low = 30", ""), "low' is missing"),
        (OWN.replace('"quarter"', '"week"'), "every: 'week' is not known"),
    ],
)
def test_what_cant_be_used_says_where(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / references.FILE).write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match=said):
        references.read(tmp_path)


def test_a_line_of_a_metric_that_nobody_knows_is_told_with_the_other_files(tmp_path: Path) -> None:
    (tmp_path / references.FILE).write_text(OWN.replace('"nps"', '"npss"'), encoding="utf-8")
    (problem,) = problems(tmp_path)
    assert "references.nps_insurers.metric: 'npss' is not known. Did you mean 'nps'" in str(problem.error)
