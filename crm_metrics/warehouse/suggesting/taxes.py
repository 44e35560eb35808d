"""Tax ids by their check digits, of the countries whose files are read; python-stdnum knows each country's rule."""

from __future__ import annotations

import re
from functools import cache

from stdnum.ar import cuit
from stdnum.br import cnpj, cpf
from stdnum.cl import rut as cl_rut
from stdnum.co import nit as co_nit
from stdnum.cr import cpj
from stdnum.do import rnc
from stdnum.ec import ruc as ec_ruc
from stdnum.es import nif
from stdnum.gt import nit as gt_nit
from stdnum.mx import rfc
from stdnum.pe import ruc as pe_ruc
from stdnum.py import ruc as py_ruc
from stdnum.uy import rut as uy_rut

# Country → its rule. Those of few digits alone come last: many numbers pass for one.
_KINDS = (
    ("MX", rfc), ("ES", nif), ("BR", cnpj), ("BR", cpf), ("AR", cuit), ("EC", ec_ruc), ("PE", pe_ruc), ("CL", cl_rut),
    ("CO", co_nit), ("DO", rnc), ("UY", uy_rut), ("PY", py_ruc), ("CR", cpj), ("GT", gt_nit),
)  # fmt: skip
_LOOK = re.compile(r"[A-Z&Ñ]{0,4}[\d.\-/ ]{6,20}[A-Z\d]{0,4}")


@cache
def kind(text: str) -> str | None:
    """The country whose check digits a text has; None where it has none's."""
    bare = text.strip().upper()
    if not _LOOK.fullmatch(bare) or sum(letter.isdigit() for letter in bare) < 7:
        return None
    return next((country for country, rule in _KINDS if rule.is_valid(bare)), None)
