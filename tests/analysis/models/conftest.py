"""The customers of CDNOW, on whom the models of purchases and amounts were published."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from crm_metrics.analysis.models import purchases
from crm_metrics.analysis.models.fitting import Numbers

SAMPLE = Path(__file__).parent / "cdnow_sample.csv"


@pytest.fixture(scope="package")
def cdnow() -> dict[str, Numbers]:
    """The columns x, t_x, T and zbar of the 2,357 customers."""
    with SAMPLE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {name: np.array([float(row[name]) for row in rows]) for name in ("x", "t_x", "T", "zbar")}


@pytest.fixture(scope="package")
def bought(cdnow: dict[str, Numbers]) -> purchases.Purchases:
    """Their purchases, fitted."""
    model = purchases.fit(cdnow["x"], cdnow["t_x"], cdnow["T"])
    assert isinstance(model, purchases.Purchases)
    return model
