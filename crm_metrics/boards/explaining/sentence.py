"""What explains a gap, in one sentence: the whole, and the parts that bring most of it with what they bring it by."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from crm_metrics.analysis.attribution import PartEffect, Split
from crm_metrics.boards.explaining.split import Explained
from crm_metrics.boards.telling import sentences
from crm_metrics.digits import further
from crm_metrics.words import Words, mark

NAMED = 2  # parts that the sentence names
LEAST = 0.1  # of the whole that the second of them brings
FLAT, MET = mark("nothing moved as a whole"), mark("no gap as a whole")
OWN_RESULT, SHARE = mark("its result"), mark("its share")


def finding(shown: Explained, split: Split, currency: str, words: Words) -> str:
    """The fullest sentence that fits into a title."""
    label, change = words(shown.asked.metric.label), moved(shown, split.whole, currency, words)
    if change.startswith("±"):  # nothing that can be written
        said = FLAT if shown.goal is None else MET
        return _fitting((words("{metric}: {fact}", metric=label, fact=words(said)), words(said)))
    if len(split.effects) == 1:  # it would be said to explain itself
        alone = name_of(shown, split.effects[0], words)
        return _fitting((words("{metric}: {change}; it has one part only: {name}",
                               metric=label, change=change, name=alone),
                         words("It has one part only: {name}", name=alone)))  # fmt: skip
    told = {one.cell: moved(shown, one.total, currency, words) for one in split.effects}
    written = [one for one in pushing(shown, split)[:NAMED] if not told[one.cell].startswith("±")]
    parts = [one for place, one in enumerate(written) if not place or abs(one.total) >= LEAST * abs(split.whole)]
    if all(one.startswith("±") for one in told.values()):
        return _fitting((words("{metric}: {change}, a little in each of its parts", metric=label, change=change),
                         words("A little in each of its parts")))  # fmt: skip
    if not parts:
        return _fitting((words("{metric}: {change}; no part with enough rows explains it", metric=label, change=change),
                         words("No part with enough rows explains it")))  # fmt: skip
    named = [(name_of(shown, one, words), told[one.cell], _why(one, words)) for one in parts]
    name, first, why = named[0]
    one = words("Of {change}, {name} brings {first}", change=change, name=name, first=first)
    one_why = words("Of {change}, {name} brings {first} ({why})", change=change, name=name, first=first, why=why)
    if len(named) == 1:
        return _fitting((one_why, one) if shown.two_effects else (one,))
    other, second, reason = named[1]
    both = words("Of {change}, {name} brings {first} and {other} {second}",
                 change=change, name=name, first=first, other=other, second=second)  # fmt: skip
    both_why = words("Of {change}, {name} brings {first} ({why}) and {other} {second} ({reason})",
                     change=change, name=name, first=first, why=why, other=other, second=second,
                     reason=reason)  # fmt: skip
    return _fitting((both_why, both, one) if shown.two_effects else (both, one))


def pushing(shown: Explained, split: Split) -> list[PartEffect]:
    """The parts that push the way in which the whole went and have rows enough, the most first."""
    return [one for one in split.drivers if one.total * split.whole > 0 and not shown.few(one.cell)]


def name_of(shown: Explained, one: PartEffect, words: Words) -> str:
    """What a part is called; that of the rows without a value by what they lack."""
    if one.cell is None:
        return words("rows without {dimension}", dimension=sentences.named_inside(shown.asked.dimension, words))
    return words.name(shown.names.get(one.cell, one.cell))


def moved(shown: Explained, effect: Fraction, currency: str, words: Words) -> str:
    """An effect in the unit of its metric, with its sign."""
    return words.variance(float(effect), shown.asked.metric.unit, currency, more=more_digits(shown))


def more_digits(shown: Explained) -> int:
    """How many digits more than alone the whole takes beside what it was, or is asked, and their difference."""
    then = shown.then.whole if shown.then else None
    base = shown.goal.goal if shown.goal else then.value if then else None
    now = shown.now.whole.value if shown.now.whole else None
    return 0 if base is None or now is None else further(now, base, shown.asked.metric.unit)[0]


def _why(one: PartEffect, words: Words) -> str:
    """What a part brings most of its effect by."""
    return words(OWN_RESULT if abs(one.rate) >= abs(one.mix) else SHARE)


def _fitting(texts: Sequence[str]) -> str:
    """The first that fits into a title; the last, cut, where none does."""
    cut = texts[-1][: sentences.TITLE - 1].rstrip() + "…"
    return next((one for one in texts if len(one) <= sentences.TITLE), cut)
