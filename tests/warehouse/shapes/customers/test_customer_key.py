"""One customer over several sources: counted once by every shape, and as before when the alias is taken away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from crm_metrics.errors import QuestionError
from crm_metrics.metrics import CATALOGUE, question
from crm_metrics.warehouse import shape
from crm_metrics.warehouse.store import Warehouse, reading
from tests.warehouse.loading.importing import Inbox
from tests.warehouse.shapes.made import contact, item, moved, person, plan

House = Callable[..., Warehouse]
Rows = dict[str, list[dict[str, object]]]

ALIAS = [{"alias_id": "web:a", "customer_id": "crm:a"}]
ASKED = {"since": date(2026, 1, 1), "until": date(2026, 3, 31)}


def facts() -> Rows:
    """A customer whose every fact bears its other id, beside one with a single id."""
    sale: dict[str, object] = {"line_no": 1, "product_id": "p", "quantity": 1, "amount": 40}
    invoice: dict[str, object] = {"kind": "invoice", "entry_on": date(2026, 1, 5), "amount": 40}
    answer: dict[str, object] = {"instrument": "nps", "score": 9, "scale_min": 0, "scale_max": 10}
    times = {"sent_at": "2026-02-01 12:00-05", "responded_at": "2026-02-02 12:00-05"}
    points: dict[str, object] = {"kind": "earn", "entry_at": "2026-01-06 12:00-05", "points": 5}
    tables: Rows = {
        "customer": [
            person("crm:a", segment="A", email="a@example.invalid"),
            person("web:a", region="Norte"),
            person("b"),
        ],
        "product": [{"product_id": "p", "name": "P", "line": "L"}],
        "agent": [{"agent_id": "g", "name": "G", "team": "T", "area": "A", "process": "service", "hourly_cost": 10}],
        "touchpoint": [{"touchpoint_id": "line", "name": "Line", "process": "service", "channel": "phone"}],
        "status_event": [moved("web:a", "lifecycle_stage", "2026-02-01", "exploration", "awareness")],
        "target": [],
        "campaign": [],
    }
    for number, who in enumerate(("crm:a", "web:a", "b")):
        tables.setdefault("order_line", []).append(
            sale | {"order_id": f"o{number}", "customer_id": who, "ordered_at": f"2026-01-1{number} 12:00-05"}
        )
        tables.setdefault("subscription", []).append(plan(who, date(2026, 1, 5 + number)))
        tables.setdefault("receivable", []).append(
            invoice | {"entry_id": f"e{number}", "invoice_id": f"i{number}", "customer_id": who}
        )
        tables.setdefault("interaction", []).append(
            contact(
                f"c{number}", f"2026-02-1{number} 09:00", f"w{number}", customer_id=who, agent_id="g", talk_seconds=60
            )
        )
        tables.setdefault("work_item", []).append(item(f"w{number}", f"2026-02-1{number} 08:00", customer_id=who))
        tables.setdefault("survey", []).append(answer | times | {"survey_id": f"s{number}", "customer_id": who})
        tables.setdefault("loyalty_entry", []).append(points | {"entry_id": f"l{number}", "customer_id": who})
    return tables


def everything(shop: Warehouse) -> dict[str, list[Any]]:
    """All rows of every stored shape but the one that lists aliases."""
    names = [name for name, known in shape.shapes().items() if known.kind != "period" and "alias" not in name]
    return {name: sorted(map(str, shop.fetch(f'select * from shape."{name}"'))) for name in names}


def test_no_shape_knows_the_id_that_gave_way(house: House) -> None:
    shop = house(facts() | {"customer_alias": ALIAS})
    named = [name for name in shape.shapes() if "customer" in shop.columns(name) and name != "customer_key"]
    assert len(named) > 25
    for name in named:
        who = {row[0] for row in shop.fetch(f'select distinct customer from shape."{name}"')}
        assert "web:a" not in who, name
    assert shop.fetch("select customer, segment, region from shape.customer order by 1") == [
        ("b", None, None),
        ("crm:a", "A", "Norte"),
    ]


def test_metrics_by_customer_count_it_once(house: House) -> None:
    shop = house(facts() | {"customer_alias": ALIAS})
    metrics = [
        metric
        for metric in CATALOGUE.values()
        if metric.on != "period" and metric.aggregation != "model" and metric.finest != "week"
    ]
    seen = 0
    for metric in metrics:
        try:
            result = question.ask(shop, [metric], every="month", by="customer", **ASKED)[metric.name]  # type: ignore[arg-type]
        except QuestionError:
            continue  # its rows carry no customer
        seen += 1
        assert all(reading.groups != ("web:a",) for reading in result.readings), metric.name
    assert seen > 60
    active = question.ask(shop, [CATALOGUE["active_customers"]], **ASKED)["active_customers"]  # type: ignore[arg-type]
    assert [reading.value for reading in active.readings] == [2, 2, 2]


def test_taking_the_alias_away_gives_the_former_rows_back(house: House) -> None:
    apart = everything(house(facts() | {"customer_alias": []}))
    joined = house(facts() | {"customer_alias": ALIAS})
    assert everything(joined) != apart
    joined.connection.execute("delete from main.customer_alias")
    shape.build(joined.connection)
    assert everything(joined) == apart


def test_an_alias_that_points_at_itself_joins_nobody(house: House) -> None:
    apart = everything(house(facts() | {"customer_alias": []}))
    withdrawn = [{"alias_id": "web:a", "customer_id": "web:a"}]
    assert everything(house(facts() | {"customer_alias": withdrawn})) == apart


def test_an_alias_withdrawn_by_a_whole_file_restores_the_counts(inbox: Inbox) -> None:
    lines = "order_id,line_no,customer_id,product_id,ordered_at,quantity,amount\n"
    orders = lines + "o1,1,crm:a,p,2026-01-10,1,40\no2,1,web:a,p,2026-01-11,1,40\n"
    aliases = "alias_id,customer_id,rule\nweb:a,crm:a,email\nweb:z,crm:z,email\n"

    def customers() -> int:
        shape.build(inbox.connection, only=("purchase",))
        shop = reading(inbox.connection)
        return int(shop.fetch("select count(distinct customer) from shape.purchase")[0][0])

    inbox.load({"order_line.csv": orders})
    assert customers() == 2
    inbox.load({"customer_alias.csv": aliases})
    assert customers() == 1
    inbox.load({"customer_alias.csv": aliases.replace("web:a,crm:a,email\n", "")}, full=True)
    assert customers() == 2


def test_the_other_id_of_a_customer_is_no_orphan(inbox: Inbox) -> None:
    lines = "order_id,line_no,customer_id,product_id,ordered_at,quantity,amount\n"
    got = inbox.load(
        {
            "customer.csv": "customer_id\ncrm:a\n",
            "customer_alias.csv": "alias_id,customer_id,rule\nweb:a,crm:a,email\n",
            "order_line.csv": lines + "o1,1,web:a,p,2026-01-10,1,40\no2,1,lost,p,2026-01-11,1,40\n",
        }
    )
    notices = [notice for notice in got.notices if "points to no customer" in notice]
    assert notices == [
        "order_line: 1 rows have a customer_id that points to no customer, such as 'lost'. They are kept."
    ]
