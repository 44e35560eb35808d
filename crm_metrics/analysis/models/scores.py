"""Scores of customers at each month's close, written into a version before it is published.

The models are fitted at each quarter's close and hold until the next, from what was known by then; the scores are of
each month's close, of the last three years. Nothing after a close moves its scores: where nothing through the last
one is another than when they were made, they stay.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np

from crm_metrics.analysis.models import contracts, purchases, spending, value
from crm_metrics.analysis.models.contracts import Contracts
from crm_metrics.analysis.models.fitting import UNLIKE, NoFit, Numbers
from crm_metrics.analysis.models.histories import NEVER, Habits, Histories, Spans, ages, habits, months, read
from crm_metrics.analysis.models.purchases import Purchases
from crm_metrics.analysis.models.sameness import sum_of
from crm_metrics.analysis.models.spending import Spending
from crm_metrics.analysis.models.value import Chance, Worth
from crm_metrics.warehouse import attributes
from crm_metrics.warehouse.finishing import Draft
from crm_metrics.words import mark

CLOSES = 36  # the months that are scored, the newest
HISTORY = 90  # days of data before the first score
NEW = 92  # days after which a customer is no longer newly acquired
SAMPLE = 4000  # customers of a fit, so that its time is bounded
LEAST_LEAVERS = 30  # of contracts, and of each plan that gets a model of its own
LEAST_AT_RISK = 30  # lives behind the ages at which a fit is held against what was seen
FARTHEST = 0.10  # between a fitted share of survivors and the one seen
FIT_RANGE = (0.75, 1.33)  # repeat purchases expected over those seen

TOO_YOUNG = mark("less than three months of orders or contracts: there is no score yet")

_INSERT = """
insert into shape.customer_score by name
select
  date '1970-01-01' + cast(r.from_day as integer) as from_on, date '1970-01-01' + cast(r.to_day as integer) as to_on,
  r.customer, {attributes}, c.kind,
  r.recent and r.known_since as newly_acquired,
  {ranks},
  {estimates},
  date '1970-01-01' + cast(r.fitted_day as integer) as fitted_on
from rows r
left join shape.customer_span c
  on c.customer = r.customer and date '1970-01-01' + cast(r.from_day as integer) >= c.from_on
  and date '1970-01-01' + cast(r.from_day as integer) < c.to_on
order by r.from_day, r.customer
"""
_LOG = """
insert into shape.score_fit by name
select * exclude (fitted_day), date '1970-01-01' + cast(fitted_day as integer) as fitted_on from rows
"""
# The scores of a close stay, and whose they are may be told anew.
_ATTRIBUTES = """
update shape.customer_score as s set {told}
from (
  select r.rowid as place, {now}
  from shape.customer_score r
  left join shape.customer_span c on c.customer = r.customer and r.from_on >= c.from_on and r.from_on < c.to_on
  where row({then}) is distinct from row({now})
) as n
where s.rowid = n.place
"""
_RANKS = ("recency_days", "frequency", "money", "recency_rank", "frequency_rank", "money_rank")
_ESTIMATES = (
    *("expected_orders", "p_alive", "p_alive_low", "p_alive_high"),
    *("retention_12m", "retention_low", "retention_high", "clv_12m", "clv_low", "clv_high"),
)


@dataclass(frozen=True, kw_only=True)
class QuarterModels:
    """The models of a quarter's close, the ranks that its customers had, and the log of how the fits went."""

    close: int
    """The day through which the models know the data, counted from 1970-01-01."""
    buying: Purchases | NoFit
    """Of when customers buy and whether they still do; a NoFit says why there is none."""
    amounts: Spending | NoFit
    """Of what customers spend at a time; a NoFit says why there is none."""
    pooled: Contracts | NoFit
    """Of all contracts."""
    by_line: dict[str, Contracts]
    """Of each plan with leavers enough."""
    among: tuple[Numbers, Numbers, Numbers]
    """Recency, frequency and money of those who had bought in the year."""
    log: list[dict[str, Any]]
    """One row of `shape.score_fit` for each fit that was tried."""


def write(draft: Draft) -> None:
    """Fill `shape.customer_score` and `shape.score_fit` of a version being built."""
    from pandas import DataFrame  # who only reads a warehouse imports this module too, and no pandas

    known = read(draft)
    due = [(day, quarter) for day, quarter in known.closes if day >= known.since + HISTORY]
    made_of = sum_of(known, due)
    if made_of in draft.frame("select distinct made_of from shape.score_fit")["made_of"].tolist():
        draft.run(_ATTRIBUTES.format(**_listed()))
        return
    draft.empty()
    log: list[dict[str, Any]] = []
    if not due:
        log.append(_log_entry(known.through, "scores", NoFit(TOO_YOUNG), customers=0))
    models: QuarterModels | None = None
    first = max(len(due) - CLOSES, 0)
    start = max((place for place in range(first + 1) if place < len(due) and due[place][1]), default=0)
    for place, (close, quarter) in list(enumerate(due))[start:]:
        seen = habits(known, close)
        if quarter or models is None:
            models = _fitted(known, seen, close)
            log += models.log
        if place >= first:
            until = due[place + 1][0] if place + 1 < len(due) else _month_later(close)
            columns = _scored(known, seen, models, close, until)
            if len(columns["customer"]):
                draft.write(_insert(), DataFrame(columns))
    if log:
        draft.write(_LOG, DataFrame([entry | {"made_of": made_of} for entry in log]))


def _listed() -> dict[str, str]:
    """The columns that tell whose a score is: set to what is known now, as they are, and as they stand in the table."""
    texts = {"told": "% = n.%", "now": "c.%", "then": "r.%"}
    return {
        name: attributes.listed("customer", text) + ", " + text.replace("%", "kind") for name, text in texts.items()
    }


def _insert() -> str:
    whole = [f"cast(r.{name} as integer) as {name}" for name in _RANKS if name != "money"]
    ranks = [
        *whole,
        "cast(r.money as decimal(18, 2)) as money",
        "cast(r.recency_rank as integer) || '-' || cast(r.frequency_rank as integer) || '-'"
        " || cast(r.money_rank as integer) as rfm_cell",
        "r.recency_rank >= 4 and r.frequency_rank >= 4 and r.money_rank >= 4 as rfm_best",
    ]
    estimates = [
        f"cast(r.{name} as decimal(18, 2)) as {name}" if name.startswith("clv") else f"r.{name}" for name in _ESTIMATES
    ]
    return _INSERT.format(
        attributes=attributes.listed("customer", "c.%"), ranks=",\n  ".join(ranks), estimates=",\n  ".join(estimates)
    )


# ------------------------------------------------------------ the fits of a quarter


def _fitted(known: Histories, seen: Habits, close: int) -> QuarterModels:
    """The models of what was known at a close."""
    buying, count, ratio = _buying(known, seen)
    log = [_log_entry(close, "purchases", buying, customers=count, ratio=ratio)]
    repeat = _sampled(seen.bought & (seen.x > 0))
    amounts = spending.fit(seen.x[repeat], seen.mean[repeat])
    log.append(_log_entry(close, "amounts", amounts, customers=len(repeat)))
    pooled, by_line = _staying(known, close, log)
    year = seen.year_orders > 0
    return QuarterModels(
        close=close,
        buying=buying,
        amounts=amounts,
        pooled=pooled,
        by_line=by_line,
        among=(-seen.recency[year].astype(float), seen.year_orders[year].astype(float), seen.year_amount[year]),
        log=log,
    )


def _buying(known: Histories, seen: Habits) -> tuple[Purchases | NoFit, int, float | None]:
    """The model of those whose first purchase is in view, where they are enough; else of all who bought."""
    fresh = seen.bought & (known.acquired >= known.orders.day.min(initial=known.since))
    chosen = fresh if int((fresh & (seen.x > 0)).sum()) >= purchases.LEAST else seen.bought
    rows = _sampled(chosen)
    model = purchases.fit(seen.x[rows], seen.t_x[rows], seen.age[rows])
    if isinstance(model, NoFit):
        return model, len(rows), None
    ratio = float(model.expected(seen.age[rows]).sum() / seen.x[rows].sum())
    return (model if FIT_RANGE[0] <= ratio <= FIT_RANGE[1] else NoFit(UNLIKE)), len(rows), ratio


def _staying(known: Histories, close: int, log: list[dict[str, Any]]) -> tuple[Contracts | NoFit, dict[str, Contracts]]:
    """The model of all contracts, and one of each plan with leavers enough."""
    unseen, reached, ended = ages(known.lives, known.since, close)
    by_line: dict[str, Contracts] = {}
    for line in sorted({str(line) for line in known.lives.line[ended]}):
        mine = known.lives.line == line
        if int(ended[mine].sum()) >= LEAST_LEAVERS:
            model, count, ratio = _tried(*_table(unseen[mine], reached[mine], ended[mine]))
            log.append(_log_entry(close, "contracts", model, customers=count, population=line, ratio=ratio))
            if isinstance(model, Contracts):
                by_line[line] = model
    pooled, count, ratio = _tried(*_table(unseen, reached, ended))
    log.append(_log_entry(close, "contracts", pooled, customers=count, ratio=ratio))
    return pooled, by_line


def _table(unseen: Any, reached: Any, ended: Any) -> tuple[Numbers, Numbers, int]:
    """Who stood before each renewal, who of them left at it, and how many lives that is."""
    kept = reached > unseen
    longest = int(reached[kept].max(initial=0)) + 1
    came, went = (
        np.bincount(months_seen[kept], minlength=longest + 1)[: longest + 1] for months_seen in (unseen, reached)
    )
    stood = np.cumsum(came)[:-1] - np.cumsum(went)[:-1]
    left = np.bincount(reached[kept & ended], minlength=longest + 1)[1 : longest + 1]
    return stood.astype(float), left.astype(float), int(kept.sum())


def _tried(stood: Numbers, left: Numbers, count: int) -> tuple[Contracts | NoFit, int, float | None]:
    """The model of a table, held against it: where their curves part, customers do not behave as it supposes."""
    model = contracts.fit(stood, left, LEAST_LEAVERS)
    if isinstance(model, NoFit):
        return model, count, None
    known = stood >= LEAST_AT_RISK
    known &= np.logical_and.accumulate(known)
    if not known.any():
        return model, count, None
    seen = np.cumprod(1 - left[known] / stood[known])
    supposed = model.survival(np.arange(1, len(seen) + 1))
    ratio = float(supposed[-1] / seen[-1]) if seen[-1] > 0 else None
    return (model if np.abs(seen - supposed).max() <= FARTHEST else NoFit(UNLIKE)), count, ratio


def _sampled(chosen: Any) -> Any:
    """The places that are true, thinned evenly to what a fit may read: the same rows give the same ones."""
    places = np.flatnonzero(chosen)
    return places if len(places) <= SAMPLE else places[np.linspace(0, len(places) - 1, SAMPLE).astype(np.int64)]


def _log_entry(
    close: int,
    name: str,
    model: Purchases | Spending | Contracts | NoFit,
    *,
    customers: int,
    population: str | None = None,
    ratio: float | None = None,
) -> dict[str, Any]:
    """What is kept of a fit. population: the plan whose contracts it is of; ratio: fitted to seen."""
    fitted = None if isinstance(model, NoFit) else model
    return {
        "fitted_day": close,
        "model": name,
        "population": population,
        "customers": customers,
        "parameters": None if fitted is None else json.dumps([float(f"{number:.6g}") for number in fitted.parameters]),
        "log_likelihood": None if fitted is None else fitted.log_likelihood,
        "fitted_to_seen": ratio,
        "failed": False,
        "reason": model.reason if isinstance(model, NoFit) else None,
    }


# ------------------------------------------------------------ the scores of a month


def _scored(known: Histories, seen: Habits, models: QuarterModels, close: int, until: int) -> dict[str, Any]:
    """The columns of a close's scores, one row per customer of the active book."""
    who = np.unique(known.book.customer[_holds(known.book, close)])
    year = seen.year_orders[who] > 0
    columns: dict[str, Any] = {
        "customer": known.names[who],
        "from_day": close,
        "to_day": until,
        "fitted_day": models.close,
        "recent": known.acquired[who] > close - NEW,
        "known_since": known.acquired[who] != NEVER,
    }
    measures = (seen.recency[who], seen.year_orders[who], seen.year_amount[who])
    for name, measure in zip(("recency_days", "frequency", "money"), measures, strict=True):
        columns[name] = np.where(year, measure, np.nan)
    ranked = (-seen.recency[who].astype(float), seen.year_orders[who].astype(float), seen.year_amount[who])
    for name, mine, among in zip(("recency", "frequency", "money"), ranked, models.among, strict=True):
        columns[f"{name}_rank"] = np.where(year, value.fifths(mine, among), np.nan)
    return columns | _estimates(known, seen, models, close, who)


def _estimates(known: Histories, seen: Habits, models: QuarterModels, close: int, who: Any) -> dict[str, Numbers]:
    """What the models expect of the customers `who`; NaN where they say nothing."""
    nothing = np.full(len(who), np.nan)
    alive, orders = Chance(nothing.copy(), nothing.copy()), nothing.copy()
    bought = seen.bought[who]
    history = (seen.x[who][bought], seen.t_x[who][bought], seen.age[who][bought], seen.mean[who][bought])
    if isinstance(models.buying, Purchases) and bought.any():
        chance = value.of_alive(models.buying, *history[:3])
        alive.value[bought], alive.error[bought] = chance.value, chance.error
        orders[bought] = models.buying.expected_next(value.AHEAD_WEEKS, *history[:3])
    sold = Worth(np.zeros(len(who)), np.zeros(len(who)))
    if isinstance(models.buying, Purchases) and isinstance(models.amounts, Spending) and bought.any():
        worth = value.of_orders(models.buying, models.amounts, known.margin_rate(close), history)
        sold.value[bought], sold.error[bought] = worth.value, worth.error
    else:
        sold.value[bought & (seen.year_orders[who] > 0)] = np.nan
    stays, contracted = _contracted(known, models, close, who)
    both = sold.plus(contracted)
    return {
        "expected_orders": orders,
        "p_alive": alive.value,
        "p_alive_low": alive.low,
        "p_alive_high": alive.high,
        "retention_12m": stays.value,
        "retention_low": stays.low,
        "retention_high": stays.high,
        "clv_12m": both.value,
        "clv_low": both.low,
        "clv_high": both.high,
    }


def _contracted(known: Histories, models: QuarterModels, close: int, who: Any) -> tuple[Chance, Worth]:
    """The contracts of the customers `who`: their chance to last, and their worth; nothing where there is none."""
    size = len(known.names)
    live = _holds(known.plans, close)
    margin = np.bincount(known.plans.customer[live], weights=known.plans.value[live], minlength=size)
    stays = Chance(np.full(size, np.nan), np.full(size, np.nan))
    worth = Worth(np.zeros(size), np.zeros(size))
    lasting = np.flatnonzero(_holds(known.lives, close))
    lines = known.lives.line[lasting]
    for line in sorted({str(line) for line in lines}):
        mine = lasting[lines == line]
        holder = known.lives.customer[mine]
        model = models.by_line.get(line, models.pooled)
        if isinstance(model, NoFit):
            worth.value[holder] = np.nan
            continue
        tenure = months(known.lives.first[mine], np.full(len(mine), close + 1))[0]
        chance, ahead = value.of_contracts(model, tenure, margin[holder])
        stays.value[holder], stays.error[holder] = chance.value, chance.error
        worth.value[holder], worth.error[holder] = ahead.value, ahead.error
    return Chance(stays.value[who], stays.error[who]), Worth(worth.value[who], worth.error[who])


def _holds(spans: Spans, close: int) -> Any:
    return (spans.first <= close) & (spans.next > close)


def _month_later(close: int) -> int:
    """The close of the month after: scores hold until it is known."""
    after = (np.datetime64(close, "D").astype("datetime64[M]") + 2).astype("datetime64[D]")
    return int(after.astype(np.int64)) - 1
