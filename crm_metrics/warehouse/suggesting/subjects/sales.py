"""Lines of sales, and contracts: what was sold of each product, and what is paid each month."""

from __future__ import annotations

from crm_metrics.warehouse.suggesting.columns import Column
from crm_metrics.warehouse.suggesting.drafts import MappingDraft, Rule, both
from crm_metrics.warehouse.suggesting.subjects.customers import beside, customer
from crm_metrics.warehouse.suggesting.subjects.discounts import after_discount
from crm_metrics.warehouse.suggesting.subjects.invoices import moment
from crm_metrics.warehouse.suggesting.subjects.kinds import document_of_rows
from crm_metrics.warehouse.suggesting.subjects.lines import lines_of, net_of, number_lines, numbered_by
from crm_metrics.warehouse.suggesting.subjects.money import is_rate, told_with_tax
from crm_metrics.warehouse.suggesting.subjects.sums import side_by_rates


def draft_sales(draft: MappingDraft) -> None:
    """The rules of lines of sales."""
    table = draft.table
    day = table.any("issued", "date", "opened", "submitted") or "date"
    counted = draft.counted()
    number = numbered_by(table)
    document = document_of_rows(draft, day)
    product = table.any("product_code", "product") or "product"
    lines = lines_of(table)
    amount = net_of(draft, lines) if lines else _amount(draft)
    columns: Rule = {
        "order_id": document.id,
        "line_no": "1",
        "customer_id": customer(draft),
        "product_id": f"coalesce({draft.column(product)}, 'unknown')",
        "ordered_at": moment(draft, day),
        "quantity": draft.column("quantity") if table.has("quantity") else "1",
        "amount": f"case when {document.credit} then -abs({amount}) else {amount} end" if document.credit else amount,
    }
    if document.credit:
        columns["is_return"] = document.credit
    if table.has("agent"):
        columns["agent_id"] = draft.column("agent")
    words = beside(draft)
    if number and draft.base == draft.name:
        columns["line_no"] = "n"
        number_lines(draft, draft.column(number))
    if amount:
        draft.offer("order_line", columns, when=both(counted, document.invoices), **words)
        _products(draft, product)


def _products(draft: MappingDraft, product: str) -> None:
    """A row for each product, where its line is told."""
    if not draft.table.has("category"):
        return
    key = draft.column(product)
    name = draft.column("product") if draft.table.has("product") else key
    line = f"coalesce(first({draft.column('category')}), '-')"
    columns = {"product_id": key, "name": f"coalesce(first({name}), {key})", "line": line}
    draft.offer("product", columns, when=f"{key} is not null", by=[key])


def _amount(draft: MappingDraft) -> str:
    """The amount of a line, without tax and after its discount; asked where nothing says whether it holds the tax."""
    table, by = draft.table, draft.table.by
    one = by.get("net") or by.get("amount") or by.get("total")
    if one is None:
        return _by_price(draft)
    column, _ = after_discount(draft, one)
    if one.meaning == "net":
        return column
    if not table.has("tax") or is_rate(by["tax"]):
        return _asked(draft, one, column)
    side = side_by_rates(table, by["tax"], one, draft.inquiry.country)
    if side == "on_top" or (not side and told_with_tax(one.name) is False):
        return column
    without = f"{column} - coalesce({draft.column('tax')}, 0)"
    return without if side or told_with_tax(one.name) else _asked(draft, one, column) or without


def _by_price(draft: MappingDraft) -> str:
    """What quantity and price make, where no column says it."""
    table = draft.table
    if not table.has("quantity", "unit_price"):
        return ""
    gross = f"{draft.column('quantity')} * {draft.column('unit_price')}"
    less = f" - coalesce({draft.column('discount')}, 0)" if table.has("discount") else ""
    return _asked(draft, table.by["unit_price"], gross + less)


def _asked(draft: MappingDraft, amount: Column, column: str) -> str:
    told = told_with_tax(amount.name)
    if told is None:
        answer = draft.choice("amount_tax", default="without_tax", column=amount.name)
        told = answer == "with_tax"
    return "" if told else column


def draft_subscriptions(draft: MappingDraft) -> None:
    """The rules of contracts that are paid month by month."""
    table = draft.table
    starts = table.any("starts", "date") or "starts"
    number = table.any("subscription", "document")
    columns: Rule = {
        "subscription_id": draft.column(number) if number else customer(draft),
        "customer_id": customer(draft),
        "product_id": f"coalesce({draft.column('plan')}, 'unknown')" if table.has("plan") else "'unknown'",
        "starts_on": draft.day(starts),
        "mrr": draft.column("mrr"),
    }
    if table.has("ends"):
        columns["ends_on"] = draft.day("ends")
    told = told_with_tax(table.by["mrr"].name)
    if told is None and draft.choice("amount_tax", default="without_tax", column=table.by["mrr"].name) == "with_tax":
        return
    draft.offer("subscription", columns, when=draft.counted() if not table.has("ends") else "", **beside(draft))
