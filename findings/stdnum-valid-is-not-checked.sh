#!/usr/bin/env bash
# python-stdnum calls tax ids valid whose check digit is wrong, or that are none: of Mexico by default, of Colombia one in ten.
#
# Guess: is_valid of a country's tax id holds its check digit against the others, so that a column in which all values are
# valid is a column of tax ids, and a slip of one digit is found.
# Seen (python-stdnum 2.2): mx.rfc.is_valid does not look at the check digit unless it is asked to
# (validate_check_digits=True): all ten last digits pass. co.nit.is_valid takes the last of any digits for the check
# digit, which files write apart or leave out: of 1,000 NIT without it, 100 are valid, though none of them is whole. Ids
# that stand for nobody in invoices pass too: XAXX010101000 (MX, by default), 66666666-6 (CL), 11111111111 (BR),
# 00000000T (ES).
#
# Prints what each says; fails when one changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check "python-stdnum==2.2" 2>/dev/null
"$work/venv/bin/python" - >"$work/seen" <<'PY'
import stdnum
from stdnum.br import cpf
from stdnum.cl import rut
from stdnum.co import nit
from stdnum.es import nif
from stdnum.mx import rfc

print(f"python-stdnum {stdnum.__version__}")
ids = [f"GODE561231GR{digit}" for digit in range(10)]
print(f"mx.rfc, ten last digits: {sum(map(rfc.is_valid, ids))} valid")
print(f"mx.rfc, the same, asked to look: {sum(rfc.is_valid(one, validate_check_digits=True) for one in ids)} valid")
print(f"co.nit, 1,000 without their digit: {sum(nit.is_valid(str(one)) for one in range(900000000, 900001000))} valid")
nobody = {
    "mx.rfc XAXX010101000": rfc.is_valid("XAXX010101000"),
    "cl.rut 66666666-6": rut.is_valid("66666666-6"),
    "br.cpf 11111111111": cpf.is_valid("11111111111"),
    "es.nif 00000000T": nif.is_valid("00000000T"),
}
for name, valid in nobody.items():
    print(f"{name}: {valid}")
PY
cat "$work/seen"
diff - "$work/seen" <<'TXT'
python-stdnum 2.2
mx.rfc, ten last digits: 10 valid
mx.rfc, the same, asked to look: 1 valid
co.nit, 1,000 without their digit: 100 valid
mx.rfc XAXX010101000: True
cl.rut 66666666-6: True
br.cpf 11111111111: True
es.nif 00000000T: True
TXT
