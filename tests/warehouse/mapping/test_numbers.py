"""A number is read as people write it, or not at all: never as another number."""

from __future__ import annotations

import random
from decimal import Decimal

import duckdb
import pytest

from crm_metrics.warehouse.mapping import numbers
from crm_metrics.warehouse.mapping.formats import Format
from tests.warehouse.conftest import Read

# Each value is what the writing says, by hand.
POINT = [
    ("(250.00)", "-250"), ("250.00-", "-250"), ("-$ 250", "-250"), ("$-250", "-250"), ("($250)", "-250"),
    ("$(250)", "-250"), ("$ - 250", "-250"), ("250 $-", "-250"), ("- 250", "-250"), ("−250", "-250"),
    ("($ 1,234.56)", "-1234.56"), ("$ 1 234.50", "1234.5"), ("1'234.50", "1234.5"), ("1’234.50", "1234.5"),
    ("$1,234.56", "1234.56"), ("+5", "5"), (".5", "0.5"),
    ("-(250)", None), ("(-250)", None), ("(250", None), ("250)", None), ("--5", None), ("5-3", None), ("-", None),
    ("$", None), ("1.2E+3", None), ("1e5", None), ("12%", None), ("€ 250", None), ("1 2", None), ("1,23", None),
    ("1,234 567", None), ("12 MDP", None), ("250 CR", None), ("$ 1,500.-", "1500"), ("250.--", "250"), ("1.-5", None),
]  # fmt: skip
COMMA = [
    ("(1.234,56)", "-1234.56"), ("1.234,56 €", "1234.56"), ("€ 1.234,56", "1234.56"), ("1 234,50", "1234.5"),
    ("1\u00a0234,50", "1234.5"), ("1\u202f234,50 €", "1234.5"), ("1.234.567", "1234567"), ("-€ 1.234,56", "-1234.56"),
    ("1.500,-", "1500"), ("-€ 1.500,-", "-1500"), ("1.500,— €", "1500"), ("1,-5", None),
    ("1.234,56- €", "-1234.56"), ("1,234.56", None), ("1.23", None), ("1.234 567,00", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), POINT)
def test_an_amount_with_a_decimal_point_has_its_minus_and_its_sign_anywhere(
    text: str, value: str | None, read: Read
) -> None:
    how = Format(kind="number", decimal=".", thousands=",", sign="$")
    assert read(how, text) == (Decimal(value) if value else None)


@pytest.mark.parametrize(("text", "value"), COMMA)
def test_an_amount_with_a_decimal_comma_likewise(text: str, value: str | None, read: Read) -> None:
    how = Format(kind="number", decimal=",", thousands=".", sign="€")
    assert read(how, text) == (Decimal(value) if value else None)


@pytest.mark.parametrize(
    ("text", "value"),
    [("12,34,567.50", "1234567.5"), ("1,23,456", "123456"), ("1,234", "1234"), ("999", "999"), ("123,456", None)],
)
def test_groups_of_two_are_read_in_columns_that_have_them(text: str, value: str | None, read: Read) -> None:
    how = Format(kind="number", decimal=".", thousands=",", pairs=True)
    assert read(how, text) == (Decimal(value) if value else None)


@pytest.mark.parametrize(
    ("text", "value"), [("12%", "0.12"), ("12.5 %", "0.125"), ("-3%", "-0.03"), ("0.12", None), ("12", None)]
)
def test_a_percentage_is_a_share_only_with_its_sign(text: str, value: str | None, read: Read) -> None:
    assert read(Format(kind="percent", thousands=","), text) == (Decimal(value) if value else None)


@pytest.mark.parametrize("text", ["1.234", "$ 25,000", "1.5"])
def test_where_no_mark_is_known_only_numbers_without_any_are_read(text: str, read: Read) -> None:
    how = Format(kind="number", decimal="", sign="$")
    assert read(how, text) is None
    assert read(how, "$ 1 234") == Decimal(1234)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("$ 5", "$"),
        ("-$5", "$"),
        ("($5)", "$"),
        ("$(5)", "$"),
        ("5 €", "€"),
        ("5-€", "€"),
        ("US$ 5", "US$"),
        ("5 USD", "USD"),
        ("$5 MXN", "$ MXN"),
        ("S/. 5", "S/."),
        ("Bs. 5", "Bs."),
        ("B/ 5", "B/"),
        ("Lps. 5", "Lps."),
        ("5 MDP", None),
        ("5", None),
        ("5 min", None),
    ],
)
def test_a_currency_sign_stands_before_or_behind(
    text: str, sign: str | None, connection: duckdb.DuckDBPyConnection
) -> None:
    got = connection.execute(f"select {numbers.sign_sql('cell')} from (select ? as cell)", [text]).fetchall()
    assert got == [(sign,)]


@pytest.mark.parametrize(
    ("sign", "currency", "may"),
    [("$", "COP", True), ("$", "EUR", False), ("€", "EUR", True), ("€", "MXN", False), ("USD", "MXN", False),
     ("$ MXN", "MXN", True), ("$ USD", "MXN", False), ("US$", "COP", False), ("Bs.", "BOB", True),
     ("UF", "CLP", False)],
)  # fmt: skip
def test_a_sign_tells_in_which_currencies_amounts_can_be(sign: str, currency: str, may: bool) -> None:
    assert numbers.may_be(sign, currency) is may


def written(value: Decimal, chance: random.Random) -> tuple[str, str, str]:
    """A number as somebody could write it: the text, the decimal mark, the currency sign."""
    decimal = chance.choice(".,")
    gap = chance.choice(["", " ", "\u00a0", "\u202f", "'", "," if decimal == "." else "."])
    sign = chance.choice(["", "$", "€", "US$", "COP", "S/"])
    bare = f"{abs(value):,.2f}".replace(",", "g").replace(".", decimal).replace("g", gap)
    blank = chance.choice(["", " ", "\u00a0"])
    dressed = chance.choice([f"{sign}{blank}{bare}", f"{bare}{blank}{sign}"]) if sign else bare
    if value < 0:
        forms = [f"-{dressed}", f"({dressed})", f"−{dressed}", f"{dressed}-"]
        dressed = chance.choice(forms)
    return dressed, decimal, sign


@pytest.mark.parametrize("seed", range(4))
def test_whatever_way_an_amount_is_written_it_is_read_back_equal_or_not_at_all(seed: int, read: Read) -> None:
    chance = random.Random(seed)
    unread = 0
    for _ in range(100):
        value = Decimal(chance.randrange(-10_000_000, 10_000_000)).scaleb(-2)
        text, decimal, sign = written(value, chance)
        other = "," if decimal == "." else "."
        right = Format(kind="number", decimal=decimal, thousands=other, sign=sign)
        wrong = Format(kind="number", decimal=other, thousands=decimal, sign=sign)
        got = read(right, text)
        assert got in (value, None), text
        unread += got is None
        assert read(wrong, text) in (value, None), text  # two decimals are no group of thousands
    assert not unread
