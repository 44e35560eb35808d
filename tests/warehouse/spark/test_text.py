"""What Spark is told where the same words mean something else to it; whether the rows are then alike: tests/spark."""

from __future__ import annotations

import pytest

from crm_metrics.errors import DefinitionError
from crm_metrics.warehouse.spark.text import spark_sql, spark_type

TABLES = {
    "main": {
        "t": {"d": "DATE", "e": "DATE", "at": "TIMESTAMP WITH TIME ZONE", "n": "TIMESTAMP", "o": "TIME", "x": "VARCHAR"}
    }
}
TABLES["main"]["t"] |= {"i": "INTEGER", "money": "DECIMAL(12,2)", "f": "DOUBLE", "l": "VARCHAR[]"}


def told(what: str) -> str:
    """What is written of an expression over `t`, on one line."""
    return (
        " ".join(spark_sql(f"select {what} as a from main.t", TABLES).split())
        .split(" AS a FROM ")[0]
        .split("SELECT ")[1]
    )


@pytest.mark.parametrize(
    ("duckdb", "spark"),
    [
        ("d - e", "DATEDIFF(d, e)"),  # a bare minus is an interval
        ("d - i", "DATE_SUB(d, CAST(i AS INT))"),
        ("d + o", "MAKE_TIMESTAMP_NTZ(d, o)"),
        ("isodow(d)", "(WEEKDAY(d) + 1)"),  # sqlglot counts from Sunday
        ("money / i", "(CAST(money AS DOUBLE) / CAST(i AS DOUBLE))"),  # a decimal would be rounded
        ("avg(money)", "AVG(CAST(money AS DOUBLE))"),
        ("len(l)", "ARRAY_SIZE(l)"),
        ("len(x)", "LENGTH(x)"),
        ("l[2]", "GET(l, CAST(2 AS INT) - 1)"),
        ("quantile_disc(i, 0.75)", "PERCENTILE_DISC(0.75) WITHIN GROUP (ORDER BY i)"),  # never an estimate
        ("any_value(x)", "ANY_VALUE(x, TRUE)"),
        ("to_months(i)", "MAKE_YM_INTERVAL(0, CAST(i AS INT))"),
        ("at at time zone 'America/Bogota'", "CONVERT_TIMEZONE('UTC', 'America/Bogota', CAST(at AS TIMESTAMP_NTZ))"),
        ("timestamptz 'infinity'", "TIMESTAMP_MICROS(9223372036854775807L)"),
        ("cast(f as bigint)", "CAST(RINT(f) AS BIGINT)"),  # Spark cuts off
        ("max_by(x, i)", "MAX_BY(x, i) FILTER(WHERE NOT x IS NULL)"),
    ],
)
def test_a_part_is_written_as_duckdb_means_it(duckdb: str, spark: str) -> None:
    assert told(duckdb) == spark


def test_an_hour_of_a_clock_becomes_an_instant_and_an_instant_an_hour() -> None:
    assert "CONVERT_TIMEZONE('America/Bogota', 'UTC', CAST(n AS TIMESTAMP_NTZ))" in told(
        "n at time zone 'America/Bogota'"
    )


def test_a_series_ends_where_its_end_comes_before_its_start() -> None:
    sql = spark_sql("select unnest(generate_series(1, i)) as a from main.t", TABLES)
    assert "CASE WHEN CAST(1 AS BIGINT) <= CAST(i AS BIGINT) THEN SEQUENCE" in " ".join(sql.split())


def test_what_is_not_known_is_no_guess() -> None:
    for guess in (
        "d - nobody_knows(x)",
        "nobody_knows(x) - d",
        "nobody_knows(x) + d",
        "nobody_knows(x) - nobody_knows(x)",
    ):
        with pytest.raises(DefinitionError, match="What type has"):
            spark_sql(f"select {guess} as a from main.t", TABLES)
    with pytest.raises(DefinitionError, match=r"no way yet.*WEEK"):
        spark_sql("select date_diff('week', d, e) as a from main.t", TABLES)


def test_an_estimate_is_refused() -> None:
    with pytest.raises(DefinitionError, match="no way yet"):
        spark_sql("select approx_quantile(f, 0.5) as a from main.t", TABLES)


def test_a_frame_takes_its_width_from_the_rules_of_the_company() -> None:
    sql = "select sum(i) over (order by i range between u.i preceding and 1 preceding) as a from main.t as u"
    assert "BETWEEN 12 PRECEDING" in spark_sql(sql, TABLES, {"i": 12}).upper()
    with pytest.raises(DefinitionError, match="how wide"):
        spark_sql(sql, TABLES)


def test_names_of_one_with_stay_apart_from_those_of_another() -> None:
    sql = "with a as (select 1 as x) select * from (with a as (select 2 as x) select * from a) as b cross join a"
    assert spark_sql(sql, {}).count("WITH a AS") == 2


def test_a_whole_sum_is_a_decimal_and_a_moment_without_a_zone_stays_one() -> None:
    assert spark_type("HUGEINT") == "DECIMAL(38, 0)"
    assert spark_type("TIMESTAMP") == "TIMESTAMP_NTZ"
    assert spark_type("TIMESTAMP WITH TIME ZONE") == "TIMESTAMP"


def test_the_nearest_moment_becomes_a_join_between_two_bounds() -> None:
    sql = "select t.i from main.t asof left join main.t as r on r.x = t.x and t.i >= r.i"
    text = " ".join(spark_sql(sql, TABLES).split())
    assert "LEAD(i) OVER (PARTITION BY x ORDER BY i NULLS LAST) AS _edge" in text
    assert "r._edge IS NULL OR t.i < r._edge" in text
    assert "ASOF" not in text
