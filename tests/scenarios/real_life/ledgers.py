"""Debts as real life writes them: instalments, credit balances, reports by age, and files of payments alone."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from random import Random

from tests.scenarios.real_life.company import LAST, company, spread
from tests.scenarios.real_life.exports import (
    COLOMBIA,
    Export,
    Row,
    Tables,
    Telling,
    by_month,
    copy,
    ours,
    plain,
    some,
    text_of,
)

# What is credited to a contact or an agent follows rules of its own.
_CREDITED = frozenset({"collected_after_contact", "collected_per_hour", "collected_per_agent_day"})
# What a list of invoices tells of sales is theirs to tell, be it a report of open debts or a book.
_SALES = frozenset({"credit_sales", "credit_terms", "credit_note_rate", "write_off_rate", "dso", "best_possible_dso"})
_SALES |= {"dso_countback", "average_days_delinquent"}
MONTHS = tuple(date(2025, month, 1) for month in range(1, 7))


def instalments(draw: Random) -> Telling:
    """Each part of an invoice is an invoice of its own in the clean book, and one more entry of it in the real one."""
    tables = company(draw)
    whole = [row for row in tables["receivable"] if row["kind"] == "invoice"]
    paid: dict[object, list[Row]] = defaultdict(list)
    for row in tables["receivable"]:
        if row["kind"] == "payment":
            paid[row["invoice_id"]].append(row)
    clean, real = [], []
    for invoice in whole:
        parts = _parts(invoice, draw.choice((1, 2, 3)), draw.choice((15, 30)))
        real += parts + paid[invoice["invoice_id"]]
        clean += [part | {"invoice_id": part["entry_id"]} for part in parts]
        clean += _spent(parts, paid[invoice["invoice_id"]])
    return Telling(clean=plain(tables | {"receivable": clean}), real=plain(tables | {"receivable": real}))


def overpaid(draw: Random) -> Telling:
    """Some customers pay more than they owe with their last payment of an invoice."""
    tables = company(draw)
    real = copy(tables)
    last = {str(row["invoice_id"]): row for row in real["receivable"] if row["kind"] == "payment"}
    settled = [row for name, row in last.items() if _balance(real, name) == 0]
    more = [(row, draw.randrange(10, 90)) for row in some(draw, settled, 0.4)]
    for row, extra in more:
        row["amount"] = int(str(row["amount"])) - extra
    return _credited(tables, real, [(row["entry_on"], extra) for row, extra in more])


def advances(draw: Random) -> Telling:
    """Some customers pay before there is an invoice: an entry without one, or with a reference of its own."""
    tables = company(draw)
    real = copy(tables)
    more = _credits(draw, "payment", draw.choice(("", "ADV")))
    real["receivable"] += more
    return _credited(tables, real, [(row["entry_on"], -int(str(row["amount"]))) for row in more])


def credit_notes(draw: Random) -> Telling:
    """Credit notes without an invoice, or for one that is paid."""
    tables = company(draw)
    real = copy(tables)
    more = _credits(draw, "credit_note", draw.choice(("", "NC", "paid")))
    settled = [row["invoice_id"] for row in tables["receivable"] if _balance(tables, str(row["invoice_id"])) == 0]
    before = {row["invoice_id"]: str(row["entry_on"]) for row in tables["receivable"]}
    for row in more:
        if str(row["invoice_id"]).startswith("paid"):
            fitting = [name for name in settled if before[name] <= str(row["entry_on"])]
            row["invoice_id"] = draw.choice(fitting or settled)
            row["entry_on"] = max(str(row["entry_on"]), before[row["invoice_id"]])
    real["receivable"] += more
    noted = by_month((row["entry_on"], -int(str(row["amount"]))) for row in more)
    return Telling(
        clean=plain(tables),
        real=plain(real),
        added={"credit_notes": noted, "credit_note_rate": noted},
        free=frozenset({"customer_credits"}),
    )


def exchange_differences(draw: Random) -> Telling:
    """Invoices in another currency are paid with more than their amount; an entry that is no cash makes up for it."""
    tables = company(draw)
    real = copy(tables)
    last = {str(row["invoice_id"]): row for row in real["receivable"] if row["kind"] == "payment"}
    settled = [row for name, row in last.items() if _balance(real, name) == 0]
    gains = []
    for n, row in enumerate(some(draw, settled, 0.4)):
        extra = draw.randrange(2, 20)
        row["amount"] = int(str(row["amount"])) - extra
        gains.append(row | {"entry_id": f"x{n}", "kind": "adjustment", "amount": extra, "agent_id": None, "team": None})
    real["receivable"] += gains
    cash = by_month((row["entry_on"], int(str(row["amount"]))) for row in gains)
    reversed_ = [row | {"kind": "reversal"} if row["kind"] == "adjustment" else row for row in real["receivable"]]
    return Telling(
        clean=plain(tables),
        real=_or(plain(real), plain(real | {"receivable": reversed_})),
        added={"cash_collected": cash},
        right=_cost(tables, cash),
        free=_CREDITED | {"days_to_pay"},
    )


def allocated_later(draw: Random) -> Telling:
    """An advance of a month is put against an invoice some days later: no cash, and no debt that it pays twice."""
    tables = company(draw)
    real = copy(tables)
    paid = [row for row in real["receivable"] if row["kind"] == "payment" and str(row["entry_on"])[8:] > "06"]
    for row in some(draw, paid, 0.3):
        on, amount, who = str(row["entry_on"]), int(str(row["amount"])), row["customer_id"]
        entry: Row = {"customer_id": who, "agent_id": None, "team": None, "due_on": None}
        first = entry | {"entry_id": f"{row['entry_id']}-a", "invoice_id": None, "kind": "payment", "amount": amount,
                         "entry_on": f"{on[:8]}{int(on[8:]) - 4:02d}"}  # fmt: skip
        back = entry | {"entry_id": f"{row['entry_id']}-b", "invoice_id": None, "kind": "allocation", "amount": -amount,
                        "entry_on": on}  # fmt: skip
        row |= {"kind": "allocation", "agent_id": None, "team": None}
        real["receivable"] += [first, back]
    before = copy(real)
    for row in before["receivable"]:
        row["invoice_id"] = row["invoice_id"] or row["entry_id"]
        if row["kind"] == "allocation":
            row["kind"] = "reversal" if int(str(row["amount"])) > 0 else "payment"
    return Telling(
        clean=plain(tables), real=_or(plain(real), plain(before)), free=_CREDITED | {"customer_credits", "days_to_pay"}
    )


def odoo_credits(draw: Random) -> Telling:
    """Stand-alone credit notes in Odoo's list of moves."""
    moves: list[Row] = []
    for n, day in enumerate([*spread(draw, 24), LAST]):
        moves.append({"id": n + 1, "name": f"FV/{n}", "move_type": "out_invoice", "state": "posted",
                      "partner_id": draw.randrange(10, 20), "invoice_date": day.isoformat(),
                      "invoice_date_due": (day + timedelta(days=30)).isoformat(),
                      "amount_total": draw.randrange(100, 900), "reversed_entry_id": None})  # fmt: skip
    notes = [
        move
        | {"id": 100 + n, "name": f"NC/{n}", "move_type": "out_refund"}
        | {"invoice_date_due": None, "amount_total": draw.randrange(5, 60)}
        for n, move in enumerate(some(draw, moves, 0.3))
    ]
    noted = by_month((row["invoice_date"], int(str(row["amount_total"]))) for row in notes)
    return Telling(
        clean=Export(files={"account_move.csv": text_of(moves)}, source="odoo"),
        real=Export(files={"account_move.csv": text_of(moves + notes)}, source="odoo"),
        added={"credit_notes": noted, "credit_note_rate": noted},
        free=frozenset({"customer_credits", "orders_placed"}),
    )


def open_debts(draw: Random) -> Telling:
    """A report of what is owed by age: the open invoices alone. What was paid was paid within its month."""
    tables = company(draw)
    rows = []
    for n, day in enumerate([*spread(draw, 39), LAST]):
        entry: Row = {"invoice_id": f"f{n:02d}", "customer_id": f"c{draw.randrange(24):02d}"}
        amount = draw.randrange(100, 900)
        invoice = entry | {
            "entry_id": f"f{n:02d}",
            "kind": "invoice",
            "entry_on": day.isoformat(),
            "due_on": (day + timedelta(days=draw.choice((10, 30)))).isoformat(),
            "amount": amount,
        }
        rows.append(invoice)  # fmt: skip
        if n and n % 3 and day < LAST:
            rows.append(entry | {"entry_id": f"f{n:02d}-p", "kind": "payment", "entry_on": f"{day.isoformat()[:8]}28",
                                 "due_on": None, "amount": -amount})  # fmt: skip
    paid = {row["invoice_id"] for row in rows if row["kind"] == "payment"}
    report = [row for row in rows if row["invoice_id"] not in paid]
    nothing = dict.fromkeys(MONTHS)
    said = ours() + "\nopen_debts = true" if draw.random() < 0.5 else ""
    return Telling(
        clean=plain(tables | {"receivable": rows}),
        real=plain(tables | {"receivable": report}, said),
        right={"cash_collected": nothing, "recovery_rate": nothing, "cei": nothing, "cost_to_collect": nothing},
        free=_SALES,
    )


def invoices_alone(draw: Random) -> Telling:
    """A list of all invoices, paid ones among them, and no payments: nobody knows what is still owed."""
    tables = company(draw)
    real = copy(tables)
    real["receivable"] = [row for row in real["receivable"] if row["kind"] == "invoice"]
    return Telling(clean=plain(tables), real=plain(real), free=_SALES)


def payments_alone(draw: Random) -> Telling:
    """A list of payments, and no invoices: what came in is known, what is owed is not."""
    tables = company(draw)
    real = copy(tables)
    real["receivable"] = [row for row in real["receivable"] if row["kind"] == "payment"]
    if draw.random() < 0.5:
        for row in real["receivable"]:
            row["invoice_id"] = None
    return Telling(clean=plain(tables), real=plain(real), free=_CREDITED | {"customer_credits"})


def _parts(invoice: Row, count: int, apart: int) -> list[Row]:
    amount, due = int(str(invoice["amount"])), date.fromisoformat(str(invoice["due_on"]))
    shares = [amount // count] * (count - 1)
    shares.append(amount - sum(shares))
    return [
        invoice
        | {"entry_id": f"{invoice['entry_id']}/{k + 1}", "amount": share}
        | {"due_on": (due + timedelta(days=apart * k)).isoformat()}
        for k, share in enumerate(shares)
    ]


def _spent(parts: list[Row], payments: list[Row]) -> list[Row]:
    """The payments of an invoice, each laid against the part that is due first and not yet paid."""
    left = [int(str(part["amount"])) for part in parts]
    spent = []
    for payment in sorted(payments, key=lambda row: str(row["entry_on"])):
        rest = -int(str(payment["amount"]))
        for place, part in enumerate(parts):
            share = min(rest, left[place])
            if share:
                left[place] -= share
                rest -= share
                spent.append(payment | {"entry_id": f"{payment['entry_id']}/{place}", "invoice_id": part["entry_id"],
                                        "amount": -share})  # fmt: skip
    return spent


def _balance(tables: Tables, invoice: str) -> int:
    return sum(int(str(row["amount"])) for row in tables["receivable"] if row["invoice_id"] == invoice)


def _credits(draw: Random, kind: str, reference: str) -> list[Row]:
    return [
        {"entry_id": f"e{n}", "invoice_id": f"{reference}{n}" if reference else None,
         "customer_id": f"c{draw.randrange(24):02d}", "kind": kind, "entry_on": day.isoformat(), "due_on": None,
         "amount": -draw.randrange(10, 200), "agent_id": None, "team": None}
        for n, day in enumerate(spread(draw, 8)[1:])
    ]  # fmt: skip


def _credited(tables: Tables, real: Tables, extra: list[tuple[object, int]]) -> Telling:
    cash = by_month(extra)
    return Telling(
        clean=plain(tables, init=COLOMBIA),
        real=plain(real, init=COLOMBIA),
        added={"cash_collected": cash},
        right=_cost(tables, cash),
        free=_CREDITED | {"customer_credits"},
    )


def _cost(tables: Tables, cash: dict[date, float]) -> dict[str, dict[date, float | None]]:
    """The cost of collecting: eighteen an hour of the seconds noted in collections, over the cash of the month."""
    labour = by_month(
        (row["started_at"], int(str(row["seconds"])) * 18 / 3600)
        for row in tables["agent_time"]
        if row["process"] == "collections"
    )
    came = by_month(
        (row["entry_on"], -int(str(row["amount"]))) for row in tables["receivable"] if row["kind"] == "payment"
    )
    rates = {on: labour.get(on, 0) / (came.get(on, 0) + more) for on, more in cash.items() if came.get(on, 0) + more}
    return {"cost_to_collect": dict(rates)}


def _or(new: Export, before: Export) -> Export:
    return Export(files=new.files, source=new.source, init=new.init, otherwise=before)
