"""The names of months and weekdays, long and short, in Spanish, Portuguese and English: patterns, and their SQL."""

from __future__ import annotations

# Patterns without accents and case, each of a month's names in the three languages; no name is two months.
_NAMES = (
    "jan(?:uary|eiro)?|ene(?:ro)?",
    "feb(?:ruary|rero)?|fev(?:ereiro)?",
    "mar(?:ch|zo|[cç]o)?",
    "apr(?:il)?|abr(?:il)?",
    "may(?:o)?|mai(?:o)?",
    "jun(?:e|io|ho)?",
    "jul(?:y|io|ho)?",
    "aug(?:ust)?|ago(?:sto)?",
    "sep(?:t|tember|tiembre)?|set(?:iembre|embro|t)?",
    "oct(?:ober|ubre)?|out(?:ubro)?",
    "nov(?:ember|iembre|embro)?",
    "dec(?:ember)?|dic(?:iembre)?|dez(?:embro)?",
)
MONTH = rf"(?i:(?:{'|'.join(_NAMES)})\.?)"
WEEKDAY = (
    r"(?i:(?:lunes|lun|martes|mar|mi[eé]rcoles|mi[eé]|jueves|jue|viernes|vie|s[aá]bado|s[aá]b|domingo|dom|"
    r"(?:segunda|ter[cç]a|quarta|quinta|sexta)(?:-feira)?|seg|ter|qua|qui|sex|"
    r"monday|mon|tuesday|tues?|wednesday|wed|thursday|thurs?|thu|friday|fri|saturday|sat|sunday|sun)\.?)"
)
_FIRST = (
    ("jan", "ene"), ("feb", "fev"), ("mar",), ("apr", "abr"), ("may", "mai"), ("jun",), ("jul",), ("aug", "ago"),
    ("sep", "set"), ("oct", "out"), ("nov",), ("dec", "dic", "dez"),
)  # fmt: skip


def number_sql(name: str) -> str:
    """SQL of the month's number as two digits, of a text that has the pattern MONTH: its first three letters tell."""
    letters = f"substr(lower({name}), 1, 3)"
    listed = [", ".join(f"'{one}'" for one in names) for names in _FIRST]
    cases = " ".join(f"when {letters} in ({names}) then '{at:02d}'" for at, names in enumerate(listed, 1))
    return f"case {cases} end"


def number(name: str) -> int:
    """The month's number, from 1, of a name that has the pattern MONTH."""
    letters = name[:3].lower()
    return next(at for at, names in enumerate(_FIRST, 1) if letters in names)
