"""The metrics, each an attribute of this package: Pulso's catalogue and a company's own beside it."""

from __future__ import annotations

from importlib.util import find_spec

from crm_metrics.errors import closest
from crm_metrics.metrics.catalogue.order import CATALOGUE
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.registry import known, own_metrics

__all__ = ["CATALOGUE", "known", "own_metrics"]


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
