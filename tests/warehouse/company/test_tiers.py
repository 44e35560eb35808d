"""The company's file of value tiers: what it may say, how its mistakes are told, and that a version keeps its rule."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest

from crm_metrics.errors import DefinitionError
from crm_metrics.settings import Settings
from crm_metrics.warehouse import doctor, engines, publish, schema, versions
from crm_metrics.warehouse.company import tiers
from crm_metrics.warehouse.company.tiers import DEFAULT, Strategic, TierRule
from crm_metrics.warehouse.store import Warehouse
from tests.warehouse.loading.importing import sentence

TEMPLATE = Path(__file__).parents[3] / "data" / "templates" / "tiers.toml"
BY_HAND = 'customer = "a"\nreason = "reference"\nby = "Ana"\nsince = 2026-01-01\n'


def told(folder: Path, text: str) -> str:
    (folder / tiers.FILE).write_text(text, encoding="utf-8")
    return sentence(lambda: tiers.read(folder)).replace(folder.as_posix() + "/", "")


def test_without_a_file_the_rule_is_the_one_of_the_template(tmp_path: Path) -> None:
    assert tiers.read(tmp_path) == DEFAULT
    (tmp_path / tiers.FILE).write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
    assert tiers.read(tmp_path) == DEFAULT


def test_all_that_a_company_may_say_is_read(tmp_path: Path) -> None:
    text = (
        'window_months = 6\nrevenue_weight = 0\nmargin_weight = 1\ncriterion = "amount"\nhigh = 900\nmedium = 300.5\n'
    )
    text += f"[[strategic]]\n{BY_HAND}[[strategic]]\n{BY_HAND.replace('a', 'b', 1)}until = 2026-06-30\n"
    (tmp_path / tiers.FILE).write_text("\ufeff" + text, encoding="utf-8")
    first = Strategic("a", "reference", "Ana", date(2026, 1, 1))
    found = tiers.read(tmp_path)
    assert found == TierRule(
        window_months=6,
        revenue_weight=0,
        margin_weight=1,
        criterion="amount",
        high=900,
        medium=300.5,
        strategic=(first, found.strategic[1]),
    )
    assert found.strategic[1].until == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("window_month = 6", "no key 'window_month'. Did you mean 'window_months'?"),
        ("window_months = 0", "window_months: 0 is not a whole number from 1 to 120."),
        ("revenue_weight = 0.7", "revenue_weight 0.7 and margin_weight 0.5 must add up to 1."),
        ("margin_weight = '1'", "margin_weight: '1' is not a number from 0 to 1."),
        ("criterion = 'shares'", "criterion: 'shares' is not known. Did you mean 'share'?"),
        ("high = 0.9", "with shares, high (0.9) must be below medium (0.8), and medium at most 1."),
        ("medium = 80", "with shares, high (0.5) must be below medium (80.0), and medium at most 1."),
        ("high = -1", "high: -1 is not a number from"),
        ("criterion = 'amount'\nhigh = 10", "'medium' is missing. Write it as medium = "),
        ("criterion = 'amount'\nhigh = 10\nmedium = 10", "with amounts, high (10.0) must be above medium (10.0)."),
        ("high = 0,5", "is not TOML: "),
        ("strategic = 'a'", "write each one under a line [[strategic]]."),
        ("[[strategic]]\n" + BY_HAND.replace('reason = "reference"\n', ""), "'strategic 1.reason' is missing."),
        ("[[strategic]]\n" + BY_HAND.replace('"Ana"', '" "'), "strategic 1.by: ' ' can't be read here. Write it as"),
        (
            "[[strategic]]\n" + BY_HAND.replace("2026-01-01", "'1/1/26'"),
            "strategic 1.since: '1/1/26' can't be read here. Write it as since = 2026-01-31.",
        ),
        ("[[strategic]]\n" + BY_HAND + "untill = 2026-02-01", "Did you mean 'strategic 1.until'?"),
        ("[[strategic]]\n" + BY_HAND + "until = 2025-02-01", "it ends on 2025-02-01, before it begins on 2026-01-01."),
        (("[[strategic]]\n" + BY_HAND) * 2, "a is strategic twice on the same days. Leave one of the two."),
    ],
)
def test_a_mistake_is_told_with_its_key_and_what_to_do(tmp_path: Path, text: str, expected: str) -> None:
    found = told(tmp_path, text)
    assert found.startswith("tiers.toml")
    assert expected in found


def rule_of(folder: Path, company: Path) -> list[tuple[object, ...]]:
    path = versions.file_of(folder, versions.current(folder))
    connection = engines.reader(path, Settings(company=company, threads=1))
    try:
        return connection.execute("select window_months, criterion, high from main.tier_rule").fetchall()
    finally:
        connection.close()


def bought(connection: duckdb.DuckDBPyConnection) -> bool:
    connection.execute(
        "insert into main.order_line (order_id, line_no, customer_id, product_id, ordered_at, quantity, amount)"
        " values ('o', 1, 'a', 'p', '2026-01-05 12:00-05', 1, 90)"
    )
    connection.execute(
        "insert into main.load_log values (1, 'plain', 'order_line', '2026-01-01', '2026-02-28', 1, 0, now(), false)"
    )
    return True


def test_a_version_keeps_its_rule_and_rebuilding_takes_the_new_one(tmp_path: Path) -> None:
    folder, settings = tmp_path / "house", Settings(company=tmp_path, threads=1)
    publish.publish(folder, bought, settings=settings, finish=None)
    assert rule_of(folder, tmp_path) == [(12, "share", 0.5)]
    (tmp_path / tiers.FILE).write_text("window_months = 3\ncriterion = 'amount'\nhigh = 91\nmedium = 5")
    assert rule_of(folder, tmp_path) == [(12, "share", 0.5)]  # a version says what made it, not what the file says now
    assert publish.rebuild(folder, settings=settings, finish=None) == 2
    assert rule_of(folder, tmp_path) == [(3, "amount", 91)]
    connection = engines.reader(versions.file_of(folder, 2), settings)
    assert connection.execute("select distinct computed_tier from shape.customer_value").fetchall() == [("medium",)]
    connection.close()


def test_a_wrong_file_refuses_the_load_and_the_warehouse_is_as_it_was(tmp_path: Path) -> None:
    folder, settings = tmp_path / "house", Settings(company=tmp_path, threads=1)
    publish.publish(folder, bought, settings=settings, finish=None)
    (tmp_path / tiers.FILE).write_text("high = 2")
    with pytest.raises(DefinitionError, match="with shares, high"):
        publish.publish(folder, bought, settings=settings, finish=None)
    assert versions.current(folder) == 1


def test_the_doctor_tells_a_rule_that_does_not_hold_yet_and_a_customer_nobody_knows(
    house: Callable[..., Warehouse], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRM_COMPANY", str(tmp_path))
    shop = house({"customer": [{"customer_id": "crm:ana"}]})
    schema.sign(shop.connection)

    def told() -> list[str]:
        texts = (one.template.format(**one.parts) for one in doctor.checkup(shop) if one.misleads)
        return [text for text in texts if "tiers.toml" in text]

    assert told() == []
    by_hand = BY_HAND.replace('"a"', '"crm:anna"')
    (tmp_path / tiers.FILE).write_text(f"[[strategic]]\n{by_hand}")
    assert [text.partition("tiers.toml")[0] for text in told()] == [
        f"The value tiers of this version were computed by another rule than that of {tmp_path.as_posix()}/"
    ]
    tiers.write(shop.connection, tiers.read(tmp_path))
    assert told() == [
        f"{tmp_path.as_posix()}/tiers.toml: the strategic customer 'crm:anna' is not known. Did you mean 'crm:ana'?"
    ]


def test_new_tables_start_with_the_default_rule() -> None:
    with duckdb.connect() as connection:
        schema.create(connection)
        assert connection.execute("select * from main.tier_rule").fetchall() == [(12, 0.5, 0.5, "share", 0.5, 0.8)]
