"""The walks over all metrics, whole: groups in every form of an answer, intervals, unknown values, own definitions."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from crm_metrics.metrics import CATALOGUE
from crm_metrics.warehouse.demo.build import Asked
from tests.demo_company import blank_shop, demo_company
from tests.metrics.walks import test_groups, test_intervals_hold, test_own_definitions, test_unknown

Counts = Mapping[str, object]


def groups(count: int = len(CATALOGUE), seed: int = 7) -> Counts:
    """So many metrics by every dimension of theirs: the same groups in the table, CSV, JSON and `.table`."""
    with demo_company(Asked(test_groups.DAY, 200, 4, seed), finish=None) as shop:
        return {"metrics": count, "metrics by dimensions": test_groups.walk(shop, test_groups.pairs(shop, count))}


def intervals(count: int = 40, seed: int = 0) -> Counts:
    """Every metric on so many small and odd companies of each size: its interval holds its value, within its bounds."""
    with blank_shop() as shop:
        found, of = test_intervals_hold.walk(shop, range(seed, seed + count))
    return {"draws": count, "intervals": found, "metrics with one": len(of)}


def unknown(count: int = 3, seed: int = 7) -> Counts:
    """Every quotient of so many companies, a third of its values taken away: no row without one is divided by."""
    quotients = test_unknown.quotients()
    for place in range(seed, seed + count):
        with demo_company(Asked(date(2026, 5, 31), 200, 4, place), finish=None) as shop:
            for name, column in quotients:
                test_unknown.left_out_of_both_sides(shop, name, column)
    return {"companies": count, "quotients": len(quotients)}


def own(count: int = 1_000, seed: int = 8) -> Counts:
    """So many definitions that a company might write: each is refused by name, or answers."""
    asked = Asked(test_own_definitions.DAY, 200, 4)
    with (
        TemporaryDirectory() as folder,
        patch.dict(os.environ, {"CRM_COMPANY": folder}),
        demo_company(asked, finish=None) as shop,
    ):
        test_own_definitions.write(Path(folder), test_own_definitions.Writer(shop, seed), count)
        taken, refused = test_own_definitions.walk(shop, Path(folder))
    return {"definitions": count, "answer": taken, "refused by name": refused}
