#!/usr/bin/env bash
# sqlglot reads an expression that begins with a column named comment as a statement, in every dialect, and raises nothing.
#
# Guess: parse_one("comment || '!'", read="duckdb") is a concatenation, for `select comment || '!' from t` is valid there and is
# parsed so; or else it is refused with a ParseError.
# Seen (sqlglot 30.30.0): a Command, the node of statements it does not know, that holds the text unread, so that no column is found
# in it and whatever is checked or renamed in trees passes it by; the only sign is a warning of the log. So with
# load, call and show (and ParseError with describe, update, use and others). Asked for a condition (into=exp.Condition),
# or after `select`, the same text is parsed as what it is. Forms and surveys have such a column as a rule.
#
# Prints a line per text; fails when one changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check "sqlglot==30.30.0" 2>/dev/null
"$work/venv/bin/python" - >"$work/seen" 2>/dev/null <<'PY'
import sqlglot
from sqlglot import exp, parse_one

print(f"sqlglot {sqlglot.__version__}")
for text in ("note || '!'", "comment || '!'", "comment is null", "load = 'full'"):
    tree = parse_one(text, read="duckdb")
    asked = parse_one(text, read="duckdb", into=exp.Condition)
    named = [[column.name for column in one.find_all(exp.Column)] for one in (tree, asked)]
    print(f"{text}: {type(tree).__name__} with columns {named[0]}; asked for a condition {type(asked).__name__} {named[1]}")
selected = parse_one("select comment || '!' from t", read="duckdb")
print(f"selected: {type(selected.selects[0]).__name__}")
PY
cat "$work/seen"
diff - "$work/seen" <<'TXT'
sqlglot 30.30.0
note || '!': DPipe with columns ['note']; asked for a condition DPipe ['note']
comment || '!': Command with columns []; asked for a condition DPipe ['comment']
comment is null: Command with columns []; asked for a condition Is ['comment']
load = 'full': Command with columns []; asked for a condition EQ ['load']
selected: DPipe
TXT
