"""A company that nobody has founded lives where its only source says, and nowhere in silence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from crm_metrics.command.main import main
from crm_metrics.errors import DataError
from crm_metrics.warehouse import doctor, founding, store
from crm_metrics.warehouse.loading import home
from crm_metrics.warehouse.loading.load import import_folder
from crm_metrics.warehouse.mapping.language import open_source
from tests.warehouse.loader import SETTINGS, one_shape
from tests.warehouse.loading.importing import NOW, Inbox, sentence

HEAD = "order_id,line_no,customer_id,product_id,ordered_at,quantity,amount"
NOON = "{n},1,c1,p1,2026-03-31 {hour}:30,1,10"


def shop(inbox: Inbox, name: str, zone: str) -> str:
    """A source of plain files that declares a zone."""
    path = inbox.folder.parent / f"{name}.toml"
    path.write_text(f'name = "{name}"\nextends = "plain"\ntime_zone = "{zone}"\n', encoding="utf-8")
    return str(path)


def orders(*lines: str, currency: str = "") -> dict[str, str]:
    ending = f",{currency}" if currency else ""
    head = HEAD + (",currency" if currency else "")
    return {"order_line.csv": "\n".join([head, *(line + ending for line in lines)]) + "\n"}


def company(inbox: Inbox) -> list[tuple[object, ...]]:
    return inbox.connection.execute("select name, time_zone, currency, _source from main.company").fetchall()


def test_the_company_takes_the_zone_of_its_only_source_and_says_so(inbox: Inbox) -> None:
    got = inbox.load(orders(NOON.format(n=1, hour=22)), shop(inbox, "loja", "America/Sao_Paulo"))
    assert company(inbox) == [("", "America/Sao_Paulo", "XXX", "sources")]
    assert got.notices[0].startswith(
        "There is no company yet: it takes the time zone America/Sao_Paulo, which source loja"
    )
    # three hours behind UTC: an order of 22:30 is one of 31 March, and reaches no further
    assert got.rows("select loaded_through from main.load_log") == [(date(2026, 3, 31),)]


def test_only_where_no_source_declares_a_zone_are_days_cut_in_utc(inbox: Inbox) -> None:
    got = inbox.load(orders(NOON.format(n=1, hour=22)))
    assert company(inbox) == []
    assert any("taken as UTC" in note for note in got.notices)


def test_an_export_in_utc_says_nothing_of_where_the_company_lives(inbox: Inbox) -> None:
    inbox.load(orders(NOON.format(n=1, hour=22)), shop(inbox, "loja", "America/Sao_Paulo"))
    got = inbox.load(orders(NOON.format(n=2, hour=22)), shop(inbox, "crm", "UTC"))
    assert (got.error, company(inbox)[0][1]) == (None, "America/Sao_Paulo")


def test_a_second_source_of_another_zone_is_refused_with_what_to_do(inbox: Inbox) -> None:
    inbox.load(orders(NOON.format(n=1, hour=22)), shop(inbox, "loja", "America/Sao_Paulo"))
    got = inbox.load(orders(NOON.format(n=2, hour=22)), shop(inbox, "tienda", "America/Bogota"))
    assert not got.changed
    for part in ("tienda", "America/Bogota", "America/Sao_Paulo", "init --time-zone"):
        assert part in str(got.error)
    inbox.load({"company.csv": "name,time_zone,currency\nLoja,America/Sao_Paulo,BRL\n"})
    assert inbox.load(orders(NOON.format(n=2, hour=22)), shop(inbox, "tienda", "America/Bogota")).error is None


def test_rows_read_in_utc_before_are_named_when_a_zone_comes(inbox: Inbox) -> None:
    inbox.load(orders(NOON.format(n=1, hour=22)))
    got = inbox.load(orders(NOON.format(n=2, hour=22)), shop(inbox, "loja", "America/Sao_Paulo"))
    assert any("What plain brought before was read in UTC" in note for note in got.notices)


def test_the_company_takes_the_one_currency_of_its_amounts(inbox: Inbox) -> None:
    inbox.load(orders(NOON.format(n=1, hour=22), currency="MXN"))
    assert company(inbox) == [("", "UTC", "MXN", "sources")]
    assert store.reading(inbox.connection).company.currency == "MXN"
    assert "the company's currency is MXN" in str(inbox.load(orders(NOON.format(n=2, hour=9), currency="USD")).error)


def test_two_tables_of_two_currencies_are_not_added_up(inbox: Inbox) -> None:
    ledger = "entry_id,invoice_id,customer_id,kind,entry_on,amount,currency\ne,f,c,invoice,2026-03-01,5,USD\n"
    got = inbox.load({**orders(NOON.format(n=1, hour=22), currency="MXN"), "receivable.csv": ledger})
    assert "There are amounts in MXN, USD" in str(got.error)


def signed(*amounts: str) -> dict[str, str]:
    lines = "".join(f'{at},1,c1,p1,2026-03-31 22:30,1,"{amount}"\n' for at, amount in enumerate(amounts))
    return {"order_line.csv": f"{HEAD}\n{lines}"}


def test_the_company_takes_the_currency_of_the_sign_beside_its_amounts(inbox: Inbox) -> None:
    source = shop(inbox, "loja", "America/Sao_Paulo")
    assert inbox.load(signed("R$ 10,00"), source).error is None
    assert [row[2] for row in company(inbox)] == ["BRL"]
    assert "is written with €, and the company's currency is BRL" in str(inbox.load(signed("€ 10,00"), source).error)


def test_signs_of_two_currencies_are_refused_without_a_company(inbox: Inbox) -> None:
    ledger = {
        "receivable.csv": "entry_id,invoice_id,customer_id,kind,entry_on,amount\ne,f,c,invoice,2026-03-01,€ 5.50\n"
    }
    for amount in ("R$ 10.50", "$ 10.50"):  # no euro is written with $
        assert "there are amounts in" in str(inbox.load(signed(amount) | ledger).error).casefold()
    assert company(inbox) == []
    assert inbox.load(signed("$ 10.50"), shop(inbox, "loja", "America/Sao_Paulo")).error is None
    assert [row[2] for row in company(inbox)] == ["XXX"]  # many countries write $


@pytest.mark.parametrize("zone", ["GMT", "Etc/UTC", "Zulu"])
def test_other_names_of_utc_are_nobody_s_home_either(zone: str, inbox: Inbox) -> None:
    assert inbox.load(orders(NOON.format(n=1, hour=22)), shop(inbox, "tienda", zone)).error is None
    assert company(inbox) == []


def test_a_company_that_knows_no_currency_shows_none(inbox: Inbox) -> None:
    inbox.load(orders(NOON.format(n=1, hour=22)), shop(inbox, "loja", "America/Sao_Paulo"))
    opened = store.reading(inbox.connection)
    assert (opened.company.currency, opened.company.time_zone, opened.founded) == ("", "America/Sao_Paulo", False)


def test_sources_that_declare_two_zones_do_not_agree() -> None:
    loja, lisbon, crm = (open_source(name) for name in ("olist_orders", "bank_marketing", "hubspot"))
    assert home.check_agreement([loja, crm]) == "America/Sao_Paulo"
    assert home.check_agreement([crm]) is None
    said = sentence(lambda: home.check_agreement([loja, lisbon, crm]))
    assert "bank_marketing: Europe/Lisbon" in said
    assert "olist_orders: America/Sao_Paulo" in said


@pytest.fixture
def quick() -> Iterator[None]:
    with one_shape():
        yield


def test_the_doctor_says_where_the_zone_comes_from_and_init_takes_its_place(tmp_path: Path, quick: None) -> None:
    files, folder = tmp_path / "files", tmp_path / "house"
    files.mkdir()
    (files / "product.csv").write_text("product_id,name,line\np1,A,L\n", encoding="utf-8")
    toml = tmp_path / "loja.toml"
    toml.write_text('name = "loja"\nextends = "plain"\ntime_zone = "America/Sao_Paulo"\n', encoding="utf-8")
    import_folder(files, folder, str(toml), finish=None, now=NOW)
    assert "days are cut in America/Sao_Paulo, which source loja declares" in told(folder)
    founding.found(folder, finish=None, country="CO", name="Tienda", today=date(2026, 11, 1))
    assert "Days are cut in America/Bogota, as init says." in told(folder)
    with pytest.raises(DataError, match="already holds the company Tienda"):
        founding.found(folder, finish=None, country="CO")


def told(folder: Path) -> str:
    with closing(store.open_warehouse(folder, SETTINGS)) as opened:
        return " ".join(map(str, doctor.checkup(opened)))


@pytest.mark.parametrize(
    "wrong", [["--country", "XX"], ["--time-zone", "CST"], ["--country", "CO", "--currency", "QQ"]]
)
def test_a_refused_init_leaves_no_warehouse_behind(
    tmp_path: Path, wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", *wrong, "--warehouse", str(tmp_path / "house")]) == 2
    assert not (tmp_path / "house").exists()
    assert capsys.readouterr().err
