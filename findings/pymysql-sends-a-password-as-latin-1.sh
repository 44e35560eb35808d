#!/usr/bin/env bash
# PyMySQL encodes a password given as text in Latin-1, whatever the charset of the connection.
#
# Guess: charset="utf8mb4" holds for the password too, or at least a text that Python can hold is sent somehow.
# Seen (PyMySQL 1.2.4): "contraseña" becomes bytes of Latin-1, which is not what a server hashed that was told the password
# over a UTF-8 connection (its shell, a migration): access denied, with the right password. One with € can't be given at all.
# Bytes are taken as they are: password.encode("utf-8") logs in.
#
# Prints what each password becomes; fails when that changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check "pymysql==1.2.4" 2>/dev/null
"$work/venv/bin/python" - >"$work/seen" <<'PY'
import pymysql

for given in ("contraseña", "contraseña".encode(), "clave€"):
    try:
        made = pymysql.Connection(user="u", password=given, charset="utf8mb4", defer_connect=True)
        print(f"{given!r} is sent as {made.password!r}")
    except UnicodeEncodeError as error:
        print(f"{given!r} is refused: {error.encoding}")
PY
cat "$work/seen"
diff - "$work/seen" <<'TXT'
'contraseña' is sent as b'contrase\xf1a'
b'contrase\xc3\xb1a' is sent as b'contrase\xc3\xb1a'
'clave€' is refused: latin-1
TXT
