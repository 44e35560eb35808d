"""The catalogue: every metric that Pulso knows and a company's own beside them, each an attribute of this package."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from crm_metrics import declared, settings
from crm_metrics.errors import closest
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
    value,
)
from crm_metrics.metrics.core import Metric

if TYPE_CHECKING:
    from crm_metrics.metrics.own.metrics import Own

_MODULES = (
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
    indices,
    customers,
    value,
    potential,
    lifecycle,
    models,
    records,
    sla,
    effort,
)

CATALOGUE: Mapping[str, Metric] = MappingProxyType({one.name: one for module in _MODULES for one in module.METRICS})


def known(folder: Path | None = None) -> Mapping[str, Metric]:
    """Every metric by name: Pulso's in their order, then those of the company's files that can be used.

    folder: that of the company's files, else the one that the settings name. Cheap: files are read when they change.
    """
    own = own_metrics(folder)
    return CATALOGUE if own is None or not own.metrics else {**CATALOGUE, **own.metrics}


def own_metrics(folder: Path | None = None) -> Own | None:
    """What the company's `metrics/*.toml` give, with the files that can't be used; None when there are none."""
    files = declared.stamps((folder or settings.company_folder()) / "metrics")
    if not files:
        return None
    from crm_metrics.metrics.own.metrics import own_metrics as read  # it parses formulas: most need not wait for that

    return read(files)


def __getattr__(name: str) -> Metric:
    if name in CATALOGUE:
        return CATALOGUE[name]
    if name.startswith("_") or find_spec(f"{__name__}.{name}"):  # Python looks here for a module not loaded yet, too
        raise AttributeError(name)
    metrics = known()
    if name in metrics:
        return metrics[name]
    meant = closest(name, metrics)
    raise AttributeError(f"no metric '{name}'." + (f" Did you mean '{meant}'?" if meant else ""))


def __dir__() -> list[str]:
    return [*globals(), *known()]
