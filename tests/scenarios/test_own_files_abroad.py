"""Files of companies of other countries as their owners have them: every number that a careful person counts.

A seeded third of the companies; all of them with `make proofs`.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from crm_metrics.warehouse.suggesting.people import folded_name
from tests.scenarios.own_files import (
    argentina,
    australia,
    bolivia,
    brazil,
    chile,
    clinic,
    costarica,
    ecuador,
    harbour,
    paraguay,
    peru,
    plain,
    portugal,
    prairie,
    uruguay,
)
from tests.scenarios.own_files.andes import bucaramanga, mendoza, trujillo
from tests.scenarios.own_files.isthmus import elsalvador, honduras
from tests.scenarios.own_files.north import britain, mexico
from tests.scenarios.own_files.overseas import canada, valencia
from tests.scenarios.own_files.tropics import amazonia, dominican, guatemala, panama
from tests.scenarios.test_own_files import OwnFiles

COMPANIES = [
    amazonia, argentina, australia, bolivia, brazil, britain, bucaramanga, canada, chile, clinic, costarica,
    dominican, ecuador, elsalvador, guatemala, harbour, honduras, mendoza, mexico, panama, paraguay, peru, portugal,
    prairie, trujillo, uruguay, valencia,
]  # fmt: skip
CENTS = 0.006
SAMPLE = Random(7).sample(COMPANIES, 9)


@pytest.mark.parametrize("company", SAMPLE, ids=lambda one: str(one.__name__.rpartition(".")[2]))
def test_untouched_files_give_the_numbers_that_were_counted_before(company: Any, tmp_path: Path) -> None:
    assert numbers_as_counted(company, tmp_path) > 10


def numbers_as_counted(company: Any, folder: Path) -> int:
    """How many numbers the files of a company give, each as it was counted before; AssertionError where one is not."""
    own = OwnFiles(folder, company.COMPANY, company.write)
    assert own.suggest(company.ANSWERS) == 0
    assert own.bring() in (0, 1)
    since, until = company.MONTHS[0], plain.end_of(company.MONTHS)
    near = getattr(company, "TOLERANCE", CENTS)
    for name, values in company.NUMBERS.items():
        found = own.readings(name, since=since, until=until)
        assert [float(one.value) for one in found] == pytest.approx(list(values), abs=near), name
    for name, may_be in company.AT_THE_END.items():
        last = own.readings(name, since=since, until=until)[-1]
        assert float(last.value) in [pytest.approx(one, abs=near) for one in may_be], name
    for name in getattr(company, "ABSENT", ()):
        assert not [one for one in own.readings(name, since=since, until=until) if one.value and one.complete], name
    assert _by_customer(own, since, until) == pytest.approx(
        {folded_name(name): value for name, value in company.SOLD_TO.items()}, abs=near
    )
    return sum(len(values) for values in company.NUMBERS.values()) + len(company.SOLD_TO)


def _by_customer(own: OwnFiles, since: date, until: date) -> dict[str, float]:
    """What each customer bought; what was sold to nobody in particular is no customer's."""
    sold = own.readings("revenue", every="all", by=["customer"], since=since, until=until)
    return {folded_name(str(one.groups[0])): float(one.value) for one in sold if one.groups[0] != "unknown"}
