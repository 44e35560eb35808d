"""What real life leaves empty, and the words that no mapping knows."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from random import Random
from statistics import median

from tests.scenarios.real_life.company import company
from tests.scenarios.real_life.exports import Form, Row, Telling, copy, month, named, plain, some

# What contacts cost follows their seconds.
_SERVED = frozenset({"cost_per_contact", "existing_customer_effort_share", "cost_to_serve_ratio"})
_SERVED |= {"customer_profitability", "profit_by_decile", "profit_lost_ratio", "unprofitable_customers"}
_SERVED |= {"unprofitable_customer_share", "value_given", "value_exchange"}
# What is booked follows the amounts that are known.
_BOOKED = frozenset({"win_rate_value", "sales_velocity", "revenue_per_selling_hour", "revenue_per_agent_day",
                     "upsell_bookings", "upsell_revenue_share", "quota_attainment", "growth_potential",
                     "potential_per_customer"})  # fmt: skip
_MARGINS = _SERVED | {"value_received"}

UNKNOWN_WORDS: tuple[tuple[str, str, str], ...] = (
    ("work_item", "outcome", "Escalado"),
    ("survey", "instrument", "Otra encuesta"),
    ("interaction", "disposition", "Transferida a otra área"),
    ("receivable", "kind", "Asiento de apertura"),
    ("order_line", "amount", "por definir"),
    ("subscription", "mrr", "según uso"),
    ("agent_time", "state", "Proyecto"),
    ("loyalty_entry", "kind", "Bono"),
    ("interaction", "offered_at", "ayer"),
    ("work_item", "opened_at", "sin fecha"),
)


def handle_times(draw: Random) -> Telling:
    """The telephone system does not tell the seconds of some of the calls that were answered."""
    tables = company(draw)
    real = copy(tables)
    heard = [row for row in real["interaction"] if row["disposition"] == "handled" and row["touchpoint_id"] == "line"]
    for row in some(draw, heard, draw.choice((0.3, 0.5))):
        row |= {"talk_seconds": None, "hold_seconds": None, "wrap_seconds": None, "ended_at": None}
    known: dict[date, list[int]] = defaultdict(list)
    for row in heard:
        if row["talk_seconds"]:
            parts = (row["talk_seconds"], row["hold_seconds"], row["wrap_seconds"])
            known[month(row["offered_at"])].append(sum(int(str(part)) for part in parts))
    means: dict[date, float | None] = {on: sum(seconds) / len(seconds) for on, seconds in known.items()}
    return Telling(clean=plain(tables), real=plain(real), right={"average_handle_time": means}, free=_SERVED)


def deal_amounts(draw: Random) -> Telling:
    """Nobody wrote down the amount of some of the deals that were won."""
    tables = company(draw)
    real = copy(tables)
    months: dict[date, list[Row]] = defaultdict(list)
    for row in real["work_item"]:
        if row["outcome"] == "won" and row["process"] == "sales":
            months[month(row["closed_at"])].append(row)
    booked: dict[date, float | None] = {}
    means: dict[date, float | None] = {}
    medians: dict[date, float | None] = {}
    for on, rows in months.items():
        for row in rows[1:]:
            row["amount"] = None if draw.random() < 0.5 else row["amount"]
        known = [int(str(row["amount"])) for row in rows if row["amount"]]
        booked[on], means[on], medians[on] = sum(known), sum(known) / len(known), median(known)
    return Telling(
        clean=plain(tables),
        real=plain(real),
        right={"bookings": booked, "average_deal_size": means, "median_deal_size": medians},
        free=_BOOKED,
    )


def costs(draw: Random) -> Telling:
    """The cost of some lines is not told, by the line or by its product: the margin is that of the others."""
    tables = company(draw)
    for row in tables["product"]:
        row["unit_cost"] = None
    real = copy(tables)
    for row in some(draw, real["order_line"], 0.4):
        row["cost"] = None
    sums: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    for row in real["order_line"]:
        if row["cost"] is not None:
            sums[month(row["ordered_at"])][0] += int(str(row["amount"])) - int(str(row["cost"]))
            sums[month(row["ordered_at"])][1] += int(str(row["amount"]))
    rates: dict[date, float | None] = {on: margin / amount for on, (margin, amount) in sums.items() if amount}
    return Telling(clean=plain(tables), real=plain(real), right={"gross_margin_rate": rates}, free=_MARGINS)


def unknown_words(table: str, column: str, word: str) -> Form:
    """Some rows carry a word or a text that the mapping does not know: they are left out, and the numbers say so."""

    def form(draw: Random) -> Telling:
        tables = company(draw)
        real = copy(tables)
        told = [row for row in real[table][1:] if row[column] not in (None, "")]
        for row in some(draw, told, draw.choice((0.1, 0.25))):
            row[column] = word
        return Telling(clean=plain(tables), real=plain(real), may_move=True)

    return named(form, f"{table}_{column}")
