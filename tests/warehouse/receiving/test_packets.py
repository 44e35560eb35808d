"""Each file that is dropped goes to the source that reads it; what no source reads is described by itself."""

from __future__ import annotations

import gzip
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from crm_metrics.errors import DataError
from crm_metrics.warehouse.company.mappings import keep
from crm_metrics.warehouse.mapping.language import PUBLIC_SETS, source_names
from crm_metrics.warehouse.receiving import packets
from crm_metrics.warehouse.receiving.packets import systems
from crm_metrics.warehouse.suggesting.questions import OwnersAnswers, read_answers
from crm_metrics.warehouse.suggesting.writing import toml_of
from tests.warehouse.receiving.conftest import Dropped

INVOICES = """\
Factura,Fecha,Cliente,Neto,IVA,Total,Estado,Fecha de pago
F-1,15/01/2026,Sol,100.00,19.00,119.00,Pagada,20/01/2026
F-2,18/01/2026,Mar,50.50,9.60,60.10,Pendiente,
F-3,20/01/2026,Sol,10.00,1.90,11.90,Cancelada,
"""
CUSTOMERS = "customer_id,name,acquired_on\nC1,Ana,2026-01-05\nC2,Beto,2026-01-06\n"
EXPORTS = Path(__file__).parents[1] / "sources" / "exports"
QUEUE = (
    "1767603600|1.1|ventas|NONE|ENTERQUEUE||3001234567|1\n"
    "1767603610|1.1|ventas|Ana|CONNECT|10|1.2|3\n"
    "1767603640|1.1|ventas|Ana|COMPLETECALLER|10|30|1\n"
)


def test_templates_a_known_system_and_lists_of_ones_own_are_told_apart(dropped: Dropped) -> None:
    found = dropped({"customer.csv": CUSTOMERS, "queue_log": QUEUE, "facturas enero.csv": INVOICES})
    assert [(one.kind, list(one.files)) for one in found] == [
        ("plain", ["customer.csv"]),
        ("known", ["queue_log"]),
        ("unknown", ["facturas enero.csv"]),
    ]
    assert [one.source.name for one in found if one.source] == ["plain", "queue_log", "facturas_enero"]
    assert all(one.trial.reads for one in found)


@pytest.mark.parametrize("tool", ["freshdesk", "glpi", "jira_service", "osticket"])
def test_the_export_of_a_tool_is_known_by_its_columns_whatever_its_name(dropped: Dropped, tool: str) -> None:
    """Each under a name that says nothing, beside a list of one's own, which goes its own way."""
    (export,) = (EXPORTS / tool).glob("*.csv")
    found = dropped({"datos.csv": export.read_bytes(), "facturas.csv": INVOICES})
    assert [(one.kind, list(one.files), one.source and one.source.name) for one in found] == [
        ("known", ["datos.csv"], tool),
        ("unknown", ["facturas.csv"], "facturas"),
    ]
    assert all(one.trial.reads for one in found)


def test_a_form_that_is_understood_is_asked_about_and_not_taken_for_granted(dropped: Dropped) -> None:
    (export,) = (EXPORTS / "typeform").glob("*.csv")
    (found,) = dropped({export.name: export.read_bytes()})
    assert found.found is not None and [one.known for one in found.found.files] == ["typeform"]
    assert (found.kind, [one.question.id for one in found.found.questions]) == ("unknown", ["survey_about"])


def test_a_template_whose_columns_are_others_is_read_as_a_list_of_ones_own(dropped: Dropped) -> None:
    (found,) = dropped({"order_line.csv": INVOICES})
    assert (found.kind, found.trial.reads) == ("unknown", True)


def test_files_like_those_kept_before_are_read_without_a_question(dropped: Dropped, place: Path) -> None:
    (first,) = dropped({"facturas enero.csv": INVOICES}, cancelled_rows="leave_out")
    assert first.found is not None
    keep(place / "company", "facturas_enero", toml_of(first.found.mapping))
    february = INVOICES.replace("/01/2026", "/02/2026").replace("F-", "G-")
    (second,) = dropped({"facturas febrero.csv": february})
    assert (second.kind, second.trial.reads) == ("kept", True)
    (again,) = dropped({"facturas febrero.csv": february}, anew=True)
    assert again.kind == "unknown" and again.source is not None and again.found is not None
    assert again.source.name == "facturas_enero"
    assert [one.answer for one in again.found.questions] == ["leave_out"]


def test_kept_files_whose_columns_changed_are_described_anew_under_their_name(dropped: Dropped, place: Path) -> None:
    (first,) = dropped({"facturas enero.csv": INVOICES}, cancelled_rows="leave_out")
    assert first.found is not None
    keep(place / "company", "facturas_enero", toml_of(first.found.mapping))
    (second,) = dropped({"facturas febrero.csv": INVOICES.replace("Neto", "Base").replace("Factura,", "Folio,")})
    assert second.kind == "unknown" and second.source is not None
    assert second.source.name == "facturas_enero"


def test_what_a_column_means_can_be_said_and_is_kept_with_the_pattern(dropped: Dropped, place: Path) -> None:
    text = "Factura,Fecha,Cliente,Valor A,Valor B\nF-1,15/01/2026,Sol,100.00,119.00\n"
    answers = place / "answers.toml"
    answers.write_text('[meanings."facturas"]\n"Valor A" = "net"\n"Valor B" = "total"\n', encoding="utf-8")
    sorting = packets.Sorting(
        inbox=place / "inbox",
        scratch=place / "scratch",
        company=place / "company",
        warehouse=place / "warehouse",
        answers=read_answers(answers),
    )
    sorting.inbox.mkdir()
    (sorting.inbox / "facturas.csv").write_text(text, encoding="utf-8")
    (found,) = sorting.packets()
    assert found.found is not None
    assert found.found.mapping["files"]["facturas"]["meanings"] == {"Valor A": "net", "Valor B": "total"}
    assert [(one.subject.id, one.whole) for one in found.trial.subtotals if one.subject.id == "sales"] == [
        ("sales", (1, 100))
    ]


def test_no_source_of_a_public_set_is_offered_and_each_of_them_is_one() -> None:
    assert set(source_names()) >= PUBLIC_SETS
    assert not PUBLIC_SETS & set(systems())
    assert {"zendesk", "cfdi", "queue_log"} <= set(systems())


def test_the_system_can_be_named(dropped: Dropped) -> None:
    (found,) = dropped({"facturas.csv": INVOICES}, source="zendesk")
    assert found.kind == "known" and found.trial.problem is not None


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("foto.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "foto.xlsx"),
        ("vacio.csv", b"", "vacio.csv"),
        ("solo.csv", b"Factura,Fecha,Cliente,Neto\n", "solo.csv"),
        ("nada.zip", b"", "nada.zip"),
    ],
)
def test_a_file_that_holds_nothing_is_told_by_name_and_keeps_no_other_out(
    dropped: Dropped, name: str, content: bytes, said: str
) -> None:
    found = dropped({name: content, "facturas.csv": INVOICES})
    assert any(one.trial.reads and "facturas.csv" in one.files for one in found)
    told = [str(one.trial.problem) for one in found if one.trial.problem]
    told += [str(file.problem or file.file) for one in found if one.found for file in one.found.files if not file.makes]
    assert any(said in sentence for sentence in told)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(
    dropped: Dropped, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packets, "LARGEST", 1024**2)
    with pytest.raises(DataError, match=r"grande\.csv has 2 MB"):
        dropped({"grande.csv": b"a,b\n" * (2 * 1024**2 // 4)})


def packed(*files: tuple[str, str]) -> bytes:
    """A ZIP of these names and texts."""
    into = BytesIO()
    with zipfile.ZipFile(into, "w") as made:
        for name, text in files:
            made.writestr(name, text)
    return into.getvalue()


def test_a_packed_list_is_read_and_what_else_was_packed_is_told_by_name(dropped: Dropped) -> None:
    (found,) = dropped({"facturas.csv.gz": gzip.compress(INVOICES.encode()), "otros.zip": packed(("nota.txt", "hola"))})
    assert (found.kind, found.trial.reads) == ("unknown", True)
    assert found.found is not None
    assert [(one.file, bool(one.makes)) for one in found.found.files] == [
        ("facturas.csv.gz", True),
        ("nota.txt", False),
    ]


def test_a_zip_without_invoices_is_the_files_in_it_whatever_their_folders(dropped: Dropped) -> None:
    inside = packed(("../../facturas.csv", INVOICES), ("enero\\queue_log", QUEUE), ("febrero/facturas.csv", INVOICES))
    found = dropped({"todo.zip": inside})
    assert [(one.kind, list(one.files)) for one in found] == [
        ("known", ["queue_log"]),
        ("unknown", ["facturas.csv", "2_facturas.csv"]),
    ]
    assert all(one.trial.reads for one in found)


def test_a_chat_as_the_telephone_packs_it_is_read_by_its_system(dropped: Dropped) -> None:
    chat = "[21/06/2026 10:00:00] Ana: Hola\n[21/06/2026 10:05:00] Sol: Buenas\n"
    (found,) = dropped({"Chat de WhatsApp con Ana.zip": packed(("_chat.txt", chat))})
    assert (found.kind, found.source and found.source.name, found.trial.reads) == ("known", "whatsapp", True)


def test_a_folder_that_is_not_there_is_told_by_name(place: Path) -> None:
    sorting = packets.Sorting(
        inbox=place / "inbox",
        scratch=place,
        company=place / "company",
        warehouse=place / "warehouse",
        answers=OwnersAnswers(),
    )
    with pytest.raises(DataError, match="There is no folder"):
        sorting.packets()
