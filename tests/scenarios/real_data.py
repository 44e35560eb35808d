"""The public data sets, imported and asked: `make real-data` prints id, expected, got for each known answer.

The files lie beside the project, in ../shared/data, and are never copied into it. The answers are those of its
README.md, computed there straight from the files, without this code; an invented file tells its own, worked out by
hand. Ends with 1 when one differs, with 2 when there are no files.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import crm_metrics as crm
from crm_metrics.boards import daily, monthly, weekly
from crm_metrics.boards.core import View
from crm_metrics.command.printing import grid
from crm_metrics.warehouse.loading.load import import_folder
from crm_metrics.words import Words
from tests.scenarios.known import customers, invoices, orders, selling, support, telephone
from tests.scenarios.known.arithmetic import credit_default
from tests.scenarios.known.core import DATA, Answer, Scenario, as_the_source_reads
from tests.scenarios.own_files import call_centre
from tests.warehouse.founded import founded

Answers = Callable[[crm.Warehouse], Iterator[Answer]]

BOARDS = {"daily": daily, "weekly": weekly, "monthly": monthly}
OLIST = {"name": "Olist", "country": "BR", "time_zone": "America/Sao_Paulo"}
AMSTERDAM = {"name": "Lening", "country": "NL", "time_zone": "Europe/Amsterdam"}
VOLVO = {"name": "Volvo IT", "country": "BE"}
LISBON = {"name": "Banco", "country": "PT", "time_zone": "Europe/Lisbon"}
DOLLARS = {"name": "Hardware", "currency": "USD"}
BOGOTA = {"name": "Colas", "country": "CO"}

KEMPER = {"name": "Kemper", "country": "MX", "time_zone": "America/Mexico_City", "tax_id": "EKU9003173C9"}
HERRERIA = {**KEMPER, "name": "Herrería", "tax_id": "H&E951128469"}
PRUEBA = {**KEMPER, "name": "Prueba", "tax_id": "PIN260101AB1"}
SPAIN = {"name": "Hypeprop", "country": "ES", "time_zone": "Europe/Madrid"}
EUROPE = {"name": "Peppol", "currency": "EUR", "time_zone": "Europe/Stockholm", "tax_id": "GB1232434"}


def _of_invoices(name: str, company: Mapping[str, str], asked: Answers, *files: str) -> Scenario:
    source, folder = name.split()[0], f"einvoices/{name.split()[1]}"
    return Scenario(source, folder, company, {}, asked, files=files, name=name.replace(" ", "_"))


INVOICES = (
    _of_invoices("cfdi mx R1", HERRERIA, invoices.paid_after_a_day, "he_invoice_ppd.xml", "he_payment.xml"),
    _of_invoices("cfdi mx twin", HERRERIA, invoices.twin, "he_invoice_ppd.xml", "he_invoice_pue.xml", "he_payment.xml"),
    _of_invoices("cfdi mx R2", KEMPER, invoices.dollars, "discounts_usd.xml"),
    _of_invoices("cfdi mx R3", KEMPER, invoices.one_payment_of_two, "payment_two_invoices.xml"),
    _of_invoices("cfdi mx R5", KEMPER, invoices.two_currencies, "payment_two_currencies.xml"),
    _of_invoices("cfdi mx9 R12", PRUEBA, invoices.nine),
    _of_invoices("facturae es R10", {**SPAIN, "tax_id": "B23103039"}, invoices.undone,
                 "invopop__invoice-vat.xml", "invopop__credit-note.xml"),
    _of_invoices("facturae es IRPF", {**SPAIN, "tax_id": "37221735F"}, invoices.withheld,
                 "invopop__invoice-vat-irpf.xml"),
    _of_invoices("ubl eu credit", EUROPE, invoices.undone,
                 "OpenPEPPOL__base-example.xml", "OpenPEPPOL__base-creditnote-correction.xml"),
    _of_invoices("ubl eu prepaid", EUROPE, invoices.paid_before, "OpenPEPPOL__Allowance-example.xml"),
)  # fmt: skip

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
    *INVOICES,
    Scenario("queue_log", "queue_log", BOGOTA, {"interaction": 0, "agent_time": 0}, telephone.queue_log),
    Scenario("cdr", "cdr", BOGOTA, {"interaction": 0}, telephone.cdr),
    Scenario(
        str(Path(call_centre.__file__).with_suffix(".toml")),
        "",
        BOGOTA,
        {"interaction": 0},
        telephone.call_centre,
        name="call_centre",
        write=call_centre.write,
    ),
)


@contextmanager
def imported(scenario: Scenario, place: Path) -> Iterator[tuple[crm.Warehouse, dict[str, int]]]:
    """The scenario's files in a warehouse of their own, with the rows rejected by table."""
    folder, inbox = place / scenario.id, DATA / scenario.folder
    if scenario.write:
        inbox = place / f"{scenario.id}_files"
        inbox.mkdir()
        scenario.write(inbox)
    if scenario.files:
        inbox = place / f"{scenario.id}_files"
        inbox.mkdir()
        for name in scenario.files:
            shutil.copy(DATA / scenario.folder / name, inbox)
    founded(folder, **scenario.company)
    report = import_folder(inbox, folder, scenario.source, finish=None)
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
            sys.stderr.write(f"{scenario.id} …\n")
            for one in answered(scenario, Path(place)):
                rows.append([scenario.id, one.id, one.expected, one.got, "ok" if one.ok else "DIFFERS"])
    for one in credit_default():
        rows.append(["(no mapping)", one.id, one.expected, one.got, "ok" if one.ok else "DIFFERS"])
    sys.stdout.write(grid(["source", "id", "expected", "got", "ok"], rows))
    return 0 if all(row[-1] == "ok" for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
