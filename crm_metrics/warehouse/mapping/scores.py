"""Answers on a scale: the number that a label holds, its stars or its words; and the scale that a question names."""

from __future__ import annotations

import re
from collections.abc import Mapping

from crm_metrics.languages import unaccented
from crm_metrics.warehouse.mapping.numbers import TYPE

SCORE = "score"
TEN = "0-10"
CODED = "0-10 coded"
KINDS = (SCORE, TEN, CODED)

_NUMBER = r"\d{1,3}(?:[.,]\d+)?"
_ALONE = rf"(?:[^0-9]*[^0-9A-Za-z])?{_NUMBER}(?:[^0-9A-Za-z%][^0-9%]*)?"  # no A5, no second number, no share
_STARS = "[★⭐]"

# How satisfied, in five degrees; each tool has one set of words for them (`of_one_set`).
_VERY = ("muy", "very", "muito")
_MOST = ("extremadamente", "sumamente", "totalmente", "completamente", "extremely", "completely", "extremamente")
_SOMEWHAT = ("algo", "un poco", "parcialmente", "somewhat", "um pouco", "parcialmente")
_GLAD = ("satisfecho", "satisfecha", "satisfecho/a", "satisfecho(a)", "satisfied", "satisfeito", "satisfeita",
         "satisfeito(a)")  # fmt: skip
_SORRY = ("insatisfecho", "insatisfecha", "insatisfecho/a", "insatisfecho(a)", "dissatisfied", "unsatisfied",
          "insatisfeito", "insatisfeita", "insatisfeito(a)")  # fmt: skip
_NEITHER = (
    "neutral", "neutro", "neutra", "indiferente", "ni satisfecho ni insatisfecho", "ni satisfecha ni insatisfecha",
    "neither satisfied nor dissatisfied", "nem satisfeito nem insatisfeito", "nem satisfeita nem insatisfeita",
)  # fmt: skip


def _together(before: tuple[str, ...], words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{one} {word}" for one in before for word in words)


# Of each degree the words of each set: very satisfied, satisfied, …; or extremely satisfied, somewhat satisfied, …
DEGREES: Mapping[int, tuple[tuple[str, ...], ...]] = {
    5: (_together(_VERY, _GLAD), _together(_MOST, _GLAD)),
    4: (_GLAD, _together(_SOMEWHAT, _GLAD)),
    3: (_NEITHER,),
    2: (_SORRY, _together(_SOMEWHAT, _SORRY)),
    1: (_together(_VERY, _SORRY), _together(_MOST, _SORRY)),
}

_FEW = ("3", "4", "5", "6", "7", "9", "10")
_BETWEEN = re.compile(
    rf"\b([01]) ?(?:a|al|ate|to|y|and|e|hasta|until|-) ?(?:el |o |the )?({'|'.join(reversed(_FEW))})\b"
    r"(?! ?(?:mes|dia|day|month|ano|year|hora|hour|minut|vez|vece|time|semana|week))"
)
_ENDS = re.compile(r"\b[01] ?(?:=|\(|(?:es|is|significa|siendo|means|nada|muy|totalmente|not)\b)")


def sql(text: str) -> str:
    """SQL of the one number in a text, as in `Extremely likely - 10` or `5 (Muy satisfecho)`; NULL without one.

    A number below nought is a code of something else, and none.
    """
    number = f"replace(regexp_extract({text}, '{_NUMBER}'), ',', '.')"
    fits = f"regexp_full_match({text}, '{_ALONE}') and not regexp_matches({text}, '^[-−–] ?[0-9]')"
    return f"case when {fits} then try_cast({number} as {TYPE}) end"


def label_sql(text: str) -> str:
    """SQL of a score as a label says it: by its number, its stars of five, or how satisfied it says somebody is."""
    stars = f"regexp_full_match({text}, '{_STARS}{{1,5}}\ufe0f?☆*')"
    counted = f"length(regexp_replace({text}, '[^★⭐]', '', 'g'))"
    words = " ".join(f"when {_is(text, words)} then {degree}" for degree, sets in DEGREES.items() for words in sets)
    return f"coalesce({sql(text)}, cast(case when {stars} then {counted} {words} end as {TYPE}))"


def of_one_set(text: str) -> Mapping[int, tuple[str, str]]:
    """Of each degree that two sets have a word for, SQL of whether a text is of the one, and of the other.

    A column that has both is written on a scale of more than five degrees.
    """
    pairs = {degree: sets for degree, sets in DEGREES.items() if len(sets) > 1}
    return {degree: (_is(text, sets[0]), _is(text, sets[1])) for degree, sets in pairs.items()}


def _is(text: str, words: tuple[str, ...]) -> str:
    listed = ", ".join(f"'{word}'" for word in words)
    return f"lower(strip_accents({text})) in ({listed})"


def scale_of(question: str) -> tuple[int, int] | None:
    """The ends of the scale that a question names, as Del 1 al 7, (0-10) or 1 = nada, 5 = mucho; None without one."""
    plain = re.sub(r"[–—−]", "-", re.sub(r"\s+", " ", unaccented(question).casefold()))
    found = {(int(low), int(high)) for low, high in _BETWEEN.findall(plain)}
    if not found and len(numbers := re.findall(r"\d+", plain)) == 2 and _ENDS.search(plain) and numbers[1] in _FEW:
        found = {(int(numbers[0]), int(numbers[1]))}
    return found.pop() if len(found) == 1 else None
