"""What a difference is in money, in words: the amount with its range, of which kind it is, and what is supposed."""

from __future__ import annotations

from collections.abc import Mapping

from crm_metrics.analysis.relating.regression import Estimate
from crm_metrics.boards.telling.sentences import inside
from crm_metrics.boards.worth.pricing import MoneyWorth
from crm_metrics.metrics.core import Metric
from crm_metrics.words import Words, mark

KINDS: Mapping[str, str] = {
    "income": mark("revenue"),
    "recurring": mark("revenue a month"),
    "yearly": mark("revenue a year"),
    "cost": mark("cost"),
    "cash": mark("cash collected"),
    "expected": mark("amounts of deals, no revenue yet"),
    "amount": mark("the amounts that it adds up"),
}
GAINED = {**KINDS, "cost": mark("cost saved")}  # the same of what is surely a gain
HOUR = 3600


def amount(x: Estimate, currency: str, words: Words) -> str:
    """An amount with its sign, and its range where it has one."""
    said = words.money(x.value, currency, sign=True)
    if x.low == x.high:
        return said
    return words("{effect} ({between})", effect=said, between=between(x, currency, words))


def between(x: Estimate, currency: str, words: Words) -> str:
    """The range of an amount."""
    low, high = (words.money(end, currency, sign=True) for end in (x.low, x.high))
    return words("{low} to {high}", low=low, high=high)


def kind_of(found: MoneyWorth, words: Words) -> str:
    """Which kind of money it is."""
    return words(KINDS[found.kind]) if found.kind in KINDS else ""


def untold(found: MoneyWorth, words: Words) -> str:
    """Why there is no money."""
    return words.error(found.reason) if found.reason else ""


def price_text(found: MoneyWorth, currency: str, words: Words) -> str:
    """What one of them is worth; "" where that is money itself."""
    if found.price is None:
        return ""
    size = HOUR if found.work else 1
    told = Estimate(*(one * size for one in (found.price.value, found.price.low, found.price.high)))
    said = words.money(told.value, currency)
    low, high = words.money(told.low, currency), words.money(told.high, currency)
    if low == high:
        return said
    return words("{effect} ({between})", effect=said, between=words("{low} to {high}", low=low, high=high))


def volume_text(found: MoneyWorth, metric: Metric, currency: str, words: Words) -> str:
    """What stands below the line of the metric; "" of a sum."""
    if found.units is None:
        return ""
    if metric.unit == "percent" and found.work:
        return words.value(found.units / HOUR, "hours", currency)
    if metric.unit == "percent" and found.price is None:
        return words.money(found.units, currency)
    return words.number(found.units, 0 if found.units == int(found.units) else 1)


def supposed(found: MoneyWorth, words: Words) -> str:
    """What has to be so for the money to be what it is said to be."""
    if found.work:
        return words("Time that is freed is paid for no more, or spent on what is worth as much")
    if found.price is not None:
        return words("One more or less brings what one of the same part did in the mean of {n} days", n=found.days)
    if found.units is not None:
        return words("The volume stays what it was")
    return ""


def gap_notes(found: MoneyWorth, metric: Metric, currency: str, words: Words) -> list[str]:
    """What a gap is in money, and what that rests on: for the foot of its card."""
    if found.money is None:
        return [words("In money: not told, for {reason}", reason=untold(found, words))]
    if found.itself:
        return [words("It is money as it stands: {kind}", kind=kind_of(found, words))]
    parts = {"amount": amount(found.money, currency, words), "kind": kind_of(found, words)}
    volume, price = volume_text(found, metric, currency, words), price_text(found, currency, words)
    told = [words("In money: {amount} of {kind}, below zero it is lost", **parts)]
    if price and found.work:
        told.append(words("{volume} × what an hour of work costs, {price}", volume=volume, price=price))
    elif price and volume:
        told.append(words("{volume} × what one of them brings, {price}", volume=volume, price=price))
    elif price:
        told.append(words("One of them brings {price}", price=price))
    else:
        told.append(words("Denominator: {volume}, counted, so that it has no range", volume=volume))
    if found.price is not None:
        told.append(words("Supposed: {what}", what=inside(supposed(found, words))))
    return told
