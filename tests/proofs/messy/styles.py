"""How one file is written, drawn from its seed: cells, lines between the rows, the kind of file."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from tests.proofs.messy import lists, names

# How a day is written: numbers with marks, ISO, words long and short, a number of days as Excel counts them.
DAYS = (
    "{0:%d/%m/%Y}", "{0:%d/%m/%Y}", "{0:%d-%m-%Y}", "{0:%Y-%m-%d}", "{0:%m/%d/%Y}", "{0.day}/{0.month}/{0:%Y}",
    "{0:%d/%m/%y}", "{0:%d.%m.%Y}", "{0:%Y/%m/%d}", "{0.day} {month} {0:%Y}", "{0.day} {short} {0:%Y}",
    "{0.day} de {month} de {0:%Y}", "{0:%d}-{short}-{0:%Y}", "{0:%d}/{short}/{0:%Y}", "{serial}",
)  # fmt: skip
ENGLISH = ("{month} {0.day}, {0:%Y}", "{short} {0.day}, {0:%Y}", "{0.month}/{0.day}/{0:%Y}")
HOURS = (" {0:%H:%M}", " {0:%H:%M:%S}", " {12}:{0:%M} {half}")
SIGNS = {
    "es": ("$", "$ ", "€>", " €>", "MXN ", " MXN>", "S/ "), "pt": ("R$ ", "R$"), "en": ("$", "€", " USD>", "US$ "),
}  # fmt: skip
MARKS = ((".", ""), (",", ""), (".", ","), (",", "."), (",", " "), (".", " "), (".", "'"))
ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le")


@dataclass
class Style:
    """How one file is written; `traits` names what of it is no plain table."""

    seed: int
    draw: random.Random = field(init=False)
    table: lists.CleanList = field(init=False)

    def __post_init__(self) -> None:
        self.draw = draw = random.Random(self.seed)
        self.language = draw.choice(("es", "es", "pt", "en"))
        self.subject = draw.choice(("invoices", "invoices", "payments", "tickets", "answers"))
        self.few, self.whole = draw.random() < 0.15, draw.random() < 0.2
        self.table = lists.draw(self.subject, self.language, draw, few=self.few, whole=self.whole)
        self._draw_file(draw)
        self._draw_cells(draw)
        self._draw_lines(draw)
        self._draw_columns(draw)

    def _draw_file(self, draw: random.Random) -> None:
        self.excel = draw.random() < 0.5
        self.typed = self.excel and draw.random() < 0.5
        self.sheets = draw.choice(("", "", "months", "parts")) if self.excel else ""
        self.merged = self.excel and draw.random() < 0.4
        self.summary = self.excel and draw.random() < 0.3
        self.cover = self.excel and draw.random() < 0.2
        self.turned = self.excel and draw.random() < 0.2  # the columns of each sheet in an order of its own
        self.aside = draw.random() < 0.1 if self.excel else False  # the table begins in the second column
        self.encoding = "" if self.excel else draw.choice(ENCODINGS)
        self.delimiter = "" if self.excel else draw.choice((",", ";", "\t", "|"))
        self.quoted = not self.excel and draw.random() < 0.2
        self.ending = not self.excel and draw.random() < 0.1  # a delimiter at the end of each line

    def _draw_cells(self, draw: random.Random) -> None:
        self.decimal, self.thousands = draw.choice(MARKS)
        self.sign = draw.choice(("", "", *SIGNS[self.language]))
        self.days = draw.choice((*DAYS, *ENGLISH) if self.language == "en" else DAYS)
        numeric = "month" not in self.days.replace("0.month", "") and "s" not in self.days
        often = 0.6 if self.subject in ("tickets", "answers") else 0.1
        self.hours = draw.choice(HOURS) if numeric and draw.random() < often else ""
        self.padded = draw.random() < 0.15
        self.nothing = draw.choice(("", "", "", "-", "N/A"))

    def _draw_lines(self, draw: random.Random) -> None:
        self.titles = draw.choice((0, 0, 1, 3, 4))
        self.subtotals = draw.random() < 0.25
        self.again = draw.random() < 0.25
        self.total = draw.random() < 0.5
        self.footer = draw.choice((0, 0, 1, 2))
        self.blanks = draw.random() < 0.2
        self.two_lines = draw.random() < 0.2 and self.subject == "invoices"
        self.backwards = draw.random() < 0.2
        self.label, self.place = draw.choice((0, 2, 3)), draw.random()

    def _draw_columns(self, draw: random.Random) -> None:
        order = list(self.table.fields)
        if draw.random() < 0.4:
            draw.shuffle(order)
        self.fields = [one for one in order if one not in self.table.spare or draw.random() < 0.8]
        told = names.NAMES[self.subject][self.language]
        self.names = {one: draw.choice(told[one]) for one in self.fields}
        self.extras = draw.sample(names.EXTRAS[self.language], draw.randint(0, 3)) if self.subject == "invoices" else []
        if self.sign.strip("$ >"):  # of another currency than the column says
            self.extras = [one for one in self.extras if one[0] != "Moneda"]
        for name, _ in self.extras:
            self.fields.insert(draw.randint(1, len(self.fields)), name)
            self.names[name] = name
        loud = draw.random() < 0.2
        self.names = {one: name.upper() if loud else name for one, name in self.names.items()}

    @property
    def amounts(self) -> list[str]:
        """The fields that hold money."""
        return [one for one in self.fields if one in ("net", "tax", "total", "paid")]

    @property
    def order(self) -> str:
        """The answer of the owner to how days are written."""
        return "month_first" if self.days.startswith(("{0:%m/%d", "{0.month}")) else "day_first"

    def traits(self) -> Iterator[str]:
        """What of the file is no plain table."""
        yield from (self.subject, self.language, "xlsx" if self.excel else f"csv in {self.encoding}")
        yield "cells with types" if self.typed else f"days {self.days}{self.hours}"
        if not self.typed and self.amounts:
            yield f"marks {self.decimal}{self.thousands}"
        told = {
            "currency sign": bool(self.sign and self.amounts and not self.typed), "title lines": self.titles > 0,
            "subtotals": self.subtotals, "header again": self.again, "total line": self.total,
            "footer": self.footer > 0, "blank lines": self.blanks, "header of two lines": self.two_lines,
            "merged cells": self.merged, "sheets of months": self.sheets == "months",
            "several sheets": self.sheets == "parts", "another sheet": self.summary or self.cover,
            "cancelled rows": self.subject == "invoices" and any(
                one["state"] in names.STATES[self.language][0] for one in self.table.rows
            ),
            "few rows": self.few, "padded cells": self.padded, "newest first": self.backwards,
            "words for nothing": bool(self.nothing), "quoted cells": self.quoted,
        }  # fmt: skip
        yield from (name for name, has in told.items() if has)

    # ------------------------------------------------------------ cells

    def cell(self, name: str, value: object) -> object:
        """A value as it is written."""
        if value is None:
            return self.nothing
        if isinstance(value, date):
            return self.day(value, hour=isinstance(value, datetime) or self.subject == "invoices")
        if isinstance(value, Decimal):
            return self.amount(value) if name in ("net", "tax", "total", "paid") else self._number(value)
        return f" {value} " if self.padded else value

    def day(self, day: date, *, hour: bool) -> object:
        """A day as it is written, with its hour where the file tells hours."""
        if self.typed:
            return day
        moment = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day, 9, 30)
        month = names.MONTHS[self.language][day.month - 1]
        serial = (moment.date() - date(1899, 12, 30)).days
        told = self.days.format(moment, month=month, short=month[:3], serial=serial)
        if not hour:
            return told
        half = "a. m." if moment.hour < 12 else "p. m."
        return told + self.hours.replace("{12}", str((moment.hour - 1) % 12 + 1)).replace("{half}", half).format(moment)

    def amount(self, amount: Decimal) -> object:
        """An amount as it is written."""
        if self.typed:
            return float(amount)
        digits = f"{amount:,.{0 if self.whole else 2}f}"
        told = digits.replace(",", "t").replace(".", self.decimal).replace("t", self.thousands)
        return told + self.sign[:-1] if self.sign.endswith(">") else self.sign + told

    def _number(self, number: Decimal) -> object:
        return int(number) if self.typed else str(number)

    def cells(self, row: lists.Row, at: int) -> list[object]:
        """A row as it is written."""
        asides = {name: values[at % len(values)] for name, values in self.extras}
        return [self.cell(name, row[name]) if name in row else asides[name] for name in self.fields]

    def sums(self, label: str, rows: Sequence[lists.Row]) -> list[object]:
        """A line of totals: of amounts, where there are some, else of rows."""
        gone = names.STATES[self.language][0]
        kept = [one for one in rows if one.get("state") not in gone]
        cells: list[object] = [""] * len(self.fields)
        for name in self.amounts:
            cells[self.fields.index(name)] = self.amount(sum((Decimal(str(one[name])) for one in kept), Decimal(0)))
        free = [at for at, name in enumerate(self.fields) if name in ("number", "customer", "state", "subject")]
        place = free[int(self.place * len(free))]
        cells[place] = label
        if not self.amounts:
            other = (place + 1) % len(cells)
            cells[other] = len(kept) if self.typed else str(len(kept))
        return cells
