"""What every row of an input table must keep, each rule one SQL condition over the columns of schema.sql."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from zoneinfo import available_timezones

from sqlglot import exp, parse_one

from crm_metrics.warehouse.tables import HAPPENED, PROCESSES, Table, tables

CHANNELS = ("phone", "email", "chat", "messaging", "web", "app", "store", "visit", "video", "mail", "other")
_TOTALS = ("total", "totals", "totales", "total general", "grand total", "subtotal", "gran total", "suma", "sum")

# Checks of several columns, by a part of their text: rule, the column to look at, what to say of it.
_KNOWN_CHECKS = (
    ("(closed_at IS NOT NULL)", "outcome", "closed_at", "outcome"),
    ("(responded_at IS NULL)", "answer", "score", ""),
    ("BETWEEN scale_min", "scale", "score", "scale_min || '–' || scale_max"),
    ("promised_on IS NOT NULL", "promise", "promised_amount", ""),
    ("CASE", "sign", "amount", "'an invoice or reversal is not below zero; payments, credits and write-offs not over'"),
    ("(invoice_id IS NOT NULL)", "unnumbered", "invoice_id", ""),
    ("(points IS NOT NULL)", "no_points", "points", ""),
    ("(scale_max > scale_min)", "range", "scale_max", "'> scale_min'"),
    ("length(currency)", "format", "currency", "'USD'"),
)


@dataclass(frozen=True)
class Rule:
    """A row breaks it where `broken` is true; `detail` is the SQL of what the sentence adds, with {column} names."""

    name: str
    column: str
    broken: str
    detail: str = "''"


@cache
def rules_of(table: str) -> tuple[Rule, ...]:
    """The rules of one row, in the order in which they are told. `$now` stands for the instant of the load."""
    found = tables()[table]
    return (*_totals(found), *_missing(found), *_ids(found), *_words(found), *_checks(found), *_days(found))


def _missing(table: Table) -> Iterator[Rule]:
    for column in table.columns.values():
        if not column.nullable:
            yield Rule("missing", column.name, f'"{column.name}" is null')


def _totals(table: Table) -> Iterator[Rule]:
    """A line of totals, told as such before its empty cells are: nobody should fill them in."""
    first = table.key[0]
    if table.columns[first].type == "VARCHAR":
        bare = f"rtrim(regexp_replace(lower({first}), '^[a-z0-9_]+:(.+)$', '\\1'), ' :')"
        yield Rule("total", first, f"{bare} in ({_listed(_TOTALS)})")


def _ids(table: Table) -> Iterator[Rule]:
    if table.name == "customer":
        yield Rule("reserved", "customer_id", "customer_id = 'unknown'")
    for column in table.columns.values():
        if column.is_id or column.name == "phone":
            yield Rule(
                "shortened_id", column.name, rf"regexp_full_match({column.name}, '.*\d([.,]\d+[Ee]\+?|[Ee]\+)\d+')"
            )


def _words(table: Table) -> Iterator[Rule]:
    if "process" in table.columns:
        yield Rule("unknown_value", "process", f"process not in ({_listed(PROCESSES)})", _said(PROCESSES))
    if table.name == "campaign":
        known = (*CHANNELS, "referral", "ads", "event")
        yield Rule("unknown_value", "channel", f"channel not in ({_listed(known)})", _said(known))
    if table.name == "company":
        # Known to the engine, and to Python: the former alone knows abbreviations such as CST, which are no zones.
        zones = "select 1 from pg_timezone_names() as zones where zones.name = time_zone"
        python = _listed(sorted(available_timezones()))
        yield Rule("zone", "time_zone", f"time_zone not in ({python}) or not exists ({zones})")


def _checks(table: Table) -> Iterator[Rule]:
    for check in table.checks:
        yield _check(check)


def _check(check: str) -> Rule:
    broken = f"not ({check})"
    for part, rule, column, detail in _KNOWN_CHECKS:
        if part in check:
            return Rule(rule, column, broken, detail or "''")
    tree = parse_one(check, read="duckdb").unnest()
    if isinstance(tree, exp.In):
        return Rule("unknown_value", tree.this.name, broken, _said([word.name for word in tree.expressions]))
    if isinstance(tree, exp.Between):
        low, high = tree.args["low"].name, tree.args["high"].name
        return Rule("range", tree.this.name, broken, f"'{low}–{high}'")
    if isinstance(tree, (exp.GTE, exp.GT)) and isinstance(tree.this, exp.Column):
        other = tree.expression.unnest()
        if isinstance(other, exp.Literal):
            sign = "≥" if isinstance(tree, exp.GTE) else ">"
            return Rule("range", tree.this.name, broken, f"'{sign} {other.name}'")
        names = [column.name for column in other.find_all(exp.Column)]
        told = ", ".join(f"'{{{name}}} ' || {as_seen(name)}" for name in names)
        return Rule("order", tree.this.name, broken, f"coalesce({told})")
    text = re.sub(r"[()]", "", check).replace("'", "''")
    return Rule("check", next(column.name for column in tree.find_all(exp.Column)), broken, f"'{text}'")


def _days(table: Table) -> Iterator[Rule]:
    """What has happened lies between 1900 and the load; a roster or a contract may lie ahead.

    A day is granted: without a company the zone of an instant is not known, and clocks differ.
    """
    for name in HAPPENED.get(table.name, ()):
        day = f"cast({name} as date)"
        yield Rule("past", name, f"{day} < date '1900-01-01'")
        if table.name == "agent_time":
            ahead = "seconds > 0 and "
        elif table.name == "subscription":
            continue
        else:
            ahead = ""
        yield Rule("future", name, f"{ahead}{name} > $now + interval 1 day", "strftime($now, '%Y-%m-%d %H:%M')")


def as_seen(column: str) -> str:
    """A value as a person wrote it, near enough: instants in the session's zone, without it, days without midnight."""
    return f"""regexp_replace(cast("{column}" as varchar), '(( 00:00:00)?[+-]\\d\\d(:\\d\\d)?)$', '')"""


def _listed(words: object) -> str:
    return ", ".join(f"'{word}'" for word in words)  # type: ignore[attr-defined]


def _said(words: object) -> str:
    return "'" + ", ".join(str(word).replace("'", "''") for word in words) + "'"  # type: ignore[attr-defined]
