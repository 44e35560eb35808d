#!/usr/bin/env bash
# Tryton's journal of currency exchange has the type write-off, and its move has no origin.
#
# Guess: in an export of account.move.line, Journal/Type = write-off marks the debts that the company gave up.
# Seen (trytond-account 8.2.1): the journal "Currency Exchange" that the module creates has that type, so the difference of
# rates of each invoice paid in another currency counts as a debt given up, or as one that came back. The move that books it
# is made without an origin, so the invoice is told by the reconciliation alone. The name of the journal tells them apart.
#
# Prints the journals with their types, and whether the move is given an origin; fails when that changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps "trytond-account==8.2.1" 2>/dev/null
"$work/venv/bin/python" - "$work/venv" >"$work/seen" <<'PY'
import ast, sys
from pathlib import Path
from xml.etree import ElementTree

(folder,) = Path(sys.argv[1]).glob("lib/python*/site-packages/trytond/modules/account")
for record in ElementTree.parse(folder / "journal.xml").iter("record"):
    if record.get("model") == "account.journal":
        fields = {field.get("name"): field.text for field in record}
        print(f"{fields['name']}: {fields['type']}")
for node in ast.walk(ast.parse((folder / "move.py").read_text(encoding="utf-8"))):
    if isinstance(node, ast.FunctionDef) and node.name == "_get_exchange_move":
        given = {name.attr for name in ast.walk(node) if isinstance(name, ast.Attribute) and isinstance(name.ctx, ast.Store)}
        print("the move of a difference is given an origin:", "origin" in given)
PY
cat "$work/seen"
diff - "$work/seen" <<'TXT'
Revenue: revenue
Expense: expense
Cash: cash
Stock: general
Miscellaneous: general
Currency Exchange: write-off
the move of a difference is given an origin: False
TXT
