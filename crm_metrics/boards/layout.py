"""Which metric stands where: a tile, a row or a chart of a board is one line here.

A place names its candidates in order; the first that the company's data can tell is taken, so that a company with
few files still has a board.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crm_metrics.boards.series import Indicator

Place = tuple[Indicator, ...]
TIERS = ("strategic", "high", "medium", "low")  # to choose from


def tier_place(tier: str | None) -> int:
    """Where a tier stands among those to choose from, the most valued first; any other after them."""
    return TIERS.index(tier) if tier in TIERS else len(TIERS)


def _place(process: str | None, *names: str) -> Place:
    return tuple(Indicator(name, process) for name in names)


@dataclass(frozen=True)
class ScorecardRow:
    """A process on the scorecard: its productivity or result, and its satisfaction beside it."""

    process: str
    result: Place
    satisfaction: Place


DAILY_TILES: Mapping[str | None, tuple[Place, ...]] = {
    None: (
        _place("service", "first_response_sla", "sla_compliance", "service_level"),
        _place("service", "cases_resolved_per_hour", "cases_resolved_per_agent_day", "cases_opened"),
        (*_place(None, "csat"), *_place("service", "csat"), *_place(None, "csat_mean")),
        (*_place("service", "backlog"), *_place("collections", "receivables")),
        (*_place("sales", "bookings", "deals_won"), *_place(None, "revenue")),
        _place("collections", "cash_collected"),
        (*_place("telemarketing", "sales_conversion_rate", "contact_rate"), *_place(None, "active_customers")),
        (*_place("sales", "on_time_delivery_rate"), *_place(None, "orders_placed")),
        (*_place("presales", "lead_response_sla", "leads_created"), *_place("sales", "new_customers")),
    ),
    "presales": (
        _place("presales", "leads_worked_per_hour", "leads_worked_per_agent_day"),
        _place("presales", "leads_created"),
        _place("presales", "lead_response_sla"),
        _place("presales", "lead_first_response_time"),
        _place("presales", "csat", "csat_mean"),
        _place("presales", "contacts_handled"),
    ),
    "sales": (
        (*_place("sales", "bookings"), *_place(None, "revenue")),
        (*_place("sales", "deals_won"), *_place(None, "orders_placed")),
        _place("sales", "on_time_delivery_rate"),
        _place("sales", "csat", "csat_mean"),
        _place("sales", "new_customers"),
        _place("sales", "contacts_handled"),
    ),
    "service": (
        _place("service", "cases_resolved_per_hour", "cases_resolved_per_agent_day", "cases_opened"),
        _place("service", "first_response_sla", "sla_compliance"),
        _place("service", "service_level", "sla_compliance"),
        _place("service", "first_contact_resolution"),
        _place("service", "csat", "csat_mean"),
        _place("service", "backlog"),
    ),
    "collections": (
        _place("collections", "cash_collected"),
        _place("collections", "promise_kept_rate", "promises_kept_share", "receivables"),
        _place("collections", "right_party_contact_rate", "overdue_receivables"),
        _place("collections", "promise_rate"),
        _place("collections", "csat", "csat_mean"),
        _place("collections", "contacts_handled"),
    ),
    "telemarketing": (
        _place("telemarketing", "contacts_per_hour", "contacts_per_agent_day"),
        _place("telemarketing", "sales_conversion_rate"),
        _place("telemarketing", "outbound_abandonment_rate"),
        _place("telemarketing", "contact_rate"),
        _place("telemarketing", "csat", "csat_mean"),
        _place("telemarketing", "opt_out_rate"),
    ),
    "loyalty": (
        _place("loyalty", "enrolments_per_hour", "enrolments_per_agent_day"),
        _place("loyalty", "enrolments"),
        _place("loyalty", "points_issued"),
        _place("loyalty", "points_redeemed"),
        _place("loyalty", "csat", "csat_mean"),
        _place("loyalty", "contacts_handled"),
    ),
    "retention": (
        _place("retention", "saves_per_hour", "saves_per_agent_day"),
        _place("retention", "cancellation_requests"),
        _place("retention", "save_rate_initial"),
        _place("retention", "active_customers"),
        _place("retention", "csat", "csat_mean"),
        _place("retention", "contacts_handled"),
    ),
}

# What a team is watched by, day by day; the same metric stands on the tile of its process.
WATCHED: Mapping[str, tuple[Indicator, ...]] = {
    "presales": _place("presales", "lead_response_sla", "csat"),
    "sales": _place("sales", "csat"),
    "service": _place("service", "first_response_sla", "sla_compliance", "service_level", "csat"),
    "collections": _place("collections", "promise_kept_rate", "csat"),
    "telemarketing": _place("telemarketing", "sales_conversion_rate", "outbound_abandonment_rate", "csat"),
    "loyalty": _place("loyalty", "csat"),
    "retention": _place("retention", "save_rate_initial", "csat"),
}

# What is shown by hour and weekday: a rate that has a goal where there is one, else the load.
BY_HOUR: Mapping[str | None, Place] = {
    None: _place(None, "service_level_by_hour", "contacts_by_hour"),
    "service": _place("service", "service_level_by_hour", "contacts_by_hour"),
    "collections": _place("collections", "contact_rate_by_hour", "contacts_by_hour"),
    "telemarketing": _place("telemarketing", "contact_rate_by_hour", "contacts_by_hour"),
    **{process: _place(process, "contacts_by_hour") for process in ("presales", "sales", "loyalty", "retention")},
}
# Whose goal an hour is held against.
GOAL_OF: Mapping[Indicator, str] = {
    Indicator("service_level_by_hour"): "service_level",
    Indicator("service_level_by_hour", "service"): "service_level",
    Indicator("contact_rate_by_hour", "collections"): "right_party_contact_rate",
    Indicator("contact_rate_by_hour", "telemarketing"): "contact_rate",
}

# The columns of the agents' table: the bar, the trend, the goal, the time, the satisfaction.
AGENTS: Mapping[str, tuple[Place, ...]] = {
    "service": (
        _place("service", "first_response_sla", "sla_compliance", "service_level"),
        _place("service", "average_handle_time"),
        _place("service", "csat"),
    ),
    "presales": (_place("presales", "lead_response_sla"), _place("presales", "csat")),
    "sales": (_place("sales", "win_rate", "deals_won"), _place("sales", "csat")),
    "collections": (_place("collections", "promise_kept_rate"), _place("collections", "csat")),
    "telemarketing": (_place("telemarketing", "sales_conversion_rate"), _place("telemarketing", "csat")),
    "loyalty": (_place("loyalty", "csat"),),
    "retention": (_place("retention", "save_rate_initial"), _place("retention", "csat")),
}

SCORECARD: tuple[ScorecardRow, ...] = (
    ScorecardRow(
        "presales",
        _place("presales", "lead_response_sla", "leads_worked_per_hour", "lead_conversion_rate"),
        _place("presales", "csat", "csat_mean"),
    ),
    ScorecardRow(
        "sales",
        (*_place("sales", "win_rate", "bookings", "on_time_delivery_rate"), *_place(None, "revenue")),
        _place("sales", "csat", "csat_mean"),
    ),
    ScorecardRow(
        "service",
        _place("service", "first_response_sla", "sla_compliance", "service_level", "cases_resolved"),
        _place("service", "csat", "csat_mean"),
    ),
    ScorecardRow(
        "collections", _place("collections", "promise_kept_rate", "cash_collected"), _place("collections", "csat")
    ),
    ScorecardRow(
        "telemarketing",
        _place("telemarketing", "sales_conversion_rate", "list_conversion_rate", "contacts_per_hour"),
        _place("telemarketing", "csat", "opt_out_rate"),
    ),
    ScorecardRow(
        "loyalty",
        (*_place("loyalty", "enrolments_per_hour", "enrolments_per_agent_day"), *_place(None, "orders_placed")),
        _place("loyalty", "nps", "csat"),
    ),
    ScorecardRow(
        "retention",
        (*_place("retention", "saves_per_hour", "saves_per_agent_day"), *_place(None, "active_customers")),
        _place("retention", "csat"),
    ),
)
# The money behind the work of a process: the income that it brings, else what its hours cost.
VALUES: Mapping[str, Place] = {
    "presales": _place("presales", "labour_cost"),
    "sales": (*_place("sales", "bookings"), *_place(None, "revenue"), *_place("sales", "labour_cost")),
    "service": _place("service", "labour_cost"),
    "collections": _place("collections", "cash_collected", "labour_cost"),
    "telemarketing": _place("telemarketing", "list_sales_amount", "labour_cost"),
    "loyalty": _place("loyalty", "labour_cost"),
    "retention": _place("retention", "revenue_saved", "labour_cost"),
}
CONTACTS: Place = tuple(Indicator("contacts_handled", process) for process in VALUES)
# Whose time is held beside satisfaction, contact by contact, and which satisfaction.
RELATED: Mapping[str, str] = {
    "presales": "leads_worked_per_hour",
    "sales": "revenue_per_selling_hour",
    "service": "average_handle_time",
    "collections": "collected_per_hour",
    "telemarketing": "contacts_per_hour",
    "loyalty": "enrolments_per_hour",
    "retention": "saves_per_hour",
}
RELATED_WITH = "csat"
SIX_TWELVE: tuple[Place, ...] = (
    _place("service", "cases_resolved", "cases_opened") + _place("sales", "new_customers"),
    _place("collections", "cash_collected") + _place("sales", "bookings") + _place(None, "revenue"),
)

MONTHLY_TILES: tuple[Place, ...] = (
    _place(None, "closing_mrr", "bookings", "revenue"),
    _place(None, "nrr", "repeat_purchase_rate"),
    _place(None, "customer_retention_rate"),
    _place(None, "nps", "csat", "csat_mean"),
    _place(None, "arpu"),
)
# What fills the places that this company's data leave empty, in this order.
MONTHLY_OTHERS: Place = (
    *_place(None, "bookings", "csat", "win_rate", "lead_conversion_rate"),
    *_place(None, "list_conversion_rate", "cash_collected", "sla_compliance", "cases_resolved"),
    *_place(None, "active_customers", "on_time_delivery_rate", "backlog", "leads_created"),
)
# What stands beside them where orders alone tell revenue, as invoices do: who bought, anew or again, and who owes.
MONTHLY_OF_ORDERS: Place = (
    *_place(None, "active_customers"),
    *_place("sales", "new_customers", "new_customer_revenue_share"),
    *_place(None, "customers_returned", "revenue_concentration", "untiered_customer_share"),
    *_place("collections", "cash_collected", "receivables", "overdue_receivables"),
)
PLAN: Place = _place(None, "closing_mrr", "bookings", "revenue")
# What the running month is foretold of: sums that the months are planned in.
LANDINGS: Place = (
    *_place("sales", "bookings", "deals_won"),
    *_place("collections", "cash_collected"),
    *_place("service", "cases_resolved"),
    *_place("presales", "leads_created"),
    *_place("telemarketing", "list_sales"),
)
OBJECTIVES: tuple[Indicator, ...] = (
    Indicator("bookings"),
    Indicator("active_customers"),
    Indicator("customer_retention_rate"),
    Indicator("nrr"),
    Indicator("repeat_purchase_rate"),
    Indicator("csat"),
    Indicator("nps"),
    Indicator("sla_compliance"),
    Indicator("cei"),
    Indicator("lead_conversion_rate"),
)
