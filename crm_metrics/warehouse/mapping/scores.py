"""Answers on a scale: the number that a label holds, at its beginning or at its end."""

from __future__ import annotations

from crm_metrics.warehouse.mapping.numbers import TYPE

SCORE = "score"
TEN = "0-10"
CODED = "0-10 coded"

_NUMBER = r"\d{1,3}(?:[.,]\d+)?"
_ALONE = rf"(?:[^0-9]*[^0-9A-Za-z])?{_NUMBER}(?:[^0-9A-Za-z%][^0-9%]*)?"  # no A5, no second number, no share


def sql(text: str) -> str:
    """SQL of the one number in a text, as in `Extremely likely - 10` or `5 (Muy satisfecho)`; NULL without one.

    A number below nought is a code of something else, and none.
    """
    number = f"replace(regexp_extract({text}, '{_NUMBER}'), ',', '.')"
    fits = f"regexp_full_match({text}, '{_ALONE}') and not regexp_matches({text}, '^[-−–] ?[0-9]')"
    return f"case when {fits} then try_cast({number} as {TYPE}) end"
