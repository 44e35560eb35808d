"""Numbers as people write them: marks, groups, minus signs, parentheses and currencies, each as one SQL expression.

What has two readings by the same marks is not read, and neither is scientific notation: 1.2E+3 hides the digits below.
"""

from __future__ import annotations

import re

TYPE = "decimal(38, 10)"

BLANK = r"[ \x{00A0}\x{2007}\x{2009}\x{202F}]"  # plain, no-break, figure, thin, narrow
_APOSTROPHE = "['’]"
_MINUS = "[-−–]"
_SIGNED = "[-+−–]"
_NO_CENTS = "([0-9])[.,](?:[-–]{1,2}|—)([^0-9]|$)"  # 1.500,- is 1500
_CODES = (
    "ARS|AUD|BOB|BRL|CAD|CHF|CLF|CLP|CNY|COP|CRC|CUP|CZK|DKK|DOP|EUR|GBP|GTQ|GYD|HKD|HNL|HTG|HUF|INR|JMD|JPY|KRW|MXN|NIO|"
    "NOK|NZD|PAB|PEN|PLN|PYG|RUB|SEK|SGD|TRY|TTD|UF|USD|UVR|UYU|VED|VEF|VES|XAF|XCD|XOF|ZAR"
)
SIGN = (
    r"((?:US|RD|MXN?|ARS?|CLP?|COP?|COL|CA|AU|[RCAUBL])?\$[SbU]?|[€£¥₡₲₱₩₹₺]|S/\.?|Bs\.?[SFDsfd]?\.?|B/\.?|Gs?\.|Q|L(?:ps)?\.?|kr\.?|"
    + _CODES
    + ")"
)


_MEANT = {
    "€": "EUR", "£": "GBP", "US$": "USD", "U$S": "USD", "R$": "BRL", "RD$": "DOP", "S/": "PEN", "S/.": "PEN",
    "₡": "CRC", "₲": "PYG", "B/.": "PAB", "B/": "PAB", "Q": "GTQ", "Lps": "HNL", "Lps.": "HNL",
}  # fmt: skip
_DOLLARS = (
    "ARS", "AUD", "BOB", "CAD", "CLP", "COP", "CUP", "DOP", "HKD", "JMD", "MXN", "NIO", "NZD", "SGD", "TTD", "USD",
    "UYU", "XCD",
)  # fmt: skip


def may_be(sign: str, currency: str) -> bool:
    """Whether amounts with a sign, or `$ MXN` with one on each side, can be in a currency (ISO 4217)."""
    for one in sign.split():
        if one == "$" and currency not in _DOLLARS:
            return False
        if one in _CODES.split("|") and one != currency:
            return False
        if _MEANT.get(one, currency) != currency:
            return False
    return True


def meant(sign: str) -> str | None:
    """The one currency (ISO 4217) that a sign can mean; None for `$`, which many write."""
    for one in sign.split():
        if one in _MEANT:
            return _MEANT[one]
        if one in _CODES.split("|"):
            return one
    return None


def exact_sql(text: str) -> str:
    """SQL of a number written as the engine itself reads it: what `sql` gives for it, and NULL for any other."""
    return f"case when regexp_full_match({text}, '-?\\d+(\\.\\d+)?') then try_cast({text} as {TYPE}) end"


def sql(text: str, *, decimal: str, thousands: str, sign: str = "", pairs: bool = False) -> str:
    """SQL of the number that `text` (SQL of type varchar) holds; NULL where it is not written so.

    decimal: the mark before the decimals, "" when only numbers without any are sure; thousands: the mark between
    groups, beside blanks and apostrophes; sign: the currency sign that may stand beside it, `$ MXN` for one on each
    side; pairs: groups of two digits before the last three, as in 12,34,567.50.
    """
    number = _pattern(decimal, thousands, pairs=pairs)
    plain = f"case when regexp_full_match({text}, '[+-]?{number}') then {_value(text, decimal or '.')} end"
    if decimal == ".":  # most numbers are written as the engine itself reads them, in a third of the time
        plain = f"{exact_sql(text)}, {plain}"
    text = f"regexp_replace({text}, '{_NO_CENTS}', '\\1\\2')"
    bare = text
    for one in dict.fromkeys(sign.split()):
        bare = f"replace({bare}, '{one}', '')"
    digits = _value(f"regexp_replace({bare}, '{_SIGNED}', '', 'g')", decimal or ".")
    dressed = (
        f"case when regexp_full_match({text}, '{_dressed(number, sign)}') then"
        f" case when regexp_matches({text}, '[(−–-]') then -({digits}) else {digits} end end"
    )
    return f"coalesce({plain}, {dressed})"


def sign_sql(text: str) -> str:
    """SQL of the currency sign beside the number in `text`, `$ MXN` with one on each side; NULL without one."""
    before = rf"^[(]?{_SIGNED}?{BLANK}*{SIGN}{BLANK}*[(]?{_SIGNED}?{BLANK}*[0-9.,]"
    after = rf"[0-9][)]?{BLANK}*{_SIGNED}?{SIGN}{BLANK}*[)−–-]?$"
    found = (f"nullif(regexp_extract({text}, '{pattern}', 1), '')" for pattern in (before, after))
    return f"nullif(concat_ws(' ', {', '.join(found)}), '')"


def percent_sql(text: str, *, decimal: str, thousands: str) -> str:
    """SQL of the share that a text such as `12,5 %` holds, 0.125; NULL without its sign."""
    bare = rf"regexp_replace({text}, '{BLANK}*%$', '')"
    share = f"try_cast({sql(bare, decimal=decimal, thousands=thousands)} as decimal(24, 8))"
    return f"case when right({text}, 1) = '%' then cast({share} * cast(0.01 as decimal(3, 2)) as {TYPE}) end"


def _pattern(decimal: str, thousands: str, *, pairs: bool) -> str:
    """The pattern of a number without sign, one kind of mark between all its groups; quotes as in an SQL literal."""
    marks = [BLANK, _APOSTROPHE, *([re.escape(thousands)] if thousands in (".", ",") else [])]
    groups = [rf"[1-9]\d{{0,2}}(?:{mark}\d{{3}})+" for mark in marks]
    if pairs:
        groups = [r"[1-9]\d?(?:,\d{2})*,\d{3}"]
    whole = rf"(?:\d+|{'|'.join(groups)})"
    mark = re.escape(decimal)
    pattern = rf"(?:{whole}(?:{mark}\d+)?|{mark}\d+)" if decimal else whole
    return pattern.replace("'", "''")


def _dressed(number: str, sign: str) -> str:
    """The pattern of a number with a minus sign before or behind, in parentheses, and with the currency sign."""
    sides = [re.escape(one) for one in sign.split()]
    before = f"(?:{sides[0]}{BLANK}*)?" if sides else ""
    after = f"(?:{BLANK}*{sides[-1]})?" if sides else ""
    ways = (
        f"{_SIGNED}{BLANK}*{before}{number}{after}",
        f"{before}(?:{_SIGNED}{BLANK}*)?{number}{after}",
        f"{before}{number}{BLANK}*{_MINUS}{after}",
        f"{before}{number}{after}{BLANK}*{_MINUS}",
        rf"\({BLANK}*{before}{number}{after}{BLANK}*\)",
        rf"{before}\({BLANK}*{number}{BLANK}*\){after}",
    )
    return "|".join(ways)


def _value(text: str, decimal: str) -> str:
    """SQL of the digits of a text that has the pattern."""
    digits = f"regexp_replace({text}, '[^0-9{re.escape(decimal)}-]', '', 'g')"
    pointed = digits if decimal == "." else f"replace({digits}, ',', '.')"
    return f"try_cast({pointed} as {TYPE})"
