"""What a query answers: groups, filters, scope, and the one statement behind them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest

from crm_metrics.access import Scope
from crm_metrics.errors import DefinitionError, QuestionError
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.question import ask, statements
from crm_metrics.metrics.shop import Shop
from tests.metrics.made import JAN, House, Row, answer, case, metric, noon, values

TEAMS = [("a", "north"), ("b", "north"), ("c", "south"), ("d", "east"), ("e", None)]


@pytest.fixture
def teams(house: House) -> Shop:
    rows = [case(key, date(2026, 1, 5), team=team, priority="high" if key in "ac" else "low") for key, team in TEAMS]
    return house({"work_item": rows}, through=date(2026, 1, 31))


@pytest.mark.parametrize(
    ("where", "count"),
    [
        ({"team": "north"}, 2),
        ([("team", "north"), ("team", "south")], 3),
        ({"team": ["north", "south"]}, 3),
        ([("team", "north"), ("team", "south"), ("priority", "high")], 2),
        ({"team": "north", "priority": "high"}, 1),
        ({"team": None}, 1),
        ({"team": "nowhere"}, 0),
        ({"team": "nor'th"}, 0),
        ({}, 5),
    ],
)
def test_the_same_dimension_means_any_of_and_different_ones_mean_all(
    teams: Shop, where: Mapping[str, Any], count: int
) -> None:
    assert values(metric().measure(teams, where=where).readings) == [count]


def test_an_unknown_value_with_groups_gives_no_rows(teams: Shop) -> None:
    assert metric().measure(teams, by="team", where={"team": "nowhere"}).readings == ()


def test_an_unknown_value_leaves_a_ratio_empty_with_its_reason(teams: Shop) -> None:
    rate = metric(numerator="count_if(resolved)", denominator="count(*)", unit="percent")
    (only,) = rate.measure(teams, where={"team": "nowhere"}).readings
    assert (only.value, str(only.reason)) == (None, "nothing to divide by: no items")


def test_a_dimension_that_the_rows_lack_is_an_error_that_names_those_they_have(house: House) -> None:
    with pytest.raises(QuestionError) as caught:
        CATALOGUE["nps"].measure(house({"survey": []}), by="teir")
    sentence = str(caught.value)
    assert sentence.startswith("No column 'teir' in survey. Did you mean 'tier'? Known: agent, area, ")
    with pytest.raises(QuestionError, match="No column 'team' in book_span"):
        CATALOGUE["active_customers"].measure(house({"order_line": []}), where={"team": "north"})


def test_a_dimension_is_the_one_in_force_at_the_anchor(house: House) -> None:
    customer = {"customer_id": "ana", "value_tier": "high"}
    change = {
        "entity": "customer",
        "entity_id": "ana",
        "attribute": "value_tier",
        "changed_at": noon(date(2026, 1, 15)),
    }
    rows = {
        "customer": [customer],
        "status_event": [{**change, "old_value": "low", "new_value": "high"}],
        "work_item": [case("a", date(2026, 1, 10), date(2026, 1, 20))],
    }
    warehouse = house(rows, through=date(2026, 1, 31))
    asked = ask(warehouse, [CATALOGUE["cases_opened"], CATALOGUE["cases_resolved"]], by="tier")
    assert [one.groups for one in asked["cases_opened"].readings] == [("low",)]
    assert [one.groups for one in asked["cases_resolved"].readings] == [("high",)]


def test_a_share_takes_the_total_over_its_own_dimension(house: House) -> None:
    lead: Row = {"process": "presales", "kind": "lead"}
    origins = ["ads", "ads", "ads", "fair"]
    rows = [case(str(i), date(2026, 1, 5), **lead, campaign_id=one) for i, one in enumerate(origins)]
    share = CATALOGUE["lead_source_share"]
    warehouse = house({"work_item": rows}, through=date(2026, 1, 31))
    found = share.measure(warehouse, by="campaign").readings
    assert [(one.groups[0], one.numerator, one.denominator, one.value) for one in found] == [
        ("ads", 3, 4, 0.75),
        ("fair", 1, 4, 0.25),
    ]
    assert found[0].low is not None
    (filtered,) = share.measure(warehouse, where={"campaign": "fair"}).readings
    assert (filtered.numerator, filtered.denominator) == (1, 4)


def test_a_metric_may_have_a_dimension_of_its_own(house: House) -> None:
    entry = {"customer_id": "a", "kind": "invoice", "entry_on": JAN, "amount": 5}
    rows = [
        {**entry, "entry_id": "1", "invoice_id": "1", "due_on": date(2026, 2, 28)},
        {**entry, "entry_id": "2", "invoice_id": "2", "due_on": date(2026, 1, 21)},
    ]
    warehouse = house({"receivable": rows}, through=date(2026, 1, 31))
    found = CATALOGUE["aging_bucket"].measure(warehouse, by="bucket").readings
    assert [(one.groups[0], one.value) for one in found] == [("0", 5), ("1-30", 5)]
    with pytest.raises(QuestionError, match="No column 'bucket' in invoice_span"):
        CATALOGUE["receivables"].measure(warehouse, by="bucket")


def test_scope_is_part_of_the_statement(teams: Shop) -> None:
    found = metric().measure(teams, scope=Scope(teams=("north", "south")))
    assert values(found.readings) == [3]
    assert "r.opened_team in ($scope_team_1, $scope_team_2)" in found.sql


HOSTILE = [
    "'",
    "''",
    "\\",
    "\\'",
    "' or 1 = 1 --",
    "') or (1 = 1",
    "nor\0th",
    "north\0",
    "$1",
    "$where_team_1",
    "?",
    "--",
    "/*",
]
HOSTILE += [
    "; drop table x",
    "E'\\x6e'",
    "$$north$$",
    "\n",
    "",
    "%",
    "{0}",
    "\u202enorth",
    "\u0301",
    "NORTH",
    "n" * 1_000_000,
]


def test_a_hostile_value_is_a_value_that_no_row_has(teams: Shop) -> None:
    wanted = metric()
    for value in HOSTILE:
        assert values(wanted.measure(teams, where={"team": value}).readings) == [0], value[:20]
        assert values(wanted.measure(teams, where={"team": ["north", value]}).readings) == [2], value[:20]
        assert values(wanted.measure(teams, scope=Scope(teams=(value,))).readings) == [0], value[:20]
        assert wanted.measure(teams, by="team", where={"team": value}).readings == (), value[:20]


def test_half_a_character_is_a_mistake_in_the_question(teams: Shop) -> None:
    for asked in ({"where": {"team": "\udcff"}}, {"scope": Scope(teams=("\udcff",))}):
        with pytest.raises(QuestionError, match=r"'\\udcff' is no text that a team can have"):
            metric().measure(teams, **asked)


def test_a_day_that_is_no_day_is_a_mistake_in_the_question(teams: Shop) -> None:
    wrong: list[Any] = ["2026-01-05", datetime(2026, 1, 5, tzinfo=UTC), 20260105]
    for day in wrong:
        with pytest.raises(QuestionError, match="is no day"):
            metric().measure(teams, since=day)
        with pytest.raises(QuestionError, match="is no day"):
            metric().measure(teams, until=day)


def test_rows_without_the_scoped_dimension_are_unavailable_never_the_whole_company(house: House) -> None:
    live = {"subscription_id": "1", "customer_id": "a", "product_id": "p", "mrr": 10, "starts_on": date(2025, 6, 1)}
    warehouse = house({"subscription": [live]}, first=date(2025, 6, 1), through=date(2026, 1, 31))
    found = CATALOGUE["active_customers"].measure(warehouse, since=JAN, scope=Scope(teams=("north",)))
    (only,) = found.readings
    assert (only.numerator, only.value, only.n, only.complete) == (None, None, None, False)
    assert str(only.reason) == "outside of what you may see: its rows carry no team"
    assert found.reason == only.reason
    assert found.sql == ""


def test_a_scope_of_nothing_shows_nothing(teams: Shop) -> None:
    assert values(metric().measure(teams, scope=Scope(teams=())).readings) == [0]


def test_a_computed_metric_is_unavailable_when_one_side_is(house: House) -> None:
    warehouse = house({"interaction": [], "subscription": []}, through=date(2026, 1, 31))
    found = CATALOGUE["contact_rate_per_customer"].measure(warehouse, scope=Scope(teams=("north",)))
    assert str(found.reason) == "outside of what you may see: its rows carry no team"
    assert values(found.readings) == [None]


def test_a_metric_of_one_process_is_seen_by_the_readers_of_that_process_alone(house: House) -> None:
    live = {"subscription_id": "1", "customer_id": "a", "product_id": "p", "mrr": 10, "starts_on": date(2025, 6, 1)}
    warehouse = house({"subscription": [live]}, first=date(2025, 6, 1), through=date(2026, 1, 31))
    churn, book = CATALOGUE["customer_churn_rate"], CATALOGUE["active_customers"]
    assert values(churn.measure(warehouse, since=JAN, scope=Scope(processes=("retention", "sales"))).readings) == [0]
    assert values(churn.measure(warehouse, since=JAN, scope=Scope(processes=("service",))).readings) == [None]
    assert values(book.measure(warehouse, since=JAN, scope=Scope(processes=("retention",))).readings) == [None]
    both = Scope(processes=("retention",), teams=("north",))
    assert values(churn.measure(warehouse, since=JAN, scope=both).readings) == [None]


def test_a_metric_of_a_process_reads_only_its_rows_and_a_cross_cutting_one_reads_all(house: House) -> None:
    rows = [case("a", JAN), case("b", JAN, process="sales", kind="new_sale"), case("c", JAN, process="loyalty")]
    warehouse = house({"work_item": rows}, through=date(2026, 1, 31))
    assert values(CATALOGUE["cases_opened"].measure(warehouse).readings) == [1]
    assert values(metric().measure(warehouse).readings) == [3]
    found = metric().measure(warehouse, by="process").readings
    assert [one.groups[0] for one in found] == ["loyalty", "sales", "service"]


def test_metrics_of_one_shape_and_anchor_share_a_statement_and_give_what_they_give_alone(house: House) -> None:
    rows = [
        answer("1", date(2026, 1, 5), 10),
        answer("2", date(2026, 1, 6), 3, relationship=False),
        answer("3", date(2026, 1, 7), 5, instrument="csat", scale_min=1, scale_max=5),
        answer("4", date(2026, 2, 7), 6, instrument="ces", scale_min=1, scale_max=7),
    ]
    warehouse = house({"survey": rows}, through=date(2026, 2, 28))
    names = ["nps", "nps_transactional", "csat", "csat_mean", "ces", "good_rating_rate", "survey_answers"]
    for by in ((), ("kind",)):
        fused = ask(warehouse, [CATALOGUE[name] for name in names], by=by)
        assert len({one.sql for one in fused.values()}) == 1
        for name in names:
            assert fused[name].readings == CATALOGUE[name].measure(warehouse, by=by).readings


def test_the_sql_shown_is_what_was_asked_to_the_letter(house: House) -> None:
    warehouse = house({"survey": [answer("1", date(2026, 1, 5), 10)]}, through=date(2026, 1, 31))
    found = CATALOGUE["nps"].measure(warehouse, where={"kind": "relationship"})
    assert warehouse.fetch(found.sql, found.values)[0][:3] == (JAN, 100, 1)


def test_the_table_has_one_row_per_reading(house: House) -> None:
    rows = [case("a", date(2026, 1, 5), team="north"), case("b", date(2026, 1, 5))]
    table = metric().measure(house({"work_item": rows}, through=date(2026, 1, 31)), by="team").table
    assert list(table.columns[:3]) == ["metric", "period", "team"]
    assert table["value"].tolist() == [1.0, 1.0]
    assert table["n"].tolist() == [1, 1]


def test_an_unknown_shape_or_column_of_a_definition_gets_the_closest(house: House) -> None:
    warehouse = house({"work_item": []})
    with pytest.raises(DefinitionError, match=r"mine: no shape 'work_itm'\. Did you mean 'work_item'\?"):
        metric(on="work_itm.opened_on").measure(warehouse)
    with pytest.raises(DefinitionError, match=r"mine: no column 'opend_on' in work_item\. Did you mean 'opened_on'\?"):
        metric(on="work_item.opend_on").measure(warehouse)
    with pytest.raises(DefinitionError, match=r"mine: no column 'wun' in work_item\. Did you mean 'won'\?"):
        metric(numerator="count_if(wun)").measure(warehouse)


def test_the_sql_of_a_metric_can_be_seen_without_asking(house: House) -> None:
    warehouse = house({"work_item": [case("a", JAN)]})
    assert "from shape.work_item as r" in statements(warehouse, CATALOGUE["cases_opened"])
    hourly = statements(warehouse, CATALOGUE["cases_resolved_per_agent_day"])
    assert hourly.count("select") >= 2
    assert "shape.active_agent_day" in hourly
