"""Part payments in columns of their own beside an invoice: a day and an amount for each, told by their names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from crm_metrics.warehouse.suggesting.columns import Column
from crm_metrics.warehouse.suggesting.dictionary import plain, says

DAY, AMOUNT = "part_paid_on", "part_paid"
_WORDS = (
    ("primer", "primero", "primera", "first", "primeiro", "primeira"),
    ("segundo", "segunda", "second"),
    ("tercer", "tercero", "tercera", "third", "terceiro", "terceira"),
    ("cuarto", "cuarta", "fourth", "quarto", "quarta"),
    ("quinto", "quinta", "fifth"),
    ("sexto", "sexta", "sixth"),
)
_DIGIT = re.compile(r"(?<!\w)(\d{1,2})(?:o|a|er|ro|do|da|to|ta|ra|st|nd|rd|th)?(?!\w)|(?<=[a-z])(\d)(?!\w)")
_BESIDE = frozenset((  # what names say of a payment beside which one it is
    "fecha", "data", "date", "dia", "monto", "importe", "valor", "amount", "de", "del", "do", "da", "of", "el",
    "on", "f", "fec",
))  # fmt: skip
_SURE = 0.85
_MAY_BE = (
    "",
    "date",
    "paid_on",
    "paid",
    "amount",
    "receipt",
    "due_days",
    "issued",
)  # what else its names were taken for


@dataclass(frozen=True)
class PartPayment:
    """One of the payments that a row may tell: the columns of its day and of its amount."""

    day: Column
    amount: Column


@dataclass(frozen=True)
class PartPayments:
    """The part payments of a list; loose: whether some tell an amount and no day, or a day and no amount."""

    pairs: Sequence[PartPayment] = ()
    loose: bool = False


def with_part_payments(columns: Sequence[Column], told: Collection[str] = ()) -> list[Column]:
    """The columns, those of part payments with that meaning where there are two at least; told: never these.

    Names tell two by counting them, as "Abono 1"; else each has a day and an amount, as "Pago inicial" has.
    """
    may_be = [
        one for one in columns if one.name not in told and one.meaning in _MAY_BE and one.look.texts and _is_part(one)
    ]
    sides = Counter((_place(one.name), one.look.day is not None) for one in may_be)
    whole = {place for place, is_day in sides if is_day and (place, False) in sides}
    counted = {place for place, _ in sides if isinstance(place, int)}
    kept = (counted if len(counted) > 1 else set()) | (whole if len(whole) > 1 else set())
    found = {
        one.place: replace(one, meaning=DAY if one.look.day else AMOUNT, certainty=max(one.certainty, _SURE))
        for one in may_be
        if _place(one.name) in kept
    }
    return [found.get(one.place, one) for one in columns]


def is_left_over(columns: Iterable[Column]) -> bool:
    """Whether a list has amounts of payments that none of its known columns of payments holds."""
    return any(
        not one.meaning
        and one.look.number is not None
        and not one.look.number.whole
        and not one.look.day
        and _is_part(one)
        for one in columns
    )


def part_payments(columns: Iterable[Column]) -> PartPayments:
    """The part payments of a list, in their order; none where its columns have not that meaning."""
    days, amounts = (_by_place(columns, meaning) for meaning in (DAY, AMOUNT))
    pairs = [
        PartPayment(days[at], amounts[at])
        for at in sorted(days.keys() & amounts.keys(), key=lambda place: amounts[place].place)
    ]
    alone = days.keys() ^ amounts.keys()
    return PartPayments(pairs, bool(alone) or any(_is_loose(pair) for pair in pairs))


def _by_place(columns: Iterable[Column], meaning: str) -> Mapping[int | str, Column]:
    """Which payment it is → its column, the first of several."""
    return dict(reversed([(_place(one.name), one) for one in columns if one.meaning == meaning]))


def _is_part(one: Column) -> bool:
    """Whether a column is about a payment by its name, and holds days or amounts.

    Instalments that every row has are when each falls due, paid or not.
    """
    if says("instalments", one.name) and len(one.look.texts) == len(one.look.cells):
        return False
    holds = one.look.day is not None or one.look.number is not None
    return holds and says("part_payment", one.name) and not says("taxed", one.name)


def _place(name: str) -> int | str:
    """Which payment a name is about: 2 of "Abono 2", "2do pago" and "Segundo abono fecha"; else its own words."""
    said = plain(name)
    for at, words in enumerate(_WORDS, 1):
        if set(words) & set(said.split()):
            return at
    found = _DIGIT.search(said)
    return int(found[1] or found[2]) if found else " ".join(word for word in said.split() if word not in _BESIDE)


def _is_loose(pair: PartPayment) -> bool:
    """Whether some row has the one and not the other; an amount of nought is none."""
    rows = zip(pair.day.look.cells, pair.amount.look.cells, strict=True)
    return any(bool(day.strip("\u2060 -")) != _is_filled(amount) for day, amount in rows)


def _is_filled(amount: str) -> bool:
    return any(letter in "123456789" for letter in amount)
