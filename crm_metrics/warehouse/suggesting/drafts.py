"""A draft of the mapping of one kind of file: its columns under plain names, how they are written, what is asked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from crm_metrics.languages import unaccented
from crm_metrics.warehouse.mapping.naming import free_name, plain_name
from crm_metrics.warehouse.suggesting.columns import AMOUNTS, DAYS, HOURS, LENGTHS, Column, is_serial
from crm_metrics.warehouse.suggesting.dictionary import currency_of, dictionary, plain, state_of
from crm_metrics.warehouse.suggesting.found import FoundTable, doubts, has_doubtful_states, settled_states
from crm_metrics.warehouse.suggesting.people import MERGED, People, stand_for_rows_below
from crm_metrics.warehouse.suggesting.questions import Interview, listed
from crm_metrics.warehouse.suggesting.values import NumberLook, day_parts, month_of, order_of_titles, sorted_days
from crm_metrics.warehouse.tables import HAPPENED
from crm_metrics.words import mark

Rule = dict[str, Any]

SHEETS = 2  # days that tell their order by the month that their sheet is named after
_POINTS = frozenset(("MX", "GT", "HN", "NI", "SV", "PA", "DO", "PE", "US", "GB", "PR"))  # 1,234.56
OTHER_MONEY = mark("that amounts in a currency which it does not know are in the company's own")
UNKNOWN_STATE = mark("that documents in a state which it does not know count")
_SOLD = ("invoices", "payments", "sales", "debts")
_OF_ALL = re.compile(r"\b(?:sum|max|first)\(")
_MONTH_FIRST = frozenset(("US",))
_TRUE = ("si", "s", "yes", "y", "true", "verdadero", "verdadeiro", "1", "x", "sim", "void", "voided")
CANCELLED_WHY = mark("they are cancelled, or tell nothing of it")
NOBODY_WHY = mark("they name nobody")
# What next month's list may say, beside what this one does.
CANCELLED = ("cancelada", "cancelado", "anulada", "anulado")


@dataclass(kw_only=True)
class MappingDraft:
    """What the mapping will say of one table."""

    table: FoundTable
    """The table."""
    inquiry: Interview
    """What is asked of the owner."""
    people: People
    """The customers of all tables."""
    everything: Sequence[FoundTable]
    """All tables of the folder."""
    peers: list[MappingDraft] = field(default_factory=list, repr=False)
    """The drafts of all tables, this one among them."""
    used: dict[str, Column] = field(default_factory=dict)
    """The columns that rules read, by their names in expressions."""
    columns: Rule = field(default_factory=dict)
    """Their kinds, where they are no texts."""
    aliases: Rule = field(default_factory=dict)
    """Their names in the file, where expressions can't bear those."""
    rows: Rule = field(default_factory=dict)
    """Rows made in between."""
    tables: list[Rule] = field(default_factory=list)
    """The rules of input tables."""
    asked: list[str] = field(default_factory=list)
    """The questions that came up."""
    assumed: list[str] = field(default_factory=list)
    """What is taken for granted and no question can settle."""
    assumed_of: dict[str, str] = field(default_factory=dict)
    """The same of one input table alone."""
    open_debts: bool = False
    """Whether its debts are those that are still open, and no others."""
    base: str = ""
    """Where its rules read: the file, or its rows once numbered."""
    document: str = ""
    """SQL of the id of a row's document, of a list of invoices."""
    per: Sequence[str] = ()
    """SQL of what debts are told once for, where documents have several rows."""
    is_summed: bool = False
    """Whether a document is the sum of those rows; else each of them says the whole."""
    credit: str = ""
    """SQL of whether that document takes money off; "" where none does."""
    billed: str = ""
    """SQL of whether it is a document of sale; "" where all are."""

    def __post_init__(self) -> None:
        self.base = self.table.name

    @property
    def name(self) -> str:
        """What the mapping calls such files."""
        return self.table.name

    def peer_of(self, table: FoundTable) -> MappingDraft:
        """The draft of another table."""
        return next(one for one in self.peers if one.table is table)

    def column(self, meaning: str) -> str:
        """The name of a column in expressions; from here on the mapping reads it."""
        return self.use(self.table.by[meaning])

    def use(self, column: Column, kind: str = "") -> str:
        """The same of a column found otherwise, or of another kind than its meaning has."""
        own = plain_name(column.name)
        name = own or free_name(column.meaning, column.name, self.aliases)
        if not own:
            self.aliases[name] = [column.name]
        self.used[name] = column
        kind = kind or self._kind(column)
        if kind != "text":
            self.columns[name] = kind
        return name

    def day(self, meaning: str) -> str:
        """A column as a civil day."""
        return f"civil_day({self.column(meaning)})"

    def choice(self, question: str, default: str = "", **parts: object) -> str:
        """What the owner says to a question about these files, else the default."""
        self.asked.append(question)
        return self.inquiry.choice(question, self.table.files, default=default, **parts)

    def offer(self, table: str, columns: Rule, **words: Any) -> None:
        """One more rule for rows of an input table; marked where it rests on what nobody has said."""
        rule: Rule = {"table": table, "from": words.pop("of", self.base)}
        if words.get("when") and not words.get("elsewhere"):
            words.setdefault("why", CANCELLED_WHY)
        currency = self.currency() if table in ("order_line", "receivable", "subscription") else ""
        if currency:
            rule["currency"] = currency
        rate = self.rate() if currency else ""
        if rate:
            rule["rate"] = rate
        if words.pop("once", bool(self.per) and table == "receivable"):
            words["by"] = list(self.per)
            columns = {name: _first(sql) for name, sql in columns.items()}
            rule |= {name: _first(rule[name]) for name in ("currency", "rate") if rule.get(name)}
        rule |= {key: value for key, value in words.items() if value}
        self.tables.append(rule | {"columns": columns})

    def of_document(self, amount: str) -> str:
        """The SQL of an amount of a document by its rows: their sum, or what one of them says of the whole."""
        if not self.per:
            return amount
        return f"sum({amount})" if self.is_summed else f"coalesce(max(nullif({amount}, 0)), 0)"

    def each_document(self, columns: Rule) -> Rule:
        """Rows with these columns, one for each document."""
        if not self.per:
            return {"columns": columns}
        return {"by": list(self.per[:1]), "columns": {name: _first(sql) for name, sql in columns.items()}}

    def numbered(self, meaning: str) -> str:
        """The SQL of an id where rows have none: their day, and their place among the rows of that day.

        A list that goes on, and one of another month, give each row the id that it had.
        """
        self.base = f"{self.name}_numbered"
        self.rows[self.base] = {"from": self.name, "within": [self.day(meaning)], "columns": {"n": "number()"}}
        return f"cast({self.day(meaning)} as varchar) || '-' || cast(n as varchar)"

    def finish(self) -> None:
        """Let numbered rows hand on every column that is read, and mark what rests on what nobody has said."""
        self.decimal()
        self.assumed += doubts(self.table)
        if stand_for_rows_below(self.table):
            self.assumed.append(MERGED)
        for rule in self.tables:
            own = self.assumed_of.get(rule["table"], "")
            told = [self.inquiry.assumed(rule["table"], self.asked), *self.assumed, own]
            if rule["table"] in HAPPENED and rule["table"] != "customer" and any(told):
                rule["assumed"] = next(filter(None, told))
        if self.base != self.name:
            told = self.rows[self.base]["columns"]
            self.rows[self.base]["columns"] = {name: name for name in self.used} | told

    def currency(self) -> str:
        """The SQL of the currency of a row's amounts; "" where no column tells one."""
        if not self.table.has("currency"):
            return ""
        values = list(self.table.by["currency"].look.counts)
        known = {value: currency_of(value) for value in values}
        told = {value: code for value, code in known.items() if code}
        if any(not code and plain(value) not in dictionary().own_currency for value, code in known.items()):
            self.assumed.append(OTHER_MONEY)
        if "XXX" in known and len({*told.values()} - {self.inquiry.currency}) > (not self.inquiry.currency):
            self.assumed_of.setdefault("receivable", OTHER_MONEY)  # what was paid in which of them nobody says
        if not told:
            return ""
        column = self.column("currency")
        if all(value == code for value, code in told.items()):
            return column if len(told) == len(values) else f"case when {column} in ({quoted(told)}) then {column} end"
        cases = " ".join(f"when {quoted([value])} then {quoted([code])}" for value, code in told.items())
        return f"case {column} {cases} end"

    def rate(self) -> str:
        """SQL of what a row's currency is worth in the company's; a row without a rate takes that of its invoice."""
        if not self.inquiry.currency:
            return ""
        if self.table.has("rate"):
            return self.column("rate")
        told = any(table.has("rate", "currency") for table in self.everything)
        return "cast(null as double)" if told else ""

    def counted(self) -> str:
        """The condition of rows that are not cancelled; "" where nothing tells it, or all count."""
        seen = {
            name: self._cancelled(name) for name in ("state", "cancelled_flag", "cancelled_on") if self.table.has(name)
        }
        if self.table.subject in _SOLD and "state" in seen and has_doubtful_states(self.table):
            self.assumed.append(UNKNOWN_STATE)
        rows = max((sum(counts.values()) for counts in seen.values()), default=0)
        values = listed(value for name, counts in seen.items() if name != "cancelled_on" for value in counts)
        values = values or (self.table.by["cancelled_on"].name if "cancelled_on" in seen else "")
        if rows and self.choice("cancelled_rows", count=rows, values=values) == "keep":
            return ""
        conditions = []
        if "state" in seen:
            settled = {bare(one)[:-1] for one in settled_states(self.table)}
            words = dict.fromkeys(one for one in (*map(bare, seen["state"]), *CANCELLED) if one[:-1] not in settled)
            conditions.append(f"coalesce({said(self.column('state'))}, '') not in ({quoted(words)})")
        if "cancelled_flag" in seen:
            told = said(self.column("cancelled_flag"))
            conditions.append(f"coalesce({told}, '') not in ({quoted(dict.fromkeys([*_TRUE, *CANCELLED]))})")
        if "cancelled_on" in seen:
            conditions.append(f"{self.column('cancelled_on')} is null")
        return both(*conditions)

    def _cancelled(self, meaning: str) -> dict[str, int]:
        """The values of a column that say that a row is cancelled, and how often each stands there."""
        counts = self.table.by[meaning].look.counts
        if meaning == "cancelled_on":
            return dict(counts)
        settled = settled_states(self.table) if meaning == "state" else ()
        told = (
            (lambda value: state_of(value, ("cancelled",)))
            if meaning == "state"
            else (lambda value: bare(value) in (*_TRUE, *CANCELLED))
        )
        return {value: count for value, count in counts.items() if told(value) and value not in settled}

    def file(self) -> Rule:
        """The rule of its files."""
        grid, table = self.table.grids[0], self.table
        rule: Rule = {"names": table.patterns}
        if grid.file.encoding:
            rule["encoding"] = grid.file.encoding
        if grid.file.is_text:
            rule["delimiter"] = grid.file.delimiter
        rule |= self._sheets()
        if any(one.is_report for one in table.grids):
            rule["report"] = True
        if grid.lines > 1:
            rule["header_lines"] = grid.lines
        alone = next((name for name, one in self.used.items() if one.name == grid.day_of_month), "")
        if alone:
            rule["day_of_month"] = alone
        group = next((name for name, one in self.used.items() if grid.group and one.name == grid.group), "")
        if group:
            rule["group"] = group
        decimal = self.decimal()
        if decimal:
            rule |= {"decimal": decimal, "thousands": "," if decimal == "." else "."}
        missing = sorted(set().union(*(column.look.missing for column in table.columns)))
        if missing:
            rule["missing"] = missing
        answers = {name: self.inquiry.asked[name].answer for name in dict.fromkeys(self.asked)}
        rule["answers"] = {name: answer for name, answer in answers.items() if answer}
        rule["meanings"] = dict(self.inquiry.answers.meanings_of(self.table.files[0]))
        return rule | {"columns": self.columns, "aliases": self.aliases}

    def _sheets(self) -> Rule:
        grid, table = self.table.grids[0], self.table
        if grid.file.is_text:
            return {}
        if table.sheets:
            return {"sheets": list(table.sheets), "other_sheets": list(table.other_sheets)}
        if len(grid.pages) > 1:
            return {"sheets": ["*"], "other_sheets": list(table.other_sheets)}
        first = grid.pages[0].name
        return {"sheet": first} if grid.others and any(first == one for one in _names_after_first(grid)) else {}

    # ------------------------------------------------------------ how columns are written

    def _kind(self, column: Column) -> str:
        if column.meaning in DAYS:
            return self._day_kind(column)
        if column.meaning in AMOUNTS:
            return "number"
        if column.meaning in LENGTHS:
            return "duration" if not column.look.number else "number"
        return "time" if column.meaning in HOURS else "text"

    def _day_kind(self, column: Column) -> str:
        look = column.look.day
        if look is None:
            return "serial" if is_serial(column) else "date"
        if not look.order:
            if look.year == 2:
                mark = re.sub(r"[\w.]", "", column.look.texts[0])[:1] or " "
                return f"D{mark}MMM{mark}YY{' *' if look.hours else ''}"
            return "instant" if look.hours else "date"
        mark, year = look.mark, "Y" * look.year
        order = self.order(column) if look.order == "?" else look.order
        said = {"D": f"DD{mark}MM{mark}{year}", "M": f"MM{mark}DD{mark}{year}", "Y": f"{year}{mark}MM{mark}DD"}[order]
        return f"{said} *" if look.hours else said

    def order(self, column: Column) -> str:
        """Day or month first, of a column whose values fit both: by its order, its neighbours, or the owner."""
        look = column.look.day
        rising = sorted_days(look.days) if look else None
        if rising:
            return rising
        titles = [title for grid in self.table.grids for title in grid.titles]
        said = order_of_titles(titles) or self._order_of_sheets(column)
        if said:
            return said
        for table in (self.table, *self.everything):
            known = [one.look.day.order for one in table.columns if one.look.day and one.look.day.order in ("D", "M")]
            if known:
                return Counter(known).most_common(1)[0][0]
        default = "month_first" if self.inquiry.country in _MONTH_FIRST else "day_first"
        told = self.choice("date_order", default, column=column.name, value=column.samples[0])
        return "M" if told == "month_first" else "D"

    def _order_of_sheets(self, column: Column) -> str | None:
        """D or M where the names of sheets or files are months, and one part of each day is that month."""
        fitting = {"D": 0, "M": 0}
        for grid in self.table.grids:
            for page in grid.pages:
                month = month_of(page.name) or month_of(grid.file.file)
                cells = [cells[column.place] for _, cells in page.records if month and column.place < len(cells)]
                for first, second in day_parts(cells):
                    fitting["D"] += second == month != first
                    fitting["M"] += first == month != second
        good, other = sorted(fitting.values(), reverse=True)
        return max(fitting, key=lambda order: fitting[order]) if good > 10 * other and good >= SHEETS else None

    def decimal(self) -> str:
        """The decimal mark of its amounts; "" where it has none to declare."""
        used = [one for one in self.used.values() if one.meaning in AMOUNTS]
        looks = [one.look.number for one in used if one.look.number and one.look.typed < len(one.look.texts)]
        found = [look.decimal for look in looks if look.decimal in (".", ",")]
        if found:
            return Counter(found).most_common(1)[0][0]
        if not any(look.decimal == "?" for look in looks):
            return ""
        doubtful = next(one for one in used if one.look.number and one.look.number.decimal == "?")
        value = next(one for one in doubtful.look.counts if re.search(r"\d[.,]\d{3}(?!\d)", one))
        mark = "." if "." in value else ","
        other = "," if mark == "." else "."
        known = [look.decimal for look in self._neighbours() if look.decimal in (".", ",")]
        if known and Counter(known).most_common(1)[0][0] == other:
            return other
        points = self.inquiry.country in _POINTS if self.inquiry.country else mark == ","
        default = "thousand" if (mark == ",") == points else "fraction"
        told = self.choice("decimal_mark", default, column=doubtful.name, value=value)
        return other if told == "thousand" else mark

    def _neighbours(self) -> Iterable[NumberLook]:
        for table in self.everything:
            yield from (one.look.number for one in table.columns if one.look.number and one.meaning in AMOUNTS)


def _first(sql: str) -> str:
    """SQL of what the first row of several says; of a literal, or of what is made of all of them, itself."""
    return sql if sql[:1] == "'" or sql in ("null", "1") or _OF_ALL.search(sql) else f"first({sql})"


def bare(text: str) -> str:
    """A value as `said` compares it."""
    return unaccented(text.strip()).lower()


def said(column: str) -> str:
    """The SQL of a column without case and accents."""
    return f"lower(strip_accents({column}))"


def quoted(words: Iterable[str]) -> str:
    """Texts as SQL literals with commas between them."""
    return ", ".join("'" + word.replace("'", "''") + "'" for word in words)


def both(*conditions: str) -> str:
    """Conditions that all hold; "" where there is none."""
    return " and ".join(f"({one})" if " or " in one else one for one in conditions if one)


def _names_after_first(grid: Any) -> list[str]:
    return [page.name for page in grid.file.pages[1:]]
