"""Which metrics stand on which page: each that the warehouse can tell on one, none on two."""

from __future__ import annotations

from crm_metrics.access import PROCESSES
from crm_metrics.boards.process.indicators import AT_TOUCHPOINTS, OF_SUPPORT, WHOLES, belonging, divided, places
from crm_metrics.boards.series import offered
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.core import APPLICATION
from crm_metrics.warehouse.store import Warehouse


def test_every_metric_has_its_place_on_the_page_of_a_process_or_of_the_company(shop: Warehouse) -> None:
    company = {one.metric for one in belonging(shop, "")}
    own = {process: {one.metric for one in belonging(shop, process)} for process in PROCESSES}
    everywhere = company.union(*own.values())
    missing = {name for name, metric in CATALOGUE.items() if metric.shape != APPLICATION} - everywhere
    assert missing == set(WHOLES)  # they are looked at by their parts
    for process, names in own.items():
        assert not names & company
        for name in names:
            metric = CATALOGUE[name]
            assert metric.process == process or "process" in offered(shop, metric)


def test_a_metric_read_by_its_own_parts_is_no_number_of_its_own() -> None:
    assert divided(CATALOGUE["churn_reason_share"]) == "reason"
    assert divided(CATALOGUE["aging_bucket"]) == "bucket"
    assert divided(CATALOGUE["csat"]) == ""


def test_the_columns_of_a_table_are_of_the_process_or_of_all() -> None:
    for process in PROCESSES:
        for columns in (AT_TOUCHPOINTS, OF_SUPPORT):
            for place in places(process, columns):
                assert all(CATALOGUE[one.metric].process in (None, process) for one in place)
    speed = places("presales", AT_TOUCHPOINTS)[3]
    assert [one.metric for one in speed] == ["first_response_sla", "lead_response_sla", "sla_compliance"]
