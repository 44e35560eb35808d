"""What both engines write alike and mean differently: the same rows from texts that need no table."""

from __future__ import annotations

import pytest

from tests.spark.conftest import Engines

pytestmark = pytest.mark.spark

HALF_HOURS = "unnest(generate_series(timestamp '2024-01-01', timestamp '2025-12-31', interval 30 minute)) as u(t)"
DAYS = "unnest(generate_series(timestamp '2019-01-01', timestamp '2025-12-31', interval 1 day)) as u(d)"
PAIRS = "(values (1, 2), (null, 3), (3, null), (-7, 2), (2, 0)) as told(a, b)"
SALES = "(values (1,'a',1.50), (1,'b',null), (1,null,9.25), (1,'b',2.75), (2,null,1.00), (3,'z',0.01)) as told(g, v, o)"
NAMES = """(values ('Ñandú  e.mail'), ('crm:a|b'), ('ÇÖÜ Ægir'), ('  x '), (''), ('e mail_x-y'), ('Đặng Łódź'), (null))
  as told(x)"""
TEXTS = {
    "the hour that a clock shows": "select t, (t at time zone 'UTC') at time zone '{zone}' as shown from " + HALF_HOURS,
    "when a clock shows an hour": "select t, t at time zone '{zone}' as at from " + HALF_HOURS,
    "weeks, months, days": "select d, isodow(cast(d as date)) as weekday, strftime(cast(d as date), '%G-W%V') as week,"
    " cast(date_trunc('month', d) as date) as month_on,"
    " date_diff('month', date '2020-01-31', cast(d as date)) as months,"
    " date_diff('quarter', date '2020-01-31', cast(d as date)) as quarters, last_day(cast(d as date)) as last,"
    " date_diff('year', date '2020-01-31', cast(d as date)) as years, cast(d as date) - date '2020-02-29' as days from "
    + DAYS,
    "days moved": "select d, cast(d as date) + interval 1 month as a, cast(d as date) - to_months(3) as b,"
    " cast(d as date) + 31 as c, date '2024-01-31' + time '08:30' as e from " + DAYS,
    "halves": "select n, cast(n / 1000e0 as decimal(14, 2)) as a, cast(n / 10e0 as bigint) as b,"
    " cast(cast(n as decimal(12, 2)) / 4 as decimal(12, 1)) as c, cast(n * 0.125 as integer) as d,"
    " cast(n * 1.005e0 as decimal(18, 2)) as e from unnest(generate_series(-3000, 3000)) as u(n)",
    "seconds": "select t, epoch(t) as a, epoch(t - timestamp '2024-01-01') as b,"
    " date_diff('second', timestamp '2024-01-01 00:00:00.5', t) as c,"
    " t + to_microseconds(1500000) as d from " + HALF_HOURS,
    "what is not known": "select a, b, a is distinct from b as c, greatest(a, b) as d, a // 2 as e, a % 2 as f,"
    " a / nullif(b, 0) as g, list_contains([1, 2], a) as h from " + PAIRS,
    "the greatest, the middle, the list": "select g, max_by(v, row(o, v)) as a, max_by(v, o) as b, min_by(v, o) as c,"
    " median(o) as d, quantile_cont(cast(o as decimal(12, 2)), 0.9) as e, quantile_disc(o, 0.25) as f, avg(o) as h,"
    " count(distinct v) as i, string_agg(v, ',' order by v) as j, list(v order by o, v)[2] as k,"
    " max_by({'v': v}, row(o, v)).v as l,"
    " any_value(o) filter (where v = 'a') as m from " + SALES + " group by g",
    "names": "select x, lower(strip_accents(x)) as a, regexp_replace(x, '[\\s_./-]+', ' ', 'g') as b,"
    " regexp_matches(x, '\\bmail\\b') as c, trim(x) as d, string_split(x, '|')[1] as e, lpad(x, 3, '0') as f from "
    + NAMES,
    "nothing between": "select x from unnest(generate_series(3, 1)) as u(x)",
    "without end": "select timestamptz 'infinity' as a, timestamptz '-infinity' as b",
}
ZONES = ("America/Bogota", "America/Santiago", "America/Sao_Paulo", "Europe/Madrid")


@pytest.mark.parametrize("text", [name for name, sql in TEXTS.items() if "{zone}" not in sql])
def test_a_text_means_the_same(text: str, engines: Engines) -> None:
    assert engines.held_against(TEXTS[text]).apart == []


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("text", [name for name, sql in TEXTS.items() if "{zone}" in sql])
def test_a_clock_is_read_the_same_also_in_the_hours_that_it_shows_twice_or_never(
    text: str, zone: str, engines: Engines
) -> None:
    assert engines.held_against(TEXTS[text].format(zone=zone)).apart == []


def test_the_nearest_moment_is_the_one_that_duckdb_finds(engines: Engines) -> None:
    rows = "(values ('a', 1), ('a', 3), ('a', 3), ('b', 2), (null, 2)) as l(k, t)"
    marks = "(values ('a', 1, 'first'), ('a', 2, 'second'), ('a', 3, 'third'), ('b', 9, 'ninth')) as r(k, t, v)"
    for sign in (">=", ">", "<", "<="):
        sql = f"with l as (select * from {rows}), r as (select * from {marks})"
        sql += f" select l.k, l.t, r.v from l asof left join r on r.k = l.k and l.t {sign} r.t"
        found = engines.held_against(sql)
        assert (sign, found.rows, found.apart) == (sign, 5, [])
