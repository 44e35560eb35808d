"""The catalogue: every metric that Pulso defines, in the order in which readers meet them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from crm_metrics.metrics.catalogue import (
    belonging,
    cases,
    collections,
    customers,
    departures,
    effort,
    exposure,
    indices,
    lifecycle,
    loyalty,
    members,
    models,
    offers,
    pipeline,
    potential,
    presales,
    quality,
    records,
    retention,
    sales,
    satisfaction,
    service,
    sla,
    telemarketing,
    trials,
    value,
    voice,
)
from crm_metrics.metrics.core import Metric

MODULES = (
    presales,
    sales,
    pipeline,
    service,
    cases,
    quality,
    collections,
    exposure,
    telemarketing,
    loyalty,
    members,
    belonging,
    retention,
    departures,
    offers,
    satisfaction,
    voice,
    indices,
    customers,
    value,
    potential,
    lifecycle,
    models,
    records,
    sla,
    effort,
    trials,
)

CATALOGUE: Mapping[str, Metric] = MappingProxyType(
    {metric.name: metric for module in MODULES for metric in module.METRICS}
)
