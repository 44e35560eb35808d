"""The words of columns and states mean what people mean by them, whatever their case, accents and marks."""

from __future__ import annotations

import tomllib
from importlib.resources import files as resources

import pytest

from crm_metrics.warehouse.suggesting.dictionary import document_of, meanings, plain, says, state_of


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("Nº de ticket", "ticket"),
        ("FECHA DE PAGO", "paid_on"),
        ("Importe total (MXN)", "total"),
        ("Data de emissão", "issued"),
        ("Razón social", "customer"),
        ("Situação", "state"),
        ("Invoice #", "document"),
        ("Saldo pendiente", "balance"),
        ("InvoiceNumber", "document"),
        ("InvoiceDate", "issued"),
        ("fechaEmision", "issued"),
        ("RazonSocial", "customer"),
        ("nrofactura", "document"),
        ("IDCliente", "customer_code"),
        ("DueDateUTC", "due"),
        ("WhatsApp", "phone"),
        ("R.U.C.", "tax_id"),
        ("R. F. C. del cliente", "tax_id"),
        ("I.V.A.", "tax"),
        ("C.N.P.J.", "tax_id"),
        ("Recibido de", "customer"),
        ("Pagador", "customer"),
        ("¿Cuál es el nombre de su empresa?", "customer"),
        ("Qual é a sua empresa?", "customer"),
        ("Valor do título", "total"),
        ("Monto aplicado", "amount"),
        ("Quién la recibió: recibida por", "agent"),
        ("RAZÓN SOCIAL / NOMBRES", "customer"),
        ("NÚMERO DE IDENTIFICACIÓN DEL TERCERO", "tax_id"),
    ],
)
def test_a_name_means_what_it_says(name: str, meaning: str) -> None:
    assert meanings(name)[0][0] == meaning


def test_a_name_that_only_holds_a_known_one_is_less_sure() -> None:
    assert meanings("Datos del cliente RFC")[0][1] < meanings("RFC")[0][1]
    assert meanings("zzz") == ()


def test_a_word_stands_under_one_meaning() -> None:
    """Else the meaning of a column would depend on the order of a file."""
    text = resources("crm_metrics.warehouse.suggesting").joinpath("words.toml").read_text(encoding="utf-8")
    seen: dict[str, str] = {}
    for meaning, words in tomllib.loads(text)["columns"].items():
        for word in words:
            assert seen.setdefault(plain(word), meaning) == meaning, word


def test_states_and_documents_are_told_by_their_words() -> None:
    assert state_of("CANCELADA", ("cancelled",)) == "cancelled"
    assert state_of("Pendiente", ("owed", "paid")) == "owed"
    assert state_of("Pendiente", ("solved", "pending")) == "pending"
    assert state_of("azul", ("owed", "paid")) is None
    assert document_of("Nota de crédito") == "credit"
    assert document_of("FV") == "invoice"


def test_a_question_says_its_instrument() -> None:
    assert says("nps", "Del 0 al 10 ¿qué tan probable es que nos recomiende?")
    assert not says("nps", "¿Qué tan satisfecho está?")


@pytest.mark.parametrize(
    "said",
    [
        "NULO",
        "Anulada por error",
        "Cancelado por el cliente",
        "Extornado",
        "Reversed",
        "Sin efecto",
        "Dada de baja",
        "De baja",
        "Invalidado",
    ],
)
def test_what_counts_nowhere_is_said_in_many_words(said: str) -> None:
    assert state_of(said, ("cancelled",)) == "cancelled"


@pytest.mark.parametrize("said", ["Cancelada total", "Cancelada parcialmente", "No anulada", "Vigente", "Cancelable"])
def test_what_only_sounds_like_it_is_not_cancelled(said: str) -> None:
    assert state_of(said, ("cancelled",)) is None
