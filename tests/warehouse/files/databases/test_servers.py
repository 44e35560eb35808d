"""Addresses of servers, and where the password stands."""

from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path

import pytest

from crm_metrics.errors import DataError
from crm_metrics.warehouse.files.databases.servers import Server, parsed, without


def test_an_address_names_machine_port_database_and_user() -> None:
    made = parsed("postgresql://reader@erp.example/ventas")
    assert (made.kind, made.host, made.port, made.database, made.user) == (
        "postgresql", "erp.example", 5432, "ventas", "reader",
    )  # fmt: skip
    made = parsed("mariadb://ana%40sur@127.0.0.1:3307/crm")
    assert (made.kind, made.port, made.user, made.name) == ("mysql", 3307, "ana@sur", "127.0.0.1:3307/crm")
    assert parsed("mysql://a@[::1]/crm").name == "[::1]:3306/crm"


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://reader:secreto@erp.example/ventas",  # a password
        "postgresql://reader@one,two/ventas",  # two machines
        "postgresql://reader@erp.example/ventas?host=other",
        "postgresql://reader@erp.example",
        "postgresql://erp.example/ventas",
        "oracle://reader@erp.example/ventas",
        "postgresql://reader@erp.example:port/ventas",
        "postgresql://reader@[erp/ventas",
        "/srv/erp.sqlite",
    ],
)
def test_what_is_no_such_address_is_refused_without_saying_it(address: str) -> None:
    with pytest.raises(ValueError) as caught:
        parsed(address)
    assert "secreto" not in str(caught.value)


def test_the_password_stands_in_the_environment_or_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    plain = parsed("mysql://reader@erp.example/crm")
    assert plain.password() == ""
    named = replace(plain, password_env="PULSO_TEST_SECRET")
    with pytest.raises(DataError, match="the variable PULSO_TEST_SECRET of the environment"):
        named.password()
    monkeypatch.setenv("PULSO_TEST_SECRET", "a b")
    assert named.password() == "a b"
    (tmp_path / "secret").write_text("pässword \r\nsecond", encoding="utf-8")
    assert replace(plain, password_file=tmp_path / "secret").password() == "pässword "
    with pytest.raises(DataError, match="the file none, which should hold the password, can't be read"):
        replace(plain, password_file=tmp_path / "none").password()
    assert "a b" not in repr(named)


def test_a_server_is_silent_where_nothing_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = Server(kind="mysql", host="127.0.0.1", port=listening.getsockname()[1], database="crm", user="reader")
        assert not server.is_silent()
    assert server.is_silent()


def test_what_a_server_says_is_told_without_the_password() -> None:
    assert without("s3", "denied for s3 at s3") == "denied for *** at ***"
    assert without("", "denied") == "denied"
