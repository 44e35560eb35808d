"""A metric over rows that nothing derives yet: the shape's SQL beside what any metric takes."""

from __future__ import annotations

import json
from pathlib import Path

from tests.changes.workbench import Copy, copied, entry

NAME = "a metric with a new shape"
BAR = 6
SHAPE = "crm_metrics/warehouse/shapes/selling/activation.sql"
DEFINITIONS = "crm_metrics/metrics/catalogue/sales.py"
SPANISH = "crm_metrics/locales/es/LC_MESSAGES/pulso.po"
TEST = "tests/metrics/catalogue/test_selling.py"

ROWS = """\
-- activation: one row per customer or prospect on record, with whether an order followed within thirty days.
-- kind: rows
-- tables: customer
-- ordered_30d: customer, order_line
-- nothing: nothing to divide by: nobody was put on record
with reach as (select loaded_through as through from shape.watermark where table_name = 'order_line'),
ordered as (select distinct customer, ordered_on from shape.purchase where customer <> 'unknown'),
first_order as (
  select c.customer, min(o.ordered_on) as ordered_on
  from shape.customer c join ordered o on o.customer = c.customer and o.ordered_on >= c.created_on
  group by c.customer
)
select
  c.created_on, 'sales' as process, c.customer, c.tier, c.segment, c.region, c.campaign, c.channel,
  -- open until the thirty days are loaded
  case when c.created_on + 30 <= r.through then coalesce(f.ordered_on <= c.created_on + 30, false) end as ordered_30d
from shape.customer c
left join reach r on true
left join first_order f on f.customer = c.customer
where c.created_on is not null
"""
DEFINITION = """METRICS = (
    Metric(
        name="activation_rate_30d",
        label="Activation within 30 days",
        means="Customers who ordered within 30 days of being put on record, of all put on record.",
        process="sales",
        unit="percent",
        on="activation.created_on",
        numerator="count_if(ordered_30d)",
        denominator="count(ordered_30d)",
        matures_days=30,
        finest="week",
        trap="Whoever was put on record less than 30 days ago has not settled yet, and is not counted as inactive.",
    ),
"""
TRANSLATIONS = (
    ("Activation within 30 days", "Activación en 30 días"),
    (
        "Customers who ordered within 30 days of being put on record, of all put on record.",
        "Clientes que compraron dentro de los 30 días de su registro, del total de registrados.",
    ),
    (
        "Whoever was put on record less than 30 days ago has not settled yet, and is not counted as inactive.",
        "A quien se registró hace menos de 30 días todavía no se le puede contar como inactivo.",
    ),
    ("nothing to divide by: nobody was put on record", "nada entre qué dividir: no se registró a nadie"),
)
WORKED = """

def test_an_order_within_thirty_days_is_an_activation_and_the_thirty_first_is_too_late(house: House) -> None:
    created = {"a": date(2026, 1, 1), "b": date(2026, 1, 1), "c": date(2026, 1, 1)}
    customers = [{"customer_id": name, "created_at": noon(day)} for name, day in created.items()]
    orders = [
        {"order_id": name, "line_no": 1, "customer_id": name, "product_id": "p", "ordered_at": noon(day)}
        | {"quantity": 1, "amount": 10}
        for name, day in {"a": date(2026, 1, 31), "b": date(2026, 2, 1)}.items()
    ]
    shop = house({"customer": customers, "order_line": orders}, through=date(2026, 4, 30))
    reading = one(shop, "activation_rate_30d")
    assert (reading.numerator, reading.denominator) == (1, 3)
"""
CUSTOMERS = """customer_id,kind,created_at
ana,person,2026-01-05 09:00
eva,person,2026-01-05 09:00
luz,person,2026-01-20 09:00
sol,person,2026-03-31 09:00
"""
ORDERS = """order_id,line_no,customer_id,product_id,ordered_at,quantity,amount
1,1,ana,p,2026-01-20 09:00,1,10
2,1,eva,p,2026-02-20 09:00,1,10
3,1,sol,p,2026-03-31 10:00,1,10
"""


def make(copy: Copy) -> None:
    """Customers who bought soon after they were first seen."""
    copy.write(SHAPE, ROWS)
    copy.replace(DEFINITIONS, "METRICS = (\n", DEFINITION)
    copy.append(SPANISH, "".join(entry(english, spanish) for english, spanish in TRANSLATIONS))
    copy.append(TEST, WORKED)
    copy.replace("CHANGELOG.md", "# Changelog\n", "# Changelog\n\n- New: activation within 30 days.\n")


def test_a_metric_with_a_shape_of_its_own_is_answered_and_known_to_every_test_of_the_catalogue(tmp_path: Path) -> None:
    copy = copied(tmp_path / "copy")
    make(copy)
    assert len(copy.touched) <= BAR, list(copy.touched)
    shop, exports = str(tmp_path / "shop"), tmp_path / "exports"
    exports.mkdir()
    (exports / "customer.csv").write_text(CUSTOMERS, encoding="utf-8")
    (exports / "order_line.csv").write_text(ORDERS, encoding="utf-8")
    copy.command("init", "--name", "Una", "--country", "CO", "--warehouse", shop)
    copy.command("import", str(exports), "--warehouse", shop)
    asked = ("query", "activation_rate_30d", "--every", "month", "--since", "2026-01-01", "--until", "2026-01-31")
    (reading,) = json.loads(copy.command(*asked, "--format", "json", "--warehouse", shop))
    assert (reading["numerator"], reading["denominator"]) == (1, 3)  # ana within fifteen days; eva late, luz never
    for language, label in (("en", "Activation within 30 days"), ("es", "Activación en 30 días")):
        assert label in copy.command("metrics", "activation_rate_30d", "--warehouse", shop, CRM_LANGUAGE=language)
    copy.tests("tests/metrics/catalogue/test_order.py", "tests/test_words.py", "tests/boards/test_catalogue.py")
    copy.tests("tests/warehouse/shapes/test_heads.py", TEST)
