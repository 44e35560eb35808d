"""A day without an hour stays that day of the company, whatever its source declares and a mapping makes of it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from tests.warehouse.loading.importing import Inbox, parquet, workbook

COMPANY = "name,time_zone,currency\nPrueba,{zone},COP\n"
PLAIN = "work_item_id,process,kind,customer_id,status,opened_at,closed_at,outcome\n"

# The day and the instant at which it begins; where the clock skips midnight, that is 01:00.
DAYS = [
    ("America/Bogota", "2026-02-09", "2026-02-09 05:00:00+00"),
    ("Asia/Tokyo", "2026-02-09", "2026-02-08 15:00:00+00"),
    ("Pacific/Auckland", "2026-02-09", "2026-02-08 11:00:00+00"),
    ("America/Sao_Paulo", "2018-11-04", "2018-11-04 03:00:00+00"),  # 00:00 became 01:00
    ("America/Asuncion", "2023-10-01", "2023-10-01 04:00:00+00"),
    ("America/Santiago", "2023-09-03", "2023-09-03 04:00:00+00"),
    ("America/Havana", "2023-03-12", "2023-03-12 05:00:00+00"),
    ("America/Bogota", "1969-12-31", "1969-12-31 05:00:00+00"),
    ("America/Bogota", "1900-01-01", "1900-01-01 04:56:16+00"),  # local mean time, until 1914
]


def mapped(inbox: Inbox, columns: str, values: str, given: str, *, zone: str = "UTC") -> Path:
    """A source of another zone with one file `deals` and one rule for work items."""
    path = inbox.folder.parent / "shop.toml"
    path.write_text(
        f"""
        name = "shop"
        prefix = ""
        time_zone = "{zone}"
        [files.deals]
        names = ["deals"]
        columns = {{ {columns} }}
        [[tables]]
        table = "work_item"
        from = "deals"
        [tables.columns]
        work_item_id = "id"
        process = "'sales'"
        kind = "'new_sale'"
        customer_id = "'c1'"
        status = "'done'"
        outcome = "'won'"
        opened_at = "timestamptz '2018-01-01 12:00:00+00'"
        {given}
        """,
        encoding="utf-8",
    )
    inbox.load({"company.csv": COMPANY.format(zone=values)})
    return path


def days(inbox: Inbox) -> list[tuple[object, ...]]:
    sql = "select work_item_id, cast(closed_at as varchar), _days from work_item order by 1"
    return inbox.connection.execute(sql).fetchall()


@pytest.mark.parametrize(("zone", "day", "begins"), DAYS)
def test_a_day_in_a_plain_file_is_that_day_of_the_company(zone: str, day: str, begins: str, inbox: Inbox) -> None:
    rows = f"w1,sales,new_sale,c1,done,2018-01-01 10:00,{day},won\n"
    inbox.load({"company.csv": COMPANY.format(zone=zone), "work_item.csv": PLAIN + rows})
    assert days(inbox) == [("w1", begins, ["closed_at"])]


@pytest.mark.parametrize(("zone", "day", "begins"), DAYS[1:4:2])  # east of the source, and a day without midnight
@pytest.mark.parametrize(
    ("columns", "given"),
    [
        ('ends = "date"', 'closed_at = "ends"'),
        ('ends = "instant"', 'closed_at = "ends"'),
        ('ends = "YYYY-MM-DD"', 'closed_at = "case when id is not null then ends end"'),
        ('ends = "date"', 'closed_at = "cast(ends as timestamptz)"'),
        ('ends = "text"', 'closed_at = "ends"'),
        ('ends = "text"', 'closed_at = "cast(ends as date)"'),
        ('ends = "text"', "closed_at = \"strptime(ends, '%Y-%m-%d')::date\""),
        ('ends = "date", at = "instant"', 'closed_at = "coalesce(at, ends)"'),
    ],
)
def test_a_day_given_to_an_instant_is_never_one_of_the_zone_of_the_source(
    zone: str, day: str, begins: str, columns: str, given: str, inbox: Inbox
) -> None:
    source = mapped(inbox, columns, zone, given)
    inbox.load({"deals.csv": f"id,ends,at\nw1,{day},\n"}, str(source))
    assert days(inbox) == [("w1", begins, ["closed_at"])]


def test_a_column_that_mixes_days_and_instants_is_read_row_by_row(inbox: Inbox) -> None:
    source = mapped(inbox, 'ends = "instant"', "America/Bogota", 'closed_at = "ends"')
    inbox.load({"deals.csv": "id,ends\nw1,2026-02-09\nw2,2026-02-10 00:30\n"}, str(source))
    # The day is Bogotá's; half past midnight in UTC is 19:30 of the day before.
    assert days(inbox) == [
        ("w1", "2026-02-09 05:00:00+00", ["closed_at"]),
        ("w2", "2026-02-10 00:30:00+00", []),
    ]


def test_days_written_by_a_spreadsheet_as_midnights_are_days(inbox: Inbox) -> None:
    source = mapped(inbox, 'ends = "instant"', "America/Bogota", 'closed_at = "ends"')
    inbox.load({"deals.csv": "id,ends\nw1,2026-02-09 00:00:00\nw2,2026-02-10 00:00:00\n"}, str(source))
    assert [(row[1], row[2]) for row in days(inbox)] == [
        ("2026-02-09 05:00:00+00", ["closed_at"]),
        ("2026-02-10 05:00:00+00", ["closed_at"]),
    ]


def test_one_midnight_among_hours_is_an_hour(inbox: Inbox) -> None:
    source = mapped(inbox, 'ends = "instant"', "America/Bogota", 'closed_at = "ends"')
    inbox.load({"deals.csv": "id,ends\nw1,2026-02-09 00:00:00\nw2,2026-02-10 09:00:00\n"}, str(source))
    assert days(inbox)[0] == ("w1", "2026-02-09 00:00:00+00", [])


def test_a_day_stays_one_through_groups_and_rows_made_from_others(inbox: Inbox) -> None:
    path = inbox.folder.parent / "shop.toml"
    path.write_text(
        """
        name = "shop"
        prefix = ""
        time_zone = "UTC"
        [files.deals]
        names = ["deals"]
        columns = { ends = "date", at = "instant" }
        [rows.ended]
        from = "deals"
        by = ["id"]
        order = ["at"]
        columns = { id = "id", ended = "coalesce(max(at), max(ends))", last_at = "last(at)" }
        [[tables]]
        table = "work_item"
        from = "ended"
        [tables.columns]
        work_item_id = "id"
        process = "'sales'"
        kind = "'new_sale'"
        customer_id = "'c1'"
        status = "'done'"
        outcome = "'won'"
        opened_at = "timestamptz '2018-01-01 12:00:00+00'"
        closed_at = "ended"
        expected_close_on = "civil_day(last_at)"
        """,
        encoding="utf-8",
    )
    inbox.load({"company.csv": COMPANY.format(zone="America/Bogota")})
    rows = "id,ends,at\nw1,2026-02-09,\nw2,2026-02-08,2026-02-10 01:00\nw2,2026-02-09,2026-02-10 02:00\n"
    inbox.load({"deals.csv": rows}, str(path))
    assert days(inbox) == [
        ("w1", "2026-02-09 05:00:00+00", ["closed_at"]),
        ("w2", "2026-02-10 02:00:00+00", []),
    ]
    # Two o'clock of the 10th in UTC is 21:00 of the 9th in Bogotá.
    assert inbox.connection.execute(
        "select cast(expected_close_on as varchar) from work_item where work_item_id = 'w2'"
    ).fetchall() == [("2026-02-09",)]


def test_what_a_row_knows_of_its_days_changes_with_the_columns_that_a_file_brings(inbox: Inbox) -> None:
    head = "work_item_id,process,kind,customer_id,status,opened_at"
    company = COMPANY.format(zone="America/Bogota")
    first = {
        "company.csv": company,
        "work_item.csv": f"{head},closed_at,outcome\nw1,sales,lead,c1,x,2026-01-02,2026-01-05,won\n",
    }
    inbox.load(first)
    assert days(inbox) == [("w1", "2026-01-05 05:00:00+00", ["closed_at", "opened_at"])]
    assert not inbox.load(first).changed
    inbox.load({"work_item.csv": f"{head}\nw1,sales,lead,c1,x,2026-01-02 08:00\n"})
    assert days(inbox) == [("w1", "2026-01-05 05:00:00+00", ["closed_at"])]
    again = inbox.load({"work_item.csv": f"{head}\nw1,sales,lead,c1,x,2026-01-02 08:00\n"})
    assert not again.changed


def test_the_last_day_of_a_load_is_the_day_told(inbox: Inbox) -> None:
    rows = "w1,sales,new_sale,c1,done,2026-01-02,2026-02-09,won\n"
    got = inbox.load({"company.csv": COMPANY.format(zone="Asia/Tokyo"), "work_item.csv": PLAIN + rows})
    assert got.rows(
        "select cast(loaded_from as varchar), cast(loaded_through as varchar) from load_log"
        " where table_name = 'work_item'"
    ) == [("2026-01-02", "2026-02-09")]


# ---------------------------------------------------------- cells with a type of their own, and hours without a colon


def orders(inbox: Inbox) -> list[tuple[object, ...]]:
    return inbox.connection.execute(
        "select cast(ordered_at as varchar), _days from order_line order by order_id"
    ).fetchall()


@pytest.mark.parametrize(("zone", "begins"), [("America/Bogota", "2026-01-15 05:00:00+00"),
                                              ("Asia/Tokyo", "2026-01-14 15:00:00+00")])  # fmt: skip
def test_a_date_of_a_workbook_or_of_parquet_is_that_day_of_the_company(zone: str, begins: str, inbox: Inbox) -> None:
    inbox.load({"company.csv": COMPANY.format(zone=zone)})
    head = ["order_id", "line_no", "customer_id", "product_id", "ordered_at", "quantity", "amount"]
    sheet = workbook([head, ["o1", 1, "c1", "p1", date(2026, 1, 15), 1, 10]])
    assert inbox.load({"order_line.xlsx": sheet}).error is None
    row = "'o2' as order_id, 1 as line_no, 'c1' as customer_id, 'p1' as product_id, 1 as quantity, 10 as amount"
    for order, told in (("o2", "date '2026-01-15'"), ("o3", "timestamp '2026-01-15 00:00:00'")):
        sql = f"select {row.replace('o2', order)}, {told} as ordered_at"
        assert inbox.load({"order_line.parquet": parquet(inbox.folder, sql)}).error is None
    assert orders(inbox) == [(begins, ["ordered_at"])] * 3


def test_hours_of_a_workbook_and_of_parquet_stay_hours(inbox: Inbox) -> None:
    inbox.load({"company.csv": COMPANY.format(zone="America/Bogota")})
    head = ["order_id", "line_no", "customer_id", "product_id", "ordered_at", "quantity", "amount"]
    sheet = workbook([head, ["o1", 1, "c1", "p1", datetime(2026, 1, 15, 10, 30), 1, 10]])
    assert inbox.load({"order_line.xlsx": sheet}).error is None
    row = "1 as line_no, 'c1' as customer_id, 'p1' as product_id, 1 as quantity, 10 as amount"
    sql = (
        f"select 'o2' as order_id, {row}, timestamp '2026-01-15 10:30:00' as ordered_at union all"
        f" select 'o3', {row}, timestamp '2026-01-16 00:00:00'"
    )
    assert inbox.load({"order_line.parquet": parquet(inbox.folder, sql)}).error is None
    assert orders(inbox) == [
        ("2026-01-15 15:30:00+00", []),
        ("2026-01-15 15:30:00+00", []),
        ("2026-01-16 05:00:00+00", []),  # one midnight among hours is an hour
    ]


@pytest.mark.parametrize(
    ("format_of", "text"),
    [
        ("YYYYMMDDHHMMSS", "20180226103000"),
        ("YYYY-MM-DD HH.MM", "2018-02-26 10.30"),
        ("DD/MM/YYYY HHMM", "26/02/2018 1030"),
        ("instant", "26/02/2018 10h30"),
        ("YYYY-MM-DDTHH:MM:SSZ", "2018-02-26T15:30:00Z"),
        ("YYYYMMDDHHMMSSZ", "20180226103000-0500"),
    ],
)
def test_an_hour_without_a_colon_is_an_hour(format_of: str, text: str, inbox: Inbox) -> None:
    given = 'closed_at = "at"'
    source = mapped(inbox, f'at = "{format_of}"', "America/Bogota", given, zone="America/Bogota")
    assert inbox.load({"deals.csv": f"id,at\nd1,{text}\n"}, str(source)).error is None
    assert days(inbox) == [("d1", "2018-02-26 15:30:00+00", [])]  # 10:30 in Bogotá, five hours behind UTC


def test_a_slip_among_midnights_makes_no_hours_of_them(inbox: Inbox) -> None:
    source = mapped(inbox, 'at = "instant"', "America/Bogota", 'closed_at = "at"')
    got = inbox.load({"deals.csv": "id,at\nd1,2018-02-26 00:00:00\nd2,n/a\n"}, str(source))
    assert got.why == [(3, "at", "format")]
    assert days(inbox) == [("d1", "2018-02-26 05:00:00+00", ["closed_at"])]


def test_midnights_with_an_offset_are_hours(inbox: Inbox) -> None:
    source = mapped(inbox, 'at = "YYYYMMDDHHMMSSZ"', "America/Bogota", 'closed_at = "at"')
    assert inbox.load({"deals.csv": "id,at\nd1,20180226000000+0000\n"}, str(source)).error is None
    assert days(inbox) == [("d1", "2018-02-26 00:00:00+00", [])]
