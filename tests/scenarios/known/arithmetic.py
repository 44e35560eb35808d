"""Delay states of card holders: no dates and no invoices, so no mapping; they check the arithmetic of roll rates."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from tests.scenarios.known.core import DATA, Answer, share

FILE = DATA / "credit_default" / "UCI_Credit_Card.csv"

_BY_DELAY = (
    "-2: 13.229 % of 2759; -1: 16.778 % of 5686; 0: 12.811 % of 14737; 1: 33.948 % of 3688; 2: 69.141 % of 2667;"
    " 3: 75.776 % of 322; 4: 68.421 % of 76; 5: 50.000 % of 26; 6: 54.545 % of 11; 7: 77.778 % of 9; 8: 57.895 % of 19"
)


def credit_default() -> Iterator[Answer]:
    """People who did not pay the month after, by how late they were: a roll rate from each state of delay."""
    with duckdb.connect() as connection:
        connection.execute("create table holder as select * from read_csv(?, all_varchar = true)", [str(FILE)])
        people = connection.execute(
            "select count_if(\"default.payment.next.month\" = '1'), count(*) from holder"
        ).fetchall()[0]
        by_delay = connection.execute(
            "select cast(PAY_0 as integer), count_if(\"default.payment.next.month\" = '1'), count(*) from holder"
            " group by 1 order by 1"
        ).fetchall()
    yield Answer("defaults of all", "6636 = 22.120 % of 30000", f"{people[0]} = {share(*people)}")
    got = "; ".join(f"{delay}: {share(part, whole)}" for delay, part, whole in by_delay)
    yield Answer("defaults by delay in September", _BY_DELAY, got)
    # The rates of the states, each weighted by its people, are the rate of all: a roll rate is a ratio of sums.
    parts = sum(part for _, part, _ in by_delay)
    yield Answer("the parts of all states", f"{people[0]}", f"{parts}")
