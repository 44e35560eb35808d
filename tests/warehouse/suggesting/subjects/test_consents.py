"""Consent, refusal and birthdays, as lists of customers have them: what nobody understands is no consent."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_metrics.warehouse.suggesting.dictionary import meanings
from tests.warehouse.suggesting.conftest import Understood
from tests.warehouse.suggesting.test_suggestion import brought

COLUMNS = "customer_id, do_not_contact, consent, consent_phone, consent_email, consent_sms, consent_whatsapp"


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("Fecha de nacimiento", "born"),
        ("FEC. NAC.", "born"),
        ("Cumpleaños", "born"),
        ("Data de nascimento", "born"),
        ("Date of birth", "born"),
        ("DOB", "born"),
        ("No contactar", "no_contact"),
        ("Do Not Contact", "no_contact"),
        ("Opt-out", "no_contact"),
        ("Lista Robinson", "no_contact"),
        ("No llamar", "no_calls"),
        ("DoNotCall", "no_calls"),
        ("HasOptedOutOfEmail", "no_email"),
        ("Opt-in", "consent"),
        ("Habeas Data", "consent"),
        ("Ley 1581 autorización", "consent"),
        ("Autorización tratamiento de datos (Ley 1581)", "consent"),
        ("¿Autoriza el tratamiento de sus datos personales?", "consent"),
        ("LGPD", "consent"),
        ("Acepta llamadas", "consent_phone"),
        ("Acepta correo electrónico", "consent_email"),
        ("Accepts Email Marketing", "consent_email"),
        ("Acepta SMS", "consent_sms"),
        ("Accepts SMS Marketing", "consent_sms"),
        ("Acepta WhatsApp", "consent_whatsapp"),
    ],
)
def test_columns_of_consent_are_known_by_the_names_that_lists_give_them(name: str, meaning: str) -> None:
    assert meanings(name)[0][0] == meaning


def test_a_number_to_write_to_is_no_consent_to_be_written() -> None:
    assert meanings("WhatsApp")[0][0] == "phone"
    assert meanings("Código de autorización")[0][0] == "nothing"


def test_a_list_of_customers_tells_by_which_channels_each_may_be_contacted(
    understood: Understood, tmp_path: Path
) -> None:
    text = (
        "Cliente,Correo,Fecha de nacimiento,Habeas data,Acepta SMS,No llamar\n"
        "Sol,a@sol.mx,21/07/1986,Sí,No,No\n"
        "Mar,b@mar.mx,03/12/1990,Autoriza,,Sí\n"
        "Luz,c@luz.mx,,No autoriza,Sí,\n"
        "Rio,d@rio.mx,15/01/2001,,Pendiente,\n"
    )
    got = brought(understood({"clientes.csv": text}), tmp_path)
    assert got.error is None
    assert got.rows(f"select {COLUMNS} from main.customer order by 1") == [
        ("Luz", None, False, None, None, True, None),
        ("Mar", None, True, False, None, None, None),
        ("Rio", None, None, None, None, None, None),
        ("Sol", None, True, None, None, False, None),
    ]
    born = got.rows("select customer_id, born_on::varchar from main.customer where born_on is not null order by 1")
    assert born == [("Mar", "1990-12-03"), ("Rio", "2001-01-15"), ("Sol", "1986-07-21")]


def test_a_list_that_tells_nothing_of_customers_but_their_consent_is_one_of_customers(
    understood: Understood, tmp_path: Path
) -> None:
    text = "Código cliente,Nombre cliente,Habeas data\n1,Sol,Sí\n2,Mar,No\n"
    got = brought(understood({"clientes.csv": text}), tmp_path)
    assert got.rows("select name, consent from main.customer order by 1") == [("Mar", False), ("Sol", True)]


def test_who_asked_once_not_to_be_contacted_is_not_contacted(understood: Understood, tmp_path: Path) -> None:
    """Two rows of one customer, and another file, say different things: the strictest holds."""
    text = (
        "Cliente,Correo,No contactar,Acepta WhatsApp\n"
        "Sol,a@sol.mx,No,Sí\nSol,a2@sol.mx,Sí,No\nMar,b@mar.mx,,Sí\nLuz,c@luz.mx,Baja,Sí\n"
    )
    got = brought(understood({"clientes.csv": text}), tmp_path)
    assert got.rows("select customer_id, do_not_contact, consent_whatsapp from main.customer order by 1") == [
        ("Luz", True, True),
        ("Mar", None, True),
        ("Sol", True, False),
    ]
