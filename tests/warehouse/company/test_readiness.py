"""What the company says of how its processes are run: read, refused with its key, never guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_metrics.errors import DefinitionError
from crm_metrics.warehouse.company import readiness
from crm_metrics.words import Words

TEMPLATE = Path(__file__).parents[3] / "data" / "templates" / "readiness.toml"
OWN = """
[questions.backup]
es = "¿Hay reemplazo?"
en = "Is there a stand-in?"
[answers.sales]
backup = true
owner = false
"""


def test_without_a_file_and_in_the_template_nothing_is_answered(tmp_path: Path) -> None:
    assert readiness.read(tmp_path) == readiness.SelfCheck(readiness.QUESTIONS, {})
    (tmp_path / readiness.FILE).write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
    assert readiness.read(tmp_path) == readiness.SelfCheck(readiness.QUESTIONS, {})


def test_answers_are_of_a_process_and_a_question_also_of_the_companys_own(tmp_path: Path) -> None:
    (tmp_path / readiness.FILE).write_text(OWN, encoding="utf-8")
    found = readiness.read(tmp_path)
    assert found.answers == {("sales", "backup"): True, ("sales", "owner"): False}
    assert [Words(one)(found.questions["backup"]) for one in ("es", "en")] == [
        "¿Hay reemplazo?",
        "Is there a stand-in?",
    ]
    assert list(found.questions) == [*readiness.QUESTIONS, "backup"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[answers.sale]\nowner = true", "answers: 'sale' is not known. Did you mean 'sales'?"),
        ("[answers.sales]\nowners = true", "answers.sales: 'owners' is not known. Did you mean 'owner'?"),
        ('[answers.sales]\nowner = "yes"', "answers.sales.owner: 'yes' can't be read here"),
        ("[answer.sales]\nowner = true", "no key 'answer'. Did you mean 'answers'?"),
    ],
)
def test_what_cant_be_used_says_where(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / readiness.FILE).write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match=said.replace("?", r"\?")):
        readiness.read(tmp_path)
