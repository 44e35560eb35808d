#!/usr/bin/env bash
# Babel holds two tables of plurals that disagree at a million: catalogues have no form for what the locale says.
#
# Guess: the plural category of a number (Locale.plural_form) and the forms of a .po made by Babel's own commands
# (babel.messages.plurals.get_plural) count alike, so the one can choose among the other.
# Seen (babel 2.18.0): Spanish, French, Italian, Portuguese and Catalan catalogues get two forms, but Locale.plural_form
# answers a third word, "many", for 1,000,000 and 2,000,000 ("1 000 000 de clientes"), and "other" again for 1,500,000.
# Whoever picks msgstr[n] by the locale's category has no text for exactly a million, in the commonest languages here.
# The catalogue's own Plural-Forms header is the one to ask (gettext does).
#
# Prints a line per language; fails when one changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check "babel==2.18.0" 2>/dev/null
"$work/venv/bin/python" - >"$work/seen" <<'PY'
import babel
from babel import Locale
from babel.messages.plurals import get_plural

for language in ("es", "fr", "it", "pt", "ca", "en", "de"):
    forms = get_plural(language).num_plurals
    said = [Locale.parse(language).plural_form(number) for number in (1, 2, 1_000_000, 1_500_000, 2_000_000)]
    print(f"babel {babel.__version__} {language}: a catalogue has {forms} forms; the locale says {' '.join(said)}")
PY
cat "$work/seen"
diff - "$work/seen" <<'TXT'
babel 2.18.0 es: a catalogue has 2 forms; the locale says one other many other many
babel 2.18.0 fr: a catalogue has 2 forms; the locale says one other many other many
babel 2.18.0 it: a catalogue has 2 forms; the locale says one other many other many
babel 2.18.0 pt: a catalogue has 2 forms; the locale says one other many other many
babel 2.18.0 ca: a catalogue has 2 forms; the locale says one other many other many
babel 2.18.0 en: a catalogue has 2 forms; the locale says one other other other other
babel 2.18.0 de: a catalogue has 2 forms; the locale says one other other other other
TXT
