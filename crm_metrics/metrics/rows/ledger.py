"""What the debtors' ledger does not tell: a list of open debts knows no payment, one of payments knows no debt."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.readings import Reason, because
from crm_metrics.warehouse import shape
from crm_metrics.warehouse.mapping.language import open_source, source_names
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import mark

ONLY_OPEN = mark(
    "no payment was ever loaded from {source}: its rows may be only what is still open, or hold what is long paid; a "
    "payment of 0 says that nothing was paid, open_debts in its mapping that all is still open"
)
ONLY_PAID = mark("{source} brings payments and no invoices: what is owed there is not known")
UNKNOWN = mark("payments of {source} name invoices that were never loaded ({count}): they may be no credit")
TWICE = mark(
    "{source} lists what is still open, and another source tells entries of the same invoices: what was paid is off "
    "the list already, and would be taken off twice"
)
ONE_SIDED = mark(
    "allocations of {source} do not sum to nought: a credit was allotted to an invoice and not taken off its account, "
    "or the other way round"
)
UNDATED = mark("the invoices of {source} tell no due day: what of them is overdue is not known")
SOME_UNDATED = mark("invoices of {source} tell no due day ({count}): what of them is overdue is not known")
NO_PAYMENTS_FILE = mark(
    "no payment was ever loaded from {source}, whose XML tells none: what is still owed is not known. Put a list of "
    "payments (columns invoice, day, amount) in the folder of the invoices as {file} and import it again"
)
NO_TERMS_FILE = mark(
    "the invoices of {source} tell no due day: what of them is overdue is not known. Put a list of terms (columns "
    "customer, days) in the folder of the invoices as {file} and import it again"
)
SOME_WITHOUT_TERMS = mark(
    "invoices of {source} tell no due day ({count}): what of them is overdue is not known. Put a list of terms "
    "(columns customer, days) in the folder of the invoices as {file} and import it again"
)
ONE_DAY = mark("{source} lists what is open on {day}: what was owed on an earlier day is not known")


@dataclass(frozen=True, kw_only=True)
class Silence:
    """What of a metric cannot be known, for its ledger does not tell it."""

    absent: Reason | None = None
    """Why it has no value at all."""

    partial: Reason | None = None
    """Why no period of it is complete, or none that ends before `known_on`."""

    known_on: date | None = None
    """The close that the ledger tells whole; None where it tells none so."""

    def at(self, last: date) -> Reason | None:
        """Why a period that ends on `last` is not complete, or None."""
        return self.partial if self.known_on is None or last < self.known_on else None


@dataclass(frozen=True, kw_only=True)
class LedgerSource:
    """What one source of the ledger tells."""

    name: str
    """The mapping's name."""

    invoices: bool
    """Debts, or payments of the debts of another source."""

    payments: bool
    """What was paid, or another source does of its invoices; of a list of open debts never."""

    unknown_invoices: int
    """How many invoices its payments name that nobody brought."""

    declared: bool
    """Whether it says that it lists what is still open."""

    listed: bool
    """Whether it says so, brings nothing else, and its last file holds all of it."""

    twice: bool
    """Whether it says so, and another source tells invoices or payments of the same debts."""

    moved: Decimal
    """What its allocations sum to: not 0 where credit was only given, only taken, or exchanged at two rates."""

    only_taken: bool
    """Whether credit was taken on a day on which none was given."""

    undated: int = 0
    """How many of its invoices are due on a day that nobody told."""

    all_undated: bool = False
    """Whether all of them are."""


def silence_of(warehouse: Warehouse, metric: Metric, columns: Collection[str], through: date | None) -> Silence:
    """What the ledger does not tell of a metric that reads these columns; nothing where it reads no ledger.

    through: how far the ledger is loaded, the day that a list of open debts speaks of.
    """
    made_from = shape.shapes()[metric.shape]
    sides = {side for column in columns or [""] for side in made_from.sides_behind(column)}
    sources = _sources(warehouse) if sides else ()
    unpaid = [source for source in sources if not source.payments]
    if sides == {"payments"} and len(unpaid) < len(sources):
        unpaid = [source for source in unpaid if not source.declared]  # who lists what is open never tells cash
    unbilled = [source for source in sources if not source.invoices]
    absent = _absent(sides, sources, unpaid, unbilled)
    partial = None if absent else _partial(sides, sources, unpaid, unbilled)
    if absent or partial or not unpaid:
        return Silence(absent=absent, partial=partial)
    if made_from.kind == "span" and all(source.listed for source in unpaid):
        return Silence(partial=_said(ONE_DAY, unpaid, day=through), known_on=through)
    return Silence(partial=_said(ONLY_OPEN, unpaid))


Sources = Sequence[LedgerSource]


def _absent(sides: Collection[str], sources: Sources, unpaid: Sources, unbilled: Sources) -> Reason | None:
    """Why there is no value at all."""
    twice = [source for source in sources if source.twice]
    if "invoices" in sides and twice:
        return _said(TWICE, twice)
    undated = [source for source in sources if source.undated]
    if "dues" in sides and undated and all(source.all_undated for source in sources if source.invoices):
        return _said(UNDATED, undated)
    for side, lacking, template in (("payments", unpaid, ONLY_OPEN), ("invoices", unbilled, ONLY_PAID)):
        if side in sides and lacking and len(lacking) == len(sources):
            return _said(template, lacking)
    return None


def _partial(sides: Collection[str], sources: Sources, unpaid: Sources, unbilled: Sources) -> Reason | None:
    """Why no period is complete, whatever its end."""
    if "payments" in sides and unpaid:
        return _said(ONLY_OPEN, unpaid)
    if "invoices" in sides and unbilled:
        return _said(ONLY_PAID, unbilled)
    unknown = [source for source in sources if source.unknown_invoices]
    if "numbers" in sides and unknown:
        return _said(UNKNOWN, unknown, count=sum(source.unknown_invoices for source in unknown))
    moved = sum(source.moved for source in sources)
    unpaid_by_credit = moved > 0 and any(source.only_taken for source in sources)
    if (moved and "numbers" in sides) or (unpaid_by_credit and "invoices" in sides):
        return _said(ONE_SIDED, [source for source in sources if source.moved])
    undated = [source for source in sources if source.undated]
    if "dues" in sides and undated:
        return _said(SOME_UNDATED, undated, count=sum(source.undated for source in undated))
    return None


# reason → the kind of file in whose absence it holds, and the reason that names it
_FILES = {
    ONLY_OPEN: ("payment", NO_PAYMENTS_FILE),
    UNDATED: ("term", NO_TERMS_FILE),
    SOME_UNDATED: ("term", SOME_WITHOUT_TERMS),
}


def _said(template: str, sources: Sources, **parts: object) -> Reason:
    kind, naming = _FILES.get(template, ("", ""))
    file = _beside_invoices(kind, sources) if kind else ""
    if file:
        template, parts = naming, {**parts, "file": file}
    return because(template, source=", ".join(source.name for source in sources), **parts)


def _beside_invoices(kind: str, sources: Sources) -> str:
    """The name of the file beside XML that would tell what its documents do not; "" where a source reads none."""
    known = [open_source(source.name) if source.name in source_names() else None for source in sources]
    files = [one.files.get(kind) if one and one.documents else None for one in known]
    return next((f"{file.names[0].rstrip('*')}.csv" for file in files if file), "") if all(files) else ""


def _sources(warehouse: Warehouse) -> tuple[LedgerSource, ...]:
    """Every source of the ledger; none in a version that was made without the shape that tells them."""
    place = ("ledger", "sources")
    if place not in warehouse.memory:
        known = bool(warehouse.columns("ledger_source"))
        told = [field.name for field in fields(LedgerSource) if field.name in warehouse.columns("ledger_source")]
        select = f"select coalesce(source, ''), {', '.join(told)} from shape.ledger_source order by 1"
        rows = warehouse.fetch(select) if known else []
        warehouse.memory[place] = tuple(
            LedgerSource(name=name, **dict(zip(told, rest, strict=True))) for name, *rest in rows
        )
    sources: tuple[LedgerSource, ...] = warehouse.memory[place]
    return sources
