"""The commands that begin a warehouse: init and demo."""

from __future__ import annotations

from typing import Any

from crm_metrics.command import arguments
from crm_metrics.command.run import Run
from crm_metrics.warehouse.demo.build import build_demo
from crm_metrics.warehouse.founding import found, is_founded, say_tax_id


def init(run: Run) -> int:
    """The command init: the empty warehouse of a company."""
    given = run.given
    others = (given.name, given.country, given.currency, given.time_zone, given.locale)
    if given.tax_id and not any(others) and is_founded(run.folder):
        version = say_tax_id(run.folder, given.tax_id, finish=run.finish)
        run.print(
            "The company's own tax id is {tax_id}: version {number} of the warehouse in {folder}.",
            tax_id=given.tax_id,
            number=str(version),
            folder=run.folder,
        )
        return 0
    founded = found(
        run.folder,
        name=given.name,
        country=given.country,
        currency=given.currency,
        time_zone=given.time_zone,
        locale=given.locale,
        tax_id=given.tax_id,
        finish=run.finish,
    )
    company = founded.company
    run.print(
        "{name}: version {version} of the warehouse in {folder}. Time zone {time_zone}, currency {currency},"
        " locale {locale}; open {days} days a week from {opens} to {closes}; {holidays} holidays.",
        name=company.name,
        version=str(founded.version),
        folder=run.folder,
        time_zone=company.time_zone,
        currency=company.currency,
        locale=company.locale,
        days=len(founded.weekdays),
        opens=founded.opens,
        closes=founded.closes,
        holidays=founded.holidays,
    )
    for note in founded.notes:
        run.say(note)
    return 0


def demo(run: Run) -> int:
    """The command demo: a company that is made up."""
    given = run.given
    asked: dict[str, Any] = {
        "customers": arguments.whole("--customers", given.customers),
        "months": arguments.whole("--months", given.months),
        "seed": arguments.whole("--seed", given.seed, least=0),
        "until": arguments.day("--until", given.until),
    }
    run.tell("Building the demo company in {folder}.", folder=run.folder)
    chosen = {name: value for name, value in asked.items() if value is not None}
    build_demo(run.folder, progress=run.tell, finish=run.finish, **chosen)
    run.print("The demo company is in {folder}. All of it is synthetic.", folder=run.folder)
    return 0
