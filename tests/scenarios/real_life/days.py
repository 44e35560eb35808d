"""Days as real life writes them: without an hour, in the zone of the only source, moved or left out of a calendar."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from tests.scenarios.real_life.company import LAST, company, later, moment, spread
from tests.scenarios.real_life.exports import Export, Form, Row, Tables, Telling, copy, named, ours, plain, text_of

_DEALS = frozenset({"bookings", "deals_won", "win_rate", "average_deal_size", "median_deal_size", "pipeline_created"})
_DEALS |= {"lost_amount"}

# Worked out by hand from each country's law, for the months that are asked. Ecuador, article 65 of the Código del
# Trabajo: of a Tuesday on the Monday before, of a Wednesday or Thursday on the Friday, of a Saturday on the Friday,
# of a Sunday on the Monday. Argentina: on 15 August 2025 the employer decides. Colombia: ley 51 of 1983, Mondays.
CALENDARS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("EC", "America/Guayaquil", "2025-05-01", ("2025-05-02", "2025-05-23", "2025-08-11", "2025-10-10")),
    ("EC", "America/Guayaquil", "2024-05-01", ("2024-05-03", "2024-05-24", "2024-08-09", "2024-10-11")),
    ("AR", "America/Argentina/Buenos_Aires", "2025-07-01", ("2025-07-09",)),
    ("CO", "America/Bogota", "2021-07-01", ("2021-07-05", "2021-07-20", "2021-08-16")),
    ("MX", "America/Mexico_City", "2021-09-01", ("2021-09-16", "2021-11-15")),
    ("PE", "America/Lima", "2022-07-01", ("2022-07-28", "2022-07-29", "2022-08-30")),
)
_OPTIONAL = {"AR": ("2025-08-15",), "EC": ("2025-05-01", "2025-10-09", "2024-05-01", "2024-10-09")}


def answers(draw: Random) -> Telling:
    """A form tells the days of survey and answer without hours, in a source that writes UTC."""
    return _days(draw, {"survey": ("sent_at", "responded_at")})


def orders(draw: Random) -> Telling:
    """A shop tells the days of order and delivery."""
    return _days(draw, {"order_line": ("ordered_at", "delivered_at")})


def points(draw: Random) -> Telling:
    """A programme tells the days of its entries."""
    return _days(draw, {"loyalty_entry": ("entry_at",)})


def closings(draw: Random) -> Telling:
    """A sales system tells the day of the closing, and the hour of all else."""
    return _days(draw, {"work_item": ("closed_at",)}, _closed_at_noon)


def work(draw: Random) -> Telling:
    """A list of cases tells days alone: what needs their hours is unknown."""
    columns = ("opened_at", "first_response_at", "first_resolved_at", "closed_at")
    return _days(draw, {"work_item": columns}, _all_at_noon)


def opportunities(draw: Random) -> Telling:
    """Salesforce tells the closing as a day: the day in the company's zone."""
    deals: list[Row] = []
    lists: list[Row] = []
    for n, day in enumerate([*spread(draw, 39), LAST]):
        closed = min(day + timedelta(days=draw.choice((1, 6, 30))), LAST)
        first = closed.replace(day=1) if draw.random() < 0.4 and closed.replace(day=1) > day else closed
        won, open_ = draw.random() < 0.6, n % 7 == 6
        amount = draw.randrange(100, 2000, 50)
        deals.append(
            {"Id": f"{n}", "AccountId": f"A{n % 9}", "StageName": "Closed Won" if won else "Closed Lost",
             "Amount": amount, "CloseDate": first.isoformat(), "CreatedDate": f"{day.isoformat()}T15:00:00.000+0000",
             "IsWon": won and not open_, "IsClosed": not open_, "OwnerId": "U1", "CampaignId": None,
             "Type": "New Business", "CurrencyIsoCode": "COP"}
        )  # fmt: skip
        lists.append(
            {"work_item_id": f"{n}", "process": "sales", "kind": "new_sale", "customer_id": f"A{n % 9}",
             "agent_id": "U1", "opened_at": moment(day, 10), "closed_at": None if open_ else moment(first, 12),
             "status": "x", "outcome": None if open_ else "won" if won else "lost", "expected_amount": amount,
             "amount": amount if won and not open_ else None}
        )  # fmt: skip
    real = Export(files={"opportunity.csv": text_of(deals)}, source="salesforce")
    return Telling(clean=plain({"work_item": lists}), real=real, only=_DEALS)


def deals(draw: Random) -> Telling:
    """An export of HubSpot opened and saved by a spreadsheet tells the day of the closing without its hour."""
    rows = []
    for n, day in enumerate([*spread(draw, 39), LAST]):
        closed = min(day + timedelta(days=draw.choice((1, 6, 30))), LAST)
        closed = closed.replace(day=1) if draw.random() < 0.4 and closed.replace(day=1) > day else closed
        stage = draw.choice(("Closed Won", "Closed Lost", "Closed Won"))
        rows.append(
            {"Record ID": n, "Create Date": f"{day.isoformat()} 15:00", "Close Date": f"{closed.isoformat()} 17:00",
             "Amount": draw.randrange(100, 2000, 50), "Deal Stage": stage, "Deal owner": "Ana", "Pipeline": "Sales",
             "Deal Name": f"N{n}", "Associated Company IDs": n % 9}
        )  # fmt: skip
    short = [row | {"Close Date": str(row["Close Date"])[:10]} for row in rows]
    return Telling(
        clean=Export(files={"deals.csv": text_of(rows)}, source="hubspot"),
        real=Export(files={"deals.csv": text_of(short)}, source="hubspot"),
    )


def nobody_ran_init(draw: Random) -> Telling:
    """The only source declares the zone, and nobody ran init: evenings stay on their day."""
    zone = draw.choice(("America/Bogota", "America/Mexico_City", "America/Lima", "America/Sao_Paulo"))
    tables = company(draw)
    for name, columns in (("survey", ("sent_at", "responded_at")), ("order_line", ("ordered_at",)),
                          ("loyalty_entry", ("entry_at",)), ("work_item", ("closed_at",))):  # fmt: skip
        for row in tables[name]:
            for column in columns:
                if row.get(column) and (name != "work_item" or row["process"] == "sales"):
                    row[column] = f"{_near_the_end(draw, str(row[column])[:10])} {draw.choice((20, 22, 23))}:30:00"
    for row in tables["survey"]:
        if row["responded_at"]:
            row["responded_at"] = later(row["sent_at"], hours=1)
    for row in tables["work_item"]:
        if row["process"] == "sales" and row["closed_at"]:
            row["closed_at"] = max(str(row["closed_at"]), later(row["opened_at"], hours=12))
    tables["order_line"] = [row | {"delivered_at": None} for row in tables["order_line"] if not row["is_return"]]
    tables["business_hours"] = [
        {"calendar_id": "company", "weekday": day, "opens": "08:00", "closes": "18:00"} for day in range(1, 6)
    ]
    source = ours(time_zone=zone)
    founded = plain(tables, source, init=("--time-zone", zone, "--currency", "USD"))
    return Telling(clean=founded, real=plain(tables, source, init=None))


def shop_without_init(draw: Random) -> Telling:
    """The public files of a marketplace, and nobody ran init: their source declares the zone."""
    bought: dict[str, list[Row]] = {"orders": [], "order_items": [], "customers": [], "order_reviews": []}
    for n, day in enumerate([*spread(draw, 38), LAST - timedelta(days=2), LAST - timedelta(days=1)]):
        on = date.fromisoformat(_near_the_end(draw, day.isoformat())) if day < date(2025, 6, 20) else day
        bought["orders"].append(
            {"order_id": f"o{n}", "customer_id": f"k{n}", "order_status": "delivered",
             "order_purchase_timestamp": _american(on, "22:30"),
             "order_delivered_customer_date": _american(on + timedelta(days=1), "10:00"),
             "order_estimated_delivery_date": _american(on + timedelta(days=9), "0:00")}
        )  # fmt: skip
        bought["order_items"].append({"order_id": f"o{n}", "order_item_id": 1, "product_id": "p1", "price": 10.5 + n})
        bought["customers"].append({"customer_id": f"k{n}", "customer_unique_id": f"u{n % 30}", "customer_state": "SP"})
        bought["order_reviews"].append(
            {"review_pk": f"r{n}", "order_id": f"o{n}", "review_score": draw.randint(1, 5),
             "review_creation_date": _american(on + timedelta(days=1), "0:00"),
             "review_answer_timestamp": _american(on + timedelta(days=1), "22:00")}
        )  # fmt: skip
    files = {
        f"olist_{name.replace('items', 'order_items')}_dataset.csv": text_of(rows) for name, rows in bought.items()
    }
    files["olist_products_dataset.csv"] = "product_id,product_category_name\np1,livros\n"
    zone = ("--time-zone", "America/Sao_Paulo", "--currency", "BRL")
    return Telling(
        clean=Export(files=files, source="olist_orders", init=zone),
        real=Export(files=files, source="olist_orders", init=None),
    )


def holidays(number: int) -> Form:
    """The holidays of init, in years that were moved, optional or before those that init brings by itself."""
    code, zone, start, closed = CALENDARS[number]

    def form(draw: Random) -> Telling:
        return _judged_by(draw, code, zone, start, closed)

    return named(form, f"holidays_{code}_{start[:4]}")


def _judged_by(draw: Random, code: str, zone: str, start: str, closed: tuple[str, ...]) -> Telling:
    first = date.fromisoformat(start)
    last = first + timedelta(days=190 if code == "EC" else 88)
    doubtful = [date.fromisoformat(day) for day in (*closed, *_OPTIONAL.get(code, ())) if day[:4] == start[:4]]
    cases: list[Row] = []
    for n in range(60):
        near = draw.choice(doubtful) + timedelta(days=draw.choice((-1, 0, 0, 0)))
        ended = near + timedelta(days=draw.choice((0, 0, 1, 3)))
        if n in (0, 59):
            near = ended = first if n == 0 else last
        cases.append(
            {"work_item_id": f"w{n}", "process": "service", "kind": "request", "customer_id": f"c{n}",
             "agent_id": "a1", "team": "t1", "opened_at": moment(near, 9), "first_response_at": moment(near, 11),
             "first_resolved_at": moment(ended, 16, n % 60), "closed_at": moment(ended, 16, n % 60),
             "status": "closed", "outcome": "resolved"}
        )  # fmt: skip
    tables: Tables = {"work_item": cases, "sla_policy": _promises(start)}
    by_hand = tables | {"holiday": [{"calendar_id": "company", "day": day, "name": day} for day in closed]}
    currency = {"EC": "USD", "AR": "ARS", "CO": "COP", "MX": "MXN", "PE": "PEN"}[code]
    return Telling(
        clean=plain(by_hand, init=("--time-zone", zone, "--currency", currency)),
        real=plain(tables, init=("--country", code, "--time-zone", zone)),
        since=first,
        until=last,
    )


def _promises(start: str) -> list[Row]:
    return [
        {"policy_id": clock, "process": "service", "clock": clock, "target_seconds": hours * 3600,
         "calendar_id": "company", "valid_from": start}
        for clock, hours in (("first_response", 1), ("resolution", 8))
    ]  # fmt: skip


def _days(draw: Random, columns: dict[str, tuple[str, ...]], noon: object = None) -> Telling:
    """The instants of the clean company carry their offset; some columns of the real one are days."""
    tables = company(draw)
    if callable(noon):
        noon(draw, tables)
    for rows in tables.values():
        for row in rows:
            for name, value in row.items():
                if name.endswith("_at") and value:
                    row[name] = f"{value}-05:00"
    real = copy(tables)
    for table, names in columns.items():
        for row in real[table]:
            for name in names:
                row[name] = str(row[name])[:10] if row.get(name) else None
    source = ours(time_zone="UTC")
    return Telling(clean=plain(tables, source), real=plain(real, source))


def _closed_at_noon(draw: Random, tables: Tables) -> None:
    for row in tables["work_item"]:
        if row["process"] not in ("sales", "presales"):
            continue
        row["opened_at"] = f"{str(row['opened_at'])[:10]} 12:00:00"
        row["first_response_at"] = None
        if row["closed_at"]:
            day = date.fromisoformat(str(row["closed_at"])[:10])
            early = day.replace(day=1)  # the first of a month is the last of another one in another zone
            kept = early if draw.random() < 0.4 and early.isoformat() > str(row["opened_at"])[:10] else day
            row["closed_at"] = moment(kept, 12)
    tables["work_item"] = [row for row in tables["work_item"] if row["process"] in ("sales", "presales")]
    tables["status_event"] = []


def _all_at_noon(_: Random, tables: Tables) -> None:
    for row in tables["work_item"]:
        for name, value in row.items():
            if name.endswith("_at") and value:
                row[name] = f"{str(value)[:10]} 12:00:00"
    tables["status_event"] = []


def _near_the_end(draw: Random, day: str) -> str:
    """A day of one half of the rows becomes the last one of its month."""
    if draw.random() < 0.5 or day >= "2025-06":
        return day
    first = date.fromisoformat(day).replace(day=28) + timedelta(days=4)
    return (first - timedelta(days=first.day)).isoformat()


def _american(day: date, hour: str) -> str:
    return f"{day.month}/{day.day}/{day.year} {hour}"
