"""Pulso: control boards for customer management. This is the whole public interface; nothing else is promised.

>>> import crm_metrics as crm
>>> shop = crm.open()                      # data/warehouse; the demo company is built on first use
>>> crm.metrics.nps.measure(shop).table    # month by month, a pandas DataFrame
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from crm_metrics.access import EVERYTHING, Reader, Scope
from crm_metrics.errors import CrmError, DataError, DefinitionError, QuestionError

if TYPE_CHECKING:
    from crm_metrics import metrics
    from crm_metrics.metrics.core import Metric
    from crm_metrics.metrics.readings import Reading, Result
    from crm_metrics.metrics.shop import Shop as Warehouse

__all__ = [
    "EVERYTHING",
    "CrmError",
    "DataError",
    "DefinitionError",
    "Metric",
    "QuestionError",
    "Reader",
    "Reading",
    "Result",
    "Scope",
    "Warehouse",
    "metrics",
    "open",
]

_LATER = {  # what is loaded when it is first asked for: the command line must start fast
    "Metric": ("crm_metrics.metrics.core", "Metric"),
    "Reading": ("crm_metrics.metrics.readings", "Reading"),
    "Result": ("crm_metrics.metrics.readings", "Result"),
    "Warehouse": ("crm_metrics.metrics.shop", "Shop"),
}


def open(folder: str | Path | None = None) -> Warehouse:  # noqa: A001 - crm.open() is what a stranger tries first
    """The current version of the warehouse in `folder`, read-only; the default folder is data/warehouse.

    The demo company is built on first use, in the default folder only. Close the warehouse when done.
    Raises DataError when a named folder holds no warehouse, or when no version of it can be read.
    """
    from crm_metrics.analysis.models import scores  # it loads numpy
    from crm_metrics.metrics.shop import shop_of  # it loads sqlglot
    from crm_metrics.warehouse.founding import first_use  # it loads duckdb

    return shop_of(first_use(None if folder is None else Path(folder), finish=scores.write))


def __getattr__(name: str) -> object:
    if name == "metrics":
        return import_module("crm_metrics.metrics")
    if name in _LATER:
        module, attribute = _LATER[name]
        return getattr(import_module(module), attribute)
    raise AttributeError(f"module 'crm_metrics' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted(__all__)
