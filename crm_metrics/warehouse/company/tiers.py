"""The rule of the value tiers: read from the company's own file, checked, and kept in each version of the warehouse.

window_months = 12               the months behind a tier; a month's tier knows nothing of that month itself
revenue_weight = 0.5             the value of a customer = revenue_weight × revenue + margin_weight × margin
margin_weight = 0.5
criterion = "share"              "share": the customers who, the largest first, bring the first part of the value;
high = 0.5                       here the first half of it is high,
medium = 0.8                     up to four fifths medium, the rest low
                                 "amount": high and medium are the least value, in the company's currency
[[strategic]]                    set by hand, above what is computed or imported
customer = "crm:C000017"         the customer's id, as it stands in the warehouse
reason = "Reference customer"    both are mandatory: who decided it, and why
by = "Head of sales"
since = 2026-01-01
until = 2026-12-31               the last day; for good without it
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from crm_metrics import declared
from crm_metrics.declared import Section
from crm_metrics.errors import DefinitionError

FILE = "tiers.toml"
CRITERIA = ("share", "amount")
TABLES = ("tier_rule", "strategic_customer")
MOST_MONTHS = 120
LEAST = 1e-9  # a cut of nothing would put everybody above it


@dataclass(frozen=True)
class Strategic:
    """One customer set to strategic by hand, through the day `until`, or for good."""

    customer: str
    reason: str
    by: str
    since: date
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class TierRule:
    """How the value tier of a month is computed from the months before it; the defaults hold without a file."""

    window_months: int = 12
    """How many months before the tier's own are counted, 1 to 120."""
    revenue_weight: float = 0.5
    """The part of revenue in a customer's value, 0 to 1; with `margin_weight` it adds up to 1."""
    margin_weight: float = 0.5
    """The part of margin in it, 0 to 1."""
    criterion: str = "share"
    """What the cuts are: "share" of the value of all, the largest customers first, or "amount" of each one."""
    high: float = 0.5
    """The share of the value that the high tier brings; by amount its least value, in the company's currency."""
    medium: float = 0.8
    """The share that high and medium bring together; by amount the least value of the medium tier."""
    strategic: tuple[Strategic, ...] = ()
    """The customers set by hand, above what is computed or imported."""


DEFAULT = TierRule()


def read(folder: Path) -> TierRule:
    """The rule of the file `tiers.toml` in the company's folder, or the default one where there is no such file.

    Raises DefinitionError, with the key and what to do, when the file cannot be read as a rule.
    """
    path = folder / FILE
    if declared.stamp(path) is None:
        return DEFAULT
    file = declared.read(path)
    file.only(field.name for field in fields(TierRule))
    by_amount = file.choice("criterion", CRITERIA, DEFAULT.criterion) == "amount"
    rule = TierRule(
        window_months=file.whole("window_months", DEFAULT.window_months, least=1, most=MOST_MONTHS),
        revenue_weight=file.number("revenue_weight", DEFAULT.revenue_weight, least=0, most=1),
        margin_weight=file.number("margin_weight", DEFAULT.margin_weight, least=0, most=1),
        criterion="amount" if by_amount else "share",
        high=file.number("high", None if by_amount else DEFAULT.high, least=LEAST),
        medium=file.number("medium", None if by_amount else DEFAULT.medium, least=LEAST),
        strategic=tuple(_by_hand(section) for section in file.listed("strategic")),
    )
    for wrong in (*_wrong(rule, file.file), *_doubled(rule.strategic, file.file)):
        raise wrong
    return rule


def write(connection: duckdb.DuckDBPyConnection, rule: TierRule) -> None:
    """Write the rule into a version being built, in place of the one that was there."""
    for table in TABLES:
        connection.execute(f"delete from main.{table}")
    numbers = [getattr(rule, field.name) for field in fields(rule) if field.name != "strategic"]
    connection.execute("insert into main.tier_rule values (?, ?, ?, ?, ?, ?)", numbers)
    for strategic in rule.strategic:
        row = [strategic.customer, strategic.reason, strategic.by, strategic.since, strategic.until]
        connection.execute("insert into main.strategic_customer values (?, ?, ?, ?, ?)", row)


def kept(fetch: Callable[[str], list[tuple[Any, ...]]]) -> TierRule:
    """The rule that a version was made with."""
    (numbers,) = fetch("select * from main.tier_rule")
    named = fetch("select * from main.strategic_customer order by rowid")
    values: dict[str, Any] = dict(zip((field.name for field in fields(TierRule)), numbers, strict=False))
    return TierRule(**values, strategic=tuple(Strategic(*row) for row in named))


def _by_hand(given: Section) -> Strategic:
    given.only(field.name for field in fields(Strategic))
    strategic = Strategic(
        customer=given.text("customer", example="crm:C000017"),
        reason=given.text("reason", example="Reference customer"),
        by=given.text("by", example="Head of sales"),
        since=given.day("since"),
        until=given.day("until") if "until" in given.values else None,
    )
    if strategic.until is not None and strategic.until < strategic.since:
        raise DefinitionError(
            "{file}, strategic customer {customer}: it ends on {until}, before it begins on {since}.",
            file=given.file,
            customer=strategic.customer,
            until=strategic.until,
            since=strategic.since,
        )
    return strategic


def _wrong(rule: TierRule, file: str) -> Iterator[DefinitionError]:
    if abs(rule.revenue_weight + rule.margin_weight - 1) > 1e-6:
        yield DefinitionError(
            "{file}: revenue_weight {revenue} and margin_weight {margin} must add up to 1.",
            file=file,
            revenue=rule.revenue_weight,
            margin=rule.margin_weight,
        )
    if rule.criterion == "amount" and rule.medium >= rule.high:
        yield DefinitionError(
            "{file}: with amounts, high ({high}) must be above medium ({medium}).",
            file=file,
            high=rule.high,
            medium=rule.medium,
        )
    if rule.criterion == "share" and not rule.high < rule.medium <= 1:
        yield DefinitionError(
            "{file}: with shares, high ({high}) must be below medium ({medium}), and medium at most 1.",
            file=file,
            high=rule.high,
            medium=rule.medium,
        )


def _doubled(listed: Sequence[Strategic], file: str) -> Iterator[DefinitionError]:
    for number, one in enumerate(listed):
        for other in listed[:number]:
            first, second = sorted((one, other), key=lambda each: each.since)
            if other.customer == one.customer and (first.until is None or first.until >= second.since):
                yield DefinitionError(
                    "{file}: {customer} is strategic twice on the same days. Leave one of the two.",
                    file=file,
                    customer=one.customer,
                )
