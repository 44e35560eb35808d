"""What the README and CONTRIBUTING promise exists."""

from __future__ import annotations

import re
import shlex
from contextlib import nullcontext
from pathlib import Path

import pytest

from crm_metrics.command.main import main
from tests.warehouse.loader import one_shape
from tests.warehouse.sources.invoicing import Cfdi

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PAGES = {path.name: path for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))}
HOUSE = r"`((?:crm_metrics|pages|tests|benchmarks|docs|data/templates)/[\w./-]+)`"
COMMANDS = re.findall(r"^python -m crm_metrics (.+)$", README, flags=re.MULTILINE)
OPEN = "suggest my-files/ --out mine.toml --warehouse data/mine"  # before the questions are answered
LIST = """\
Facturas emitidas del 01/01/2026 al 31/01/2026,,,,
Folio,Fecha,Cliente,Subtotal,Total,Estatus
A-1,02/01/2026,Sol,"$1,000.00","$1,160.00",Pagada
A-2,15/01/2026,Mar,"$250.50","$290.58",Pendiente
A-3,16/01/2026,Mar,"$99.00","$114.84",Cancelada
Total,,,"$1,349.50","$1,565.42",
"""
TICKETS = """\
Nº de ticket;Solicitante;Estado;Fecha de creación;Fecha de solución
5001;Sol;Cerrado;21/01/2026 09:44;22/01/2026 07:44
5002;Mar;Abierto;23/01/2026 16:17;
"""
FORM = """\
Marca temporal,Nombre de la empresa,"Del 1 al 5, ¿qué tan satisfecho está con nuestra atención?"
21/01/2026 08:00:00,Sol,4
25/01/2026 15:45:00,Mar,5
"""
QUEUE = """\
1769439600|1769439600.1|ventas|NONE|ENTERQUEUE||3001112233|1
1769439612|1769439600.1|ventas|Ana|CONNECT|12|1769439608.2|4
1769439792|1769439600.1|ventas|Ana|COMPLETECALLER|12|180|1
"""
ANSWERS = """\
cancelled_rows = "leave_out"
paid_without_date = "invoice_day"
survey_about = "company"
"""
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def test_every_make_target_named_in_the_readme_exists() -> None:
    named = set(re.findall(r"(?:`|^|data/mine )make ([a-z-]+)", README + CONTRIBUTING, flags=re.MULTILINE))
    known = set(re.findall(r"^([a-z-]+):", MAKEFILE, flags=re.MULTILINE))
    assert named
    assert named <= known


def test_every_link_to_a_file_leads_somewhere() -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if not link.startswith("http")]
    assert links
    assert [link for link in links if not (ROOT / link.partition("#")[0]).exists()] == []
    for page, _, place in (link.partition("#") for link in links if "#" in link):
        headings = re.findall(r"^#+ (.+)$", (ROOT / page).read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert place in {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_every_file_of_the_house_that_a_page_names_is_there(page: Path) -> None:
    named = re.findall(HOUSE, page.read_text(encoding="utf-8"))
    gone = [name for name in named if "NAME" not in name and not (ROOT / name).exists()]
    assert not gone, ", ".join(gone)


def test_the_map_of_contributing_leads_into_every_room() -> None:
    """A room in which nobody would know what to put is a room too many."""
    rooms = {path.parent.relative_to(ROOT).as_posix() for path in (ROOT / "crm_metrics").rglob("*.py")}
    inside = {room for room in rooms if room.count("/") == 2} - {"crm_metrics/warehouse/demo"}  # the made-up company
    assert inside - {name.rstrip("/") for name in re.findall(HOUSE, CONTRIBUTING)} == set()


def test_every_change_that_is_proven_has_its_row() -> None:
    changes = [path for path in (ROOT / "tests" / "changes").glob("test_*.py") if "\nBAR = " in path.read_text("utf-8")]
    assert changes
    assert [path.name for path in changes if f"`tests/changes/{path.name}`" not in CONTRIBUTING] == []


def test_every_setting_of_the_environment_is_in_the_readme() -> None:
    settings = (ROOT / "crm_metrics" / "settings.py").read_text(encoding="utf-8")
    for name in set(re.findall(r'"(CRM_[A-Z]+)"', settings)):
        assert f"`{name}`" in README or f"{name}=" in README, name


def test_every_requirement_is_pinned_and_has_its_reason() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        reason = ""
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            if line.startswith("#"):
                reason = line
            elif line:
                assert re.fullmatch(r"[A-Za-z0-9_.-]+(\[[a-z]+\])?==[0-9][0-9a-z.]*", line), line
                assert reason, f"{name}: {line} has no reason before it"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a new user: three ordinary files, an electronic invoice, a log of the exchange."""
    written = {
        "my-files/Facturas emitidas 2026.csv": LIST,
        "my-files/tickets_export.csv": TICKETS,
        "my-files/Encuesta de satisfacción (respuestas).csv": FORM,
        "answers.toml": ANSWERS,
        "invoices/1.xml": str(Cfdi(uuid="11111111-2222-4333-8444-555555555555")),
        "telephone/queue_log": QUEUE,
    }
    for name, text in written.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CRM_LANGUAGE", "en")
    monkeypatch.delenv("CRM_WAREHOUSE", raising=False)
    monkeypatch.setenv("CRM_COMPANY", str(tmp_path))
    return tmp_path


def test_the_commands_of_the_readme_lead_from_three_files_to_numbers(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the order in which they stand there; January's sales without tax are 1,000 and 250.50, cancelled ones none."""
    assert OPEN in COMMANDS
    for command in COMMANDS:
        whole = command.startswith(("import my-files", "query"))
        with nullcontext() if whole else one_shape():
            code = main(shlex.split(command))
        told = capsys.readouterr()
        assert code == (1 if command == OPEN else 0), (command, told)
        if command.startswith("query revenue"):
            assert "1,250.5 " in told.out
