"""What each metric says of one contact, case or order: the column that stands beside the customer's own answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.readings import Reason, because
from crm_metrics.words import mark


@dataclass(frozen=True)
class Driver:
    """A column of what a survey asks about.

    link: the row it stands in. column: SQL over the aliases of `pairs`. form: a time (read by its logarithm: from one
    minute to two is as far as from five to ten) or a flag. unit: as in `Metric.unit`. table: the shape of the column.
    """

    name: str
    label: str
    link: Literal["contact", "case", "order"]
    column: str
    form: Literal["time", "flag"]
    unit: str
    table: str


DRIVERS: Mapping[str, Driver] = {
    one.name: one
    for one in (
        Driver(
            "handling_time",
            mark("Handling time of the contact"),
            "contact",
            "case when i.handled then i.handle_seconds end",
            "time",
            "seconds",
            "interaction",
        ),
        Driver(
            "waiting_time",
            mark("Wait before the contact"),
            "contact",
            "case when i.answered then i.wait_seconds end",
            "time",
            "seconds",
            "interaction",
        ),
        Driver(
            "answered_in_target",
            mark("Contact answered in target"),
            "contact",
            "case when i.answered then i.in_target end",
            "flag",
            "percent",
            "interaction",
        ),
        Driver(
            "transferred",
            mark("Contact transferred"),
            "contact",
            "case when i.handled then i.transferred end",
            "flag",
            "percent",
            "interaction",
        ),
        Driver("promised", mark("Promise obtained"), "contact", "i.promised", "flag", "percent", "interaction"),
        Driver("closed_sale", mark("Contact that sold"), "contact", "i.closed_sale", "flag", "percent", "interaction"),
        Driver(
            "response_time",
            mark("First response of the case"),
            "case",
            "case when w.responded then w.response_seconds end",
            "time",
            "seconds",
            "work_item",
        ),
        Driver(
            "resolution_time",
            mark("Resolution time of the case"),
            "case",
            "case when w.completed then w.resolution_seconds end",
            "time",
            "seconds",
            "work_item",
        ),
        Driver(
            "first_contact",
            mark("Case solved at first contact"),
            "case",
            "w.first_contact",
            "flag",
            "percent",
            "work_item",
        ),
        Driver("escalated", mark("Case escalated"), "case", "w.escalated", "flag", "percent", "work_item"),
        Driver("saved", mark("Customer kept"), "case", "w.saved_now", "flag", "percent", "work_item"),
        Driver("resolved_in_sla", mark("Case resolved in SLA"), "case", "k.resolved", "flag", "percent", "sla_clock"),
        Driver(
            "answered_in_sla",
            mark("First response in SLA"),
            "case",
            "k.answered",
            "flag",
            "percent",
            "sla_clock",
        ),
        Driver(
            "followed_in_sla",
            mark("Next responses in SLA"),
            "case",
            "k.followed",
            "flag",
            "percent",
            "sla_clock",
        ),
        Driver(
            "delivered_on_time",
            mark("Order delivered on time"),
            "order",
            "o.delivered_on <= o.promised_on",
            "flag",
            "percent",
            "purchase",
        ),
    )
}

# What is produced per hour or per agent-day is read per contact as the time that the contact took.
READINGS: Mapping[str, str] = {
    **dict.fromkeys(
        (
            *("average_handle_time", "occupancy", "cases_resolved_per_hour", "cases_resolved_per_agent_day"),
            *("cost_per_resolution", "leads_worked_per_hour", "leads_worked_per_agent_day"),
            *("revenue_per_selling_hour", "revenue_per_agent_day", "activities_per_agent_day"),
            *("collected_per_hour", "collected_per_agent_day", "cost_to_collect"),
            *("contacts_per_hour", "contacts_per_agent_day", "sales_per_hour", "sales_per_agent_day"),
            *("enrolments_per_hour", "enrolments_per_agent_day", "saves_per_hour", "saves_per_agent_day"),
        ),
        "handling_time",
    ),
    **dict.fromkeys(("average_speed_of_answer", "speed_of_answer_p90"), "waiting_time"),
    "service_level": "answered_in_target",
    "transfer_rate": "transferred",
    "promise_rate": "promised",
    "sales_conversion_rate": "closed_sale",
    **dict.fromkeys(
        (
            *("first_response_time", "first_response_time_p90"),
            *("lead_first_response_time", "lead_first_response_time_p90"),
        ),
        "response_time",
    ),
    **dict.fromkeys(("resolution_time", "resolution_time_p90"), "resolution_time"),
    **dict.fromkeys(("first_contact_resolution", "net_first_contact_resolution"), "first_contact"),
    "escalation_rate": "escalated",
    "save_rate_initial": "saved",
    "sla_compliance": "resolved_in_sla",
    **dict.fromkeys(("first_response_sla", "lead_response_sla"), "answered_in_sla"),
    "next_response_sla": "followed_in_sla",
    "on_time_delivery_rate": "delivered_on_time",
}

_LATER = mark("{metric} settles after the customer has answered: one answer has no reading of it yet")
_UNSEEN = mark("{metric} counts contacts that nobody is asked about")
_WHOLE = mark("{metric} is counted for a whole team or period: a single contact has no reading of it")

UNREAD: Mapping[str, str] = {
    **dict.fromkeys(
        (
            *("reopen_rate", "recurrence_rate", "save_rate", "promise_kept_rate", "promises_kept_share"),
            *("sale_followup_rate", "lead_contact_rate", "renewal_rate", "detractor_followup_sla"),
        ),
        _LATER,
    ),
    **dict.fromkeys(
        ("abandonment_rate", "outbound_abandonment_rate", "outbound_abandonment_rate_30d", "contact_rate"), _UNSEEN
    ),
    "right_party_contact_rate": _UNSEEN,
    "response_rate": _UNSEEN,
}


def reading_of(metric: Metric) -> Driver | Reason:
    """What the metric says of one contact, case or order; or why it says nothing of it."""
    if metric.name in READINGS:
        return DRIVERS[READINGS[metric.name]]
    return because(UNREAD.get(metric.name, _WHOLE), metric=metric.name)
