"""The public data sets, imported and asked: `make real-data` prints id, expected, got for each known answer.

The files lie beside the project, in ../shared/data, and are never copied into it. The answers are those of its
README.md, computed there straight from the files, without this code. Ends with 1 when one differs, with 2 when there
are no files.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import crm_metrics as crm
from crm_metrics.boards import daily, monthly, weekly
from crm_metrics.boards.core import View
from crm_metrics.command.printing import grid
from crm_metrics.warehouse.founding import found
from crm_metrics.warehouse.loading.load import import_folder
from crm_metrics.words import Words
from tests.scenarios.known import customers, orders, selling, support, telephone
from tests.scenarios.known.arithmetic import credit_default
from tests.scenarios.known.core import DATA, Answer, Scenario, as_the_source_reads

BOARDS = {"daily": daily, "weekly": weekly, "monthly": monthly}
OLIST = {"name": "Olist", "country": "BR", "time_zone": "America/Sao_Paulo"}
AMSTERDAM = {"name": "Lening", "country": "NL", "time_zone": "Europe/Amsterdam"}
VOLVO = {"name": "Volvo IT", "country": "BE"}
LISBON = {"name": "Banco", "country": "PT", "time_zone": "Europe/Lisbon"}
DOLLARS = {"name": "Hardware", "currency": "USD"}
BOGOTA = {"name": "Colas", "country": "CO"}

SCENARIOS = (
    Scenario("olist_orders", "olist", OLIST, {"order_line": 0, "survey": 0}, orders.olist_orders, orders.olist_beside),
    Scenario("olist_funnel", "olist", OLIST, {"work_item": 0}, orders.olist_funnel, orders.funnel_beside),
    Scenario("incidents", "volvo_incidents", VOLVO, {"work_item": 0}, support.incidents, support.incidents_beside),
    Scenario(
        "servicenow_log",
        "incident_uci",
        DOLLARS,
        {"work_item": 0, "status_event": 0},
        support.servicenow_log,
        support.servicenow_beside,
    ),
    Scenario("complaints", "cfpb", DOLLARS, {"work_item": 0}, support.complaints, support.complaints_beside),
    Scenario("bank_marketing", "bank", LISBON, {"work_item": 0}, selling.bank_marketing, selling.bank_beside),
    Scenario("crm_pipeline", "crm_maven", DOLLARS, {"work_item": 500}, selling.crm_pipeline, selling.pipeline_beside),
    Scenario(
        "loan_applications",
        "loans_bpi2012",
        AMSTERDAM,
        {"work_item": 0, "interaction": 0, "status_event": 0},
        selling.loans,
        selling.loans_beside,
    ),
    Scenario("cdnow", "cdnow", DOLLARS, {"order_line": 0}, customers.cdnow),
    Scenario("telco", "telco_ibm", DOLLARS, {"subscription": 0}, customers.telco),
    Scenario(
        "airline_loyalty",
        "loyalty_maven",
        DOLLARS,
        {"loyalty_entry": 0, "customer": 0},
        customers.airline,
        customers.airline_beside,
    ),
    Scenario("queue_log", "queue_log", BOGOTA, {"interaction": 0, "agent_time": 0}, telephone.queue_log),
    Scenario("cdr", "cdr", BOGOTA, {"interaction": 0}, telephone.cdr),
)


@contextmanager
def imported(scenario: Scenario, place: Path) -> Iterator[tuple[crm.Warehouse, dict[str, int]]]:
    """The scenario's files in a warehouse of their own, with the rows rejected by table."""
    folder = place / scenario.source
    found(folder, finish=None, **scenario.company)  # type: ignore[arg-type]
    report = import_folder(DATA / scenario.folder, folder, scenario.source, finish=None)
    warehouse = crm.open(folder)
    try:
        yield warehouse, {one.table: one.rejected for one in report.tables}
    finally:
        warehouse.close()


def answered(scenario: Scenario, place: Path) -> list[Answer]:
    """Every known answer of a scenario, what was rejected, and whether the boards open in both languages."""
    with imported(scenario, place) as (warehouse, rejected):
        found = list(scenario.answers(warehouse))
        found += scenario.beside(as_the_source_reads(scenario.source, DATA / scenario.folder))
        for table, expected in scenario.rejected.items():
            found.append(Answer(f"rejected in {table}", str(expected), str(rejected[table])))
        for name, board in BOARDS.items():
            facts = board.gather(warehouse, View())
            opened = [board.board(facts, Words(language)) for language in ("es", "en")]
            found.append(Answer(f"{name} board opens", "2", str(len(opened))))
    return found


def main() -> int:
    """Print a line per answer."""
    if not DATA.is_dir():
        sys.stderr.write(f"There are no data sets in {DATA}: they are not part of the project.\n")
        return 2
    rows = []
    with TemporaryDirectory(prefix="pulso-") as place:
        for scenario in SCENARIOS:
            sys.stderr.write(f"{scenario.source} …\n")
            for one in answered(scenario, Path(place)):
                rows.append([scenario.source, one.id, one.expected, one.got, "ok" if one.ok else "DIFFERS"])
    for one in credit_default():
        rows.append(["(no mapping)", one.id, one.expected, one.got, "ok" if one.ok else "DIFFERS"])
    sys.stdout.write(grid(["source", "id", "expected", "got", "ok"], rows))
    return 0 if all(row[-1] == "ok" for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
