"""What whoever answers for the customer's way asks of the journey: where each answer stands, with the facts' value."""

from __future__ import annotations

from datetime import date

import pytest

from crm_metrics.boards import journey
from crm_metrics.boards.core import Board
from crm_metrics.metrics.shop import Shop
from tests.boards.questions.asking import (
    APRIL,
    EN,
    FIRST,
    LAST,
    SEEN,
    TALKED,
    WHO,
    active,
    agree,
    answers,
    by,
    card,
    cells,
    on,
    one,
    queried,
    share,
    then,
)

MARCH = (date(2026, 3, 1), date(2026, 3, 31))
KNOWN = "(e.changed_at >= c.created_at or c.acquired_on <= cast(e.changed_at as date))"  # of whom something is told
# Who left in the month: the last contract ended that day, or it was a year since the last order.
LEFT = f"""
with gone as ({active(MARCH[1])} except ({active(LAST)})),
ended as (
  select {WHO} as who, max(ends_on) as left_on, max_by(end_reason, ends_on) as end_reason from main.subscription t
  where mrr > 0 and ends_on {APRIL} group by 1
),
bought as (
  select {WHO} as who, max({on("ordered_at")}) + 365 as left_on from main.order_line t
  where not is_return and quantity > 0 group by 1
),
left_on as (
  select g.who, greatest(coalesce(e.left_on, date '0001-01-01'), coalesce(b.left_on, date '0001-01-01')) as day,
    e.left_on as contract_on, e.end_reason
  from gone g left join ended e using (who) left join bought b using (who)
),
worth as (
  select l.*,
    coalesce((select 12 * sum(mrr) from main.subscription t where {WHO} = l.who and ends_on = l.day and mrr > 0), 0)
    + case when day is distinct from contract_on then coalesce((select sum(amount) from main.order_line t
        where {WHO} = l.who and {on("ordered_at")} > l.day - 730 and {on("ordered_at")} < l.day), 0) else 0 end as lost,
    coalesce((select max_by(outcome_reason, closed_at) from main.work_item t where process = 'retention'
      and outcome_reason is not null and (kind = 'exit' or outcome = 'lost') and {WHO} = l.who
      and {on("closed_at")} between l.day - 90 and l.day + 30),
      case when day = contract_on and end_reason = 'involuntary' then 'payment_failed' end) as reason
  from left_on l
)
"""


@pytest.fixture(scope="module")
def page(company: Shop) -> Board:
    return journey.board(journey.gather(company, SEEN), EN)


def test_in_which_stage_are_our_customers(company: Shop, page: Board) -> None:
    told = dict(company.fetch(
        f"select told, count(*) from ({then('lifecycle_stage', LAST)}) join ({active(LAST)}) using (who) group by 1"
    ))  # fmt: skip
    asked = by(company, "lifecycle_stage_count", "lifecycle_stage")
    shown = cells(page, "stages")
    for stage, count in told.items():
        agree(shown[stage]["lifecycle_stage_count"], "lifecycle_stage_count", count, asked[stage])
    largest = max(told, key=lambda stage: told[stage])
    assert card(page, "stages").title.startswith(EN.percent(told[largest] / sum(told.values()), 0))


def test_at_which_stage_do_we_lose_customers(company: Shop, page: Board) -> None:
    """Of each stage how many went into dissolution, largest first among those to which its customers went."""
    lost = company.fetch(
        "select old_value, count(*) from main.status_event e join main.customer c on c.customer_id = e.entity_id"
        f" where entity = 'customer' and attribute = 'lifecycle_stage' and new_value = 'dissolution' and {KNOWN}"
        f" and {on('changed_at')} {APRIL} group by 1"
    )
    shown = cells(page, "stages")
    assert dict(lost).keys() == {"exploration", "expansion"}
    for stage, count in lost:
        assert f"Dissolution {count}" in shown[stage]["moves"].text.split(", ")
    entered = queried(company, "stage_entries", lifecycle_stage="dissolution")
    assert entered >= sum(count for _, count in lost)


def test_which_points_of_contact_does_nobody_measure(company: Shop, page: Board) -> None:
    silent = {one for (one,) in company.fetch(
        "select touchpoint_id from main.touchpoint p where active and not exists (select 1 from main.survey s"
        f" where s.touchpoint_id = p.touchpoint_id and instrument = 'csat' and {on('responded_at')} {APRIL})"
    )}  # fmt: skip
    shown = cells(page, "touchpoints")
    assert {point for point, row in shown.items() if row["state"].text == "no answers"} == silent != set()
    assert card(page, "touchpoints").title.startswith(f"No answer on satisfaction at {len(silent)} of {len(shown)}")


def test_where_is_the_way_below_what_we_want(company: Shop, page: Board) -> None:
    line = "crm:tp-linea"
    row = cells(page, "touchpoints")[line]
    fact = share(company, answers(f"touchpoint_id = '{line}'"))
    agree(row["csat"], "csat", fact, queried(company, "csat", touchpoint=line))
    goal = one(company, "select goal from main.target where metric = 'csat' and cadence = 'month'"
                        f" and touchpoint_id = '{line}' and valid_to is null")  # fmt: skip
    assert row["goal"].text == EN.percent(goal)
    assert row["gap"].text == EN.variance(fact - goal, "percent")
    passed = one(company, f"select count(*) from main.interaction where touchpoint_id = '{line}' and {TALKED}"
                          f" and {on('offered_at')} {APRIL}")  # fmt: skip
    agree(row["contacts_handled"], "contacts_handled", passed, queried(company, "contacts_handled", touchpoint=line))


def test_why_do_they_leave_what_does_it_cost_and_how_much_could_be_won_back(company: Shop, page: Board) -> None:
    count, lost, explained, back = company.fetch(
        f"{LEFT} select count(*), sum(lost), sum(lost) filter (where reason is not null), sum(lost)"
        " filter (where reason in ('dissatisfied', 'better_offer', 'price', 'payment_failed')) from worth"
    )[0]
    row = cells(page, "exits")["together"]
    agree(row["departures"], "departures", count, queried(company, "departures"))
    agree(row["lost_revenue"], "lost_revenue", lost, queried(company, "lost_revenue"))
    asked = queried(company, "recoverable_revenue_share")
    agree(row["recoverable_revenue_share"], "recoverable_revenue_share", back / explained, asked)
    reasons = dict(company.fetch(f"{LEFT} select reason, count(*) from worth group by 1"))
    first = max((one for one in reasons if one), key=lambda one: reasons[one])
    said = f"{reasons[first]} of {count} customers left for: {EN.name(first).lower()}; of {reasons[None]} no reason"
    assert card(page, "exits").title.startswith(said)


def test_how_many_must_change_channel_to_get_an_answer(company: Shop, page: Board) -> None:
    changed, n = company.fetch(
        "with gone as (select w.work_item_id, count(distinct p.channel) as channels from main.work_item w"
        " join main.interaction i using (work_item_id) join main.touchpoint p on p.touchpoint_id = i.touchpoint_id"
        f" where {on('coalesce(least(w.first_resolved_at, w.closed_at), w.first_resolved_at, w.closed_at)')} {APRIL}"
        " and i.disposition in ('handled', 'refused', 'opt_out', 'self_served') group by 1)"
        " select count_if(channels > 1), count(*) from gone"
    )[0]
    assert queried(company, "channel_change_share") == pytest.approx(changed / n)
    assert card(page, "paths").title.startswith(f"{EN.percent(changed / n, 0)} of {n} cases changed channel")


def test_whom_do_we_call_after_a_sale_and_are_they_more_satisfied(company: Shop, page: Board) -> None:
    called, won = company.fetch(
        "select count_if(exists (select 1 from main.interaction i where i.customer_id = w.customer_id"
        f" and i.direction = 'outbound' and i.disposition = 'handled' and i.offered_at > w.closed_at"
        f" and {on('i.offered_at')} <= {on('w.closed_at')} + 7)), count(*) from main.work_item w"
        f" where process = 'sales' and outcome = 'won' and {on('closed_at')} between '{MARCH[0]}' and '{MARCH[1]}'"
    )[0]
    row = cells(page, "followup")["followed_up"]
    asked = by(company, "sales_by_followup", "followed", days=MARCH)
    agree(row["sales_by_followup"], "sales_by_followup", called, asked["followed_up"])
    assert asked["not_followed_up"] == won - called
    assert card(page, "followup").title == f"{called} of {won} sales won were followed up within 7 days"
    assert row["after_sale_csat"].text == EN.percent(
        by(company, "after_sale_csat", "followed", days=MARCH)["followed_up"]
    )


def test_what_do_customers_write_about(company: Shop, page: Board) -> None:
    wrote = one(company, "select count(distinct survey_id) from main.survey where comment is not null"
                         f" and {on('responded_at')} {APRIL}")  # fmt: skip
    assert queried(company, "comments") == wrote
    assert f" of {wrote} comments name: " in card(page, "themes").title


def test_which_tier_leaves_most(company: Shop, page: Board) -> None:
    """Of those who were customers when the month opened, by the tier that they had then."""
    opening = f"({active(MARCH[1])}) join ({then('value_tier', MARCH[1])}) using (who)"
    told = company.fetch(
        f"select told, count_if(who not in ({active(LAST)})), count(*) from {opening} where told is not null group by 1"
    )
    asked = by(company, "customer_churn_rate", "tier", days=(FIRST, LAST))
    shown = cells(page, "stay")
    for tier, gone, n in told:
        agree(shown[tier]["customer_churn_rate"], "customer_churn_rate", gone / n, asked[tier])
