"""What each metric says of one contact, case or order: the column that stands beside the customer's own answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.readings import Reason, because
from crm_metrics.words import mark

Link = Literal["contact", "case", "order"]
Form = Literal["time", "flag"]


@dataclass(frozen=True, kw_only=True)
class Driver:
    """A column of what a survey asks about."""

    name: str
    """Its key in DRIVERS, by which READINGS says which metrics it stands for."""
    label: str
    """What a reader sees, marked for translation."""
    link: Link
    """The row it stands in."""
    column: str
    """SQL over the aliases of `pairs`."""
    form: Form
    """A time is read by its logarithm: from one minute to two is as far as from five to ten."""
    unit: str
    """As in `Metric.unit`."""
    table: str
    """The shape of the column."""


# What a survey is about: the link, and the shape in which the column stands.
CONTACT: tuple[Link, str] = ("contact", "interaction")
CASE: tuple[Link, str] = ("case", "work_item")
CLOCK: tuple[Link, str] = ("case", "sla_clock")
ORDER: tuple[Link, str] = ("order", "purchase")


def _time(name: str, label: str, about: tuple[Link, str], column: str) -> Driver:
    link, table = about
    return Driver(name=name, label=label, link=link, column=column, form="time", unit="seconds", table=table)


def _flag(name: str, label: str, about: tuple[Link, str], column: str) -> Driver:
    link, table = about
    return Driver(name=name, label=label, link=link, column=column, form="flag", unit="percent", table=table)


DRIVERS: Mapping[str, Driver] = {
    driver.name: driver
    for driver in (
        _time(
            "handling_time",
            mark("Handling time of the contact"),
            CONTACT,
            "case when i.handled then i.handle_seconds end",
        ),
        _time("waiting_time", mark("Wait before the contact"), CONTACT, "case when i.answered then i.wait_seconds end"),
        _flag(
            "answered_in_target",
            mark("Contact answered in target"),
            CONTACT,
            "case when i.answered then i.in_target end",
        ),
        _flag("transferred", mark("Contact transferred"), CONTACT, "case when i.handled then i.transferred end"),
        _flag("promised", mark("Promise obtained"), CONTACT, "i.promised"),
        _flag("closed_sale", mark("Contact that sold"), CONTACT, "i.closed_sale"),
        _time(
            "response_time",
            mark("First response of the case"),
            CASE,
            "case when w.responded then w.response_seconds end",
        ),
        _time(
            "resolution_time",
            mark("Resolution time of the case"),
            CASE,
            "case when w.completed then w.resolution_seconds end",
        ),
        _flag("first_contact", mark("Case solved at first contact"), CASE, "w.first_contact"),
        _flag("escalated", mark("Case escalated"), CASE, "w.escalated"),
        _flag("saved", mark("Customer kept"), CASE, "w.saved_now"),
        _flag("resolved_in_sla", mark("Case resolved in SLA"), CLOCK, "k.resolved"),
        _flag("answered_in_sla", mark("First response in SLA"), CLOCK, "k.answered"),
        _flag("followed_in_sla", mark("Next responses in SLA"), CLOCK, "k.followed"),
        _flag("delivered_on_time", mark("Order delivered on time"), ORDER, "o.delivered_on <= o.promised_on"),
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
