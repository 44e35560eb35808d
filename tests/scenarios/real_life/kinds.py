"""Every kind of the border with real life, with the forms in which it is written."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from tests.scenarios.real_life import books, days, desks, gaps, helpdesk, ledgers, writing
from tests.scenarios.real_life.exports import Form, Telling

KINDS: Mapping[str, tuple[Form, ...]] = {
    "civil_day": (
        days.answers, days.work, days.opportunities, days.orders, days.closings, days.deals, days.points,
    ),
    "instalments": (ledgers.instalments,),
    "credit_balance": (
        ledgers.overpaid, ledgers.advances, ledgers.credit_notes, ledgers.odoo_credits, ledgers.exchange_differences,
        ledgers.allocated_later,
    ),
    "trials": (books.trials_that_end, books.trials_that_pay, books.pauses),
    "refunds": (books.refunds,),
    "date_order": (
        desks.answered_after_solving, desks.closed_before_opened, desks.responded_before_sent,
        desks.answered_before_offered, books.delivered_before_ordered,
    ),
    "same_key": (
        desks.states_of_one_second, desks.overlapping_work, books.changes_of_one_day, desks.spans_of_one_day,
        helpdesk.changes_of_one_second,
    ),
    "role_of_today": (helpdesk.former_agents,),
    "rows_left_out": tuple(gaps.unknown_words(*one) for one in gaps.UNKNOWN_WORDS),
    "unknown_not_zero": (gaps.handle_times, gaps.deal_amounts, gaps.costs),
    "written_contacts": (desks.written, desks.audits, books.spent_after_leaving),
    "age_report": (ledgers.open_debts, ledgers.payments_alone, ledgers.invoices_alone),
    "first_resolution": (
        helpdesk.reopened_and_open, helpdesk.one_touch, helpdesk.policies_of_tickets, helpdesk.deleted_tickets,
    ),
    "writing": (
        *(writing.amounts(write) for write in writing.AMOUNTS),
        *(writing.months_in_words(number) for number in range(len(writing.DAYS))),
        *(writing.durations(number) for number in range(len(writing.DURATIONS))),
        writing.half_days, writing.zones_behind, writing.numbers_for_days, writing.seconds_since_1970,
        writing.with_own_formats,
    ),
    "intervals": (desks.few_rows,),
    "holidays": tuple(days.holidays(number) for number in range(len(days.CALENDARS))),
    "company_zone": (days.nobody_ran_init, days.shop_without_init),
}  # fmt: skip


def form_of(kind: str, seed: int) -> Form:
    """The form of a company: the forms of a kind take turns."""
    return KINDS[kind][seed % len(KINDS[kind])]


def telling(kind: str, seed: int) -> Telling:
    """The company of a kind and seed, the same on every machine."""
    return form_of(kind, seed)(Random(f"{kind} {seed}"))
