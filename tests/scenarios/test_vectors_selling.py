"""Published examples of selling, telemarketing and repeat purchases, from files through `import` and `query`.

Each test names its source, as listed with the example.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from crm_metrics.command import main
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.shop import Shop, shop_of
from crm_metrics.warehouse.store import open_warehouse
from tests.warehouse.loader import SETTINGS

Row = dict[str, Any]
Out = pytest.CaptureFixture[str]

BANK = Path(__file__).parents[2].parent / "shared" / "data" / "bank" / "bank-full.csv"
MARCH = ("--every", "month", "--since", "2026-03-01", "--until", "2026-03-31")
THOUSANDTH = 1000  # of Ford's 20 million contacts


def deal(key: str, team: str, opened: str, outcome: str = "", amount: object = "") -> Row:
    """An opportunity of sales, closed on 25 March when it has an outcome."""
    base: Row = {"work_item_id": key, "process": "sales", "kind": "new_sale", "customer_id": f"c-{key}", "team": team}
    base |= {"opened_at": f"{opened} 09:00:00", "qualified_at": "", "status": "closed" if outcome else "open"}
    closed = "2026-03-25 17:00:00" if outcome else ""
    return base | {"closed_at": closed, "outcome": outcome, "amount": amount, "campaign_id": ""}


def deals() -> Iterator[Row]:
    """V03: two sites; V31: two teams, 18 open, 6 of 25 won at 42,000 each, after 78 and after 65 days."""
    for site, won, all_of_it in (("site a", 234, 300), ("site b", 1020, 1200)):
        for number in range(all_of_it):
            outcome = "won" if number < won else "lost"
            yield deal(f"{site}-{number}", site, "2026-03-02", outcome, 1 if number < won else "")
    for team, days in (("slow", 78), ("fast", 65)):
        opened = (date(2026, 3, 25) - timedelta(days=days)).isoformat()
        for number in range(25):
            outcome = "won" if number < 6 else "lost"
            yield deal(f"{team}-{number}", team, opened, outcome, 42_000 if number < 6 else "")
        for number in range(18):
            yield deal(f"{team}-open-{number}", team, opened)


def leads() -> Iterator[Row]:
    """V06: 340 leads, the first 187 of them qualified on the day after, the first 40 sold."""
    for number in range(340):
        base: Row = {"work_item_id": f"lead-{number}", "process": "presales", "kind": "lead"}
        base |= {"customer_id": f"p{number}", "team": "ford", "opened_at": "2026-01-05 09:00:00", "campaign_id": ""}
        qualified = "2026-01-06 09:00:00" if number < 187 else ""
        closed = {"closed_at": "2026-01-20 09:00:00", "outcome": "won" if number < 40 else "lost", "status": "closed"}
        yield base | {"qualified_at": qualified, "amount": ""} | closed


def contacts() -> Iterator[Row]:
    """V06: a contact for every thousand."""
    for number in range(20_000_000 // THOUSANDTH):
        base: Row = {"interaction_id": f"call-{number}", "process": "telemarketing", "touchpoint_id": "line"}
        base |= {"direction": "outbound", "team": "ford", "offered_at": "2026-01-05 10:00:00"}
        yield base | {"disposition": "handled", "right_party": "true"}


def orders() -> Iterator[Row]:
    """V34: 99,441 orders, each under a checkout id of its own, of 96,096 people."""
    for number in range(99_441):
        person = number if number < 96_096 else number - 96_096
        base: Row = {"order_id": f"o{number}", "line_no": 1, "customer_id": f"checkout-{number}", "product_id": "p"}
        day = "2026-01-10" if number == person else "2026-02-10"
        yield base | {"ordered_at": f"{day} 12:00:00", "quantity": 1, "amount": 10}


def aliases() -> Iterator[Row]:
    """V34: the second checkout of a person is the first one's."""
    for number in range(96_096, 99_441):
        row: Row = {"alias_id": f"checkout-{number}", "customer_id": f"checkout-{number - 96_096}"}
        yield row | {"rule": "customer_unique_id"}


def write(folder: Path, table: str, rows: Sequence[Row]) -> None:
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def warehouse_of(place: Path, **tables: Sequence[Row]) -> Path:
    """A warehouse imported from such files, its last day 30 June 2026."""
    exports, house = place / "exports", place / "house"
    exports.mkdir()
    write(exports, "company", [{"name": "Vectors", "time_zone": "America/Bogota", "currency": "COP"}])
    for table, rows in tables.items():
        write(exports, table, rows)
    assert main.main(["import", str(exports), "--warehouse", str(house)]) == 0
    return house


LATEST = {"entry_id": "e", "customer_id": "c", "kind": "enrol", "entry_at": "2026-06-30 12:00:00", "points": 0}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of the examples of opportunities, leads and contacts."""
    place = tmp_path_factory.mktemp("selling")
    items = [*deals(), *leads()]
    return warehouse_of(place, work_item=items, interaction=list(contacts()), loyalty_entry=[LATEST])


@pytest.fixture(scope="module")
def shop(folder: Path) -> Iterator[Shop]:
    found = shop_of(open_warehouse(folder, SETTINGS))
    yield found
    found.close()


def asked(capsys: Out, folder: Path, *question: str) -> list[Row]:
    """What the command line answers."""
    capsys.readouterr()
    assert main.main(["query", *question, "--format", "json", "--warehouse", str(folder)]) == 0
    found: list[Row] = json.loads(capsys.readouterr().out)
    return found


def test_two_sites_together_are_a_ratio_of_sums_not_a_mean_of_rates(folder: Path, capsys: Out) -> None:
    """V03. TechTarget SearchCRM, combined service level: 300 at 78 % and 1200 at 85 % are 83.6 %, not 81.5 %."""
    (both,) = asked(capsys, folder, "win_rate", *MARCH, "--where", "team=site a", "--where", "team=site b")
    assert (both["numerator"], both["denominator"]) == (1254, 1500)
    assert both["value"] == 0.836
    apart = asked(
        capsys, folder, "win_rate", *MARCH, "--by", "team", "--where", "team=site a", "--where", "team=site b"
    )
    assert [row["value"] for row in apart] == [0.78, 0.85]


def test_the_outbound_funnel_of_ford(folder: Path, shop: Shop, capsys: Out) -> None:
    """V06. Ford 1967 (Harvard Business Review 1976, quoted by callboxinc.com), each count divided by a thousand."""
    days = ("--every", "month", "--since", "2026-01-01", "--until", "2026-01-31")
    (created,) = asked(capsys, folder, "leads_created", *days)
    (reached,) = asked(capsys, folder, "right_party_contacts", *days)
    (qualified,) = asked(capsys, folder, "qualification_rate", *days)
    assert (created["value"], reached["value"]) == (340, 20_000)
    assert (qualified["numerator"], qualified["denominator"]) == (187, 340)
    assert qualified["value"] == pytest.approx(0.550, abs=5e-4)

    def ratio(name: str, numerator: str, denominator: str) -> float | None:
        own = Metric(
            name=name, label=name, means="One, of all others.", unit="percent", on="period",
            numerator=numerator, denominator=denominator,
        )  # fmt: skip
        return own.measure(shop, every="month", since=date(2026, 1, 1), until=date(2026, 1, 31)).readings[0].value

    (won,) = asked(capsys, folder, "lead_conversion_rate", *days)
    assert won["numerator"] == 40
    assert ratio("lead_yield", "leads_created", "right_party_contacts") == pytest.approx(0.017, abs=5e-5)
    assert won["numerator"] / qualified["numerator"] == pytest.approx(0.214, abs=5e-4)
    assert won["numerator"] / reached["value"] == pytest.approx(0.0020, abs=5e-6)


@pytest.mark.parametrize(("team", "published"), [("slow", 2326), ("fast", 2791)])
def test_sales_velocity_of_eighteen_opportunities(folder: Path, capsys: Out, team: str, published: int) -> None:
    """V31. winsabove.pages.dev: 18 × 42,000 × 0.24 ÷ 78 = 2,326 a day; ÷ 65 = 2,791 exact (2,790 printed)."""
    (row,) = asked(capsys, folder, "sales_velocity", *MARCH, "--where", f"team={team}")
    assert row["denominator"] == {"slow": 78, "fast": 65}[team]
    assert row["value"] == pytest.approx(published, abs=0.5)


def test_records_of_a_list_without_dials_give_the_rate_by_record_alone(tmp_path: Path, capsys: Out) -> None:
    """V33. UCI Machine Learning Repository, data set 222: 5,289 sales of 45,211 records are 11.70 %."""
    exports, house = tmp_path / "exports", tmp_path / "house"
    exports.mkdir()
    lines = ["yes" if number < 5_289 else "no" for number in range(45_211)]
    (exports / "bank-full.csv").write_text('"y"\n' + "".join(f'"{one}"\n' for one in lines), encoding="utf-8")
    assert main.main(["import", str(exports), "--source", "bank_marketing", "--warehouse", str(house)]) == 0
    (row,) = asked(capsys, house, "list_conversion_rate", "--every", "all")
    assert (row["numerator"], row["denominator"]) == (5_289, 45_211)
    assert row["value"] == pytest.approx(0.1170, abs=5e-5)
    for name in ("dials", "attempts_per_record", "sales_conversion_rate"):
        (row,) = asked(capsys, house, name, "--every", "all")
        assert row["value"] is None
        assert "contactos" in row["reason"]


@pytest.mark.real_data
@pytest.mark.skipif(not BANK.is_file(), reason="the public data sets are not beside the project")
def test_figures_per_dial_of_the_bank_are_arithmetic_on_its_campaign_column() -> None:
    """V33. 5,289 sales of 124,956 dials are 4.23 %; 2.764 dials a record, median 2."""
    with BANK.open(encoding="utf-8", newline="") as lines:
        dials = sorted(int(row["campaign"]) for row in csv.DictReader(lines, delimiter=";"))
    assert (len(dials), sum(dials), dials[len(dials) // 2]) == (45_211, 124_956, 2)
    assert sum(dials) / len(dials) == pytest.approx(2.764, abs=5e-4)
    assert 5_289 / sum(dials) == pytest.approx(0.0423, abs=5e-5)


def test_a_person_is_counted_and_not_the_id_of_each_checkout(tmp_path: Path, capsys: Out) -> None:
    """V34. Repository olist/work-at-olist-data: 99,441 orders of 96,096 people; by checkout everybody buys once."""
    house = warehouse_of(tmp_path, order_line=list(orders()), customer_alias=list(aliases()), loyalty_entry=[LATEST])
    june = ("--every", "month", "--since", "2026-06-01", "--until", "2026-06-30")
    (bought,) = asked(capsys, house, "purchase_frequency", *june)
    assert (bought["numerator"], bought["denominator"]) == (99_441, 96_096)
    (again,) = asked(capsys, house, "repeat_purchase_rate", "--every", "all")
    assert (again["numerator"], again["denominator"]) == (99_441 - 96_096, 96_096)
