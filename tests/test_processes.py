"""A company calls its processes what it likes; ids and order stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_metrics import processes
from crm_metrics.access import PROCESSES
from crm_metrics.names import NAMES
from crm_metrics.words import Words


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a company's files, empty."""
    monkeypatch.setenv("CRM_COMPANY", str(tmp_path))
    return tmp_path


def test_a_name_of_the_companys_stands_in_its_language_and_pulsos_in_the_other(company: Path) -> None:
    (company / "processes.toml").write_text('[collections]\nes = "Cartera"\n', encoding="utf-8")
    assert Words("es").name("collections") == "Cartera"
    assert Words("en").name("collections") == "Collections"
    assert Words("es").name("sales") == "Venta"
    assert list(PROCESSES) == list(NAMES)[:7]
    assert processes.problem() is None


def test_a_changed_file_is_read_anew_and_without_it_pulsos_names_hold(company: Path) -> None:
    file = company / "processes.toml"
    file.write_text('[sales]\nes = "Ventas B2B"\n', encoding="utf-8")
    assert Words("es").name("sales") == "Ventas B2B"
    file.unlink()
    assert Words("es").name("sales") == "Venta"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[colections]\nes = "x"', "no key 'colections'. Did you mean 'collections'?"),
        ('[collections]\nxx = "x"', "no key 'collections.xx'"),
        ("[collections]\nes = 3", "collections.es: 3 can't be read here"),
        ('[collections]\nes = ""', "collections.es: '' can't be read here"),
        (f'[collections]\nes = "{"x" * 25}"', "too long for the boards: up to 24 letters"),
        ('[collections]\nes = "Uno"\n[sales]\nes = "uno"', "two processes are called 'uno'"),
        ('collections = "Cartera"', "collections: write it as a table, under a line [collections]"),
        ('[collections\nes = "x"', "processes.toml is not TOML"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_and_pulsos_names_hold(company: Path, text: str, told: str) -> None:
    (company / "processes.toml").write_text(text, encoding="utf-8")
    found = processes.problem()
    assert found is not None
    assert told in str(found.error)
    assert Words("es").name("collections") == "Cobranzas"


def test_the_template_is_a_file_that_works(company: Path) -> None:
    template = Path(__file__).parent.parent / "data" / "templates" / "processes.toml"
    (company / "processes.toml").write_text(template.read_text(encoding="utf-8"), encoding="utf-8")
    assert processes.problem() is None
    assert (Words("es").name("collections"), Words("en").name("collections")) == ("Cartera", "Receivables")
