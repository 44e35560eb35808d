"""What is shown of kinds, words of dates and functions: texts and expressions, whose values the code works out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Cells:
    """Texts of a column, and the way in which they are written where it has to be told."""

    texts: tuple[str, ...]
    decimal: str | None = None
    thousands: str | None = None
    said: str | None = None


# A kind of column → cells of it.
KINDS: Mapping[str, Cells] = {
    "text": Cells(("FV-0012",)),
    "number": Cells(("1.234,56", "(20,00)"), decimal=",", thousands="."),
    "whole": Cells(("1,200", "12.5"), decimal=".", thousands=","),
    "percent": Cells(("12,5 %", "12,5"), decimal=",", thousands="."),
    "duration": Cells(("27:15:00", "2 h 05 min", "1 día 3 horas", "7500"), decimal="."),
    "M:SS": Cells(("27:15",), decimal="."),
    "seconds": Cells(("185", "0:03:05"), decimal="."),
    "score": Cells(("5 (Muy satisfecho)",)),
    "0-10": Cells(("Extremely likely - 10", "0")),
    "0-10 coded": Cells(("7",)),
    "epoch": Cells(("1768471200",)),
    "serial": Cells(("45000.5", "45000")),
    "yes/no": Cells(("Sí", "no", "x")),
    "time": Cells(("9:05", "2:05 p. m.")),
    "list": Cells(("a|b",)),
    "date": Cells(("31/01/2026",), said="D/M/YYYY"),
    "instant": Cells(("31/01/2026 14:30",), said="D/M/YYYY H:MM"),
}

# A word of a format of dates → a text that it stands for.
MOMENTS: Mapping[str, str] = {
    "YYYY": "2026",
    "YY": "26",
    "MMMM": "enero",
    "MMM": "ene",
    "MM": "01",
    "M": "1",
    "DD": "05",
    "D": "5",
    "HH": "09",
    "H": "9",
    "SS": "30",
    "AM": "PM",
    "Z": "-05:00",
}

# What it is for → expressions over the row below, in their order.
VALUES: Mapping[str, tuple[str, ...]] = {
    "choose": (
        "case when amount < 0 then 'return' else 'sale' end",
        "coalesce(nick, name)",
        "nullif(name, 'Ana Ruiz')",
        "if(amount > 100, 'large', 'small')",
        "state in ('Pagada', 'Abonada')",
        "amount between 0 and 100",
        "name is distinct from nick",
    ),
    "texts": (
        "code || '-' || state",
        "trim(upper(state))",
        "lower(strip_accents('Anulación'))",
        "left(code, 2)",
        "right(code, 4)",
        "split_part(name, ' ', 2)",
        "replace(code, '-', '')",
        "lpad('7', 3, '0')",
        "length(code)",
        "contains(name, 'Ruiz')",
        "starts_with(code, 'FV')",
        "name ilike '%ruiz%'",
        "regexp_extract(code, '[0-9]+')",
        "regexp_matches(code, '^FV')",
        "regexp_replace(code, '[^0-9]', '', 'g')",
        "concat_ws(' ', nick, name)",
    ),
    "numbers": (
        "amount / 1.16",
        "round(amount / 3, 2)",
        "abs(amount)",
        "greatest(amount, 0)",
        "least(amount, 0)",
        "floor(amount)",
        "cast('12' as integer)",
        "try_cast('n/a' as decimal(14, 2))",
        "7 % 3",
    ),
    "days and hours": (
        "civil_day(at)",
        "day + interval '30 days'",
        "at + to_minutes(90)",
        "epoch(at) - epoch(began)",
        "date_diff('day', day, civil_day(at))",
        "date_trunc('month', day)",
        "last_day(day)",
        "extract('hour' from at)",
        "make_date(2026, 1, 31)",
        "strptime('31.01.26', '%d.%m.%y')",
    ),
}
ROW: Mapping[str, str] = {
    "code": "'FV-0012'",
    "name": "'Ana Ruiz'",
    "nick": "cast(null as varchar)",
    "state": "'Pagada '",
    "amount": "cast(116 as decimal(14, 2))",
    "day": "date '2026-01-31'",
    "began": "timestamptz '2026-02-01 09:00:00+00'",
    "at": "timestamptz '2026-02-01 09:02:30+00'",
}

# Over the rows below, with `by`: one value; with `within`: one for each row.
DRAWN = (
    "first(state)", "last(state)", "min(at)", "max(at)", "sum(amount)", "count(*)",
    "count(*) filter (where state = 'wait')", "count(distinct state)", "avg(amount)", "bool_or(amount > 8)",
)  # fmt: skip
AROUND = ("number()", "previous(state)", "next(at)", "running(amount)", "latest(who)")
ROWS = (("09:00", "open", "'Ana'", 5), ("09:10", "wait", "null", 7), ("09:30", "done", "'Luis'", 9))
