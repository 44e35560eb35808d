#!/usr/bin/env bash
# Spark sends a table of two million rows whole to each worker, for its Parquet file is small.
#
# Guess: spark.sql.autoBroadcastJoinThreshold, 10 MB, is about the rows: a table that holds hundreds of megabytes in memory
# is joined by sorting both sides, and statistics of the optimizer (rows are in the footer of each file) tell which it is.
# Seen (pyspark 4.3.0): before a statement runs, Spark knows a file by its bytes alone, times the share of its columns that
# are read. Parquet keeps equal texts once, so two million rows of a hundred texts are a file of some 2 MB; they become a
# BroadcastHashJoin, built by the driver in its own memory: "Not enough memory to build and broadcast the table". The
# setting spark.sql.sources.fileCompressionFactor, 1.0, says how much larger a table is than its file; with 100 it is
# joined by sorting. Statements run over rows that were shuffled are planned anew by their true size, these are not.
#
# Prints how the same join is planned with both; fails when that changes. Needs Java 17.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check "pyspark==4.3.0" 2>/dev/null
cd "$work"
SPARK_LOCAL_IP=127.0.0.1 "$work/venv/bin/python" - >"$work/seen" 2>/dev/null <<'PY'
from pathlib import Path

from pyspark.sql import SparkSession

spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
rows = spark.range(2_000_000, numPartitions=1)
rows.selectExpr("concat(repeat('text ', 40), cast(id % 100 as string)) as text").write.parquet("small")
file = sum(one.stat().st_size for one in Path("small").glob("*.parquet"))
small = spark.read.parquet("small")
letters = small.selectExpr("sum(length(text))").first()[0]
print("the file is of less than 10 MB:", file < 10 * 2**20, "- its texts of more than 300 MB:", letters > 300 * 2**20)
for factor in ("1.0", "100"):
    spark.conf.set("spark.sql.sources.fileCompressionFactor", factor)
    spark.read.parquet("small").createOrReplaceTempView("told")
    joined = spark.sql("select * from told join (select concat('x', id) as text from range(100000000)) using (text)")
    plan = joined._jdf.queryExecution().sparkPlan().toString()
    print(factor, next(kind for kind in ("BroadcastHashJoin", "SortMergeJoin", "ShuffledHashJoin") if kind in plan))
PY
cat "$work/seen"
diff - "$work/seen" <<'TXT'
the file is of less than 10 MB: True - its texts of more than 300 MB: True
1.0 BroadcastHashJoin
100 SortMergeJoin
TXT
