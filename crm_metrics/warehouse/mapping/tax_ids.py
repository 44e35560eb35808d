"""The tax id of a person or company in its one normal form, whatever dots, dashes or check digit stand beside it.

Check digits are python-stdnum's; which digit is a check digit, and which id is nobody's, no library tells.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from stdnum.br import cnpj
from stdnum.cl import rut
from stdnum.co import nit
from stdnum.es import nif
from stdnum.exceptions import ValidationError
from stdnum.mx import rfc
from stdnum.pe import ruc

NOBODY = "unknown"
_MARKS = re.compile(r"[\s./-]+")
_COMPANY = re.compile(r"[89]\d{9}")  # a NIT of a company with its check digit; of a person ten digits are the id itself


@lru_cache(maxsize=200_000)
def normal(text: str, country: str = "") -> str:
    """The id as it is compared; country: two letters, "" for one that no rule is known of.

    A NIT loses its check digit, a RUT its leading noughts and keeps it, a NIF and a VAT number lose their country.
    """
    rule = _RULES.get(country, _plain)
    return rule(text.strip().upper())


def doubted(text: str, country: str) -> bool:
    """Whether an id of a company can't be right by the form, length or check digit that its country knows."""
    check = _CHECKS.get(country)
    if check is None:
        return False
    try:
        check(text)
    except ValidationError:
        return True
    return False


def _plain(text: str) -> str:
    return _MARKS.sub("", text)


def _nit(text: str) -> str:
    head, dash, digit = text.rpartition("-")
    if dash and len(digit.strip()) == 1:
        return _MARKS.sub("", head)
    plain = _MARKS.sub("", text)
    return plain[:-1] if _COMPANY.fullmatch(plain) and nit.is_valid(plain) else plain


def _rut(text: str) -> str:
    plain = _MARKS.sub("", text.removeprefix("CL")).lstrip("0")
    return f"{plain[:-1]}-{plain[-1]}" if len(plain) > 1 else plain


def _of_country(country: str) -> Callable[[str], str]:
    def rule(text: str) -> str:
        plain = _MARKS.sub("", text)
        return plain.removeprefix(country) if len(plain) > len(country) + 7 else plain

    return rule


_RULES: dict[str, Callable[[str], str]] = {"CO": _nit, "CL": _rut, "ES": _of_country("ES")}
_CHECKS: dict[str, Callable[[str], object]] = {
    "MX": lambda text: rfc.validate(text),
    "CO": lambda text: nit.is_valid(text) or len(_plain(text)) != 10 or nit.validate(text),
    "CL": lambda text: rut.validate(_plain(text).lstrip("0")),
    "PE": lambda text: ruc.validate(text),
    "BR": lambda text: cnpj.validate(text),
    "ES": lambda text: nif.validate(_RULES["ES"](text.strip().upper())),
}
