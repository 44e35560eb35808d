"""The meaning of each column by its name, its values and its neighbours, with how sure it is and three samples."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from crm_metrics.warehouse.files.workbooks import TYPED
from crm_metrics.warehouse.suggesting.dictionary import (
    EXACT,
    dictionary,
    document_of,
    heads_credits,
    meanings,
    plain,
    says,
    state_of,
)
from crm_metrics.warehouse.suggesting.grids import GROUP, FoundGrid
from crm_metrics.warehouse.suggesting.values import SURE, ColumnLook

LEAST = 0.3  # below it a meaning is no meaning

DAYS = frozenset((
    "date", "issued", "due", "paid_on", "opened", "first_response", "resolved", "closed", "submitted", "begun",
    "starts",
    "ends",
    "cancelled_on", "part_paid_on", "born",
))  # fmt: skip
AMOUNTS = frozenset((
    "net", "tax", "total", "amount", "paid", "balance", "quantity", "unit_price", "discount", "cost", "withheld", "mrr",
    "overdue_days",
    "rate", "debit", "credited", "part_paid",
))  # fmt: skip
SCORES = frozenset(("nps", "csat", "ces"))
CONSENTS = ("consent", "consent_phone", "consent_email", "consent_sms", "consent_whatsapp")
REFUSALS = ("no_contact", "no_calls", "no_email", "no_sms", "no_whatsapp")
NUMBERS = frozenset(("document", "ticket", "order", "receipt", "call"))  # what tells one row from another
LENGTHS = frozenset(("duration", "talk", "wait", "answered_after"))
HOURS = frozenset(("time", "time_over"))
NOTHING = "nothing"  # the meaning of names that are known to say nothing of ours
_BESIDE = {"first_response": "answered_after"}  # a moment → the same as a length of time since the beginning
_CLOCKS = {"begun": "time", "starts": "time", "submitted": "time_over", "ends": "time_over"}  # of values without a day
_BY_VALUE = 0.6  # how sure a meaning is that the values alone tell
_QUESTION = 0.9
_HALF = 0.5  # of the rows: where fewer words are known, a column is most likely no state
_FLAGS = 3  # different values of a column that says yes or no
_HOUR_WORDS = frozenset(("hora", "horario", "momento", "instante"))
_HITS = 2  # documents that name others: one may be chance
_WORDS = 4  # a name of so many words is a question


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a table and what it means."""

    place: int
    """Its place, from 0."""
    name: str
    """Its name in the file."""
    meaning: str
    """A word of the dictionary; "" where it has none."""
    certainty: float
    """From 0 to 1."""
    look: ColumnLook
    """Its values."""

    @property
    def samples(self) -> tuple[str, ...]:
        """Three of its values."""
        return self.look.samples


def read(grid: FoundGrid, said: Mapping[str, str] | None = None) -> list[Column]:
    """The columns of a table, each meaning given once: to the surest.

    said: name → what a person says that it means, "" for nothing; no meaning that its values can't have is taken.
    """
    told = dict(said or {})
    found = [_column(place, name, grid.look(place), told.get(name)) for place, name in enumerate(grid.names) if name]
    found = _with_net([replace(one, meaning="", certainty=0.0) if one.meaning == NOTHING else one for one in found])
    found = _with_reference(_with_payment_day(found))
    surest: dict[str, Column] = {}
    for one in found:
        held = surest.get(one.meaning)
        if one.meaning and (held is None or _surer(one, held)):
            surest[one.meaning] = one
    return [one if one.name in told or surest.get(one.meaning) is one else _second(one, surest) for one in found]


def _surer(one: Column, held: Column) -> bool:
    """Whether a column is surer of its meaning; one without any value is so of none, unless a person says it.

    Of two numbers of documents, that of a delivery or an order tells no invoice, nor does one that some rows lack; of
    two amounts, the one in a currency that its name has to say is not the company's.
    """

    def sure(column: Column) -> tuple[bool, bool, float, bool, int]:
        apart = {"document": "other_document", **dict.fromkeys(AMOUNTS, "foreign_money")}.get(column.meaning)
        is_own, texts = apart is not None and not says(apart, column.name), column.look.texts
        return column.certainty == 1, bool(texts), column.certainty, is_own, len(texts) if apart else 0

    return sure(one) > sure(held)


def _with_net(found: list[Column]) -> list[Column]:
    """The amount without tax by its neighbours: beside a tax, a number whose name says so is it."""
    meant = {one.meaning for one in found}
    if "tax" not in meant or "net" in meant:
        return found
    base = next((one for one in found if one.meaning not in AMOUNTS and _is_base(one)), None)
    return [replace(one, meaning="net", certainty=_BY_VALUE) if one is base else one for one in found]


def _with_payment_day(found: list[Column]) -> list[Column]:
    """The day of payment by its neighbours: the day that rows tell which have an amount paid, and no others."""
    by = by_meaning(found)
    if "paid" not in by or "paid_on" in by or "issued" not in by:
        return found
    paid = [any(digit in "123456789" for digit in cell) for cell in by["paid"].look.cells]
    days = (one for one in found if one.meaning in ("", "date") and one.look.day and any(paid))
    day = next((one for one in days if [bool(cell.rstrip(TYPED).strip()) for cell in one.look.cells] == paid), None)
    return [replace(one, meaning="paid_on", certainty=_BY_VALUE) if one is day else one for one in found]


def _with_reference(found: list[Column]) -> list[Column]:
    """What a document is of by its values: numbers of other documents of the list, of the same customer."""
    by = by_meaning(found)
    if "document" not in by or "reference" in by:
        return found
    own, sold = _plain_cells(by["document"]), next((by[one] for one in ("customer", "tax_id") if one in by), None)
    who = _plain_cells(sold) if sold else [""] * len(own)
    rows = {name: customer for name, customer in zip(own, who, strict=True) if name}
    for series in ("series",) if "series" in by else ():
        told = zip(_plain_cells(by[series]), own, who, strict=True)
        rows |= {f"{first}{mark}{name}": customer for first, name, customer in told for mark in ("-", "", " ") if name}

    def names_others(one: Column) -> bool:
        cells = _plain_cells(one)
        hits = [at for at, cell in enumerate(cells) if cell in rows and cell != own[at]]
        alike = sum(rows[cells[at]] == who[at] for at in hits)
        worded = all(any(map(str.isalpha, cells[at])) for at in hits)
        least = _HITS if worded else max(_HITS, SURE * len(one.look.texts))
        return len(hits) >= least and alike >= SURE * len(hits) and (worded or sold is not None)

    other = next(
        (one for one in found if one.meaning in ("", "product") and not one.look.day and names_others(one)), None
    )
    return [replace(one, meaning="reference", certainty=_BY_VALUE) if one is other else one for one in found]


def _plain_cells(column: Column) -> list[str]:
    return [cell.rstrip(TYPED).strip() for cell in column.look.cells]


def _is_base(one: Column) -> bool:
    return one.look.number is not None and not one.look.number.whole and says("untaxed", one.name)


def by_meaning(columns: Iterable[Column]) -> Mapping[str, Column]:
    """Meaning → the column that has it."""
    return {one.meaning: one for one in columns if one.meaning}


def _second(one: Column, surest: Mapping[str, Column]) -> Column:
    """What a column may mean beside its first meaning, which a surer one has."""
    for meaning, sure in meanings(one.name)[1:]:
        if meaning not in surest and fits(meaning, one.look) and sure >= LEAST:
            return Column(place=one.place, name=one.name, meaning=meaning, certainty=sure, look=one.look)
    return Column(place=one.place, name=one.name, meaning="", certainty=0, look=one.look)


def _column(place: int, name: str, look: ColumnLook, told: str | None = None) -> Column:
    if told is not None and (not told or fits(told, look)):
        return Column(place=place, name=name, meaning=told, certainty=float(bool(told)), look=look)
    meaning, sure = _meaning(name, look)
    if sure < LEAST:
        meaning, sure = "", 0.0
    return Column(place=place, name=name, meaning=meaning, certainty=round(sure, 2), look=look)


def _meaning(name: str, look: ColumnLook) -> tuple[str, float]:
    asked = instrument_of(name, look)
    if asked:
        return asked
    if name == GROUP and any(map(heads_credits, look.counts)):
        return "document_kind", EXACT
    named = sorted([*meanings(name), *(_as_day(name) if look.day else ())], key=lambda one: -one[1])
    for meaning, sure in named:
        if not fits(meaning, look) and _BESIDE.get(meaning) and fits(_BESIDE[meaning], look):
            return _BESIDE[meaning], sure
        if fits(meaning, look):
            return meaning, sure * (1.0 if sure == EXACT or not look.texts else 0.95)
        if meaning == "document" and _are_kinds(look):
            return "document_kind", sure * 0.95
        if meaning in _CLOCKS and look.is_time:
            return _CLOCKS[meaning], sure * 0.95
    return _by_values(look)


def _as_day(name: str) -> Iterable[tuple[str, float]]:
    """What a name that speaks of an hour means of a column of days with hours: Hora de cierre is the day of closing."""
    clock, _, rest = plain(name).partition(" ")
    words = ("fecha", "data") if clock in _HOUR_WORDS and rest else ()
    told = [one for word in words for one in meanings(f"{word} {rest}") if one[0] in DAYS and one[0] != "date"]
    return [(meaning, sure - 0.05) for meaning, sure in told]


def instrument_of(name: str, look: ColumnLook) -> tuple[str, float] | None:
    """The instrument of a question, told by its own words and by answers on a scale; or a comment."""
    long = len(plain(name).split()) >= _WORDS or "?" in name
    if not long or not look.texts:
        return None
    if look.scale:
        for instrument in ("nps", "ces", "csat"):
            if says(instrument, name):
                return instrument, _QUESTION
        return ("csat", 0.5) if "?" in name else None
    if says("comment", name) and not look.day and not look.is_email:
        return "comment", _QUESTION
    return None


def has_unknown_states(look: ColumnLook) -> bool:
    """Whether states have a word that is not known, beside known ones or most rows that say nothing."""
    among = tuple(dictionary().states)
    unknown = sum(count for value, count in look.counts.items() if state_of(value, among) is None)
    told = len(look.texts)
    return bool(unknown) and (told - unknown >= _HALF * told or look.filled < _HALF)


def tells_agreement(look: ColumnLook) -> bool:
    """Whether most values say that somebody agrees, or does not."""
    known = frozenset[str]().union(*dictionary().answers.values())
    told = sum(count for value, count in look.counts.items() if plain(value) in known)
    return look.day is None and told >= _HALF * len(look.texts)


def fits(meaning: str, look: ColumnLook) -> bool:
    """Whether values may have a meaning; a column without any may have all."""
    if not look.texts:
        return True
    for meanings_of, may_be in _FITS:
        if meaning in meanings_of:
            return may_be(look)
    return look.day is None


def _are_kinds(look: ColumnLook) -> bool:
    """Whether values are kinds of documents, and no numbers of them."""
    said = {document_of(value) for value in look.counts}
    return "invoice" in said and None not in said


def _is_serial(look: ColumnLook) -> bool:
    """Whether numbers may be days as a spreadsheet counts them."""
    number = look.number
    return number is not None and number.share > 0.95 and number.low > 30_000 and number.high < 60_000


def is_serial(column: Column) -> bool:
    """Whether its days are numbers of a spreadsheet in a text."""
    return column.look.day is None and column.meaning in DAYS and bool(column.look.texts) and _is_serial(column.look)


def _is_text(look: ColumnLook) -> bool:
    return look.day is None and look.number is None and not look.is_email


def _is_choice(look: ColumnLook) -> bool:
    return look.day is None and look.number is None and look.is_choice


# Meanings → whether values may have them; those of no line may be anything but days.
_FITS: Sequence[tuple[Collection[str], Callable[[ColumnLook], bool]]] = (
    (DAYS, lambda look: look.day is not None or _is_serial(look)),
    (AMOUNTS, lambda look: look.number is not None and look.day is None),
    (SCORES, lambda look: look.scale is not None),
    (HOURS, lambda look: look.is_time),
    (("email",), lambda look: look.is_email),
    (("tax_id",), lambda look: look.day is None and (look.number is None or look.number.whole)),
    (("cancelled_flag",), lambda look: look.is_choice and len(look.counts) <= _FLAGS),
    ((*CONSENTS, *REFUSALS), lambda look: tells_agreement(look)),
    (("document_kind",), lambda look: look.day is None and look.is_choice),
    (("state", "direction", "disposition", "priority"), _is_choice),
    (("customer", "last_name", "supplier", "requester", "subject", "agent", "comment", "region", "team"), _is_text),
    (("product",), lambda look: look.day is None and not look.is_email),
    (LENGTHS, lambda look: look.number is not None or look.is_time or any(map(str.isdigit, look.texts[0]))),
    (NUMBERS, lambda look: look.is_numbered),
)


def _by_values(look: ColumnLook) -> tuple[str, float]:
    if look.is_email:
        return "email", _BY_VALUE + 0.3
    if look.day:
        return "date", _BY_VALUE - 0.1
    if look.is_tax_id:
        return "tax_id", _BY_VALUE
    return "", 0.0
