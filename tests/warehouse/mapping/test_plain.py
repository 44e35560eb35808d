"""The words that offices write in place of our ids: declared, read, and never guessed beyond that."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_metrics.warehouse.attributes import GROUPS
from crm_metrics.warehouse.mapping.expressions import Expression
from crm_metrics.warehouse.mapping.language import folded, open_source
from crm_metrics.warehouse.mapping.plain import _value
from crm_metrics.warehouse.mapping.rules import CHANNELS
from crm_metrics.warehouse.tables import PROCESSES, tables
from tests.warehouse.loading.importing import Inbox


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Inbox]:
    (tmp_path / "inbox").mkdir()
    made = Inbox(tmp_path / "inbox")
    yield made
    made.connection.close()


CASES = (
    "ID caso;Proceso;Tipo;ID cliente;Prioridad;Abierto;Cerrado;Estado;Resultado;Grupo de control\n"
    "1;Servicio;Queja;c1;ALTA;2026-01-05 10:00;2026-01-06 10:00;Cerrado;No resuelto;No\n"
    "2;venta;Venta  nueva;c1;;2026-01-05 10:00;2026-01-06 10:00;x;Cerrado Ganado;Sí\n"
    "3;Fidelización;prospecto;c1;Crítico;2026-01-05 10:00;;nuevo;;n\n"
    "4;sales;upsell;c1;low;2026-01-05 10:00;;nuevo;;0\n"
    "5;Mercadeo;prospecto;c1;;2026-01-05 10:00;;nuevo;;0\n"
)


def test_a_spreadsheet_in_spanish_is_read_and_an_unknown_word_is_rejected_with_the_ids(inbox: Inbox) -> None:
    outcome = inbox.load({"work_item.csv": CASES})
    assert outcome.rows(
        "select work_item_id, process, kind, priority, outcome, is_control, status from main.work_item order by 1"
    ) == [
        ("1", "service", "complaint", "high", "unresolved", False, "Cerrado"),
        ("2", "sales", "new_sale", None, "won", True, "x"),
        ("3", "loyalty", "lead", "urgent", None, False, "nuevo"),
        ("4", "sales", "upsell", "low", None, False, "nuevo"),
    ]
    assert [(one.line, one.value, one.rule) for one in outcome.rejects] == [(6, "Mercadeo", "unknown_value")]
    assert "telemarketing" in outcome.rejects[0].detail


def test_customers_and_touchpoints_in_words(inbox: Inbox) -> None:
    outcome = inbox.load(
        {
            "customer.csv": "Código cliente,Nombre,Tipo,Nivel de valor,Etapa\nc1,Ana,Persona,Estratégico,Compromiso\n",
            "touchpoint.csv": "ID punto de contacto,Nombre,Proceso,Canal\nt1,Línea,Servicio al cliente,Teléfono\n",
        }
    )
    assert outcome.rows("select kind, value_tier, lifecycle_stage from main.customer") == [
        ("person", "strategic", "commitment")
    ]
    assert outcome.rows("select process, channel from main.touchpoint") == [("service", "phone")]


def test_an_id_is_itself_in_any_case_or_a_promise_of_high_would_miss_the_case_of_alta(inbox: Inbox) -> None:
    outcome = inbox.load(
        {
            "survey.csv": "survey_id,instrument,customer_id,sent_at,responded_at,score,scale_min,scale_max\n"
            "1,NPS,c1,2026-01-05 10:00,2026-01-05 11:00,9,0,10\n2,CSAT,c1,2026-01-05 10:00,,,1,5\n",
            "sla_policy.csv": "policy_id,process,clock,priority,target_seconds,calendar_id,valid_from\n"
            "p,Service,First response,High,3600,always,2026-01-01\n",
        }
    )
    assert not outcome.rejects
    assert outcome.rows("select instrument from main.survey order by survey_id") == [("nps",), ("csat",)]
    assert outcome.rows("select process, clock, priority from main.sla_policy") == [
        ("service", "first_response", "high")
    ]


def test_changes_are_told_in_the_words_of_their_column(inbox: Inbox) -> None:
    """'Alta' is a priority and a departure, 'Media' a priority and a tier: the column that changed says which."""
    outcome = inbox.load(
        {
            "status_event.csv": "entidad;id_entidad;atributo;cambiado;valor_anterior;valor_nuevo\n"
            "Caso;1;Prioridad;2026-01-05 10:00;Media;ALTA\n"
            "Caso;1;Estado;2026-01-05 10:00;Alta;Media\n"
            "Cliente;c1;Nivel de valor;2026-01-05 10:00;;Medio\n"
            "work_item;2;priority;2026-01-05 10:00;Low;P1\n"
        }
    )
    assert outcome.rows(
        "select entity, attribute, old_value, new_value from main.status_event order by entity_id, attribute"
    ) == [
        ("work_item", "priority", "normal", "high"),
        ("work_item", "status", "Alta", "Media"),
        ("work_item", "priority", "low", "P1"),
        ("customer", "value_tier", None, "medium"),
    ]


def test_a_company_adds_its_own_words(inbox: Inbox) -> None:
    path = inbox.folder.parent / "ours.toml"
    path.write_text(
        'name = "ours"\nextends = "plain"\n[words.process]\nservice = ["mesa de ayuda"]\n', encoding="utf-8"
    )
    cases = "work_item_id,process,kind,customer_id,opened_at,status\n1,Mesa de ayuda,request,c1,2026-01-05,x\n"
    assert inbox.load({"work_item.csv": cases}, str(path)).rows("select process from main.work_item") == [("service",)]


def test_every_declared_word_stands_for_an_id_that_its_column_accepts() -> None:
    known = {"process": set(PROCESSES), "channel": {*CHANNELS, "referral", "ads", "event"}}
    known["priority"] = {"low", "normal", "high", "urgent"}
    known["attribute"] = {one.source for group in ("item", "customer") for one in GROUPS[group] if one.followed}
    checks = " ".join(check for table in tables().values() for check in table.checks)
    kinds = {"lead", "new_sale", "cross_sell", "upsell", "renewal", "request", "complaint", "dunning", "list_record",
             "save", "win_back", "exit"}  # fmt: skip
    for column, words in open_source().words.items():
        for meant in words:
            assert meant in known.get(column, set()) | (kinds if column == "kind" else set()) or f"'{meant}'" in checks


def test_no_word_of_a_column_stands_for_two_ids() -> None:
    for column, words in open_source().words.items():
        said = [folded(word) for spoken in words.values() for word in spoken]
        assert len(said) == len(set(said)), column
        ids = {folded(word): meant for meant, spoken in words.items() for word in spoken if folded(word) in words}
        assert all(word == meant for word, meant in ids.items()), column
        assert isinstance(_value(column, words), dict)
        assert Expression.parse(f'"{column}"').single
