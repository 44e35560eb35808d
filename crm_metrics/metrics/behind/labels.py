"""What the columns of the rows behind a number are called by who reads them; one without a word stays in the file."""

from __future__ import annotations

from crm_metrics.metrics.behind.columns import RowColumn
from crm_metrics.names import NAMES
from crm_metrics.words import Words, mark

LABELS = {
    "work_item": mark("Case or item"), "interaction_id": mark("Contact"), "contact": mark("Contact"),
    "order_id": mark("Order"), "line_no": mark("Line"), "invoice_id": mark("Invoice"), "account": mark("Account"),
    "subscription_id": mark("Contract"), "survey_id": mark("Survey"), "entry_id": mark("Entry"),
    "with_line": mark("With product line"), "clock": mark("Clock"),
    "from_on": mark("From"), "to_on": mark("Until"), "day": mark("Day"),
    "opened_on": mark("Opened on"), "opened_at": mark("Opened at"), "closed_on": mark("Closed on"),
    "closed_at": mark("Closed at"), "first_resolved_on": mark("Resolved on"), "first_resolved_at": mark("Resolved at"),
    "finished_on": mark("Finished on"), "finished_at": mark("Finished at"), "offered_on": mark("Came on"),
    "offered_at": mark("Came at"), "answered_on": mark("Answered on"), "answered_at": mark("Answered at"),
    "responded_on": mark("Answered on"), "responded_at": mark("Answered at"), "sent_on": mark("Sent on"),
    "sent_at": mark("Sent at"), "ordered_on": mark("Ordered on"), "ordered_at": mark("Ordered at"),
    "delivered_on": mark("Delivered on"), "issued_on": mark("Issued on"), "due_on": mark("Due on"),
    "due_at": mark("Due at"), "entry_on": mark("Entered on"), "entered_on": mark("Entered on"),
    "left_on": mark("Left on"), "started_on": mark("Began on"), "ended_on": mark("Ended on"),
    "acquired_on": mark("Customer since"), "cohort_on": mark("Customer since"), "promised_on": mark("Promised for"),
    "proposed_on": mark("Proposed on"), "qualified_on": mark("Qualified on"), "breached_on": mark("Ran out on"),
    "promised_close_on": mark("Promised to be solved on"), "renewal_due_on": mark("Renewal due on"),
    "follow_up_due_on": mark("Follow-up due on"), "campaign_ends_on": mark("End of the campaign"),
    "expires_on": mark("Expires on"),
    "asked_on": mark("Asked on"), "replied_on": mark("Replied on"), "reply_due_on": mark("Reply due on"),
    "amount": mark("Amount"), "balance": mark("Balance"), "mrr": mark("Monthly revenue"), "revenue": mark("Revenue"),
    "margin": mark("Margin"), "cost": mark("Cost"), "discount": mark("Discount"), "list_amount": mark("List price"),
    "expected_amount": mark("Expected amount"), "collected_amount": mark("Amount collected"),
    "kept_amount": mark("Amount kept"), "due_amount": mark("Amount promised"), "serve_cost": mark("Cost to serve"),
    "opening_mrr": mark("Monthly revenue at the opening"), "closing_mrr": mark("Monthly revenue at the close"),
    "opening_balance": mark("Balance at the opening"), "closing_balance": mark("Balance at the close"),
    "invoiced": mark("Invoiced"), "paid": mark("Paid"), "yearly_revenue": mark("Yearly revenue"),
    "quantity": mark("Quantity"), "score": mark("Score"), "points": mark("Points"), "months": mark("Months"),
    "wait_seconds": mark("Wait, s"), "handle_seconds": mark("Handle time, s"), "talk_seconds": mark("Talk time, s"),
    "response_seconds": mark("Time to answer, s"), "resolution_seconds": mark("Time to resolve, s"),
    "productive_seconds": mark("Time worked, s"), "paid_seconds": mark("Time paid, s"),
    "scheduled_seconds": mark("Time planned, s"), "over_seconds": mark("Beyond the time agreed, s"),
    "cycle_days": mark("Days to close"), "gap_days": mark("Days between orders"), "pay_days": mark("Days to pay"),
    "days": mark("Days"), "offered_hour": mark("Hour"), "weekday": mark("Weekday"),
    "numerator": mark("Adds above"), "denominator": mark("Adds below"), "unknown": mark("Amount not told"),
    "comment": mark("Comment"),
    "age": mark("Age"), "ended": mark("Ended"), "weight": mark("Weight"), "first_seen": mark("Age first seen"),
    "took": mark("Handling time of the contact"),
    "sales": mark("Credit sales"), "months_back": mark("Months back"), "days_before": mark("Days before it"),
    "month_days": mark("Days of the month"), "period": mark("Period"),
}  # fmt: skip


def label(column: RowColumn, words: Words) -> str:
    """The word for a column; "" where there is none, and the column is in the file alone."""
    name, _, number = column.name.rpartition("_") if column.name[-2:-1] == "_" else (column.name, "", "")
    if column.role == "part" and name in LABELS and number.isdigit():
        return f"{words(LABELS[name])} {number}"
    return named(column.name, words)


def named(name: str, words: Words) -> str:
    """The word for a column by its name, of a dimension that of the dimension; "" where there is none."""
    if name in LABELS:
        return words(LABELS[name])
    return words.name(name) if name in NAMES else ""
