#!/usr/bin/env bash
# DuckDB 2.0.0 loses rows in silence; 2.0.1 does not.
#
# Guess: rows that an insert reports as inserted, and that count(*) counts, can be read.
# Seen (duckdb 2.0.0 from PyPI, Python 3.11, Linux x86-64, two threads): within one transaction, a table made by
# `create table … as select … limit 0` and then filled by an insert that two threads work on reports 130,000 rows,
# answers count(*) with 130,000, and every read of a column of it finds none, also after the commit. Nothing is raised.
# One thread, no transaction, or a table declared column by column: all rows are there. So in 2.0.1 in every case.
#
# Prints a line per version and way of making the table; fails when one of them changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/rows.py" <<'PY'
import sys

import duckdb

MADE = {
    "as select limit 0, 2 threads, transaction": ("create table draft as select * from source limit 0", 2, True),
    "as select limit 0, 2 threads, no transaction": ("create table draft as select * from source limit 0", 2, False),
    "as select limit 0, 1 thread, transaction": ("create table draft as select * from source limit 0", 1, True),
    "declared, 2 threads, transaction": ("create table draft (i bigint)", 2, True),
}
for name, (make, threads, transaction) in MADE.items():
    db = duckdb.connect()
    db.execute(f"set threads = {threads}")
    db.execute("create table source as select range as i from range(130000)")
    if transaction:
        db.execute("begin")
    db.execute(make)
    inserted = db.execute("insert into draft select i from source").fetchone()[0]
    if transaction:
        db.execute("commit")
    counted = db.execute("select count(*) from draft").fetchone()[0]
    read = len(db.execute("select i from draft where i >= 0").fetchall())
    print(f"duckdb {duckdb.__version__}: {name}: inserted {inserted}, count(*) {counted}, read {read}")
PY
for version in 2.0.0 2.0.1; do
  python3 -m venv "$work/$version"
  "$work/$version/bin/pip" install --quiet --disable-pip-version-check "duckdb==$version" 2>/dev/null
  "$work/$version/bin/python" "$work/rows.py"
done | tee "$work/seen"
cat >"$work/expected" <<'TXT'
duckdb 2.0.0: as select limit 0, 2 threads, transaction: inserted 130000, count(*) 130000, read 0
duckdb 2.0.0: as select limit 0, 2 threads, no transaction: inserted 130000, count(*) 130000, read 130000
duckdb 2.0.0: as select limit 0, 1 thread, transaction: inserted 130000, count(*) 130000, read 130000
duckdb 2.0.0: declared, 2 threads, transaction: inserted 130000, count(*) 130000, read 130000
duckdb 2.0.1: as select limit 0, 2 threads, transaction: inserted 130000, count(*) 130000, read 130000
duckdb 2.0.1: as select limit 0, 2 threads, no transaction: inserted 130000, count(*) 130000, read 130000
duckdb 2.0.1: as select limit 0, 1 thread, transaction: inserted 130000, count(*) 130000, read 130000
duckdb 2.0.1: declared, 2 threads, transaction: inserted 130000, count(*) 130000, read 130000
TXT
diff "$work/expected" "$work/seen"
