"""The catalogue: every metric that Pulso knows, each also an attribute of this package."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from crm_metrics.errors import closest
from crm_metrics.metrics import (
    collections,
    customers,
    effort,
    loyalty,
    presales,
    retention,
    sales,
    satisfaction,
    service,
    sla,
    telemarketing,
)
from crm_metrics.metrics.core import Metric

_MODULES = (
    presales,
    sales,
    service,
    collections,
    telemarketing,
    loyalty,
    retention,
    satisfaction,
    customers,
    sla,
    effort,
)

CATALOGUE: Mapping[str, Metric] = MappingProxyType({one.name: one for module in _MODULES for one in module.METRICS})


def __getattr__(name: str) -> Metric:
    if name in CATALOGUE:
        return CATALOGUE[name]
    meant = closest(name, CATALOGUE)
    raise AttributeError(f"no metric '{name}'." + (f" Did you mean '{meant}'?" if meant else ""))


def __dir__() -> list[str]:
    return [*globals(), *CATALOGUE]
